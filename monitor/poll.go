package monitor

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/arabic"
	"rasid/fetch"
	"rasid/news"
)

// The bounds of backing off from a source that fails.
const (
	longestWait = 24 * time.Hour // a dead source is asked once a day, for ever
	silentAfter = 14 * 24 * time.Hour
)

// answersPerWorker bounds the answers that are held in memory while they wait for their commit.
const answersPerWorker = 4

// Poll asks every source that is due and stores what it lists. r is added to.
func (m *Monitor) Poll(ctx context.Context, r *Round) error { return m.poll(ctx, false, r) }

// poll asks the sources that are due, or with all also those that are healthy and not due yet.
func (m *Monitor) poll(ctx context.Context, all bool, r *Round) error {
	now := m.now()
	due, err := m.due(ctx, now, all)
	if err != nil {
		return err
	}
	due = slices.DeleteFunc(due, func(p news.Poll) bool { _, known := m.source[p.Source]; return !known })
	var mu sync.Mutex
	done := 0
	g, ctx := errgroup.WithContext(ctx)
	// An answer that waits for its commit holds no worker, so that commits are shared by many answers.
	g.SetLimit(m.o.Workers * answersPerWorker)
	workers := make(chan struct{}, m.o.Workers)
	for _, p := range due {
		s := m.source[p.Source]
		g.Go(func() error {
			a, err := m.ask(ctx, workers, s, p, now)
			mu.Lock()
			defer mu.Unlock()
			done++
			m.o.Progress("poll", done, len(due))
			r.Asked++
			r.Listed += a.fresh
			if a.usable {
				r.Answered++
			}
			if a.unchanged {
				r.Unchanged++
			}
			return err
		})
	}
	return g.Wait()
}

func (m *Monitor) due(ctx context.Context, now time.Time, all bool) ([]news.Poll, error) {
	if !all {
		return m.db.DuePolls(ctx, now)
	}
	polls, err := m.db.Polls(ctx)
	if err != nil {
		return nil, err
	}
	var due []news.Poll
	for _, p := range polls {
		if !ended(p) && (p.Failures == 0 || !p.Next.After(now)) {
			due = append(due, p)
		}
	}
	return due, nil
}

// ended reports whether a source has said that it has ended and was asked once more: it is asked no more.
func ended(p news.Poll) bool { return p.State == news.Gone && p.Next.IsZero() }

// answer is what asking one source came to.
type answer struct {
	fresh             int
	usable, unchanged bool
}

// ask lists one source and stores the result in one transaction. Only a failing store is an error: a
// failing source is a result.
func (m *Monitor) ask(ctx context.Context, workers chan struct{}, s news.Source, p news.Poll, now time.Time) (answer, error) {
	workers <- struct{}{}
	listing, err := m.web.List(ctx, s, p)
	<-workers
	if ctx.Err() != nil {
		return answer{}, nil // stopped: nothing was learnt of the source
	}
	if err != nil && fetch.Health(err) == news.Healthy {
		// The host's own pace puts the request off: the source was not asked, and nothing is wrong with it.
		p.Next = now.Add(fetch.RetryAfter(err))
		_, err := m.db.SavePoll(ctx, p, nil)
		return answer{}, err
	}
	if err != nil {
		m.miss(&p, s, err, now)
		m.o.Log.Warn("poll", "source", s.Name, "state", p.State, "next", p.Next, "reason", p.Reason)
		_, err := m.db.SavePoll(ctx, p, nil)
		return answer{}, err
	}
	for i := range listing.Entries {
		listing.Entries[i].Seen = now
	}
	m.hit(&p, s, listing, now)
	fresh, err := m.db.SavePoll(ctx, p, listing.Entries)
	if err != nil {
		return answer{}, err
	}
	m.o.Log.Info("poll", "source", s.Name, "listed", len(listing.Entries), "new", fresh, "unchanged", listing.Unchanged, "left", listing.Left, "dropped", listing.Dropped)
	return answer{fresh: fresh, usable: true, unchanged: listing.Unchanged}, nil
}

// hit records a good answer.
func (m *Monitor) hit(p *news.Poll, s news.Source, l fetch.Listing, now time.Time) {
	was := *p
	p.Checked, p.Answered, p.Failures, p.State, p.Reason = now, now, 0, news.Healthy, ""
	p.Next = now.Add(m.every(s))
	p.ETag, p.LastModified = l.ETag, l.LastModified // also on a 304: one of the two may change alone
	switch {
	case l.Unchanged && was.Failures == 0 && (was.State == news.Silent || was.State == news.Broken):
		p.State, p.Reason = was.State, was.Reason // what it listed then is what it lists still
	case l.Moved != "":
		p.Reason = "moved for good to " + l.Moved + ": change its url"
	case !l.Unchanged && len(l.Entries) == 0:
		p.State, p.Reason = news.Broken, "answers, but lists nothing"
	case l.Slow:
		p.State, p.Reason = news.Slow, "answers near the time limit"
	case !l.Unchanged && frozen(l.Entries, now):
		p.State, p.Reason = news.Silent, "newest entry is older than 14 days"
	}
}

// frozen reports whether the dates of entries say that the source has stopped.
func frozen(entries []news.Entry, now time.Time) bool {
	var newest time.Time
	for _, e := range entries {
		if e.Published.After(newest) {
			newest = e.Published
		}
	}
	return !newest.IsZero() && now.Sub(newest) > silentAfter
}

// miss records a failed answer: the wait doubles with each failure, obeys Retry-After and never passes a
// day, so that a dead source comes back within a day of its return. One 410 may be a slip of the server, so it
// puts the source off for a day; a second one then ends it.
func (m *Monitor) miss(p *news.Poll, s news.Source, err error, now time.Time) {
	before := *p
	p.Checked, p.State = now, fetch.Health(err)
	p.Failures += weight(p.State)
	p.Reason = arabic.Clean(err.Error(), 300)
	wait := time.Duration(float64(m.every(s)) * math.Pow(2, min(p.Failures, 12)))
	wait = max(min(wait, longestWait), fetch.RetryAfter(err))
	p.Next = now.Add(min(wait, longestWait))
	if p.State != news.Gone {
		return
	}
	p.Next = now.Add(longestWait)
	if before.State == news.Gone && now.Sub(before.Checked) >= longestWait {
		p.Next = time.Time{}
		p.Reason += "; asked no more: give it another url, or take it out"
	}
}

// weight of one failure: what may be our side's or the net's fault counts less.
func weight(h news.Health) float64 {
	if h == news.Down {
		return 0.5
	}
	return 1
}

func (m *Monitor) every(s news.Source) time.Duration { return positive(s.Every, m.o.Every) }

// stopped reports whether err says only that the context ended.
func stopped(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}
