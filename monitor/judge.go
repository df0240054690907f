package monitor

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"rasid/detect"
	"rasid/news"
)

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
// old, and those that were open when it was published: not quiet for long, and not opened long after.
func (m *Monitor) near(ctx context.Context, topic string, a news.Article) ([]news.Story, error) {
	stories, err := m.db.LookAlikes(ctx, topic, detect.Bands(a.Sketch), 50)
	if err != nil {
		return nil, err
	}
	at := placed(a)
	open, err := m.db.OpenStories(ctx, topic, at.Add(-m.o.Quiet), at.Add(m.o.Quiet))
	if err != nil {
		return nil, err
	}
	for _, s := range open {
		if !slices.ContainsFunc(stories, func(x news.Story) bool { return x.ID == s.ID }) {
			stories = append(stories, s)
		}
	}
	slices.SortFunc(stories, byOpening)
	return stories, nil
}

// byOpening orders stories by the publication of their first articles.
func byOpening(x, y news.Story) int {
	return cmp.Or(x.Opened.Compare(y.Opened), cmp.Compare(x.ID, y.ID))
}

// placed is the time by which an article takes its place in a story.
func placed(a news.Article) time.Time { return cmp.Or(a.Published, a.Seen) }

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
	switch {
	case a.Note == "":
	case a.Basis == news.OnPage:
		s.Reason = cmp.Or(s.Reason, "judged") + "; " + a.Note
	default:
		s.Reason = cmp.Or(s.Reason, "judged") + "; page not read: " + a.Note
	}
	return s
}
