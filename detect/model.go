package detect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// A model is what a topic's examples amount to against a background.
type model struct {
	topic    Topic
	back     *Background
	weights  map[uint64]float64 // mean of the examples' weighted terms, length 1
	mean     []float64          // mean of the examples in the latent space, length 1
	examples [][]float64        // each example in the latent space, length 1
	sizes    []int              // counted words of each example
	facets   []facet
	cutoff   float64
	alarms   float64 // expected false alarms per 10,000 general articles
	low      float64 // raw score that maps to 0
	high     float64 // raw score that maps to 1
	hash     string
}

// A facet is one side of a topic: terms that general news holds together.
type facet struct {
	name  string
	terms []facetTerm
}

type facetTerm struct {
	key    uint64
	id     int32
	text   string // as the examples write it
	weight float64
}

func newModel(t Topic, b *Background, r *reader) (*model, error) {
	m := &model{topic: t, back: b, weights: map[uint64]float64{}, mean: make([]float64, b.dims)}
	h := b.version + fmt.Sprint(modelVersion) + t.Name + strings.Join(t.Must, "\n") + "\x00" + strings.Join(t.Never, "\n")
	var texts []text
	for _, e := range t.Examples {
		x := r.readText(e.Title, e.Text, bodyRunes)
		texts = append(texts, x)
		c := b.vocab.counts(x.words)
		if len(c) == 0 {
			return nil, fmt.Errorf("example %s: no words: %w", e.Name, ErrTopic)
		}
		m.sizes = append(m.sizes, len(x.words))
		norm := 0.0
		for _, tc := range c {
			w := b.weight(tc)
			norm += w * w
		}
		norm = math.Sqrt(norm)
		for _, tc := range c {
			m.weights[tc.key] += b.weight(tc) / norm
		}
		v := unit(b.embed(c))
		m.examples = append(m.examples, v)
		for j := range v {
			m.mean[j] += v[j]
		}
		h += e.Title + "\x00" + e.Text + "\x00"
	}
	m.mean = unit(m.mean)
	keys := sortedKeys(m.weights)
	norm := 0.0
	for _, k := range keys {
		norm += m.weights[k] * m.weights[k]
	}
	for _, k := range keys {
		m.weights[k] /= math.Sqrt(norm)
	}
	m.facets = findFacets(texts, b)
	m.hash = fmt.Sprintf("%016x", hash(h))
	return m, nil
}

// weight is (1 + ln n) · idf.
func (b *Background) weight(t termCount) float64 {
	return (1 + math.Log(t.n)) * b.vocab.idf(t.id)
}

// embed returns the place of some terms in the latent space.
func (b *Background) embed(terms []termCount) []float64 {
	out := make([]float64, b.dims)
	for _, t := range terms {
		if t.id < 0 {
			continue
		}
		w := b.weight(t) * float64(b.scales[t.id])
		for j, x := range b.vectors[int(t.id)*b.dims:][:b.dims] {
			out[j] += float64(w * float64(x))
		}
	}
	return out
}

// unit brings v to length 1 in place; zero stays zero.
func unit(v []float64) []float64 {
	n := math.Sqrt(dot(v, v))
	if n == 0 {
		return v
	}
	for i := range v {
		v[i] /= n
	}
	return v
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

// raw is the score before it is brought to [0, 1].
func (m *model) raw(terms []termCount) (score float64, near int) {
	v := unit(m.back.embed(terms))
	lexical, norm := 0.0, 0.0
	for _, t := range terms {
		w := m.back.weight(t)
		norm += float64(w * w)
		lexical += float64(w * m.weights[t.key])
	}
	if norm == 0 {
		return 0, 0
	}
	best := math.Inf(-1)
	for i, e := range m.examples {
		if s := dot(e, v); s > best {
			best, near = s, i
		}
	}
	return 0.7*dot(m.mean, v) + 0.3*lexical/math.Sqrt(norm), near
}

func (m *model) score(t *text) (float64, int) {
	s, near := m.raw(m.back.vocab.counts(t.words))
	return min(1, max(0, (s-m.low)/(m.high-m.low))), near
}

func sortedKeys[V any](m map[uint64]V) []uint64 {
	keys := make([]uint64, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// calibrate sets the cut-offs of models from the tail of the background.
func calibrate(models []*model, b *Background) {
	scores := make([][]float64, len(models))
	b.eachDoc(func(_ int, d bag) {
		var terms []termCount
		for _, ids := range [][]int32{d.title, d.lead} {
			for _, id := range ids {
				terms = append(terms, termCount{b.vocab.keys[id], id, 1})
			}
		}
		for i, m := range models {
			s, _ := m.raw(terms)
			scores[i] = append(scores[i], s)
		}
	})
	for i, m := range models {
		slices.SortFunc(scores[i], func(a, b float64) int { return cmp.Compare(b, a) })
		n := len(scores[i])
		m.low, m.high = scores[i][n/2], 1
		cut := 0.55
		if n > 0 {
			cut = min(max(scores[i][n/200], 0.35), 0.45)
		}
		m.cutoff = (cut - m.low) / (m.high - m.low)
		m.alarms = 10
		if m.topic.Cutoff > 0 {
			m.cutoff = m.topic.Cutoff
		}
	}
}
