package detect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"rasid/news"
)

// A model is what a topic's examples amount to against a background. The score of a text before it is
// brought to [0, 1] is linear in its impression, but for the nearest example and the facets:
//
//	raw = bias + terms·x + towards·at + nearShare·max(example·at) + titleShare·mean·at(title) + facetShare·facets
type model struct {
	topic    Topic
	back     *Background
	terms    []float32          // by term of the vocabulary
	own      map[uint64]float32 // by words outside it
	towards  []float32          // in the latent space
	bias     float64
	mean     []float32   // mean of the examples in the latent space
	examples [][]float32 // each of them
	facets   []facet
	others   []*model        // of the other sub-subjects of the topic
	lacks    []float64       // what the lack of each facet adds, learnt from labels; nil = no labels
	said     map[string]bool // what a reader said of an article, by its address
	must     [][]uint64
	never    [][]uint64
	cut      map[news.Basis]float64 // raw score from which an article is relevant, by basis
	cutoff   float64                // the same in [0, 1]
	alarms   float64                // expected false alarms per 10,000 general articles
	self     []float64              // raw score of each example against the others
	sizes    []int                  // counted words of each example
	broad    *Breadth               // nil = the examples have more in common than one name
	hash     string
}

// Shares of the parts of the raw score, learnt on ten topics, each left out in turn (docs/relevance.md).
const (
	latentShare  = 0.7
	lexicalShare = 0.35
	nearShare    = 0.4
	titleShare   = 0.15
	learntShare  = 0.05
	facetShare   = 1.1
)

func newModel(t Topic, b *Background, r *reader, pool *pool) (*model, error) {
	t.Examples, t.Not, t.Labels = sorted(t.Examples), sorted(t.Not), sortedLabels(t.Labels)
	m := &model{topic: t, back: b, own: map[uint64]float32{}, said: map[string]bool{}}
	s := newScale(b)
	var texts []example
	for _, e := range t.Examples {
		x := readExample(e, r, s)
		if len(x.whole.terms) == 0 {
			return nil, fmt.Errorf("example %s: no known words: %w", e.Name, ErrTopic)
		}
		texts = append(texts, x)
		m.examples = append(m.examples, x.whole.at)
		m.sizes = append(m.sizes, len(x.text.head)+len(x.text.words))
	}
	var not []example
	for _, e := range t.Not {
		not = append(not, readExample(e, r, s))
	}
	m.must, m.never = phrases(t.Must), phrases(t.Never)
	m.facets = findFacets(texts, b, pool)
	m.nameFacets(texts)
	mean := meanOf(texts, -1, b)
	m.mean = mean.at
	l, near := pool.learn(m, texts, mean)
	m.combine(mean, l)
	m.weighSelf(texts, l)
	m.calibrate(pool, near)
	if len(t.Labels)+len(not) > 0 {
		m.applyLabels(texts, not, r, s)
		m.alarms = m.expect(pool, near, m.rawAt(m.cutoff, m.cut[news.OnSummary]))
	}
	m.broad = m.breadth(pool)
	m.hash = m.hashOf()
	return m, nil
}

// combine brings the mean of the examples and the learnt rule, both linear, to one weight each.
func (m *model) combine(mean impression, l learnt) {
	m.terms = make([]float32, len(l.terms))
	for id := range m.terms {
		m.terms[id] = float32(learntShare * l.terms[id])
	}
	for _, e := range mean.terms {
		m.terms[e.id] += float32(lexicalShare * e.w)
	}
	for _, o := range mean.own {
		m.own[o.id] = lexicalShare * o.w
	}
	m.towards = make([]float32, len(l.at))
	for j := range m.towards {
		m.towards[j] = float32(latentShare*mean.at[j]) + float32(learntShare*l.at[j])
	}
	m.bias = learntShare * l.bias
}

// sorted returns examples in an order of their own, so that the order in which they are given changes nothing.
func sorted(list []Example) []Example { return slices.SortedStableFunc(slices.Values(list), inOrder) }

func inOrder(a, b Example) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Title, b.Title), strings.Compare(a.Text, b.Text))
}

// titleRunes is how much of its text stands for the title of an example that has none.
const titleRunes = 100

// readExample reads an example and weighs its parts.
func readExample(e Example, r *reader, s *scale) example {
	title, body := e.Title, e.Text
	if strings.TrimSpace(title) == "" {
		title = cut(strings.TrimSpace(body), titleRunes)
		if i := strings.IndexByte(title, '\n'); i > 0 {
			title = title[:i]
		}
	}
	x := example{text: r.readText(title, body), begin: map[uint64]bool{}}
	lead := x.text.words[:x.text.lead]
	x.title, x.lead, x.whole = s.weigh(x.text.head, nil), s.weigh(x.text.head, lead), s.weigh(x.text.head, x.text.words)
	for _, words := range [][]word{x.text.head, lead} {
		for _, w := range words {
			x.begin[w.key&keyMask] = true
		}
	}
	return x
}

// meanOf returns the mean impression of the examples, whole and lead, but for one (-1 = of all).
func meanOf(texts []example, but int, b *Background) impression {
	terms, own := make([]float32, len(b.vocab.keys)), map[uint64]float32{}
	m := impression{at: make([]float32, b.dims)}
	for i, t := range texts {
		if i == but {
			continue
		}
		for _, x := range []impression{t.whole, t.lead} {
			for _, e := range x.terms {
				terms[e.id] += e.w
			}
			for _, o := range x.own {
				own[o.id] += o.w
			}
			for j, v := range x.at {
				m.at[j] += v
			}
		}
	}
	unit32(m.at)
	sum := 0.0
	for id, w := range terms {
		if w > 0 {
			m.terms = append(m.terms, entry{int32(id), w})
			sum += float64(w) * float64(w)
		}
	}
	if sum == 0 {
		return m
	}
	n := float32(1 / math.Sqrt(sum))
	for i := range m.terms {
		m.terms[i].w *= n
	}
	for _, k := range sortedKeys(own) {
		m.own = append(m.own, ownEntry{k, own[k] * n})
	}
	return m
}

// weighSelf scores each example's lead against the other examples.
func (m *model) weighSelf(texts []example, l learnt) {
	for i, t := range texts {
		if len(texts) == 1 {
			return
		}
		rest := meanOf(texts, i, m.back)
		near := 0.0
		for j := range m.examples {
			if j != i {
				near = max(near, dot(m.examples[j], t.lead.at))
			}
		}
		raw := float64(latentShare * dot(rest.at, t.lead.at))
		raw += float64(lexicalShare * lexical(t.lead.terms, rest.terms))
		raw += float64(nearShare * near)
		raw += float64(titleShare * dot(rest.at, t.title.at))
		raw += float64(learntShare * l.score(t.lead))
		raw += float64(facetShare * m.together(t.text.head, t.text.words[:t.text.lead]))
		m.self = append(m.self, raw)
	}
}

// hashOf returns what tells this model from another: version, background and everything the topic says.
func (m *model) hashOf() string {
	var s strings.Builder
	part := func(p string) { fmt.Fprintf(&s, "%d:%s", len(p), p) }
	part(fmt.Sprint(modelVersion, m.back.version, m.topic.Cutoff))
	part(m.topic.Name)
	for _, list := range [][]Example{m.topic.Examples, m.topic.Not} {
		part(fmt.Sprint(len(list)))
		for _, e := range list {
			part(e.Title)
			part(e.Text)
		}
	}
	for _, list := range [][]string{m.topic.Must, m.topic.Never} {
		part(strings.Join(list, "\x00"))
	}
	for _, l := range m.topic.Labels {
		part(fmt.Sprint("label", l.Relevant))
		part(l.Title)
		part(l.Text)
	}
	return fmt.Sprintf("%016x", hash(s.String()))
}
