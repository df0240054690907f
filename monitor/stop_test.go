package monitor

import (
	"context"
	"testing"

	"rasid/news"
	"rasid/notify"
	"rasid/notify/notifytest"
)

// TestStoppedDelivery has that a delivery that is cut short by a stop is owed again, whenever the stop comes before the end
// of its message, and not left under way, in doubt or put off.
func TestStoppedDelivery(t *testing.T) {
	for _, at := range []string{notifytest.AtMail, notifytest.AtRcpt, notifytest.AtData} {
		box, mail := newMailbox(t, "a@rasid.example")
		reached, wait := make(chan struct{}), make(chan struct{})
		box.Script(notifytest.Answer{At: at, Reached: reached, Wait: wait})
		w := owing(t, 1, map[string]Target{"mail": mail})
		ctx, stop := context.WithCancel(t.Context())
		go func() {
			<-reached
			stop()
		}()
		var r Round
		if err := w.Deliver(ctx, &r); err != nil && ctx.Err() == nil {
			t.Fatal(err)
		}
		close(wait)
		if d := w.deliveries()[0]; d.State != news.Pending || d.Attempts != 0 || d.Ambiguous != 0 || d.Due.After(w.now) {
			t.Errorf("at %s: %+v, want it pending without doubt, the attempt not counted", at, d)
		}
	}
}

// A lateStop is a target during whose attempts the program is stopped: once the end of a message is noted.
type lateStop struct {
	notify.Target
	stop func()
}

func (l lateStop) Notify(ctx context.Context, d news.Delivery, dot func() error) error {
	return l.Target.Notify(ctx, d, func() error {
		defer l.stop()
		return dot()
	})
}

// TestStopBeforeTheEnd has a stop that comes when the end of a message has been noted, and not sent.
func TestStopBeforeTheEnd(t *testing.T) {
	_, mail := newMailbox(t, "a@rasid.example")
	ctx, stop := context.WithCancel(t.Context())
	w := owing(t, 1, map[string]Target{"mail": {lateStop{mail.Target, stop}, mail.Kind}})
	var r Round
	if err := w.Deliver(ctx, &r); err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	if d := w.deliveries()[0]; d.State != news.Pending || d.Attempts != 0 || d.Ambiguous != 0 || d.Due.After(w.now) {
		t.Errorf("%+v, want it pending without doubt, the attempt not counted", d)
	}
	w.delivers()
	if d := w.deliveries()[0]; d.State != news.Delivered {
		t.Errorf("%+v after the next start", d)
	}
}
