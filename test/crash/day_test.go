package crash

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
)

// TestDay runs the service for 24 hours of its own time over a hundred sources (a thousand in the long form), with each fault
// once: outlets that are ill, no network, no mail server, a receiver that fails, a kill, a lock, a suspend, a stop, a reload.
// Nothing is lost, nothing comes twice, and memory, goroutines and open files stay as they were.
func TestDay(t *testing.T) {
	sources, items, speed, every := 100, 480, 4320, "2h"
	if full() {
		sources, items, speed, every = 1000, 10000, 240, "15m"
	}
	p := newPress(t, sources, items, begin, 23*time.Hour)
	box := newMailbox(t)
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	w := newWorld(t, p, "0 * * * *", hookTarget(hook.URL))
	w.withMail(box, "30 */2 * * *")
	w.configure(fmt.Sprintf("[read]\nevery = %q\n[serve]\nlisten = \"unix:%s\"\n", every, filepath.Join(w.dir, "s")))
	d := &day{world: w, p: p, service: w.serve(begin, speed)}
	d.follow(p)
	d.up()
	d.to(time.Hour)
	before := d.rest(90 * time.Minute)
	d.span(2*time.Hour, time.Hour, func() { p.ill.Store(true) }, func() { p.ill.Store(false) })
	d.span(4*time.Hour, time.Hour, func() { p.dark.Store(true) }, func() { p.dark.Store(false) })
	d.span(6*time.Hour, time.Hour, box.Down, func() { w.must(box.Up()) })
	d.to(8 * time.Hour)
	hook.Script(notifytest.Reply{Status: 503}, notifytest.Reply{Drop: true}, notifytest.Reply{Status: 500})
	d.to(10 * time.Hour)
	d.again(syscall.SIGKILL)
	unlock := func() {}
	d.span(12*time.Hour, 90*time.Minute, func() { unlock = w.lock() }, func() { unlock() })
	d.span(14*time.Hour, 2*time.Hour, func() { d.signal(syscall.SIGSTOP) }, func() { d.signal(syscall.SIGCONT) })
	d.to(17 * time.Hour)
	d.again(syscall.SIGTERM)
	d.to(19 * time.Hour)
	d.signal(syscall.SIGHUP)
	d.to(23*time.Hour + 30*time.Minute)
	after := d.rest(24 * time.Hour)
	now := d.now()
	d.service.stop(syscall.SIGTERM)
	// Connections that are kept for the next request come and go, two goroutines each.
	if after.memory > 256<<20 || after.goroutines > before.goroutines+2*sockets || after.files > before.files+sockets {
		t.Errorf("figures went from %+v to %+v", before, after)
	}
	cuts := map[string]bool{}
	for _, one := range w.deliveries() {
		if one.Target != "mail" {
			cuts[one.Digest] = true
		}
	}
	t.Logf("%d hourly digests", len(cuts))
	t.Logf("figures after 90 minutes %+v, after the day %+v", before, after)
	finish(w, p, hook, now.Add(6*time.Hour), map[string]int{"daily": 1})
	if n := w.mails(box); n > 0 {
		t.Errorf("%d mails are in doubt", n)
	}
}

// sockets is how many are open at once at most.
const sockets = 64

// A day is a service whose time is told from begin on.
type day struct {
	*world
	*service
	p *press
}

// to waits for a time of the day.
func (d *day) to(at time.Duration) {
	time.Sleep(begin.Add(at).Sub(d.now()) / time.Duration(d.speed))
}

// span lets something be so for a while, from a time of the day on.
func (d *day) span(from, lasts time.Duration, cut, mend func()) {
	d.to(from)
	cut()
	d.to(from + lasts)
	mend()
}

func (d *day) signal(sig syscall.Signal) { d.must(d.cmd.Process.Signal(sig)) }

// up waits until the service answers.
func (d *day) up() {
	d.until("it listens", time.Minute, func() bool {
		conn, err := net.Dial("unix", filepath.Join(d.dir, "s"))
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
}

// again ends the service and starts it anew.
func (d *day) again(sig syscall.Signal) {
	d.service.stop(sig)
	d.service = d.serve(d.now(), d.speed)
	d.follow(d.p)
	d.up()
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// lock holds the database locked as another process would, until unlock is called.
func (w *world) lock() (unlock func()) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.dir, "rasid.db")+"?_pragma=busy_timeout(30000)")
	w.must(err)
	conn, err := db.Conn(context.Background())
	w.must(err)
	_, err = conn.ExecContext(context.Background(), "BEGIN IMMEDIATE")
	w.must(err)
	return func() { conn.Close(); db.Close() }
}

// figures are what the service says of itself.
type figures struct{ memory, goroutines, files int }

// rest looks at the figures until a time of the day: the most memory, and the least goroutines and files, which is what
// there is besides the requests that happen to be under way.
func (d *day) rest(until time.Duration) figures {
	seen := d.figures()
	for d.now().Before(begin.Add(until)) {
		time.Sleep(20 * time.Millisecond)
		f := d.figures()
		seen = figures{max(seen.memory, f.memory), min(seen.goroutines, f.goroutines), min(seen.files, f.files)}
	}
	return seen
}

func (d *day) figures() figures {
	d.t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) {
		return net.Dial("unix", filepath.Join(d.dir, "s"))
	}}}
	answer, err := client.Get("http://rasid/metrics")
	d.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	d.must(err)
	read := func(name string) int {
		m := regexp.MustCompile(`(?m)^` + name + ` (\S+)$`).FindSubmatch(text)
		if m == nil {
			d.t.Fatalf("no figure %s in\n%s", name, text)
		}
		f, err := strconv.ParseFloat(string(m[1]), 64)
		d.must(err)
		return int(f)
	}
	return figures{read("process_resident_memory_bytes"), read("go_goroutines"), read("process_open_fds")}
}

// withMail adds a digest of its own for two readers of mail.
func (w *world) withMail(box *notifytest.Mailbox, cron string) {
	w.t.Helper()
	w.configure("[[target]]\nname = \"mail\"\n" + mailTarget(box, "a@rasid.example", "b@rasid.example") +
		fmt.Sprintf("\n[[digest]]\nname = \"mails\"\ntopic = \"dam\"\ncron = %q\nzone = \"UTC\"\nempty = \"send\"\nper_source = 0\ntargets = [\"mail\"]\n", cron))
}

// mails holds what the mail server got against the ledger: each mail came once or twice, with the same bytes. What was in
// doubt twice is left to the operator, and counted.
func (w *world) mails(box *notifytest.Mailbox) (doubtful int) {
	w.t.Helper()
	copies := map[string][]string{}
	for _, m := range box.Messages() {
		id := messageID(m)
		copies[id] = append(copies[id], string(m.Raw))
	}
	n, twice := 0, 0
	for _, one := range w.deliveries() {
		if one.Target != "mail" {
			continue
		}
		n++
		switch got := copies[one.ID]; {
		case one.State == news.Unknown && len(got) <= 2:
			doubtful++
		case one.State != news.Delivered || len(got) < 1 || len(got) > 2:
			w.t.Errorf("mail %s ended %s (%s), %d copies", one.ID, one.State, one.Err, len(got))
		case len(got) == 2:
			if twice++; got[0] != got[1] {
				w.t.Errorf("mail %s: two copies that differ", one.ID)
			}
		}
	}
	w.t.Logf("%d mails, %d of them twice, %d in doubt", n, twice, doubtful)
	return doubtful
}
