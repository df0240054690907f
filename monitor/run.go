package monitor

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/store"
)

// Run passes over the belt until ctx ends, and returns nil then. Polling, reading, reading the past, cutting and delivering to each target
// go on side by side, so that neither a slow source nor a long backfill nor a slow mail server holds up a digest. A stage that fails is logged and tried
// again; a database that is damaged, or was taken away, ends it all with store.ErrUnusable.
func (m *Monitor) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	sound := make(chan struct{})
	g.Go(func() error {
		err := m.check(ctx)
		if err == nil {
			close(sound)
		}
		return err
	})
	g.Go(func() error { return m.loop(ctx, "renew", m.storable(m.Renew)) })
	g.Go(func() error { return m.loop(ctx, "prune", m.storable(m.Prune)) })
	g.Go(func() error { return m.loop(ctx, "poll", m.storable(m.pollWell)) })
	g.Go(func() error { return m.loop(ctx, "poll failing", m.storable(m.pollFailing)) })
	g.Go(func() error { return m.loop(ctx, "poll suspects", m.storable(m.pollSuspects), m.storable(m.acquit)) })
	g.Go(func() error { return m.loop(ctx, "read", m.storable(m.Read)) })
	g.Go(func() error { return m.loop(ctx, "past", m.storable(m.takeUp), m.storable(m.ReadPast)) })
	g.Go(func() error { return m.loop(ctx, "digest", m.storable(m.Alert), m.storable(m.Digest), m.beat) })
	g.Go(func() error { return m.loop(ctx, "notice", m.Notice) })
	g.Go(func() error {
		await(ctx, sound)
		return m.loop(ctx, "deliver", m.deliverUnknown)
	})
	for name := range m.o.Targets {
		g.Go(func() error {
			await(ctx, sound)
			return m.loop(ctx, "deliver", func(ctx context.Context, r *Round) error { return m.deliverTo(ctx, name, r) })
		})
	}
	err := g.Wait()
	m.sumUp(true)
	for name := range m.o.Targets {
		err = errors.Join(err, m.recordLate(context.WithoutCancel(ctx), name))
	}
	return err
}

// check reads the database whole, unless that was done.
func (m *Monitor) check(ctx context.Context) error {
	if !m.o.Unchecked {
		return nil
	}
	err := m.db.Check(ctx)
	if errors.Is(err, store.ErrCorrupt) {
		return err
	}
	if err != nil && ctx.Err() == nil {
		m.o.Log.Warn("database not read whole", "reason", err)
	}
	return nil
}

// await returns when c is closed or ctx ends.
func await(ctx context.Context, c <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-c:
	}
}

// loop runs stages one after the other, again and again. What is due is kept in the store, so a short fixed
// sleep costs one indexed query and needs no timer that could drift or oversleep when the machine does.
func (m *Monitor) loop(ctx context.Context, name string, stages ...func(context.Context, *Round) error) error {
	for wait := m.o.Pause; ctx.Err() == nil; {
		var r Round
		var errs []error
		for _, stage := range stages {
			errs = append(errs, stage(ctx, &r))
		}
		m.add(r)
		m.sumUp(false)
		err := errors.Join(errs...)
		if errors.Is(err, store.ErrUnusable) {
			return err // every further write may make it worse
		}
		switch wait = min(2*wait, longestPause*m.o.Pause); {
		case untakable(err):
			m.troubled(ctx, err)
		case err != nil && ctx.Err() == nil:
			m.o.Log.Error("stage", "loop", name, "reason", err)
			fallthrough
		default:
			wait = m.o.Pause
		}
		select {
		case <-ctx.Done():
		case <-time.After(min(wait, m.o.Beat)):
		}
	}
	return nil
}

// beat writes to the store and remembers that it could, from time to time: each is a commit that waits for the disk. It
// stands behind Digest, so that a beat says both: the schedules were looked at, and the store takes writes.
func (m *Monitor) beat(ctx context.Context, _ *Round) error {
	if last := m.lastBeat.Load(); last > 0 && time.Since(m.made)-time.Duration(last) < m.o.Beat {
		return nil
	}
	// A full disk is no reason to be started anew: the store refuses writes knowingly, and takes them again by itself.
	full := m.db.Beat(ctx, m.now())
	if full != nil && !errors.Is(full, store.ErrFull) {
		return full
	}
	m.lastBeat.Store(int64(max(1, time.Since(m.made))))
	return full
}

// Idle returns how long ago the schedules were last looked at and the store took a write; without any such beat,
// how long ago m was made. The wall clock has no part in it.
func (m *Monitor) Idle() time.Duration {
	return time.Since(m.made) - time.Duration(m.lastBeat.Load())
}
