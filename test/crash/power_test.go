package crash

import (
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
)

// TestPowerLoss cuts the power of a machine that the program runs in, in the middle of its work: the kernel's memory is
// lost, and what the disk was not told to flush is forgotten in whole or in part. After each cut the database is whole, what
// a receiver had got is in the ledger, and so is every article that the program had shown an outlet to know; at the end no
// item is lost, none was told in two digests, and nobody has a third copy of a mail. (T9) It takes a kernel and an
// emulator; make power runs the long form.
func TestPowerLoss(t *testing.T) {
	const speed, perHour = 240, 25
	span := 3 * time.Hour
	if full() {
		span = 24 * time.Hour
	}
	p := newPress(t, 10, perHour*int(span.Hours()), begin, span)
	box := newMailbox(t)
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	w := newWorld(t, p, "*/15 * * * *", hookTarget(hook.URL), hookTarget(hook.URL))
	w.withMail(box, "*/20 * * * *")
	w.bring(box.CA)
	m := newMachine(t, w.bin, w.dir, ports(t, p, hook, box))
	now, came := begin, map[string]int{}
	cuts := outages(w.r)
	for n, cut := range cuts {
		m.boot(now, speed, w.dir)
		came = w.checkLedger(p, hook, box, came, now)
		m.start()
		base := time.Now()
		clock := func() time.Time { return now.Add(time.Since(base) * speed) }
		w.workUntil(cut.when, m, p, clock, hook, box)
		m.cut(func(d *disk) { d.cut(w.r, cut.keep) })
		now = later(clock(), begin.Add(span*time.Duration(n+1)/time.Duration(len(cuts))))
	}
	m.boot(now, speed, w.dir)
	w.checkLedger(p, hook, box, came, now)
	m.cut(nil)
	t.Logf("%d cuts, the last in %s; of %d sectors written %d were forgotten", len(cuts), now.Sub(begin), m.disk.wrote, m.disk.forgot)
	for _, err := range m.disk.failures {
		t.Errorf("disk: %v", err)
	}
	p.set(begin.Add(span))
	finish(w, p, hook, now.Add(time.Hour), map[string]int{"daily": 2})
	w.mails(box)
}

// An outage is when a machine loses its power, and which share of what its disk was not told to flush is kept.
type outage struct {
	when moment
	keep float64
}

// A moment is one of a program's work.
type moment int

const (
	starting moment = iota // while the program comes up, or soon after
	working                // at random
	sending                // when a receiver has just got something, where most is at stake
)

// outages are three, the first of which forgets all that was not flushed, or in the long form 24 random ones.
func outages(r *rand.Rand) []outage {
	cuts := []outage{{sending, 0}, {working, r.Float64()}, {sending, r.Float64()}}
	if !full() {
		return cuts
	}
	cuts = nil
	for range 24 {
		cuts = append(cuts, outage{
			[]moment{starting, working, sending, sending, sending, sending}[r.IntN(6)],
			[]float64{0, r.Float64(), 1}[r.IntN(3)],
		})
	}
	return cuts
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// bring puts a file that the configuration names into the program's directory, for the machine has nothing else.
func (w *world) bring(path string) {
	w.t.Helper()
	text, err := os.ReadFile(path)
	w.must(err)
	w.write(filepath.Base(path), string(text))
	config, err := os.ReadFile(filepath.Join(w.dir, "rasid.toml"))
	w.must(err)
	w.write("rasid.toml", strings.ReplaceAll(string(config), path, filepath.Base(path)))
}

// ports are those of the world outside.
func ports(t *testing.T, p *press, hook *notifytest.Hook, box *notifytest.Mailbox) []string {
	t.Helper()
	ports := []string{strconv.Itoa(box.Port)}
	addresses := []string{hook.URL}
	for _, o := range p.outlets {
		addresses = append(addresses, o.URL)
	}
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		ports = append(ports, u.Port())
	}
	return ports
}

// workUntil lets the press go on while the machine works, until a moment has come.
func (w *world) workUntil(when moment, m *machine, p *press, now func() time.Time, hook *notifytest.Hook, box *notifytest.Mailbox) {
	w.t.Helper()
	wait := func(what string, holds func(since time.Duration) bool) {
		w.t.Helper()
		began := time.Now()
		for tick := time.NewTicker(10 * time.Millisecond); !holds(time.Since(began)); <-tick.C {
			p.set(now())
			if strings.Contains(m.end(), "guest: ended") || time.Since(began) > patience {
				w.t.Fatalf("the program ended by itself, or not within %v: %s\n%s", patience, what, m.end())
			}
		}
	}
	got := func() int { return len(hook.Posts()) + len(box.Messages()) }
	before, after := got(), time.Duration(w.r.Int64N(int64(15*time.Second)))
	if when != starting {
		wait("it starts", func(time.Duration) bool { return strings.Contains(m.end(), "msg=start ") })
	}
	if when == sending {
		wait("a receiver gets something", func(time.Duration) bool { return got() > before })
		after = time.Duration(w.r.Int64N(int64(200 * time.Millisecond)))
	}
	wait("a moment passes", func(since time.Duration) bool { return since >= after })
}

// received counts how often each delivery came.
func received(hook *notifytest.Hook, box *notifytest.Mailbox) map[string]int {
	came := map[string]int{}
	for _, post := range hook.Posts() {
		came[post.ID]++
	}
	for _, m := range box.Messages() {
		came[messageID(m)]++
	}
	return came
}

// checkLedger holds what the world outside has seen of the program against what the disk remembers, and returns how often
// each delivery has come; before says it of the time when the machine was started that lost its power.
func (w *world) checkLedger(p *press, hook *notifytest.Hook, box *notifytest.Mailbox, before map[string]int, now time.Time) (came map[string]int) {
	w.t.Helper()
	came = received(hook, box)
	shown := len(came)
	p.known.Range(func(any, any) bool { shown++; return true })
	if shown == 0 {
		return came // the power was cut before the program was there
	}
	w.checkDatabase()
	owed := map[string]bool{}
	for _, d := range w.deliveries() {
		owed[d.ID] = true
		if d.State == news.Delivered && came[d.ID] == 0 || d.Attempts == 0 && came[d.ID] > before[d.ID] {
			w.t.Errorf("delivery %s is %s after %d attempts, and came %d times", d.ID, d.State, d.Attempts, came[d.ID])
		}
	}
	for id, n := range came {
		if !owed[id] {
			w.t.Errorf("delivery %s came %d times and is not in the ledger", id, n)
		}
	}
	var entries []entry
	w.ask(now, &entries, "entries")
	p.known.Range(func(i, _ any) bool {
		if address := p.address(i.(int)); !slices.ContainsFunc(entries, func(e entry) bool { return e.URL == address }) {
			w.t.Errorf("%s was known before the cut, and is lost", address)
		}
		return true
	})
	return came
}
