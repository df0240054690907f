package detect

import (
	"cmp"
	"slices"
)

// A facet is one side of a topic: words that stand for one thing, found in nearly every example.
type facet struct {
	name  string
	terms []facetTerm     // heaviest first
	need  float64         // how much of the score is lost when the facet is absent, in [0, 1]
	alive []uint8         // for each term of the vocabulary how far it stands for the facet, of aliveFull
	own   map[uint64]bool // words outside the vocabulary that stand for it
	share float64         // of the background's documents hold it
	// pairs that hold a word of the facet and mean something else: كوريا الجنوبية
	rivals map[int32]bool
	names  map[uint64]bool // pairs outside the vocabulary that the examples call it by: كوريا الديمقراطية
}

// A facetTerm is a word that the examples share.
type facetTerm struct {
	key      uint64
	id       int32
	text     string         // as the examples write it
	salience float64        // how present it is in titles and leads of the examples, in [0, 1]
	weight   float64        // salience times rarity; within a facet 1 for the heaviest
	credit   float64        // how far the word alone, without its usual neighbour, stands for the facet
	n        int            // times it stands in the examples
	pairs    map[int32]int  // of them, in which pairs
	names    map[uint64]int // of them, before which words, in pairs that the background does not know
}

const (
	aliveFull = 200

	coreShare    = 0.6  // of the examples must hold a core word in title or lead
	coreSalience = 0.6  // that a core word has at least
	coreRarity   = 1.6  // inverse document frequency of a core word at least
	coreWords    = 12   // at most
	linkage      = 0.20 // mean cosine from which words are of one facet
	freshLink    = 0.27 // of the cosine with a word that is new: folded in, it lies all too near its company
	maxFacets    = 5

	alikeFrom, alikeFull = 0.35, 0.95 // cosines between which a word comes to stand for another
	anchorShare          = 0.8        // of the best salience makes a word stand fully for its facet
	needFrom, needSpan   = 0.65, 0.33 // saliences between which a facet comes to be needed
)

// stands returns how far a word of this cosine stands for another, in [0, 1].
func stands(cosine float64) float64 {
	return min(1, max(0, (cosine-alikeFrom)/(alikeFull-alikeFrom)))
}

// findFacets groups the words that the examples share by their places in the latent space (average linkage).
func findFacets(examples []example, b *Background, p *pool) []facet {
	core := coreOf(examples, b)
	groups := group(core, b)
	var out []facet
	for _, g := range groups {
		out = append(out, newFacet(g, len(examples), b, p))
	}
	slices.SortStableFunc(out, func(x, y facet) int {
		return cmp.Or(cmp.Compare(y.need, x.need), cmp.Compare(y.terms[0].salience, x.terms[0].salience))
	})
	return out[:min(len(out), maxFacets)]
}

// group joins the nearest groups of words until none are near. Words outside the vocabulary stay alone.
func group(core []facetTerm, b *Background) [][]facetTerm {
	var groups [][]facetTerm
	for _, t := range core {
		groups = append(groups, []facetTerm{t})
	}
	for len(groups) > 1 {
		bi, bj, best := 0, 0, linkage
		for i := range groups {
			for j := range i {
				sum := 0.0
				for _, x := range groups[i] {
					for _, y := range groups[j] {
						if x.id >= 0 && y.id >= 0 {
							sum += b.linked(x.id, y.id)
						}
					}
				}
				if s := sum / float64(len(groups[i])*len(groups[j])); s > best {
					bi, bj, best = i, j, s
				}
			}
		}
		if best == linkage {
			break
		}
		groups[bj] = append(groups[bj], groups[bi]...)
		groups = slices.Delete(groups, bi, bi+1)
	}
	return groups
}

// newFacet makes a facet of words and finds what else stands for it: the pairs of its own words, and words that
// hardly occur without it.
func newFacet(terms []facetTerm, examples int, b *Background, p *pool) facet {
	slices.SortStableFunc(terms, func(x, y facetTerm) int { return cmp.Compare(y.weight, x.weight) })
	f := facet{name: terms[0].text, terms: terms, alive: make([]uint8, len(b.vocab.keys)), own: map[uint64]bool{}, rivals: map[int32]bool{}, names: map[uint64]bool{}}
	top, heaviest := 0.0, terms[0].weight
	for i, t := range terms {
		top = max(top, t.salience)
		terms[i].weight = t.weight / heaviest
	}
	f.need = min(1, max(0, (top-needFrom)/needSpan)) * confidence(examples)
	for _, t := range terms {
		if t.salience < anchorShare*top {
			continue
		}
		if t.id < 0 {
			f.own[t.key] = true
			continue
		}
		f.alive[t.id] = max(f.alive[t.id], uint8(aliveFull*t.credit))
		for pair, n := range t.names {
			if n >= nameUses {
				f.names[pair] = true
			}
		}
		for _, o := range terms {
			for _, id := range []int32{b.vocab.id(pairKey(t.key, o.key)), b.vocab.id(pairKey(o.key, t.key))} {
				if id >= 0 {
					f.alive[id] = aliveFull
				}
			}
		}
	}
	f.infer(p)
	f.oppose(b)
	return f
}

// infer finds the words that general news hardly uses without the facet: الكرملين stands for روسيا. The share of
// their documents that hold the facet as well is taken from the background.
func (f *facet) infer(p *pool) {
	held := map[int32]bool{}
	for id, a := range f.alive {
		if a >= inferFrom*aliveFull {
			for _, i := range p.docs[id] {
				held[i] = true
			}
		}
	}
	with := make([]int32, len(f.alive))
	for i := range held {
		for _, ids := range [][]int32{p.bags[i].title, p.bags[i].lead} {
			for _, id := range ids {
				with[id]++
			}
		}
	}
	f.share = float64(len(held)) / float64(max(1, len(p.bags)))
	for id, n := range p.uses {
		share := float64(with[id]) / float64(n+inferPrior)
		a := min(1, max(0, (share-inferLeast)/(inferMost-inferLeast)))
		f.alive[id] = max(f.alive[id], uint8(aliveFull*a))
	}
}

const (
	inferFrom  = 0.8  // how far a word stands for a facet whose documents hold it
	inferPrior = 3    // documents without the facet that every word is given
	inferLeast = 0.6  // share from which a word stands for the facet a little
	inferMost  = 0.95 // and in full
)

// oppose finds the pairs in which general news often writes a word of the facet and the examples hardly do: a
// thing of another name, as جنوب السودان is to السودان.
func (f *facet) oppose(b *Background) {
	for _, t := range f.terms {
		if t.id < 0 || t.n < rivalExpected {
			continue
		}
		for _, key := range b.vocab.keys {
			for _, p := range [2]int32{b.vocab.id(pairKey(t.key, key)), b.vocab.id(pairKey(key, t.key))} {
				if p < 0 {
					continue
				}
				expected := float64(t.n) * float64(b.vocab.df[p]) / float64(b.vocab.df[t.id])
				if expected >= rivalExpected && float64(t.pairs[p]) <= rivalShare*expected {
					f.rivals[p] = true
					f.alive[p] = 0
				}
			}
		}
	}
}

const (
	rivalExpected = 6   // times a pair would stand in the examples if they wrote like general news
	rivalShare    = 0.2 // of that at most makes it a rival
	nameUses      = 3   // times the examples write, together or one of them alone, a pair that is another name of the facet
)

// confidence is how much a facet seen in every one of n examples may be relied on.
func confidence(n int) float64 { return min(1, 1.2*float64(n)/float64(n+1)) }

// of returns how far the facet is alive in word i with its neighbours, in [0, 1].
func (f *facet) of(words []word, i int) float64 {
	w := words[i]
	if w.id < 0 {
		if f.own[w.key&keyMask] {
			return 1
		}
		return 0
	}
	a := f.alive[w.id]
	if a == 0 && w.pair < 0 {
		return 0
	}
	if w.pair >= 0 {
		if f.rivals[w.pair] {
			return 0
		}
		a = max(a, f.alive[w.pair])
	}
	if len(f.rivals) > 0 && i+1 < len(words) && words[i+1].pair >= 0 && f.rivals[words[i+1].pair] {
		return 0
	}
	if len(f.names) > 0 && a < aliveFull && i+1 < len(words) && words[i+1].pos == w.pos+1 && f.names[pairKey(w.key, words[i+1].key)] {
		return 1
	}
	return float64(a) / aliveFull
}

// linked is the cosine of two terms as they are grouped by it.
func (b *Background) linked(x, y int32) float64 {
	c := b.cosine(x, y)
	if b.fresh > 0 && max(x, y) >= b.fresh {
		c *= freshLink
	}
	return c
}
