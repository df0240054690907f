//go:build unix

package store

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// victimPath names, in the environment of a child process, the database that it works on until it is killed.
const victimPath = "RASID_TEST_VICTIM"

// TestMain turns the test binary into the victim when it is started as one.
func TestMain(m *testing.M) {
	if path := os.Getenv(victimPath); path != "" {
		if err := victim(path); err != nil {
			fmt.Fprintln(os.Stderr, "victim:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestKill kills a working process again and again at moments of no choosing, and looks each time at what is
// on disk: nothing promised is missing, nothing is half there.
func TestKill(t *testing.T) {
	kills := 25
	if testing.Short() {
		kills = 4
	}
	path := filepath.Join(t.TempDir(), "rasid.db")
	promised := map[string]bool{}
	for range kills {
		for _, line := range runVictim(t, path, time.Duration(rand.IntN(120))*time.Millisecond) {
			promised[line] = true
		}
		checkAfterKill(t, path, promised)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d kills, %d promises kept, of them %d decisions", kills, len(promised), decisions(promised))
}

// runVictim starts a victim, lets it work for a while after it has opened its store, kills it and returns the
// promises it printed.
func runVictim(t *testing.T, path string, work time.Duration) (promises []string) {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	c := exec.CommandContext(t.Context(), self)
	c.Env, c.Stderr = append(os.Environ(), victimPath+"="+path), os.Stderr
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "open" {
		t.Fatalf("the victim did not open its store: %q", lines.Text())
	}
	timer := time.AfterFunc(work, func() { c.Process.Kill() })
	defer timer.Stop()
	for lines.Scan() {
		promises = append(promises, lines.Text())
	}
	if err := c.Wait(); err == nil || c.ProcessState.ExitCode() != -1 {
		t.Fatalf("the victim was not killed: %v", err)
	}
	return promises
}

func checkAfterKill(t *testing.T, path string, promised map[string]bool) {
	t.Helper()
	db, err := OpenReader(t.Context(), Options{Path: path})
	must(t, err)
	defer db.Close()
	count := func(query string, args ...any) (n int) {
		t.Helper()
		must(t, db.read.QueryRow(query, args...).Scan(&n))
		return n
	}
	var ok string
	must(t, db.read.QueryRow("PRAGMA integrity_check").Scan(&ok))
	if ok != "ok" {
		t.Fatal(ok)
	}
	for _, c := range []struct{ broken, query string }{
		{"entries without a listing", `SELECT count(*) FROM entry LEFT JOIN listing ON listing.entry = entry.id WHERE url IS NULL`},
		{"validators without their entries", `SELECT count(*) FROM source WHERE 5 * CAST(etag AS INTEGER) <> (SELECT count(*) FROM entry WHERE source = source.id)`},
		{"articles waiting or sent, but in no story", `SELECT count(*) FROM entry WHERE disposition IN ('waiting', 'sent') AND id NOT IN (SELECT entry FROM member)`},
		{"members sent, but in no digest", `SELECT count(*) FROM member WHERE (state = 'sent') <> EXISTS (SELECT 1 FROM digest_item WHERE digest_item.entry = member.entry)`},
		{"entries that stand elsewhere than their member", `SELECT count(*) FROM member JOIN entry ON id = entry WHERE state <> disposition`},
		{"entries to be judged anew whose words of before are lost", `SELECT count(*) FROM entry WHERE again <> 0 AND id NOT IN (SELECT entry FROM version WHERE basis = 'listing')`},
		{"articles edited whose words of before are lost", `SELECT count(*) FROM article WHERE title LIKE 'عنوان معدل%' AND entry NOT IN (SELECT entry FROM version WHERE basis = 'page')`},
		{"articles read, but not searchable", `SELECT count(*) FROM article WHERE entry NOT IN (SELECT rowid FROM search)`},
		{"digests without a delivery", `SELECT count(*) FROM digest WHERE id NOT IN (SELECT digest FROM delivery)`},
		{"done ticks without a digest", `SELECT count(*) FROM tick WHERE done = 1 AND due NOT IN (SELECT due FROM digest)`},
		{"foreign keys", `SELECT count(*) FROM pragma_foreign_key_check`},
		{"stories without members", `SELECT count(*) FROM story WHERE id NOT IN (SELECT story FROM member)`},
		{"stories that a split left without a lead", `SELECT count(*) FROM decision d JOIN member USING (entry, topic)
			WHERE verb = 'split' AND d.story = member.story AND member.kind <> 'lead' AND NOT EXISTS (SELECT 1 FROM decision WHERE verb = 'merge' AND entry = d.entry)`},
		{"articles that are not where they were last put", `SELECT count(*) FROM decision d JOIN member USING (entry, topic)
			WHERE d.id = (SELECT max(id) FROM decision WHERE entry = d.entry) AND d.story <> member.story`},
	} {
		if n := count(c.query); n != 0 {
			t.Errorf("%s: %d", c.broken, n)
		}
	}
	for line := range promised {
		var what, a, b string
		fmt.Sscan(line, &what, &a, &b)
		switch what {
		case "polled":
			if count(`SELECT CAST(etag AS INTEGER) >= ? FROM source WHERE name = ?`, b, a) != 1 {
				t.Errorf("%s: lost", line)
			}
		case "edited":
			if count(`SELECT count(*) > 0 FROM version JOIN listing USING (entry) WHERE listing.url = ?`, a) != 1 {
				t.Errorf("%s: lost", line)
			}
		case "cut":
			if count(`SELECT count(*) FROM digest WHERE id = ?`, a) != 1 {
				t.Errorf("%s: lost", line)
			}
		case "split", "merge":
			side := map[string]string{"split": "origin", "merge": "story"}[what]
			if count(`SELECT count(*) > 0 FROM decision JOIN listing USING (entry) WHERE verb = ? AND url = ? AND `+side+` = ?`, what, a, b) != 1 {
				t.Errorf("%s: lost", line)
			}
		case "sent":
			if count(`SELECT count(*) FROM delivery WHERE id = ? AND state = 'delivered'`, a) != 1 {
				t.Errorf("%s: lost", line)
			}
		}
	}
}

// decisions counts the promises that are the operator's.
func decisions(promised map[string]bool) (n int) {
	for line := range promised {
		if strings.HasPrefix(line, "split") || strings.HasPrefix(line, "merge") {
			n++
		}
	}
	return n
}
