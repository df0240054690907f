package monitor

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/arabic"
	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// lookAgain judges anew what was listed under another headline since it was judged. What had no place in a story gets
// a first look by its new words and may become wanted; of what has one the page is read once more. Its verdicts follow the new
// text; its places in stories stay, so that nothing moves behind the back of readers.
func (m *Monitor) lookAgain(ctx context.Context, r *Round) error {
	edited, err := m.db.Edited(ctx, m.now(), pageBatch)
	if err != nil || len(edited) == 0 {
		return err
	}
	judge, err := m.judge()
	if err != nil {
		return err
	}
	var looked []news.Settlement
	var placed []store.Settled
	for _, e := range edited {
		switch e.Disposition {
		case news.Waiting, news.Folded, news.Sent, news.Past:
			placed = append(placed, e)
		default:
			looked = append(looked, m.first(judge, e.Entry))
		}
	}
	if _, err := m.db.Settle(ctx, looked); err != nil {
		return err
	}
	return m.readAgain(ctx, judge, placed, r)
}

// readAgain reads the pages of edited articles in parallel, then judges them in order.
func (m *Monitor) readAgain(ctx context.Context, judge *detect.Detector, edited []store.Settled, r *Round) error {
	pages := make([]news.Article, len(edited))
	errs := make([]error, len(edited))
	batch, cancel := context.WithTimeout(ctx, batchTime)
	defer cancel()
	g := new(errgroup.Group)
	g.SetLimit(m.o.Workers)
	for i, e := range edited {
		g.Go(func() error {
			pages[i], errs[i] = m.article(batch, e.Entry)
			return nil
		})
	}
	g.Wait()
	for i, e := range edited {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errs[i] != nil && (stopped(batch, errs[i]) || fetch.Health(errs[i]) == news.Healthy) {
			continue // out of time, or put off by the host's own pace: it comes up again
		}
		m.folding.Lock()
		err := m.judgeAgain(ctx, judge, e, pages[i], errs[i])
		m.folding.Unlock()
		if err != nil {
			return err
		}
		r.Edited++
	}
	return nil
}

// judgeAgain stores what an edited article says now. Where its page did not answer it keeps its text under the headline that
// is listed now: it is not asked a second time.
func (m *Monitor) judgeAgain(ctx context.Context, judge *detect.Detector, e store.Settled, a news.Article, failed error) error {
	was, err := m.db.Article(ctx, e.URL)
	if err != nil {
		return err
	}
	if failed != nil {
		a = was
		a.Title, a.Sketch = cmp.Or(e.Title, was.Title), nil
		a.Note = arabic.Clean("edited, but not read again: "+failed.Error(), 300)
	}
	if !was.Published.IsZero() {
		a.Published = was.Published // its place in time is that of its first words
	}
	verdicts := m.verdicts(judge, a)
	folds, err := m.folds(ctx, &a, verdicts)
	if err != nil {
		return err
	}
	s := settlement(a, verdicts, folds)
	if len(folds) == 0 {
		s.Reason = "edited since it joined its story: " + s.Reason
	}
	return m.db.SaveArticle(ctx, a, verdicts, folds, s)
}

// editSpan is how long an edit that no digest has told is worth telling.
const editSpan = 7 * 24 * time.Hour

// corrected returns the stories with nothing new to send in which an outlet has put another number or name into a
// headline that readers were sent. They go along with a digest that is sent anyway.
func (m *Monitor) corrected(ctx context.Context, d Digest) ([]news.Story, error) {
	edited, err := m.db.EditedStories(ctx, d.Name, d.Topic, m.now().Add(-editSpan))
	return slices.DeleteFunc(edited, func(s news.Story) bool {
		return !slices.ContainsFunc(s.Members, func(a news.Member) bool {
			return a.Digest != "" && a.Was != "" && m.folder().Corrects(a.Was, a.Title)
		})
	}), err
}
