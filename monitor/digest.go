package monitor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rasid/news"
)

// Digest cuts every digest that is due. Ticks missed while the program was down are caught up by one
// digest that covers the gap. One that cannot be cut keeps its tick and does not hold up the others.
func (m *Monitor) Digest(ctx context.Context, r *Round) error {
	var errs []error
	for _, d := range m.o.Digests {
		t, due, err := m.tick(ctx, d)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if !due {
			continue
		}
		cut, err := m.cut(ctx, d, t)
		if err != nil {
			errs = append(errs, fmt.Errorf("cut digest %s: %w", d.Name, err))
		}
		if cut {
			r.Digests++
		}
	}
	return errors.Join(errs...)
}

// startDigest returns the newest tick of d. The first time a schedule is seen it begins: it is due from then on, so that a fresh installation
// does not send at once: known is false, and the tick marks that moment.
func (m *Monitor) startDigest(ctx context.Context, d Digest) (t news.Tick, known bool, err error) {
	now := m.now()
	t, known, err = m.db.LastTick(ctx, d.Name, now)
	if err == nil && !known {
		t = news.Tick{Schedule: d.Name, Due: now, From: now, Done: true}
		_, err = m.db.ClaimTick(ctx, t)
	}
	return t, known, err
}

// startDigests has every digest begin that was never seen: before anything is asked, so that the first one speaks for the first pass too.
func (m *Monitor) startDigests(ctx context.Context) error {
	var errs []error
	for _, d := range m.o.Digests {
		_, _, err := m.startDigest(ctx, d)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// tick claims the newest moment at which d is due, if one has come since the last.
func (m *Monitor) tick(ctx context.Context, d Digest) (news.Tick, bool, error) {
	now := m.now()
	last, known, err := m.startDigest(ctx, d)
	if err != nil || !known || d.Quiet.At(now) { // what is due in quiet hours waits for the morning
		return last, false, err
	}
	if !last.Done {
		return last, true, nil // claimed by a run that did not live to cut it
	}
	due, ok := d.Schedule.Last(last.Due, now)
	if !ok {
		return last, false, nil
	}
	from, err := m.since(ctx, last)
	if err != nil {
		return last, false, err
	}
	t := news.Tick{Schedule: d.Name, Due: due, From: from}
	claimed, err := m.db.ClaimTick(ctx, t)
	return t, claimed, err
}

// since returns where the digest after tick last begins: what had nothing to tell was told nobody, so the next
// one speaks for its span too.
func (m *Monitor) since(ctx context.Context, last news.Tick) (time.Time, error) {
	to, told, err := m.db.LastCut(ctx, last.Schedule, last.Due)
	switch {
	case err != nil || !told:
		return last.From, err
	case to.After(m.now()):
		return last.Due, nil // cut under a clock that was ahead
	}
	return to, nil
}

// cut renders what waits for d and stores it with one owed delivery per recipient, all in one transaction.
// It reports whether there was anything to send.
func (m *Monitor) cut(ctx context.Context, d Digest, t news.Tick) (bool, error) {
	n, err := m.compose(ctx, d, t)
	if err != nil {
		return false, err
	}
	if len(n.Stories) == 0 && !d.Empty { // what is only mentioned waits for a story
		m.o.Log.Info("digest", "schedule", d.Name, "due", t.Due, "stories", 0, "sent", false)
		return false, m.db.SaveDigest(ctx, t, n, nil)
	}
	owed, err := m.render(n, d.Targets)
	if err != nil {
		return false, err
	}
	m.o.Log.Info("digest", "schedule", d.Name, "due", t.Due, "stories", len(n.Stories), "deliveries", len(owed))
	err = m.db.SaveDigest(ctx, t, n, owed)
	return err == nil, err
}

// render returns what n owes to the recipients of targets, from now on.
func (m *Monitor) render(n news.Digest, targets []string) ([]news.Delivery, error) {
	var owed []news.Delivery
	for _, name := range targets {
		target, known := m.o.Targets[name]
		if !known {
			return nil, fmt.Errorf("no target %q in the configuration", name)
		}
		ds, err := target.Render(n)
		if err != nil {
			return nil, fmt.Errorf("render for %s: %w", name, err)
		}
		for i := range ds {
			ds[i].State, ds[i].Due = news.Pending, m.now()
		}
		owed = append(owed, ds...)
	}
	return owed, nil
}

// Preview returns the digest that d would send if it were due now, and changes nothing.
func (m *Monitor) Preview(ctx context.Context, d Digest) (news.Digest, error) {
	now := m.now()
	t, known, err := m.db.LastTick(ctx, d.Name, now)
	switch {
	case err != nil:
		return news.Digest{}, err
	case !known:
		t = news.Tick{Schedule: d.Name, From: now, Due: now}
	case t.Done:
		from, err := m.since(ctx, t)
		if err != nil {
			return news.Digest{}, err
		}
		t = news.Tick{Schedule: d.Name, From: from, Due: now}
	}
	return m.compose(ctx, d, t)
}
