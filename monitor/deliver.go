package monitor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"rasid/news"
	"rasid/notify"
	"rasid/store"
)

// Deliver sends what is owed and due. Targets are served side by side, so that a slow one holds up no other; what is
// owed to one recipient of a target goes out in the order in which it was cut.
func (m *Monitor) Deliver(ctx context.Context, r *Round) error {
	names, err := m.db.OwedTargets(ctx, m.now())
	if err != nil {
		return err
	}
	return m.DeliverTo(ctx, names, r)
}

// DeliverTo is Deliver to the targets named.
func (m *Monitor) DeliverTo(ctx context.Context, names []string, r *Round) error {
	rounds := make([]Round, len(names))
	errs := make([]error, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() { errs[i] = m.deliverTo(ctx, name, &rounds[i]) })
	}
	wg.Wait()
	for _, one := range rounds {
		r.Delivered += one.Delivered
		r.Undone += one.Undone
	}
	return errors.Join(errs...)
}

// deliverTo sends what is owed and due to one target, one after the other.
func (m *Monitor) deliverTo(ctx context.Context, name string, r *Round) error {
	if err := m.recordLate(ctx, name); err != nil {
		return err
	}
	for {
		owed, err := m.db.OwedTo(ctx, name, m.now())
		if err != nil || len(owed) == 0 {
			return err
		}
		var away *notify.Failure
		for _, d := range owed {
			state, f, err := m.send(ctx, d, away)
			if errors.Is(err, store.ErrNotFound) {
				continue // the operator repaired it a moment ago
			}
			if err != nil {
				return err
			}
			if f != nil && f.Away {
				away = f
			}
			if state == news.Delivered {
				r.Delivered++
			} else {
				r.Undone++
			}
		}
	}
}

// deliverUnknown ends what is owed to targets that are no longer in the configuration.
func (m *Monitor) deliverUnknown(ctx context.Context, r *Round) error {
	names, err := m.db.OwedTargets(ctx, m.now())
	for _, name := range names {
		if _, known := m.o.Targets[name]; !known {
			err = errors.Join(err, m.deliverTo(ctx, name, r))
		}
	}
	return err
}

// send makes one attempt at one delivery and records how it ended; the failure is nil where it did not fail. Its
// intent is durable before a byte goes out. Where the server has just been found away, it is not asked again.
func (m *Monitor) send(ctx context.Context, d news.Delivery, away *notify.Failure) (news.DeliveryState, *notify.Failure, error) {
	if why, err := m.hopeless(ctx, d); why != "" || err != nil {
		d.State, d.Err = news.Dead, why
		if err == nil {
			err = m.db.SaveDelivery(ctx, d, why, m.now())
		}
		m.o.Log.Warn("deliver", "target", d.Target, "digest", d.Digest, "state", d.State, "reason", why)
		return d.State, nil, err
	}
	if err := m.db.StartDelivery(ctx, d.ID, m.now()); err != nil {
		return d.State, nil, err
	}
	d.Attempts++
	target, dotted, failed := m.o.Targets[d.Target], false, error(away)
	if away == nil {
		failed = target.Notify(ctx, d, func() error {
			err := m.db.MarkDot(ctx, d.ID)
			dotted = err == nil // without the mark the end is not sent
			return err
		})
	}
	stopped := ctx.Err() != nil
	// The outcome is recorded even when we are being stopped: the other side may have taken it.
	ctx = context.WithoutCancel(ctx)
	if failed == nil {
		d.State, d.Sent, d.Err = news.Delivered, m.now(), ""
		m.o.Log.Info("deliver", "target", d.Target, "digest", d.Digest, "attempt", d.Attempts)
		return d.State, nil, m.record(ctx, outcome{delivery: d, note: "taken", at: m.now()})
	}
	f := failureOf(failed)
	if stopped && !f.Doubtful && f.Status == "" {
		return news.Pending, nil, m.record(ctx, outcome{delivery: d, at: m.now(), short: true})
	}
	if dotted && f.Doubtful {
		d.Ambiguous++ // an answer leaves no doubt: those before it stay as they are
	}
	m.undone(&d, target.Kind, f)
	level := slog.LevelWarn
	if away != nil && d.State == news.Pending {
		level = slog.LevelDebug // the first that found the server away has said so
	}
	m.o.Log.Log(ctx, level, "deliver", "target", d.Target, "digest", d.Digest, "attempt", d.Attempts, "state", d.State, "due", d.Due, "reason", d.Err)
	return d.State, f, m.record(ctx, outcome{delivery: d, note: d.Err, at: m.now(), off: f.Gone})
}

// hopeless says why d needs no attempt, "" where it does.
func (m *Monitor) hopeless(ctx context.Context, d news.Delivery) (string, error) {
	if _, known := m.o.Targets[d.Target]; !known {
		return "target " + d.Target + " is no longer in the configuration", nil
	}
	since, reason, err := m.db.Off(ctx, d.Target, d.To)
	if err != nil || since.IsZero() {
		return "", err
	}
	return fmt.Sprintf("off since %s (%s): rasid deliveries on %s lets it be sent to", since.Format(time.DateOnly), reason, d.Target), nil
}

// failureOf returns what an error of a target means.
func failureOf(err error) *notify.Failure {
	var f *notify.Failure
	if !errors.As(err, &f) {
		f = &notify.Failure{Err: err}
	}
	return f
}

// undone says what becomes of a delivery whose attempt failed.
func (m *Monitor) undone(d *news.Delivery, kind string, f *notify.Failure) {
	d.Err = f.Error()
	wait, more := retry(kind, *d, f)
	switch {
	case f.Doubtful && d.Ambiguous >= news.MaxDoubts:
		d.State = news.Unknown
	case !more:
		d.State = news.Dead
	default:
		d.State, d.Due = news.Pending, m.now().Add(wait)
	}
}
