package monitor

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"rasid/detect"
	"rasid/news"
)

// lookBatch is how many listings are read at once; of a look two such batches are held in memory.
const lookBatch = 2000

// A waiting is what Unread and UnreadPast of the store are.
type waiting func(ctx context.Context, now time.Time, after news.Entry, limit int) ([]news.Entry, error)

// look takes the first look at everything that unread gives. While a batch is stored the next is read, and judged.
func (m *Monitor) look(ctx context.Context, unread waiting, r *Round) error {
	var after news.Entry
	storing := make(chan stored, 1)
	storing <- stored{}
	for done := 0; ; {
		batch, err := unread(ctx, m.now(), after, lookBatch)
		last := <-storing
		r.Settled += last.settled
		if last.failed == nil && done > 0 {
			m.o.Progress("look", done, done)
		}
		if err = errors.Join(last.failed, err); err != nil {
			return err
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case len(batch) == 0 && after.URL == "":
			return nil
		case len(batch) == 0: // once more, for what came meanwhile and lies before
			after = news.Entry{}
			storing <- stored{}
			continue
		}
		judge, err := m.judge()
		if err != nil {
			return err
		}
		next := m.glance(judge, batch)
		go func() { storing <- m.settleBatch(ctx, next) }()
		after = batch[len(batch)-1]
		done += len(batch)
	}
}

// A stored is what came of storing a batch.
type stored struct {
	settled int // on their listing alone
	failed  error
}

// settleBatch stores what a batch was judged. What is listed in other words by now stays unread, and is counted when it is looked at again.
func (m *Monitor) settleBatch(ctx context.Context, looked []news.Settlement) stored {
	idle, err := m.db.Settle(ctx, looked)
	if err != nil {
		return stored{failed: err}
	}
	return stored{settled: unasked(looked) - unasked(idle)}
}

// unasked counts the settlements after which no page is asked for.
func unasked(ss []news.Settlement) (n int) {
	for _, s := range ss {
		if s.Disposition != news.Wanted {
			n++
		}
	}
	return n
}

// glance judges a batch by its listings, on every core.
func (m *Monitor) glance(judge *detect.Detector, batch []news.Entry) []news.Settlement {
	settled := make([]news.Settlement, len(batch))
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), 1+len(batch)/64)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(batch); i += workers {
				settled[i] = m.first(judge, batch[i])
			}
		})
	}
	wg.Wait()
	return settled
}

// first is the first look at one entry: off every topic, or its page is wanted.
func (m *Monitor) first(judge *detect.Detector, e news.Entry) news.Settlement {
	s := news.Settlement{URL: e.URL, Disposition: news.Wanted, Words: e.Words}
	switch {
	case e.Run == "" && !e.Published.IsZero() && e.Published.Before(e.Seen.Add(-m.o.Window)):
		s.Disposition = news.Outside
		s.Reason = "published " + e.Published.Format(time.DateOnly) + ", before the window"
		return s
	case e.Title == "" && e.Summary == "":
		return s // nothing to judge by
	}
	v, open := judge.Glance(e.Title, e.Summary)
	s.Topic, s.Score, s.Cutoff = v.Topic, v.Score, v.Cutoff
	if !open {
		s.Disposition = news.OffTopic
	}
	return s
}
