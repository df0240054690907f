package monitor

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/fetch"
	"rasid/news"
)

// answersPerWorker bounds the answers that are held in memory while they wait for their commit.
const answersPerWorker = 4

// Poll asks every source that is due and stores what it lists. r is added to.
func (m *Monitor) Poll(ctx context.Context, r *Round) error { return m.poll(ctx, false, r, nil) }

// poll asks the sources that are due, or with all also those that are well and not due yet: first those that are
// well or new, then those that fail, which take their time, among them the new ones that were silent at a first look. found is
// called when something new was stored, maybe many times; it may be nil.
func (m *Monitor) poll(ctx context.Context, all bool, r *Round, found func()) error {
	due, err := m.due(ctx, m.now(), all)
	if err != nil {
		return err
	}
	well, failing, suspects := m.parted(due)
	before := *r
	if err := m.askAll(ctx, well, m.o.Workers, r, found); err != nil || ctx.Err() != nil { // to be stopped is no fault
		return err
	}
	if r.Asked-before.Asked > r.Answered-before.Answered { // those that have begun to fail may be due again
		if due, err = m.due(ctx, m.now(), all); err != nil {
			return err
		}
		_, failing, _ = m.parted(due)
	}
	if err := m.askAll(ctx, failing, m.o.Workers, r, found); err != nil {
		return err
	}
	return m.askAll(ctx, suspects, 1, r, found)
}

// failingShare of the workers is for sources that fail: they cannot hold up those that are well.
const failingShare = 4

// pollWell, pollFailing and pollSuspects are the parts of Poll that Run has going side by side.
func (m *Monitor) pollWell(ctx context.Context, r *Round) error {
	due, err := m.due(ctx, m.now(), false)
	if err != nil {
		return err
	}
	well, _, _ := m.parted(due)
	return m.askAll(ctx, well, max(1, m.o.Workers-m.o.Workers/failingShare), r, nil)
}

func (m *Monitor) pollFailing(ctx context.Context, r *Round) error {
	due, err := m.due(ctx, m.now(), false)
	if err != nil {
		return err
	}
	_, failing, _ := m.parted(due)
	return m.askAll(ctx, failing, max(1, m.o.Workers/failingShare), r, nil)
}

func (m *Monitor) pollSuspects(ctx context.Context, r *Round) error {
	if !m.suspects.some() {
		return nil
	}
	due, err := m.due(ctx, m.now(), false)
	if err != nil {
		return err
	}
	_, _, suspects := m.parted(due)
	return m.askAll(ctx, suspects, 1, r, nil)
}

// parted parts the sources whose last poll was well, or that were never asked, from those that fail and from suspects.
func (m *Monitor) parted(due []news.Poll) (well, failing, suspects []news.Poll) {
	for _, p := range due {
		switch {
		case m.suspects.has(p.Source):
			suspects = append(suspects, p)
		case p.Failures == 0:
			well = append(well, p)
		default:
			failing = append(failing, p)
		}
	}
	return well, failing, suspects
}

// askAll asks due sources, so many at once, and stores what came of it. found is as in poll.
func (m *Monitor) askAll(ctx context.Context, due []news.Poll, workers int, r *Round, found func()) error {
	failing := len(due) > 0 && due[0].Failures > 0
	if due = m.net.choose(due, failing, m.now()); len(due) == 0 {
		return nil
	}
	var mu sync.Mutex
	var misses []missed
	done := 0
	g, inner := errgroup.WithContext(ctx)
	slots := make(chan struct{}, workers)
	queue := make(chan news.Poll, len(due))
	for _, p := range due {
		queue <- p
	}
	close(queue)
	// An answer that waits for its commit holds no slot, so that commits are shared by many answers.
	for range min(len(due), workers*answersPerWorker) {
		g.Go(func() error {
			for p := range queue {
				s := m.source[p.Source]
				a, err := m.ask(inner, slots, s, p)
				if a.unasked {
					return nil
				}
				mu.Lock()
				done++
				m.o.Progress("poll", done, len(due))
				r.add(a)
				if a.missed != nil {
					misses = append(misses, missed{s, p, a.missed})
				}
				mu.Unlock()
				if err != nil {
					return err
				}
				if a.fresh > 0 && found != nil {
					found()
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil || ctx.Err() != nil {
		return err
	}
	return m.conclude(ctx, misses, m.now())
}

// due returns what is to be asked, without sources that this configuration does not know.
func (m *Monitor) due(ctx context.Context, now time.Time, all bool) ([]news.Poll, error) {
	var polls []news.Poll
	var err error
	if all {
		polls, err = m.db.Polls(ctx)
	} else {
		polls, err = m.db.DuePolls(ctx, now)
	}
	return slices.DeleteFunc(polls, func(p news.Poll) bool {
		_, known := m.source[p.Source]
		return !known || ended(p) || all && p.Failures > 0 && p.Next.After(now)
	}), err
}

// ended reports whether a source is asked no more: it has said that it has ended and was asked once more, or it is in quarantine.
func ended(p news.Poll) bool {
	return p.State == news.Gone && p.Next.IsZero() || p.State == news.Quarantined
}

// answer is what asking one source came to.
type answer struct {
	fresh             int
	usable, unchanged bool
	unasked           bool  // it was stopped before
	missed            error // the source could not be reached; nothing is stored yet
}

// add counts an answer.
func (r *Round) add(a answer) {
	r.Asked++
	r.Listed += a.fresh
	if a.usable {
		r.Answered++
	}
	if a.unchanged {
		r.Unchanged++
	}
}

// ask lists one source and stores the result in one transaction, unless it could not be reached. Only a failing
// store is an error: a failing source is a result.
func (m *Monitor) ask(ctx context.Context, slots chan struct{}, s news.Source, p news.Poll) (answer, error) {
	slots <- struct{}{}
	if ctx.Err() != nil {
		<-slots
		return answer{unasked: true}, nil
	}
	asked := s
	if p.Move.Adopted {
		asked.URL = p.Move.To
	}
	var listing fetch.Listing
	leave, err := m.take(ctx, s.Name)
	if err == nil {
		listing, err = m.web.List(ctx, asked, p)
		leave()
	}
	<-slots
	now := m.now()
	switch {
	case ctx.Err() != nil:
		return answer{}, nil // stopped: nothing was learnt of the source
	case fetch.Unreachable(err):
		return answer{missed: err}, nil
	case err != nil && fetch.Health(err) == news.Healthy:
		// The host's own pace puts the request off: the source was not asked, and nothing is wrong with it.
		p.Next = now.Add(fetch.RetryAfter(err))
		_, err := m.db.SavePoll(ctx, p, nil)
		return answer{}, err
	}
	m.net.hear(s, now)
	if err != nil {
		return answer{}, m.fail(ctx, s, p, err, false, now)
	}
	for i := range listing.Entries {
		listing.Entries[i].Seen = now
	}
	fresh, err := m.db.SaveAnswer(ctx, s.Name, listing.Entries, func(fresh int) (news.Poll, []news.Notice) {
		p := m.hit(p, s, listing, fresh, now)
		return p, m.darken(&p, s, now)
	})
	if err != nil {
		return answer{}, err
	}
	level := slog.LevelInfo
	if fresh == 0 && p.Failures == 0 {
		level = slog.LevelDebug
	}
	m.o.Log.Log(ctx, level, "poll", "source", s.Name, "listed", len(listing.Entries), "new", fresh, "unchanged", listing.Unchanged, "left", listing.Left, "dropped", listing.Dropped)
	return answer{fresh: fresh, usable: true, unchanged: listing.Unchanged}, nil
}

// fail stores a failed answer. In doubt, when it may be our own network, it is not counted yet and soon tried again.
func (m *Monitor) fail(ctx context.Context, s news.Source, before news.Poll, err error, doubt bool, now time.Time) error {
	p := m.miss(before, s, err, now)
	if doubt && before.Failures == 0 && !errors.Is(err, fetch.ErrBrief) {
		p.Failures, p.Next = 0, now.Add(min(doubtEvery, m.every(s)))
	}
	notices := m.darken(&p, s, now)
	level := slog.LevelDebug
	if p.State != before.State && m.said.allows(now) {
		level = slog.LevelWarn
	}
	m.o.Log.Log(ctx, level, "poll", "source", s.Name, "state", p.State, "next", p.Next, "reason", p.Reason)
	_, err = m.db.SavePoll(ctx, p, nil, notices...)
	return err
}

// stopped reports whether err says only that the context ended.
func stopped(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}
