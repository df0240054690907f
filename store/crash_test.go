//go:build unix

package store

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/news"
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

// victim works the belt without end: eight sources list, what is listed is read, folded, cut into digests and
// sent. It prints a line for each thing that has been promised to somebody.
func victim(path string) error {
	ctx := context.Background()
	db, err := Open(ctx, Options{Path: path, Bands: bytesAsBands, Gather: time.Millisecond})
	if err != nil {
		return err
	}
	if _, err := db.Recover(ctx, start); err != nil {
		return err
	}
	fmt.Println("open")
	var g errgroup.Group
	for i := range 8 {
		g.Go(func() error { return victimPolls(ctx, db, fmt.Sprintf("s%d", i)) })
	}
	g.Go(func() error { return victimReads(ctx, db) })
	g.Go(func() error { return victimSends(ctx, db) })
	g.Go(func() error { return victimDecides(ctx, db) })
	return g.Wait()
}

// victimPolls lists batch after batch; the validator says which was the last.
func victimPolls(ctx context.Context, db *DB, source string) error {
	for {
		last := 0
		ps, err := collect(ctx, db.read, scanPoll, selectPolls+`WHERE name = ?`, source)
		if err != nil {
			return err
		}
		if len(ps) > 0 {
			last, _ = strconv.Atoi(ps[0].ETag)
		}
		p := poll(source)
		p.ETag = strconv.Itoa(last + 1)
		if _, err := db.SavePoll(ctx, p, victimBatch(source, last+1)); err != nil {
			return err
		}
		fmt.Println("polled", source, last+1)
	}
}

// victimBatch is what a source lists along with the validator n.
func victimBatch(source string, n int) []news.Entry {
	var es []news.Entry
	for i := range 5 {
		e := listed(source, n*5+i)
		e.Published, e.Seen = start, start
		es = append(es, e)
	}
	return es
}

func victimReads(ctx context.Context, db *DB) error {
	for {
		es, err := db.Unread(ctx, start, 30)
		if err != nil {
			return err
		}
		var off []news.Settlement
		for i, e := range es {
			if i%10 != 0 {
				off = append(off, news.Settlement{URL: e.URL, Disposition: news.OffTopic})
				continue
			}
			folds := []news.Fold{{Topic: topic, Story: "s" + strconv.Itoa(i%3), Kind: news.Rewrite}}
			if err := db.SaveArticle(ctx, article(e, byte(i)), relevant(), folds, waiting()); err != nil {
				return err
			}
		}
		if err := db.Settle(ctx, off); err != nil {
			return err
		}
	}
}

// victimDecides takes articles out of stories and puts every other one back.
func victimDecides(ctx context.Context, db *DB) error {
	for n := 0; ; n++ {
		var story, url string
		err := db.read.QueryRowContext(ctx, `SELECT story, url FROM member JOIN listing USING (entry)
			WHERE story IN (SELECT story FROM member GROUP BY story HAVING count(*) > 1) ORDER BY random() LIMIT 1`).Scan(&story, &url)
		if errors.Is(err, sql.ErrNoRows) { // nothing was read yet
			continue
		}
		if err != nil {
			return err
		}
		id, err := db.SplitMember(ctx, story, url, func(_, url string) string { return "of " + url }, start)
		if err != nil {
			return err
		}
		fmt.Println("split", url, story)
		if n%2 == 0 {
			continue
		}
		if _, err := db.MergeStories(ctx, id, story, start); err != nil {
			return err
		}
		fmt.Println("merge", url, story)
	}
}

func victimSends(ctx context.Context, db *DB) error {
	for {
		last, _, err := db.LastTick(ctx, "daily", hour(100000))
		if err != nil {
			return err
		}
		tick := news.Tick{Schedule: "daily", Due: last.Due, From: last.From}
		if last.Done || last.Due.IsZero() {
			tick.Due, tick.From = last.Due.Add(time.Hour), last.Due
		}
		if _, err := db.ClaimTick(ctx, tick); err != nil {
			return err
		}
		ss, err := db.WaitingStories(ctx, "", topic)
		if err != nil {
			return err
		}
		d := news.Digest{ID: fmt.Sprint("d", tick.Due.UnixMilli()), Name: "daily", Topic: topic, Due: tick.Due, Stories: ss}
		if err := db.SaveDigest(ctx, tick, d, owed(d, "x")); err != nil {
			return err
		}
		fmt.Println("cut", d.ID)
		ds, err := db.Owed(ctx, tick.Due)
		if err != nil {
			return err
		}
		for _, d := range ds {
			if err := errors.Join(db.StartDelivery(ctx, d.ID, tick.Due), db.MarkDot(ctx, d.ID)); err != nil {
				return err
			}
			d.State = news.Delivered
			if err := db.SaveDelivery(ctx, d, "", start); err != nil {
				return err
			}
			fmt.Println("sent", d.ID)
		}
	}
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
