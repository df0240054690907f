package crash

import (
	"errors"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
)

// TestSecondStop has a mail server that takes a mail and does not say so: one SIGTERM leaves the service its time to hear it, a
// second one ends it at once, and the ledger knows that the mail is in doubt: it comes once more, and no third time. (O1)
func TestSecondStop(t *testing.T) {
	box := newMailbox(t)
	never := make(chan struct{})
	defer close(never)
	reached := make(chan struct{})
	box.Script(notifytest.Answer{At: notifytest.AtEnd, Reached: reached, Wait: never})
	w := newWorld(t, newPress(t, 1, 1, begin, time.Hour), "0 6 * * *", mailTarget(box, "a@rasid.example"))
	w.once(begin)
	s := w.serve(begin.Add(6*time.Hour), 60)
	select {
	case <-reached:
	case <-time.After(time.Minute):
		t.Fatalf("no mail came\n%s", s.said())
	}
	w.must(s.cmd.Process.Signal(syscall.SIGTERM))
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	select {
	case err := <-ended:
		t.Fatalf("ended within half a second, with a mail on its way: %v", err)
	case <-time.After(500 * time.Millisecond):
	}
	again := time.Now()
	w.must(s.cmd.Process.Signal(syscall.SIGTERM))
	var exit *exec.ExitError
	if err := <-ended; !errors.As(err, &exit) || time.Since(again) > 2*time.Second {
		t.Errorf("%v after the second SIGTERM: %v", time.Since(again), err)
	}
	w.once(begin.Add(7 * time.Hour))
	ds := w.deliveries()
	if len(ds) != 1 || ds[0].State != news.Delivered || len(box.Messages()) > 2 {
		t.Errorf("%d mails, ledger %+v", len(box.Messages()), ds)
	}
	w.checkDatabase()
}

// TestLocked has another process hold the database locked for longer than any write waits: the service says so once a minute, asks
// and sends nothing it could not keep, and goes on by itself, having lost nothing. (O3)
func TestLocked(t *testing.T) {
	holds, items := 12*time.Second, 200
	if full() {
		holds, items = 10*time.Minute, 5*maxListed // no outlet lists more than it did days ago
	}
	const speed = 360
	p := newPress(t, 5, items, begin, speed*(10*time.Second+holds))
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	w := newWorld(t, p, "*/30 * * * *", hookTarget(hook.URL), hookTarget(hook.URL))
	s := w.serve(begin, speed)
	s.follow(p)
	s.until("digests go out", 30*time.Second, func() bool { return len(hook.Posts()) >= 2 })
	unlock := w.lock()
	s.until("it is said", 30*time.Second, func() bool { return s.lines("takes no writes", "locked") == 1 })
	asked := p.asked.Load()
	time.Sleep(holds)
	if n := p.asked.Load() - asked; n > int64(items/5) {
		t.Errorf("%d pages were asked meanwhile", n)
	}
	sent := len(hook.Posts())
	unlock()
	took := s.until("digests go out again", time.Minute, func() bool { return len(hook.Posts()) >= sent+2 })
	if n := s.lines("takes no writes"); n > 2+int(holds/time.Minute) {
		t.Errorf("%d lines in %v", n, holds)
	}
	s.until("all items are there", time.Minute, func() bool { return s.now().After(begin.Add(time.Duration(items) * p.gap)) })
	now := s.now()
	s.stop(syscall.SIGTERM)
	t.Logf("went on %v after the lock", took.Round(time.Millisecond))
	finish(w, p, hook, now.Add(2*time.Hour), map[string]int{"daily": 2})
}
