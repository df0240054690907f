package monitor

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/arabic"
	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
)

// pageBatch bounds the pages held in memory at once.
const pageBatch = 500

// waitingPerWorker is how many pages may be under way for each worker: most of them only wait for their turn
// at a host, and one slow host must not keep the others waiting.
const waitingPerWorker = 8

// batchTime bounds the reading of one batch of pages, so that a host that hangs holds up nobody's news for
// long: what was not read by then stays wanted.
const batchTime = 2 * time.Minute

// Read settles what is unread of the news of today. A first look at the listings settles in bulk what is plainly off every topic;
// the pages of the rest are read in parallel, then judged and folded one after the other, in order of
// publication and address, so that the same press gives the same stories however the answers arrived. What was edited
// since it was judged is judged anew; a topic that is new to the database looks back before all that.
func (m *Monitor) Read(ctx context.Context, r *Round) error {
	if err := m.lookBack(ctx); err != nil {
		return err
	}
	if err := m.look(ctx, m.db.Unread, r); err != nil {
		return err
	}
	if err := m.lookAgain(ctx, r); err != nil {
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
			articles[i], errs[i] = m.article(batch, e)
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

// settleOne settles an entry, unless a digest has carried it.
func (m *Monitor) settleOne(ctx context.Context, s news.Settlement) error {
	_, err := m.db.Settle(ctx, []news.Settlement{s})
	return err
}

// nextTry returns when the page of an entry that could not be read is asked for again; zero = never, the listing must do.
func (m *Monitor) nextTry(e news.Entry, failed error) time.Time {
	now := m.now()
	if fetch.Health(failed) == news.Healthy {
		return now.Add(fetch.RetryAfter(failed)) // the host's own pace puts the page off: nothing is wrong with it
	}
	waited := now.Sub(e.Seen)
	if fetch.Permanent(failed) || waited >= m.o.Patience {
		return time.Time{}
	}
	// Wait as long again as it has waited already: the tries thin out without being counted.
	return now.Add(max(fetch.RetryAfter(failed), 10*time.Minute, waited))
}

// reasonOf is an error as it is kept beside what failed: one line of at most 300 characters.
func reasonOf(err error) string { return arabic.Clean(err.Error(), 300) }

// settle ends the reading of one entry, or puts it off where its page may answer later.
func (m *Monitor) settle(ctx context.Context, judge *detect.Detector, e news.Entry, a news.Article, failed error, r *Round) error {
	m.folding.Lock()
	defer m.folding.Unlock()
	if failed != nil {
		if due := m.nextTry(e, failed); !due.IsZero() {
			r.Later++
			return m.settleOne(ctx, news.Settlement{URL: e.URL, Disposition: news.Wanted, Reason: reasonOf(failed), Due: due})
		}
		a = fetch.Listed(m.source[e.Source], e, reasonOf(failed))
		if a.Title == "" && a.Summary == "" {
			return m.settleOne(ctx, news.Settlement{URL: e.URL, Disposition: news.Failed, Reason: a.Note})
		}
	}
	r.Read++
	leave, err := m.take(ctx, e.Source)
	if err != nil {
		return err
	}
	defer leave()
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
