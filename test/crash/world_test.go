// Package crash runs the built binary through kills, outages and answers of every kind, with outlets, a mail server and
// webhook receivers of its own on loopback and a clock of its own, and holds what the receivers got against the ledger.
//
// The short form is a part of go test ./... (not with -short); RASID_CRASH=full runs the long one, as make crash does.
package crash

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"rasid/news"
	"rasid/store"
)

// full reports whether the long form is asked for.
func full() bool { return os.Getenv("RASID_CRASH") == "full" }

// built returns the path of the program, built once for all tests of the package.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "rasid-crash-")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "rasid")
	cmd := exec.Command("go", "build", "-ldflags=-s", "-o", bin, "./cmd/rasid")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New(err.Error() + "\n" + string(out))
	}
	return bin, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if bin, err := built(); err == nil {
		os.RemoveAll(filepath.Dir(bin))
	}
	os.Exit(code)
}

// A world is the program's directory, and what is done with the program.
type world struct {
	t      *testing.T
	bin    string
	dir    string
	r      *rand.Rand
	killed int
	took   time.Duration // by the longest undisturbed run so far
}

// newWorld writes a configuration: the sources of the press, the topic, a digest by cron to the targets.
func newWorld(t *testing.T, p *press, cron string, targets ...string) *world {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIP: -short")
	}
	t.Parallel()
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	w := &world{t: t, bin: bin, dir: t.TempDir(), r: rand.New(rand.NewPCG(seed, 0))}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	if err := os.CopyFS(filepath.Join(w.dir, "topic"), os.DirFS("testdata/topic")); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i, o := range p.outlets {
		fmt.Fprintf(&b, "[[source]]\nname = \"paper-%d\"\noutlet = \"الصحيفة %d\"\nkind = \"feed\"\nurl = %q\n\n", i, i, o.URL+"/rss")
	}
	var names []string
	for i := range targets {
		names = append(names, fmt.Sprintf("%q", name(i)))
	}
	fmt.Fprintf(&b, "[[topic]]\nname = \"dam\"\ntitle = \"سد النهضة\"\nfolder = \"topic\"\n\n[[digest]]\nname = \"daily\"\ntopic = \"dam\"\ncron = %q\nzone = \"UTC\"\nempty = \"send\"\nper_source = 0\ntargets = [%s]\n\n",
		cron, strings.Join(names, ", "))
	for i, target := range targets {
		fmt.Fprintf(&b, "[[target]]\nname = %q\n%s\n\n", name(i), target)
	}
	b.WriteString("[store]\npath = \"rasid.db\"\n\n[fetch]\nallow = [\"127.0.0.0/8\"]\npace = \"0s\"\n")
	w.write("rasid.toml", b.String())
	return w
}

// name is that of a target.
func name(i int) string { return fmt.Sprintf("target-%d", i) }

// write puts a file into the program's directory.
func (w *world) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// command returns a run of the program at a time of its clock.
func (w *world) command(ctx context.Context, now time.Time, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, w.bin, append(args, "--config", filepath.Join(w.dir, "rasid.toml"), "--now", now.Format(time.RFC3339Nano))...)
	cmd.Env = append(os.Environ(), "RASID_TEST_SECRET="+secret)
	return cmd
}

// once runs rasid once to its end.
func (w *world) once(now time.Time) {
	w.t.Helper()
	began := time.Now()
	if out, err := w.command(context.Background(), now, "once").CombinedOutput(); err != nil {
		w.t.Fatalf("rasid once at %s: %v\n%s", now.Format(time.RFC3339), err, out)
	}
	w.took = max(w.took, time.Since(began))
}

// kill starts rasid once and kills it: at a random moment within the time that a run takes, or when a receiver has seen
// something new, where most is at stake. A run that ends before is undisturbed, and does not count.
func (w *world) kill(now time.Time, seen func() int) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var out bytes.Buffer
	cmd := w.command(ctx, now, "once")
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	if w.r.IntN(2) == 0 {
		most := max(w.took, 300*time.Millisecond)
		time.AfterFunc(30*time.Millisecond+time.Duration(w.r.Int64N(int64(most))), cancel)
	} else {
		go cancelWhenSeen(ctx, cancel, seen, time.Duration(w.r.IntN(12))*time.Millisecond)
	}
	err := cmd.Wait()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signal() == syscall.SIGKILL {
		w.killed++
	} else if !cmd.ProcessState.Success() {
		w.t.Fatalf("rasid once at %s: %v\n%s", now.Format(time.RFC3339), err, &out)
	}
}

// stop runs the service until the outside world has seen n things of it, or for a second, sends SIGTERM and returns how
// long it took to end.
func (w *world) stop(now time.Time, seen func() int, n int) time.Duration {
	w.t.Helper()
	s := w.serve(now, 0)
	s.until("it has started", time.Minute, func() bool { return s.lines("msg=start") > 0 })
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	before, most := seen(), time.After(time.Second)
	for waiting := true; waiting; {
		select {
		case <-look.C:
			waiting = seen() <= before+n
		case <-most:
			waiting = false
		}
	}
	took := s.stop(syscall.SIGTERM)
	if took > 25*time.Second {
		w.t.Fatalf("rasid run at %s ended %v after SIGTERM\n%s", now.Format(time.RFC3339), took, s.said())
	}
	return took
}

// cancelWhenSeen cancels ctx some time after seen has grown.
func cancelWhenSeen(ctx context.Context, cancel func(), seen func() int, after time.Duration) {
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for before := seen(); ; {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
			if seen() > before {
				time.AfterFunc(after, cancel)
				return
			}
		}
	}
}

// deliveries returns the ledger, the oldest first.
func (w *world) deliveries() []news.Delivery {
	w.t.Helper()
	db, err := store.OpenReader(context.Background(), store.Options{Path: filepath.Join(w.dir, "rasid.db")})
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	ds, err := db.Deliveries(context.Background(), store.DeliveryFilter{})
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Reverse(ds)
	return ds
}

// open reports whether something is still to be delivered, and when the first of it is due.
func (w *world) open() (due time.Time, open bool) {
	w.t.Helper()
	for _, d := range w.deliveries() {
		switch d.State {
		case news.Delivered, news.Dead, news.Unknown:
			continue
		}
		if !open || d.Due.Before(due) {
			due = d.Due
		}
		open = true
	}
	return due, open
}

// settle runs the program until nothing is owed, with the clock going on by step each time.
func (w *world) settle(now time.Time, step time.Duration) time.Time {
	w.t.Helper()
	for range 40 {
		if _, open := w.open(); !open {
			return now
		}
		now = now.Add(step)
		w.once(now)
	}
	w.t.Fatal("deliveries are still open")
	return now
}

// An entry is one row of rasid entries --json.
type entry struct{ URL, Disposition, Reason string }

// ask runs a command that prints JSON. An exit code of 1 says only that something is overdue.
func (w *world) ask(now time.Time, into any, args ...string) {
	w.t.Helper()
	out, err := w.command(context.Background(), now, append(args, "--json")...).Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		w.t.Fatalf("rasid %v: %v", args, err)
	}
	if err := json.Unmarshal(out, into); err != nil {
		w.t.Fatalf("rasid %v: %v\n%.300s", args, err, out)
	}
}

// checkDatabase has SQLite look over the file.
func (w *world) checkDatabase() {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.dir, "rasid.db")+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	var said string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&said); err != nil || said != "ok" {
		w.t.Errorf("integrity_check: %s %v", said, err)
	}
	rows, err := db.Query("PRAGMA foreign_key_check")
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	if rows.Next() {
		w.t.Error("foreign_key_check finds rows without their parent")
	}
}
