package monitor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/news"
	"rasid/notify"
)

// Deliver sends what is owed and due. Targets are served side by side; what is owed to one recipient of a
// target goes out in the order in which it was cut.
func (m *Monitor) Deliver(ctx context.Context, r *Round) error {
	for {
		owed, err := m.db.Owed(ctx, m.now())
		if err != nil || len(owed) == 0 {
			return err
		}
		byTarget := map[string][]news.Delivery{}
		for _, d := range owed {
			byTarget[d.Target] = append(byTarget[d.Target], d)
		}
		outcomes := make(chan news.DeliveryState, len(owed))
		g, ctx := errgroup.WithContext(ctx)
		for _, ds := range byTarget {
			g.Go(func() error {
				for _, d := range ds {
					state, err := m.send(ctx, d)
					if err != nil {
						return err
					}
					outcomes <- state
				}
				return nil
			})
		}
		err = g.Wait()
		close(outcomes)
		for state := range outcomes {
			if state == news.Delivered {
				r.Delivered++
			} else {
				r.Undone++
			}
		}
		if err != nil {
			return err
		}
	}
}

// send makes one attempt at one delivery and records how it ended. Its intent is durable before a byte
// goes out.
func (m *Monitor) send(ctx context.Context, d news.Delivery) (news.DeliveryState, error) {
	target, known := m.o.Targets[d.Target]
	since, reason, err := m.db.Off(ctx, d.Target, d.To)
	if err != nil {
		return d.State, err
	}
	switch {
	case !known:
		return m.bury(ctx, d, "target "+d.Target+" is no longer in the configuration")
	case !since.IsZero():
		return m.bury(ctx, d, fmt.Sprintf("off since %s (%s): rasid digest resend %s turns it on", since.Format(time.DateOnly), reason, d.Digest))
	}
	if err := m.db.StartDelivery(ctx, d.ID, m.now()); err != nil {
		return d.State, err
	}
	d.Attempts++
	dotted := false
	failed := target.Notify(ctx, d, func() error {
		dotted = true
		return m.db.MarkDot(ctx, d.ID)
	})
	if dotted {
		d.Ambiguous++
	}
	// The outcome is recorded even when we are being stopped: the other side may have taken it.
	ctx = context.WithoutCancel(ctx)
	if failed == nil {
		d.State, d.Sent, d.Err = news.Delivered, m.now(), ""
		m.o.Log.Info("deliver", "target", d.Target, "digest", d.Digest, "attempt", d.Attempts)
		return d.State, m.db.SaveDelivery(ctx, d, "taken")
	}
	f := m.undone(&d, target.Kind, dotted, failed)
	if f.Gone {
		// Before the outcome: should we die between the two, what is owed is found off instead of sent again.
		if err := m.db.TurnOff(ctx, d.Target, d.To, d.Err, m.now()); err != nil {
			return d.State, err
		}
	}
	m.o.Log.Warn("deliver", "target", d.Target, "digest", d.Digest, "attempt", d.Attempts, "state", d.State, "due", d.Due, "reason", d.Err)
	return d.State, m.db.SaveDelivery(ctx, d, d.Err)
}

// bury gives up a delivery without an attempt.
func (m *Monitor) bury(ctx context.Context, d news.Delivery, why string) (news.DeliveryState, error) {
	d.State, d.Err = news.Dead, why
	m.o.Log.Warn("deliver", "target", d.Target, "digest", d.Digest, "state", d.State, "reason", d.Err)
	return d.State, m.db.SaveDelivery(ctx, d, d.Err)
}

// undone says what becomes of a delivery whose attempt failed, and returns the failure; dotted says that the end
// of the message may have been on the wire.
func (m *Monitor) undone(d *news.Delivery, kind string, dotted bool, failed error) *notify.Failure {
	var f *notify.Failure
	if !errors.As(failed, &f) {
		f = &notify.Failure{Err: failed}
	}
	d.Err = failed.Error()
	if dotted && !f.Doubtful {
		d.Ambiguous-- // the other side said no: this attempt leaves no doubt, those before it stay as they are
	}
	wait, more := retry(kind, *d, f)
	switch {
	case f.Doubtful && d.Ambiguous >= 2:
		d.State = news.Unknown
	case !more:
		d.State = news.Dead
	default:
		d.State, d.Due = news.Pending, m.now().Add(wait)
	}
	return f
}
