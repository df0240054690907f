package monitor

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"
)

// A Round counts what one pass over the belt did.
type Round struct {
	Asked     int `json:"asked"`     // sources asked
	Answered  int `json:"answered"`  // of them, those that gave a usable answer (also "nothing changed")
	Unchanged int `json:"unchanged"` // of those, answers that nothing had changed
	Listed    int `json:"listed"`    // entries first seen
	Settled   int `json:"settled"`   // entries settled on their listing alone
	Read      int `json:"read"`      // pages read
	Relevant  int `json:"relevant"`  // articles that joined a story
	Edited    int `json:"edited"`    // articles read again because their headline was edited
	Later     int `json:"later"`     // entries to be tried again later
	Alerts    int `json:"alerts"`    // messages of alerts cut
	Digests   int `json:"digests"`   // digests cut
	Delivered int `json:"delivered"` // deliveries taken by the other side
	Undone    int `json:"undone"`    // deliveries that failed and wait, or were given up
	Pruned    int `json:"pruned"`    // entries that went, or lost their text, because they are old
	Notices   int `json:"notices"`   // notices that the operator was told of, or that had nowhere to go
}

// plus adds another round.
func (r *Round) plus(o Round) {
	r.Asked += o.Asked
	r.Answered += o.Answered
	r.Unchanged += o.Unchanged
	r.Listed += o.Listed
	r.Settled += o.Settled
	r.Read += o.Read
	r.Relevant += o.Relevant
	r.Edited += o.Edited
	r.Later += o.Later
	r.Alerts += o.Alerts
	r.Digests += o.Digests
	r.Delivered += o.Delivered
	r.Undone += o.Undone
	r.Notices += o.Notices
	r.Pruned += o.Pruned
}

// minus returns what was done between an earlier total and r.
func (r Round) minus(o Round) Round {
	return Round{
		Asked:     r.Asked - o.Asked,
		Answered:  r.Answered - o.Answered,
		Unchanged: r.Unchanged - o.Unchanged,
		Listed:    r.Listed - o.Listed,
		Settled:   r.Settled - o.Settled,
		Read:      r.Read - o.Read,
		Relevant:  r.Relevant - o.Relevant,
		Edited:    r.Edited - o.Edited,
		Later:     r.Later - o.Later,
		Alerts:    r.Alerts - o.Alerts,
		Digests:   r.Digests - o.Digests,
		Delivered: r.Delivered - o.Delivered,
		Undone:    r.Undone - o.Undone,
		Notices:   r.Notices - o.Notices,
		Pruned:    r.Pruned - o.Pruned,
	}
}

// Once passes over the belt: the background is renewed if it is a new day, every source that is not backing off is asked, whatever is unread is read,
// digests that are due are cut, what is owed is delivered and the operator is told what needs him. A stage that fails as a whole does not keep
// the next from running; the errors are joined. That a source or a target fails is a result, not an error. The pass is Checked.
func (m *Monitor) Once(ctx context.Context) (Round, error) {
	var r Round
	err := m.Checked(ctx, func(ctx context.Context) error { return m.once(ctx, &r) })
	return r, err
}

// Checked does work on the database, and reads it whole beside that, to its end, unless it was read before. Damage ends both with
// store.ErrCorrupt; work that found nothing wrong vouches for the database, which spares the next ones the reading.
func (m *Monitor) Checked(ctx context.Context, work func(context.Context) error) error {
	g, ctx := errgroup.WithContext(ctx)
	whole := make(chan struct{})
	g.Go(func() error {
		defer close(whole)
		return m.check(ctx)
	})
	g.Go(func() error {
		err := work(ctx)
		select {
		case <-whole:
		default:
			if err == nil && m.o.Unchecked {
				m.o.Progress("check", 0, 1) // of the database, minutes where it has grown for years
			}
		}
		return err
	})
	err := g.Wait()
	if err == nil {
		m.db.Vouch()
	}
	return err
}

func (m *Monitor) once(ctx context.Context, r *Round) error {
	var judging sync.WaitGroup
	defer judging.Wait()
	// The detector takes as long to build as hundreds of sources to ask: it is built meanwhile, as soon as there is something to judge.
	found := sync.OnceFunc(func() {
		judging.Go(func() { m.judge() }) //nolint:errcheck // whoever judges is told
	})
	err := errors.Join(
		m.Renew(ctx, r),
		m.startDigests(ctx),
		m.poll(ctx, true, r, found),
		m.Read(ctx, r),
		m.Alert(ctx, r),
		m.Digest(ctx, r),
		m.Deliver(ctx, r),
		m.Prune(ctx, r),
		m.notice(ctx, 0, r),
	)
	if r.Notices > 0 {
		err = errors.Join(err, m.Deliver(ctx, r))
	}
	return err
}
