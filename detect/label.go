package detect

import (
	"math"
	"slices"

	"rasid/news"
)

// A Label is a reader's word on one article: it belongs to the topic or it does not. Its Name is the address of the
// article, for which the word is final.
type Label struct {
	Example
	Relevant bool
}

// A prior says how far labels may move the score of a text from what the examples give it: the variances of a
// Gaussian process over what two texts have in common, in units of the logistic scale (docs/relevance.md).
type prior struct {
	slope  float64 // units for each unit of the raw score
	bias   float64 // of a move of all texts alike
	latent float64 // of one along the latent space
	words  float64 // of one along the words
	sides  float64 // of one for the lack of a side
}

// usualPrior has few, flat numbers (docs/relevance.md).
var usualPrior = prior{slope: 3.5, bias: 0.3, latent: 5, words: 20, sides: 4}

// A view is what labels can be told by in one text.
type view struct {
	margin float64 // raw score above the cut-off
	x      impression
	lack   []float64 // by facet how far it is absent, in [0, 1]
}

// viewOf returns the view of a text as it is listed.
func (m *model) viewOf(in *input) *view {
	head, body := in.text.head, in.text.words[:in.text.lead]
	raw, _ := m.raw(head, body, in.lead, in.title)
	v := &view{margin: raw - m.cut[in.on], x: in.lead, lack: make([]float64, len(m.facets))}
	for i := range m.facets {
		v.lack[i] = 1 - m.facets[i].aliveIn(head, body)
	}
	return v
}

// like returns the covariance of the moves of two texts.
func (p *prior) like(v, w *view) float64 {
	s := p.bias + float64(p.latent*dot(v.x.at, w.x.at)) + float64(p.words*(lexical(v.x.terms, w.x.terms)+lexical(v.x.own, w.x.own)))
	for i, l := range v.lack {
		s += float64(p.sides * l * w.lack[i])
	}
	return s
}

// notPrior is for negative examples, which a reader gives without relevant ones beside them: they move what shares their
// words, not the cut-off, nor what lacks a side as they do.
var notPrior = prior{slope: 3.5, latent: 1, words: 20}

// applyLabels moves the score by the negative examples and then by the labels of the topic. The examples are held where
// they are.
func (m *model) applyLabels(texts, not []example, r *reader, s *scale) {
	m.lacks = make([]float64, len(m.facets))
	if len(not) > 0 {
		p := m.posterior(texts, notPrior)
		for _, x := range not {
			if v := m.viewOfExample(x); v.margin > 0 {
				p.label(v, false)
			}
		}
		p.learn()
		m.take(p)
	}
	if len(m.topic.Labels) > 0 {
		p := m.posterior(texts, usualPrior)
		for _, l := range m.topic.Labels {
			p.label(m.viewOfExample(readExample(l.Example, r, s)), l.Relevant)
			m.said[l.Name] = l.Relevant
		}
		p.learn()
		m.take(p)
	}
}

// posterior returns what is known before any label: that the examples are to stay where each is by the others.
func (m *model) posterior(texts []example, by prior) *posterior {
	p := &posterior{prior: by}
	for i, x := range texts {
		v := m.viewOfExample(x)
		v.margin = selfOfOne - m.cut[news.OnSummary]
		if i < len(m.self) {
			v.margin = m.self[i] - m.cut[news.OnSummary]
		}
		p.hold(v)
	}
	p.learn()
	return p
}

func (m *model) viewOfExample(x example) *view {
	return m.viewOf(&input{text: x.text, on: news.OnSummary, title: x.title, lead: x.lead})
}

// take adds what the labels teach, which is linear in what the score is linear in, and in the lack of the sides.
func (m *model) take(l *posterior) {
	unit := 1 / l.prior.slope
	for i, v := range l.views {
		a := l.pull[i] * unit
		m.bias += float64(a * l.prior.bias)
		for j, x := range v.x.at {
			m.towards[j] += float32(float64(a * l.prior.latent * float64(x)))
		}
		for _, e := range v.x.terms {
			m.terms[e.id] += float32(float64(a * l.prior.words * float64(e.w)))
		}
		for _, o := range v.x.own {
			m.own[o.id] += float32(float64(a * l.prior.words * float64(o.w)))
		}
		for f, x := range v.lack {
			m.lacks[f] += float64(a * l.prior.sides * x)
		}
	}
}

// lacking returns what the lack of sides adds to the raw score of a text, learnt from labels.
func (m *model) lacking(head, body []word) float64 {
	sum := 0.0
	for i, w := range m.lacks {
		if w != 0 {
			sum += float64(w * (1 - m.facets[i].aliveIn(head, body)))
		}
	}
	return sum
}

// lackingInBag is lacking of a document of the background.
func (m *model) lackingInBag(d bag) float64 {
	sum := 0.0
	for i, w := range m.lacks {
		sum += float64(w * (1 - m.facets[i].aliveInBag(d)))
	}
	return sum
}

// aliveInBag is aliveIn of a document of the background.
func (f *facet) aliveInBag(d bag) float64 {
	a := uint8(0)
	for _, ids := range [][]int32{d.title, d.lead} {
		for _, id := range ids {
			a = max(a, f.alive[id])
		}
	}
	return float64(a) / aliveFull
}

// obey makes a verdict say what a reader said of this very article.
func (m *model) obey(v *news.Verdict, url string) {
	relevant, said := m.said[url]
	if !said {
		return
	}
	v.Relevant, v.Mention, v.Ask = relevant, false, false
	if relevant {
		v.Score = max(v.Score, v.Cutoff)
	} else {
		v.Score = min(v.Score, math.Round(refused*v.Cutoff*1e6)/1e6)
	}
}

// sortedLabels returns labels in an order of their own, as sorted does examples.
func sortedLabels(list []Label) []Label {
	return slices.SortedStableFunc(slices.Values(list), func(a, b Label) int { return inOrder(a.Example, b.Example) })
}
