package monitor

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"rasid/fetch/fetchtest"
	"rasid/news"
	"rasid/notify"
	"rasid/notify/notifytest"
)

// TestRun has that a running monitor says that it lives as long as it does, and stops at once when told to.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Run(ctx) }()
		time.Sleep(10 * time.Minute) // of the bubble's time, which passes when nothing else can
		if w.Idle() > DefaultBeat+DefaultPause {
			t.Errorf("no sign of life for %v", w.Idle())
		}
		if last, _, err := w.db.LastBeat(ctx); err != nil || last.IsZero() {
			t.Errorf("last beat in the store %v %v", last, err)
		}
		told := time.Now()
		stop()
		if err := <-ended; err != nil || time.Since(told) > time.Second {
			t.Errorf("stopped after %v with %v", time.Since(told), err)
		}
		time.Sleep(time.Minute)
		if w.Idle() < time.Minute {
			t.Errorf("a sign of life %v ago, a minute after it has stopped", w.Idle())
		}
	})
}

// TestBlockedSchedules has that a monitor whose schedules are stuck gives no sign of life although the store takes
// writes, and gives them again as soon as they move.
func TestBlockedSchedules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, Options{})
		ctx, stop := context.WithCancel(t.Context())
		stuck := make(chan chan struct{}, 1)
		schedules := func(context.Context, *Round) error {
			select {
			case held := <-stuck:
				<-held
			default:
			}
			return nil
		}
		ended := make(chan error, 1)
		go func() { ended <- w.loop(ctx, "digest", schedules, w.beat) }()
		const bound = 30 * time.Second // what a watchdog of a minute allows
		time.Sleep(time.Minute)
		if w.Idle() >= bound {
			t.Errorf("no sign of life for %v", w.Idle())
		}
		held := make(chan struct{})
		stuck <- held
		time.Sleep(time.Minute)
		if w.Idle() < bound {
			t.Errorf("a sign of life %v ago, while the schedules are stuck", w.Idle())
		}
		close(held)
		time.Sleep(bound)
		if w.Idle() >= bound {
			t.Errorf("no sign of life for %v after the schedules went on", w.Idle())
		}
		stop()
		w.must(<-ended)
	})
}

// TestSlowTarget has that a receiver that does not answer holds up no other in a running monitor.
func TestSlowTarget(t *testing.T) {
	box, mail := newMailbox(t, "a@rasid.example")
	_, hook := newHook(t)
	posted := make(chan news.Delivery, 10)
	hook.Target = told{hook.Target, posted}
	w := owing(t, 2, map[string]Target{"hook": hook, "mail": mail})
	reached, wait := make(chan struct{}), make(chan struct{})
	box.Script(notifytest.Answer{At: notifytest.AtData, Reached: reached, Wait: wait})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	<-reached
	<-posted
	<-posted
	close(wait)
	stop()
	w.must(<-ended)
}

// told says on a channel what a target is given.
type told struct {
	notify.Target
	to chan<- news.Delivery
}

// Notify is that of the target.
func (n told) Notify(ctx context.Context, d news.Delivery, dot func() error) error {
	n.to <- d
	return n.Target.Notify(ctx, d, dot)
}

// TestOnce has one pass over the whole belt: what was listed in it is in the digest that is due in it, and delivered.
func TestOnce(t *testing.T) {
	receiver, hook := newHook(t)
	web := fetchtest.NewWeb(t, feed("rss"))
	w := following(t, web, Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hook}})
	if r, err := w.Once(t.Context()); err != nil || r.Asked != 1 || r.Digests != 0 {
		t.Errorf("first round %+v %v", r, err)
	}
	web.Change(feed("rss", item{"talks", hours(0)}, item{"match", hours(0)}) + pages("talks"))
	w.now = hours(1)
	r, err := w.Once(t.Context())
	want := Round{Asked: 1, Answered: 1, Listed: 2, Settled: 1, Read: 1, Relevant: 1, Digests: 1, Delivered: 1}
	if r != want || err != nil {
		t.Errorf("second round %+v %v, want %+v", r, err, want)
	}
	if s := w.stands("talks"); s.Disposition != news.Sent || len(receiver.Posts()) != 1 {
		t.Errorf("%+v, %d posts", s, len(receiver.Posts()))
	}
	w.now = hours(2)
	if r, err := w.Once(t.Context()); r != (Round{Asked: 1, Answered: 1, Unchanged: 1}) || err != nil {
		t.Errorf("third round %+v %v", r, err)
	}
}

// TestOnceGoesOn has that a stage which cannot work does not keep the others from it.
func TestOnceGoesOn(t *testing.T) {
	receiver, hook := newHook(t)
	web := fetchtest.NewWeb(t, status("rss", 500))
	broken, whole := daily(t, "broken", "nowhere"), daily(t, "whole", "hook")
	broken.Empty, whole.Empty = true, true
	w := following(t, web, Options{Digests: []Digest{broken, whole}, Targets: map[string]Target{"hook": hook}})
	w.cuts()
	w.now = hours(1)
	if r, err := w.Once(t.Context()); err == nil || r.Delivered != 1 || len(receiver.Posts()) != 1 {
		t.Errorf("round %+v %v, want an error and the whole digest delivered", r, err)
	}
}
