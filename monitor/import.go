package monitor

import (
	"context"
	"errors"

	"rasid/fetch"
	"rasid/news"
)

// Import takes an article that was read elsewhere into the store as one of the past: it is judged by all topics and folded into
// their stories, and never enters a live digest or alert. What is known by its address stays as it is, and is not fresh. Of a,
// URL must be canonical, Run set and Source not empty; ID and Basis are filled in.
func (m *Monitor) Import(ctx context.Context, a news.Article, r *Round) (fresh bool, err error) {
	if a.Run == "" || a.Source == "" {
		return false, errors.New("import an article: it needs a run and a source")
	}
	known, err := m.db.Listed(ctx, a.URL)
	if err != nil || known {
		return false, err
	}
	judge, err := m.judge()
	if err != nil {
		return false, err
	}
	a.ID, a.Key, a.Basis = fetch.ID(a.URL), "", news.OnPage
	switch {
	case a.Text == "" && a.Summary == "":
		a.Basis = news.OnTitle
	case a.Text == "":
		a.Basis = news.OnSummary
	}
	verdicts := judge.Judge(a)
	folds, err := m.folds(ctx, &a, verdicts)
	if err != nil {
		return false, err
	}
	fresh, err = m.db.SavePast(ctx, a, verdicts, folds, settlement(a, verdicts, folds))
	if fresh {
		r.Listed++
		r.Read++
		if len(folds) > 0 {
			r.Relevant++
		}
	}
	return fresh, err
}
