package detect

import (
	"cmp"
	"math"
	"slices"
)

// An example is an article that shows what a topic is about, as it was read.
type example struct {
	text  text
	title impression      // of the title alone
	lead  impression      // of title and first lines: what a listing would show
	whole impression      // of title and text
	begin map[uint64]bool // words of title and first lines
}

// A tally counts one word over the examples.
type tally struct {
	facetTerm
	leads int // examples that have it in title or lead
	forms map[string]int
}

// tallies counts the words of the examples, by key.
func tallies(examples []example) map[uint64]*tally {
	all := map[uint64]*tally{}
	note := func(src string, words []word) {
		for i, w := range words {
			t := all[w.key&keyMask]
			if t == nil {
				t = &tally{facetTerm: facetTerm{key: w.key & keyMask, id: w.id, pairs: map[int32]int{}, names: map[uint64]int{}}, forms: map[string]int{}}
				all[t.key] = t
			}
			t.n++
			t.forms[src[w.start:w.end]]++
			if w.pair >= 0 {
				t.pairs[w.pair]++
			}
			if i+1 == len(words) {
				continue
			}
			if next := words[i+1]; next.pair >= 0 {
				t.pairs[next.pair]++
			} else if next.pos == w.pos+1 {
				t.names[pairKey(w.key, next.key)]++
			}
		}
	}
	for _, e := range examples {
		note(e.text.title, e.text.head)
		note(e.text.body, e.text.words)
		for k := range e.begin {
			all[k].leads++
		}
	}
	return all
}

// coreOf returns the words that examples share, the most salient and rare first.
func coreOf(examples []example, b *Background) []facetTerm {
	all := tallies(examples)
	var out []facetTerm
	n := float64(len(examples))
	for _, k := range sortedKeys(all) {
		t := all[k]
		rarity := float64(ownIDF)
		if t.id >= 0 {
			rarity = float64(b.idf[t.id])
		}
		if float64(t.leads) < coreShare*n || rarity < coreRarity {
			continue
		}
		for _, e := range examples {
			inTitle := e.presence(e.text.head, nil, t.key, t.id, b)
			inLead := e.presence(e.text.head, e.text.words[:e.text.lead], t.key, t.id, b)
			t.salience += (float64(titlePart*inTitle) + float64((1-titlePart)*inLead)) / n
		}
		if t.salience < coreSalience {
			continue
		}
		t.weight = t.salience * rarity
		t.credit = credit(t.n, t.pairs, t.id, b)
		t.text = commonest(t.forms)
		out = append(out, t.facetTerm)
	}
	slices.SortStableFunc(out, func(x, y facetTerm) int { return cmp.Compare(y.weight, x.weight) })
	return out[:min(len(out), coreWords)]
}

// titlePart is how much of a word's salience is its presence in titles.
const titlePart = 0.6

// presence returns how far a word, or one near it, is in the words given, in [0, 1].
func (e *example) presence(head, body []word, key uint64, id int32, b *Background) float64 {
	best := 0.0
	for _, words := range [][]word{head, body} {
		for _, w := range words {
			if w.key&keyMask == key {
				return 1
			}
			if id >= 0 && w.id >= 0 {
				best = max(best, stands(b.cosine(w.id, id)))
			}
			if id >= 0 && w.pair >= 0 {
				best = max(best, stands(b.cosine(w.pair, id)))
			}
		}
	}
	return best
}

// credit returns how far a word stands for what it means in the examples when its usual neighbour is missing:
// little when the examples nearly always write it with that neighbour while general news mostly does not, as
// with the second word of كوريا الشمالية or the first of محمد صلاح.
func credit(n int, pairs map[int32]int, id int32, b *Background) float64 {
	best, count := int32(-1), 0
	for _, p := range sortedIDs(pairs) {
		if pairs[p] > count {
			best, count = p, pairs[p]
		}
	}
	if best < 0 || id < 0 {
		return 1
	}
	together := min(1, max(0, 2*float64(count)/float64(n)-1))
	apart := 1 - math.Min(1, float64(b.vocab.df[best])/float64(b.vocab.df[id]))
	c := 1 - float64(together*apart)
	return float64(c * c)
}

// commonest returns the most frequent form, the shortest of equals.
func commonest(forms map[string]int) string {
	best := ""
	for f, n := range forms {
		m := forms[best]
		if best == "" || n > m || n == m && (len(f) < len(best) || len(f) == len(best) && f < best) {
			best = f
		}
	}
	return best
}

func sortedKeys[V any](m map[uint64]V) []uint64 {
	keys := make([]uint64, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func sortedIDs(m map[int32]int) []int32 {
	ids := make([]int32, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
