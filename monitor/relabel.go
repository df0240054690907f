package monitor

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// replaySpan is how far back what was judged is judged again when labels change.
const replaySpan = 30 * 24 * time.Hour

// A Replay is what labels do to what was judged in the last 30 days. Lists are in order of publication and address.
type Replay struct {
	Topic   string
	Added   []news.Article // come into the topic and wait for the next digest
	Removed []news.Article // leave it
	Marked  []news.Article // leave it, but a digest has carried them: they stay in their stories, marked
	Judged  int            // articles and listings that were judged again
	Model   string         // of the topic with the labels

	labels []store.Label
	moves  []store.Move
}

// Replay judges again what was judged in the last 30 days: without labels and with those that are to hold. Where both say
// the same an article stands as it did before any label, else as it is judged with them. An entry that was settled on its
// listing is judged on that. Nothing is changed; Relabel applies it. Both detectors know the topic alone.
func (m *Monitor) Replay(ctx context.Context, topic string, labels []store.Label, without, with *detect.Detector) (Replay, error) {
	p, _ := with.Profile(topic)
	r := Replay{Topic: topic, Model: p.Model, labels: labels}
	b := bench{Monitor: m, topic: m.topic(topic), without: without, with: with, into: &r, said: map[string]bool{}, leaving: map[string]bool{}}
	for _, l := range labels {
		b.said[l.URL] = true
	}
	for next := int64(0); ; {
		page, after, err := m.db.Judged(ctx, topic, m.now().Add(-replaySpan), next, lookBatch)
		if err != nil {
			return r, err
		}
		for _, j := range page {
			b.judge(j)
		}
		if next = after; next == 0 {
			break
		}
	}
	for _, list := range [][]news.Article{r.Added, r.Removed, r.Marked} {
		slices.SortFunc(list, byTime)
	}
	return r, b.fold(ctx)
}

// Relabel makes the labels of a replay those of its topic and moves what they move, in one commit.
func (m *Monitor) Relabel(ctx context.Context, r Replay) error {
	return m.db.SaveLabels(ctx, r.Topic, r.Model, r.labels, r.moves, m.now())
}

// A bench judges entries again, without labels and with them.
type bench struct {
	*Monitor
	topic         Topic
	without, with *detect.Detector
	into          *Replay
	coming        []int           // moves that need a place in a story
	said          map[string]bool // addresses that are labelled
	leaving       map[string]bool // addresses that leave their stories
}

// judge judges one entry again and notes what becomes of it.
func (b *bench) judge(j store.Judged) {
	if !b.topic.follows(j.Article.Source) {
		return
	}
	b.into.Judged++
	a := j.Article
	if !j.Read {
		a = fetch.Listed(b.source[a.Source], a.Entry, "judged on its listing when labels were given")
	}
	wanted, v, plain := j.Before, b.verdict(b.with, a), b.verdict(b.without, a)
	if v.Relevant != plain.Relevant || j.Taught {
		wanted = v.Relevant
	}
	if wanted != j.Before {
		b.move(j, a, v)
	}
	switch {
	case wanted == j.In:
	case wanted:
		b.into.Added = append(b.into.Added, a)
	case j.Sent:
		b.into.Marked = append(b.into.Marked, a)
	default:
		b.into.Removed = append(b.into.Removed, a)
	}
	if !wanted && j.In && !j.Sent {
		b.leaving[a.URL] = true
	}
}

// move notes that labels decide about an article, and that it needs a place if it has none.
func (b *bench) move(j store.Judged, a news.Article, v news.Verdict) {
	if v.Relevant && j.Story == "" {
		b.coming = append(b.coming, len(b.into.moves))
	}
	b.into.moves = append(b.into.moves, store.Move{Article: a, Verdict: v, Fold: news.Fold{Topic: b.topic.Name, Story: j.Story}})
}

// verdict judges an article. A listing in which no side of the topic is alive costs little.
func (b *bench) verdict(d *detect.Detector, a news.Article) news.Verdict {
	if a.Basis != news.OnPage && !b.said[a.URL] {
		if v, open := d.Glance(a.Title, a.Summary); !open {
			return v
		}
	}
	return d.Judge(a)[0]
}

// fold finds, in order of publication, the stories that what comes in joins or opens.
func (b *bench) fold(ctx context.Context) error {
	slices.SortFunc(b.coming, func(x, y int) int { return byTime(b.into.moves[x].Article, b.into.moves[y].Article) })
	come := map[string][]news.Member{}
	for _, i := range b.coming {
		move := &b.into.moves[i]
		a := &move.Article
		a.Sketch = detect.Sketch(a.Title, cmp.Or(a.Text, a.Summary))
		near, err := b.near(ctx, b.topic.Name, *a)
		if err != nil {
			return fmt.Errorf("replay %s: %w", a.URL, err)
		}
		move.Fold = b.folder().Fold(*a, b.topic.Name, b.joined(near, come))
		come[move.Fold.Story] = append(come[move.Fold.Story], news.Member{Article: *a, Verdict: move.Verdict, Fold: move.Fold})
	}
	return nil
}

// joined returns stories as they will be: without what leaves them, with what came in before.
func (b *bench) joined(near []news.Story, come map[string][]news.Member) []news.Story {
	var out []news.Story
	known := map[string]bool{}
	for _, s := range near {
		known[s.ID] = true
		s.Members = slices.DeleteFunc(slices.Clone(s.Members), func(m news.Member) bool { return b.leaving[m.URL] })
		s.Members = append(s.Members, come[s.ID]...)
		if len(s.Members) > 0 {
			out = append(out, s)
		}
	}
	for id, members := range come {
		if !known[id] {
			first, last := members[0].Article, members[len(members)-1].Article
			out = append(out, news.Story{ID: id, Topic: b.topic.Name, Opened: placed(first), Updated: placed(last), Members: members})
		}
	}
	slices.SortFunc(out, byOpening)
	return out
}

// byTime orders articles as they take their places in stories.
func byTime(a, b news.Article) int {
	return cmp.Or(placed(a).Compare(placed(b)), cmp.Compare(a.URL, b.URL))
}
