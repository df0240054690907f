package monitor

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/arabic"
	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
)

// The sizes of batches bound what is held in memory at once.
const (
	lookBatch = 2000 // listings
	pageBatch = 500  // pages
)

// waitingPerWorker is how many pages may be under way for each worker: most of them only wait for their turn
// at a host, and one slow host must not keep the others waiting.
const waitingPerWorker = 8

// batchTime bounds the reading of one batch of pages, so that a host that hangs holds up nobody's news for
// long: what was not read by then stays wanted.
const batchTime = 2 * time.Minute

// Read settles what is unread. A first look at the listings settles in bulk what is plainly off every topic;
// the pages of the rest are read in parallel, then judged and folded one after the other, in order of
// publication and address, so that the same press gives the same stories however the answers arrived.
func (m *Monitor) Read(ctx context.Context, r *Round) error {
	if err := m.look(ctx, r); err != nil {
		return err
	}
	done := 0
	for {
		wanted, err := m.db.Wanted(ctx, m.now(), pageBatch)
		if err != nil || len(wanted) == 0 {
			return err
		}
		judge, err := m.judge()
		if err != nil {
			return err
		}
		if err := m.readPages(ctx, judge, wanted, r, &done); err != nil {
			return err
		}
	}
}

// look takes the first look at everything unread.
func (m *Monitor) look(ctx context.Context, r *Round) error {
	for done := 0; ; {
		batch, err := m.db.Unread(ctx, m.now(), lookBatch)
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

// readPages reads the pages of entries in parallel, then settles them in order.
func (m *Monitor) readPages(ctx context.Context, judge *detect.Detector, wanted []news.Entry, r *Round, done *int) error {
	articles := make([]news.Article, len(wanted))
	errs := make([]error, len(wanted))
	batch, cancel := context.WithTimeout(ctx, batchTime)
	defer cancel()
	g := new(errgroup.Group)
	g.SetLimit(m.o.Workers * waitingPerWorker)
	var mu sync.Mutex
	fetched := 0
	for i, e := range wanted {
		g.Go(func() error {
			articles[i], errs[i] = m.web.Article(batch, m.source[e.Source], e)
			mu.Lock()
			fetched++
			m.o.Progress("read", *done+fetched, *done+len(wanted))
			mu.Unlock()
			return nil
		})
	}
	g.Wait()
	for i, e := range wanted {
		if ctx.Err() != nil {
			return ctx.Err() // what is not saved stays wanted
		}
		if errs[i] != nil && stopped(batch, errs[i]) {
			continue // out of time, not the page's fault: it is in the next batch
		}
		if err := m.settle(ctx, judge, e, articles[i], errs[i], r); err != nil {
			return err
		}
		*done++
	}
	return nil
}

// settle ends the reading of one entry, or puts it off where its page may answer later.
func (m *Monitor) settle(ctx context.Context, judge *detect.Detector, e news.Entry, a news.Article, failed error, r *Round) error {
	now := m.now()
	if failed != nil {
		if fetch.Health(failed) == news.Healthy {
			// The host's own pace puts the page off: nothing is wrong with it.
			r.Later++
			return m.db.Settle(ctx, []news.Settlement{{URL: e.URL, Disposition: news.Wanted, Reason: arabic.Clean(failed.Error(), 300), Due: now.Add(fetch.RetryAfter(failed))}})
		}
		waited := now.Sub(e.Seen)
		if !fetch.Permanent(failed) && waited < m.o.Patience {
			r.Later++
			// Wait as long again as it has waited already: the tries thin out without being counted.
			due := now.Add(max(fetch.RetryAfter(failed), 10*time.Minute, waited))
			return m.db.Settle(ctx, []news.Settlement{{URL: e.URL, Disposition: news.Wanted, Reason: arabic.Clean(failed.Error(), 300), Due: due}})
		}
		a = fetch.Listed(m.source[e.Source], e, arabic.Clean(failed.Error(), 300))
		if a.Title == "" && a.Summary == "" {
			return m.db.Settle(ctx, []news.Settlement{{URL: e.URL, Disposition: news.Failed, Reason: a.Note}})
		}
	}
	r.Read++
	verdicts := m.verdicts(judge, a)
	folds, err := m.folds(ctx, &a, verdicts)
	if err != nil {
		return err
	}
	if len(folds) > 0 {
		r.Relevant++
	}
	return m.db.SaveArticle(ctx, a, verdicts, folds, settlement(a, verdicts, folds))
}

// verdicts judges a against the topics that follow its source.
func (m *Monitor) verdicts(judge *detect.Detector, a news.Article) []news.Verdict {
	return slices.DeleteFunc(judge.Judge(a), func(v news.Verdict) bool {
		return !slices.ContainsFunc(m.o.Topics, func(t Topic) bool { return t.Name == v.Topic && t.follows(a.Source) })
	})
}

// folds finds, for each topic that a belongs to, the story it joins or opens. It fills a.Sketch.
func (m *Monitor) folds(ctx context.Context, a *news.Article, verdicts []news.Verdict) ([]news.Fold, error) {
	var folds []news.Fold
	for _, v := range verdicts {
		if !v.Relevant {
			continue
		}
		if a.Sketch == nil {
			a.Sketch = detect.Sketch(a.Title, cmp.Or(a.Text, a.Summary))
		}
		near, err := m.near(ctx, v.Topic, *a)
		if err != nil {
			return nil, err
		}
		folds = append(folds, m.folder().Fold(*a, v.Topic, near))
	}
	return folds, nil
}

// near returns the stories of topic that a may belong to: those that share a band of its sketch, however
// old, and those that have not been quiet for long when it was published.
func (m *Monitor) near(ctx context.Context, topic string, a news.Article) ([]news.Story, error) {
	stories, err := m.db.LookAlikes(ctx, topic, detect.Bands(a.Sketch), 50)
	if err != nil {
		return nil, err
	}
	at := a.Published
	if at.IsZero() {
		at = a.Seen
	}
	open, err := m.db.OpenStories(ctx, topic, at.Add(-m.o.Quiet))
	if err != nil {
		return nil, err
	}
	for _, s := range open {
		if !slices.ContainsFunc(stories, func(x news.Story) bool { return x.ID == s.ID }) {
			stories = append(stories, s)
		}
	}
	slices.SortFunc(stories, func(x, y news.Story) int { return cmp.Or(x.Opened.Compare(y.Opened), cmp.Compare(x.ID, y.ID)) })
	return stories, nil
}

// settlement says where an article that was judged ends for now.
func settlement(a news.Article, verdicts []news.Verdict, folds []news.Fold) news.Settlement {
	s := news.Settlement{URL: a.URL, Disposition: news.OffTopic}
	for i, v := range verdicts {
		// The nearest topic is the one with most to spare above its own cut-off, or least below.
		if i == 0 || v.Score-v.Cutoff > s.Score-s.Cutoff {
			s.Topic, s.Score, s.Cutoff = v.Topic, v.Score, v.Cutoff
		}
		if v.Mention && len(folds) == 0 {
			s.Disposition, s.Reason = news.Mention, "one paragraph of it is on "+v.Topic
		}
	}
	switch {
	case len(folds) > 0 && a.Run != "":
		s.Disposition = news.Past
	case len(folds) > 0:
		s.Disposition = news.Waiting
	case s.Disposition == news.OffTopic && s.Topic != "":
		s.Reason = fmt.Sprintf("%.3f below the cut-off of %s", s.Cutoff-s.Score, s.Topic)
	case s.Disposition == news.OffTopic:
		s.Reason = "no topic follows its source"
	}
	if a.Note != "" {
		s.Reason = cmp.Or(s.Reason, "judged") + "; page not read: " + a.Note
	}
	return s
}
