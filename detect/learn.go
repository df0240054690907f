package detect

import (
	"cmp"
	"math"
	"slices"
)

// learnt is a linear rule over impressions.
type learnt struct {
	terms []float32
	at    []float32
	bias  float64
}

func (l *learnt) score(x impression) float64 {
	s := l.bias + dot(l.at, x.at)
	for _, e := range x.terms {
		s += float64(e.w) * float64(l.terms[e.id])
	}
	return s
}

const (
	nearDocs    = 1200 // documents nearest to the examples that take part in learning
	otherDocs   = 600  // others
	likelyRank  = 200  // about this many of the nearest may be on the topic themselves
	likelyScale = 0.08 // of scores over which a document becomes likely on the topic
	passes      = 40
	decay       = 0.003
	aliveShare  = 0.6 // of the sides in the score that finds the nearest documents
	barOfOne    = 1.7 // that score of a single example, whose own cannot be told
)

// a lesson is one text to learn from: on the topic (1) or not (0), with a weight.
type lesson struct {
	x      impression
	on     float64
	weight float64
}

// learn fits a penalised linear rule that parts the examples, and documents of the background that are likely
// on the topic, from the rest of it (positive and unlabelled learning, in the manner of Rocchio's pseudo-relevance
// feedback: likely documents count by how far their score reaches that of the examples among themselves). It also
// returns the documents nearest to the examples.
func (p *pool) learn(m *model, texts []example, mean impression) (learnt, []ranked) {
	near := p.nearest(m, texts, mean)
	bar := p.bar(m, texts)
	n := float64(2 * len(texts))
	likely := make([]float64, len(near))
	sum, rest := 0.0, float64(otherDocs)
	for r, d := range near {
		likely[r] = logistic((d.score-bar)/likelyScale) * logistic(float64(likelyRank-r)/likelyRank*6)
		sum += likely[r]
		rest += 1 - likely[r]
	}
	share := max(0.5, n/(n+sum)) // of the weight of what is on the topic that falls to the examples
	var lessons []lesson
	for _, t := range texts {
		lessons = append(lessons, lesson{t.whole, 1, share / n}, lesson{t.lead, 1, share / n})
	}
	for r, d := range near {
		if likely[r] > 0.02 {
			lessons = append(lessons, lesson{p.impression(d.i), 1, (1 - share) * likely[r] / sum})
		}
		lessons = append(lessons, lesson{p.impression(d.i), 0, (1 - likely[r]) / rest})
	}
	for i := range min(otherDocs, len(p.bags)) {
		lessons = append(lessons, lesson{p.impression(i * 7919 % len(p.bags)), 0, 1 / rest})
	}
	return fit(lessons, len(p.back.vocab.keys), p.back.dims), near
}

// fit minimises a penalised logistic-like loss by gradient descent. The logistic function is replaced by an
// algebraic one of the same slope, which every machine rounds alike.
func fit(lessons []lesson, terms, dims int) learnt {
	l := learnt{terms: make([]float32, terms), at: make([]float32, dims), bias: -1}
	step, at := make([]float32, terms), make([]float32, dims)
	used, total := termsOf(lessons, terms), 0.0
	for _, s := range lessons {
		total += s.weight
	}
	for pass := range passes {
		for _, id := range used {
			step[id] = 0
		}
		clear(at)
		bias := 0.0
		for _, s := range lessons {
			g := s.weight * (s.on - logistic(l.score(s.x))) / total
			bias += g
			for _, e := range s.x.terms {
				step[e.id] += float32(float32(g) * e.w)
			}
			for j, v := range s.x.at {
				at[j] += float32(float32(g) * v)
			}
		}
		eta := float32(10 / (1 + float64(pass)/25))
		for _, id := range used {
			l.terms[id] += float32(eta * (step[id] - float32(decay*l.terms[id])))
		}
		for j := range at {
			l.at[j] += float32(eta * (at[j] - float32(decay*l.at[j])))
		}
		l.bias += float64(float64(eta) * bias)
	}
	return l
}

// termsOf returns the terms that lessons hold, of so many of the vocabulary, each once.
func termsOf(lessons []lesson, terms int) (used []int32) {
	seen := make([]bool, terms)
	for _, s := range lessons {
		for _, e := range s.x.terms {
			if !seen[e.id] {
				seen[e.id] = true
				used = append(used, e.id)
			}
		}
	}
	return used
}

// logistic is an algebraic stand-in for the logistic function: 0.5 and slope 0.25 at zero, in (0, 1).
func logistic(x float64) float64 {
	x /= 2
	return 0.5 + 0.5*x/math.Sqrt(1+float64(x*x))
}

type ranked struct {
	i     int
	score float64
}

// nearest returns the documents that score best before anything is learnt, best first.
func (p *pool) nearest(m *model, texts []example, mean impression) []ranked {
	weight := make([]float32, len(p.back.vocab.keys))
	for id := range weight { // what a term brings to latent and lexical likeness, but for the length of the text
		s := 0.0
		for j, x := range p.back.vectors[id*p.back.dims:][:p.back.dims] {
			s += float64(int8(x)) * float64(mean.at[j])
		}
		weight[id] = float32(s) * p.back.scales[id] * p.back.idf[id]
	}
	for _, e := range mean.terms {
		weight[e.id] += e.w * p.back.idf[e.id]
	}
	first := make([]ranked, len(p.bags))
	for i, d := range p.bags {
		s, n := 0.0, 1.0
		for _, ids := range [][]int32{d.title, d.lead} {
			for _, id := range ids {
				s += float64(weight[id])
				n += float64(p.back.idf[id]) * float64(p.back.idf[id])
			}
		}
		first[i] = ranked{i, s / math.Sqrt(n)}
	}
	order := func(a, b ranked) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.i, b.i)) }
	first = best(first, nearDocs)
	slices.SortFunc(first, order)
	first = first[:min(len(first), nearDocs)]
	for k, d := range first {
		x := p.impression(d.i)
		first[k].score = dot(mean.at, x.at) + lexical(x.terms, mean.terms) + float64(aliveShare*m.alivenessOfBag(p.bags[d.i]))
	}
	slices.SortFunc(first, order)
	return first
}

// best returns the n that score best, and those that score as much as the last of them.
func best(all []ranked, n int) []ranked {
	if len(all) <= n {
		return all
	}
	scores := make([]float64, len(all))
	for i, r := range all {
		scores[i] = r.score
	}
	slices.Sort(scores)
	least := scores[len(scores)-n]
	return slices.DeleteFunc(all, func(r ranked) bool { return r.score < least })
}

// bar returns the score that examples reach among themselves, the lowest but one; of a single example, a
// value that topics of several examples commonly have.
func (p *pool) bar(m *model, texts []example) float64 {
	if len(texts) == 1 {
		return barOfOne
	}
	var self []float64
	for i, t := range texts {
		rest := meanOf(texts, i, p.back)
		self = append(self, dot(rest.at, t.lead.at)+lexical(t.lead.terms, rest.terms)+float64(aliveShare*m.aliveness(func(f *facet) float64 {
			return f.aliveIn(t.text.head, t.text.words[:t.text.lead])
		})))
	}
	slices.Sort(self)
	return self[1]
}

// aliveness returns the mean over the facets of how far each is alive, by their weight.
func (m *model) aliveness(alive func(f *facet) float64) float64 {
	sum, total := 0.0, 0.0
	for i := range m.facets {
		f := &m.facets[i]
		w := f.terms[0].salience
		sum += float64(w * alive(f))
		total += w
	}
	if total == 0 {
		return 1
	}
	return sum / total
}

func (m *model) alivenessOfBag(d bag) float64 {
	return m.aliveness(func(f *facet) float64 { return f.aliveInBag(d) })
}
