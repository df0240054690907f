package detect

import (
	"math"
	"slices"

	"rasid/arabic"
)

// sameCompany is the likeness of the company of two words from which they are one name when they do not meet. Of
// all pairs of one name key in the shipped background, those above it are one name; the first wrong one is at 0.20.
const sameCompany = 0.25

// rareMeeting: two terms that chance brings together in less than one document in this many backgrounds are too
// rare for it to say anything that they do not meet.
const rareMeeting = 8

// houseSpellings reports whether two terms are one name that each outlet spells in its own way: they stand together
// no more often than by chance, which words on one matter never do, and yet keep the same company.
func (p *pool) houseSpellings(x, y int32) bool {
	chance := len(p.docs[x]) * len(p.docs[y])
	if chance*rareMeeting < len(p.bags) {
		return false
	}
	both := 0
	for _, i := range p.docs[x] {
		if _, ok := slices.BinarySearch(p.docs[y], i); ok {
			both++
		}
	}
	return both*len(p.bags) <= chance && p.likeness(x, y) >= sameCompany
}

// likeness returns the cosine of the company of two terms, each other left out.
func (p *pool) likeness(x, y int32) float64 {
	a, b := p.company(x), p.company(y)
	a[x], a[y], b[x], b[y] = 0, 0, 0, 0
	ab, aa, bb := dot(a, b), dot(a, a), dot(b, b)
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(float64(aa*bb))
}

// company returns by term how much more often than by chance it stands with x: positive pointwise mutual
// information (Church and Hanks 1990), 0 for what stands with it once.
func (p *pool) company(x int32) []float32 {
	with := make([]float32, len(p.docs))
	for _, i := range p.docs[x] {
		p.bags[i].each(func(id int32) { with[id]++ })
	}
	chance := float64(len(p.docs[x])) / float64(len(p.bags))
	for id, n := range with {
		if with[id] = 0; n > 1 {
			with[id] = float32(max(0, math.Log(float64(n)/(chance*float64(len(p.docs[id]))))))
		}
	}
	return with
}

// respell yields words that may be other spellings of a name: a long vowel within it taken out, put in or moved,
// or another letter for g.
func respell(stem string, yield func(string)) {
	rs := []rune(stem)
	vowels := []rune{arabic.Alef, arabic.Waw, arabic.Yeh}
	gs := []rune{arabic.Jeem, arabic.Ghain, arabic.Qaf, arabic.Kaf}
	put := func(rs []rune) {
		for i := 1; i < len(rs); i++ {
			for _, v := range vowels {
				yield(string(slices.Insert(slices.Clone(rs), i, v)))
			}
		}
	}
	put(rs)
	for i, r := range rs {
		if slices.Contains(vowels, r) && i > 0 {
			short := slices.Delete(slices.Clone(rs), i, i+1)
			yield(string(short))
			put(short)
		}
		if slices.Contains(gs, r) {
			for _, g := range gs {
				other := slices.Clone(rs)
				other[i] = g
				yield(string(other))
			}
		}
	}
}
