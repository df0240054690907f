package detect

import (
	"cmp"
	"fmt"
	"slices"

	"rasid/news"
)

// modelVersion changes whenever the same input may give another verdict.
const modelVersion = 1

// A Detector judges articles against topics. It is immutable and safe for concurrent use.
type Detector struct {
	back   *Background
	read   *reader
	models []*model
}

// New returns a Detector for the topics. Its errors are ErrTopic or ErrBackground.
func New(topics []Topic, o Options) (*Detector, error) {
	if err := check(topics); err != nil {
		return nil, err
	}
	back := o.Background
	if back == nil {
		var err error
		if back, err = shipped(); err != nil {
			return nil, err
		}
	}
	d := &Detector{back: back, read: newReader(back.vocab)}
	for _, t := range topics {
		m, err := newModel(t, back, d.read)
		if err != nil {
			return nil, fmt.Errorf("topic %s: %w", t.Name, err)
		}
		d.models = append(d.models, m)
	}
	calibrate(d.models, back)
	return d, nil
}

// Judge returns one verdict per topic, in the order the topics were given, on what is at hand of a.
func (d *Detector) Judge(a news.Article) []news.Verdict {
	on := basis(a)
	body := a.Text
	if on != news.OnPage || body == "" {
		body = a.Summary
	}
	t := d.read.readText(a.Title, body, bodyRunes)
	out := make([]news.Verdict, len(d.models))
	for i, m := range d.models {
		out[i] = m.verdict(&t, on)
		out[i].Facets = m.reasons(&t)
	}
	return out
}

// Glance takes a first look at a listing. open says that the article is relevant to some topic or so near a
// cut-off that the page is wanted; best is the verdict on the topic that came nearest.
func (d *Detector) Glance(title, summary string) (best news.Verdict, open bool) {
	on := news.OnSummary
	if summary == "" {
		on = news.OnTitle
	}
	t := d.read.readText(title, summary, bodyRunes)
	for i, m := range d.models {
		v := m.verdict(&t, on)
		if i == 0 || v.Score-v.Cutoff > best.Score-best.Cutoff {
			best = v
		}
		open = open || v.Relevant || v.Ask || v.Mention
	}
	if open {
		i := slices.IndexFunc(d.models, func(m *model) bool { return m.topic.Name == best.Topic })
		best.Facets = d.models[i].reasons(&t)
	}
	return best, open
}

// verdict judges a text without its reasons.
func (m *model) verdict(t *text, on news.Basis) news.Verdict {
	score, near := m.score(t)
	v := news.Verdict{Topic: m.topic.Name, Score: score, Cutoff: m.cutoff, Relevant: score >= m.cutoff,
		Basis: on, Nearest: m.topic.Examples[near].Name, Model: m.hash}
	v.Ask = on != news.OnPage && score > m.cutoff-askBelow && score < m.cutoff+askAbove
	return v
}

// How far below and above the cut-off a verdict on a listing asks for the page.
const (
	askBelow = 0.2
	askAbove = 0.1
)

// reasons returns the facets alive in a text with the terms that carried them.
func (m *model) reasons(t *text) []news.Facet {
	var out []news.Facet
	for _, f := range m.facets {
		nf := news.Facet{Name: f.name}
		sum := 0.0
		for _, ft := range f.terms {
			for _, s := range t.sentences {
				i := slices.IndexFunc(t.words[s.from:s.to], func(w word) bool { return w.key&keyMask == ft.key })
				if i < 0 {
					continue
				}
				w := t.words[int(s.from)+i]
				src := t.body
				if s.place == inTitle {
					src = t.title
				}
				nf.Terms = append(nf.Terms, news.Term{Text: src[w.start:w.end], Weight: ft.weight, Place: place(s.place)})
				sum += ft.weight
				break
			}
		}
		if sum == 0 {
			continue
		}
		nf.Score = min(1, sum)
		for i := range nf.Terms {
			nf.Terms[i].Weight /= sum
		}
		slices.SortStableFunc(nf.Terms, func(a, b news.Term) int { return cmp.Compare(b.Weight, a.Weight) })
		out = append(out, nf)
	}
	slices.SortStableFunc(out, func(a, b news.Facet) int { return cmp.Compare(b.Score, a.Score) })
	return out
}
