package crash

import (
	"maps"
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

// TestPowerLoss cuts the power of a machine that the program runs in, at random moments of its work: the kernel's memory is
// lost, and what the disk was not told to flush is forgotten in whole or in part. After each cut the database is whole, what
// a receiver had got is in the ledger, and so is every article that the program had shown an outlet to know; at the end no
// item is lost, none was told in two digests, and nobody has a third copy of a mail. (T9) It takes a kernel and an
// emulator: make power.
func TestPowerLoss(t *testing.T) {
	const items, speed, cuts, span = 600, 240, 24, 24 * time.Hour
	p := newPress(t, 10, items, begin, span)
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
	now, came, worked := begin, map[string]int{}, 0
	for n := range cuts + 1 {
		now = later(now, begin.Add(span*time.Duration(n)/cuts))
		m.boot(now, speed, w.dir)
		before := came
		if came = received(hook, box); n > 0 {
			w.checkLedger(p, before, came, now)
		}
		if !maps.Equal(came, before) {
			worked++
		}
		if n == cuts {
			break
		}
		base := time.Now()
		w.workUntilCut(m, p, func() time.Time { return now.Add(time.Since(base) * speed) }, hook, box)
		m.cut(func(d *disk) { d.cut(w.r) })
		now = now.Add(time.Since(base) * speed)
	}
	m.cut(nil)
	if worked < cuts/3 {
		t.Errorf("only %d of %d machines came to send anything before they were cut", worked, cuts)
	}
	t.Logf("%d cuts, the last in %s; of %d sectors written %d were forgotten", cuts, now.Sub(begin), m.disk.wrote, m.disk.forgot)
	for _, err := range m.disk.failures {
		t.Errorf("disk: %v", err)
	}
	p.set(begin.Add(span))
	finish(w, p, hook, now.Add(time.Hour), map[string]int{"daily": 2})
	w.mails(box)
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

// workUntilCut lets the press go on while the machine works, until its power is to be cut: while the program starts, at a
// random moment of its work, or when a receiver has just got something, where most is at stake.
func (w *world) workUntilCut(m *machine, p *press, now func() time.Time, hook *notifytest.Hook, box *notifytest.Mailbox) {
	w.t.Helper()
	const least = 15 * time.Second
	got := func() int { return len(hook.Posts()) + len(box.Messages()) }
	began, before, after := time.Now(), got(), time.Duration(w.r.Int64N(int64(least)))
	starting, waiting := w.r.IntN(6) == 0, w.r.IntN(3) > 0
	for tick := time.NewTicker(10 * time.Millisecond); time.Since(began) < patience; <-tick.C {
		p.set(now())
		if !starting && !strings.Contains(m.end(), "msg=start ") {
			began = time.Now() // a machine that is emulated starts slowly
			continue
		}
		switch past := time.Since(began) >= after; {
		case strings.Contains(m.end(), "guest: ended"):
			w.t.Fatalf("the program ended by itself:\n%s", m.end())
		case starting && past, !starting && !waiting && past, time.Since(began) >= 3*least:
			return
		case waiting && got() > before:
			time.Sleep(time.Duration(w.r.IntN(200)) * time.Millisecond)
			return
		}
	}
	w.t.Fatalf("the program did not start:\n%s", m.end())
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

// checkLedger holds what the world outside has seen of the program against what the disk remembers: came says how often each
// delivery had come when the power was cut, before when the machine was started.
func (w *world) checkLedger(p *press, before, came map[string]int, now time.Time) {
	w.t.Helper()
	shown := len(came)
	p.known.Range(func(any, any) bool { shown++; return true })
	if shown == 0 {
		return // the power was cut before the program was there
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
}
