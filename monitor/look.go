package monitor

import (
	"context"
	"runtime"
	"sync"
	"time"

	"rasid/detect"
	"rasid/news"
)

// lookBatch bounds the listings held in memory at once.
const lookBatch = 2000

// look takes the first look at everything that unread gives.
func (m *Monitor) look(ctx context.Context, unread func(context.Context, time.Time, int) ([]news.Entry, error), r *Round) error {
	for done := 0; ; {
		batch, err := unread(ctx, m.now(), lookBatch)
		if err != nil || len(batch) == 0 {
			return err
		}
		judge, err := m.judge()
		if err != nil {
			return err
		}
		settled := m.glance(judge, batch)
		if err := m.db.Settle(ctx, settled); err != nil {
			return err
		}
		for _, s := range settled {
			if s.Disposition != news.Wanted {
				r.Settled++
			}
		}
		done += len(batch)
		m.o.Progress("look", done, done)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
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
	s := news.Settlement{URL: e.URL, Disposition: news.Wanted}
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
