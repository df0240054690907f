package detect

import (
	"cmp"
	"math"
	"slices"
)

// A setting is what else is told around an article: the stories of its topic at that time. It counts in how
// many of them a word stands, so that what the whole affair has in common tells nothing about one event.
type setting struct {
	stories float64
	held    map[uint64]float64
}

const (
	trust     = 30  // number of stories at which the setting weighs as much as the general background
	prominent = 0.4 // place from which on a word counts as told by a story
)

// add counts a story by one of its gists, n times; -1 takes it out again.
func (s *setting) add(g *gist, n float64) {
	if s.held == nil {
		s.held = map[uint64]float64{}
	}
	s.stories += n
	for _, terms := range [][]term{g.forms, g.roots} {
		for _, t := range terms {
			if t.place >= prominent {
				s.held[t.key] += n
			}
		}
	}
}

// surprise is the information in a term, in nats: minus the logarithm of its probability, a Dirichlet
// estimate (Zhai and Lafferty, ACM TOIS 22, 2004) over the setting with the background as prior.
func (s *setting) surprise(t term) float64 {
	return -math.Log((s.held[t.key] + trust*t.share) / (s.stories + trust))
}

// told returns the share of the information in a headline that another article tells, in [0, titleWeight]: each
// word weighted by the square of its surprise and by the place it has there.
func (s *setting) told(headline, other []term) float64 {
	var told, all float64
	for _, t := range headline {
		if t.place != titleWeight {
			continue
		}
		w := s.surprise(t)
		all += w * w
		if i, ok := slices.BinarySearchFunc(other, t.key, func(x term, k uint64) int { return cmp.Compare(x.key, k) }); ok {
			told += w * w * other[i].place
		}
	}
	if all == 0 {
		return 0
	}
	return told / all
}

// cosine compares the terms of two gists in a setting, in [0, 1].
func (s *setting) cosine(a, b []term) float64 {
	var dot, aa, bb float64
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i].key < b[j].key:
			x := s.surprise(a[i]) * a[i].place
			aa += x * x
			i++
		case i == len(a) || a[i].key > b[j].key:
			y := s.surprise(b[j]) * b[j].place
			bb += y * y
			j++
		default:
			w := s.surprise(a[i])
			x, y := w*a[i].place, w*b[j].place
			dot, aa, bb = dot+x*y, aa+x*x, bb+y*y
			i++
			j++
		}
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return dot / math.Sqrt(aa*bb)
}
