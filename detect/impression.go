package detect

import (
	"math"
	"slices"
)

// An impression is what a text weighs: its known terms, of length 1 together, the weight of words that no
// background knows, and its place in the latent space, of length 1 (all zero when nothing is known of it).
type impression struct {
	terms []entry
	own   []ownEntry
	at    []float32
}

// A weighted is the weight of a word.
type weighted[K int32 | uint64] struct {
	id K
	w  float32
}

type (
	entry    = weighted[int32]  // of a term, by its number in the vocabulary
	ownEntry = weighted[uint64] // of a word outside the vocabulary, by its key
)

// ownIDF is the inverse document frequency of words outside the vocabulary: that of one in 40,000·e^-7 ≈ 36.
const ownIDF = 7

// weights of frequencies: 1 + ln n.
const maxTF = 64

// A scale weighs terms against a background. It has room to work in and is not safe for concurrent use.
type scale struct {
	back *Background
	tf   []float32
	ids  []int32
	own  []uint64
}

func newScale(b *Background) *scale {
	s := &scale{back: b, tf: make([]float32, maxTF+1)}
	for n := 1; n <= maxTF; n++ {
		s.tf[n] = float32(1 + math.Log(float64(n)))
	}
	return s
}

// titleTimes is how often a word of the title counts.
const titleTimes = 2

// weigh returns the impression of a title and a text; a pair of neighbours is a term where the vocabulary has it.
func (s *scale) weigh(title, body []word) impression {
	s.ids, s.own = s.ids[:0], s.own[:0]
	for range titleTimes {
		s.count(title)
	}
	s.count(body)
	return s.sum()
}

func (s *scale) count(words []word) {
	for i, w := range words {
		if w.id >= 0 {
			s.ids = append(s.ids, w.id)
		} else {
			s.own = append(s.own, w.key&keyMask)
		}
		if w.pair >= 0 && i > 0 {
			s.ids = append(s.ids, w.pair)
		}
	}
}

// weighBag returns the impression of a document of the background.
func (s *scale) weighBag(d bag) impression {
	s.ids, s.own = s.ids[:0], s.own[:0]
	for range titleTimes {
		s.ids = append(s.ids, d.title...)
	}
	s.ids = append(s.ids, d.lead...)
	return s.sum()
}

// sum turns what was counted into an impression.
func (s *scale) sum() impression {
	slices.Sort(s.ids)
	im := impression{terms: make([]entry, 0, len(s.ids)), at: make([]float32, s.back.dims)}
	square := 0.0
	for i := 0; i < len(s.ids); {
		j := i + 1
		for j < len(s.ids) && s.ids[j] == s.ids[i] {
			j++
		}
		w := s.tf[min(j-i, maxTF)] * s.back.idf[s.ids[i]]
		im.terms = append(im.terms, entry{s.ids[i], w})
		square += float64(w) * float64(w)
		i = j
	}
	if square == 0 {
		square = 1
	}
	norm := float32(1 / math.Sqrt(square))
	for i := range im.terms {
		im.terms[i].w *= norm
		s.back.addVector(im.at, im.terms[i].id, im.terms[i].w)
	}
	unit32(im.at)
	slices.Sort(s.own)
	for i := 0; i < len(s.own); {
		j := i + 1
		for j < len(s.own) && s.own[j] == s.own[i] {
			j++
		}
		im.own = append(im.own, ownEntry{s.own[i], s.tf[min(j-i, maxTF)] * ownIDF * norm})
		i = j
	}
	return im
}

// addVector adds w times the vector of a term to at. The conversion keeps machines with a fused
// multiply-add from rounding otherwise.
func (b *Background) addVector(at []float32, id int32, w float32) {
	w *= b.scales[id]
	v := b.vectors[int(id)*b.dims:][:len(at)]
	for j, x := range v {
		at[j] += float32(w * float32(int8(x)))
	}
}

// cosine returns how alike two terms are in the latent space.
func (b *Background) cosine(x, y int32) float64 {
	v, w := b.vectors[int(x)*b.dims:][:b.dims], b.vectors[int(y)*b.dims:][:b.dims]
	vw, vv, ww := 0, 0, 0
	for j := range v {
		p, q := int(int8(v[j])), int(int8(w[j]))
		vw, vv, ww = vw+p*q, vv+p*p, ww+q*q
	}
	if vv == 0 || ww == 0 {
		return 0
	}
	return float64(vw) / math.Sqrt(float64(vv)*float64(ww))
}

// unit32 brings v to length 1 in place; zero stays zero.
func unit32(v []float32) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return
	}
	n := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= n
	}
}

// lexical returns the inner product of two lists of words, each ascending.
func lexical[K int32 | uint64](x, y []weighted[K]) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].id < y[j].id:
			i++
		case x[i].id > y[j].id:
			j++
		default:
			sum += float64(x[i].w) * float64(y[j].w)
			i, j = i+1, j+1
		}
	}
	return sum
}

// dot returns the inner product in a fixed order of addition.
func dot(a, b []float32) float64 {
	sum := 0.0
	for i, x := range a {
		sum += float64(x) * float64(b[i])
	}
	return sum
}
