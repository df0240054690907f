package monitor

import (
	"context"

	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
)

// Candidates returns what was judged in the last 30 days and may be worth asking a reader about: what was read, and the
// listings in which the detector, which knows the topic alone, sees a side of it.
func (m *Monitor) Candidates(ctx context.Context, topic string, judge *detect.Detector) ([]news.Article, error) {
	var all []news.Article
	follows := m.topic(topic)
	for next := int64(0); ; {
		page, after, err := m.db.Judged(ctx, topic, m.now().Add(-replaySpan), next, lookBatch)
		if err != nil {
			return nil, err
		}
		for _, j := range page {
			a := j.Article
			if !j.Read {
				a = fetch.Listed(m.source[a.Source], a.Entry, "")
			}
			v, open := judge.Glance(a.Title, a.Summary)
			if follows.follows(a.Source) && (j.Read || open || v.Score > 0) {
				all = append(all, a)
			}
		}
		if next = after; next == 0 {
			return all, nil
		}
	}
}
