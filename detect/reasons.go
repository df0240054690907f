package detect

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rasid/news"
)

const (
	reasonTerms = 4   // runs of words of a facet that are named at most
	reasonAlive = 0.3 // how far a word stands for a facet that is named
	missedNeed  = 0.3 // how far a facet is needed that is told as missing
)

// reasons returns the needed facets alive in a text with the runs of words that carried them, heaviest first, and after
// them those that an irrelevant text lacks, which have no terms. Where a topic needs none, or a relevant text
// has none, the heaviest words of the text are one.
func (m *model) reasons(t *text, relevant bool) []news.Facet {
	var there, missing []news.Facet
	for i := range m.facets {
		f := &m.facets[i]
		if f.need == 0 {
			continue
		}
		nf := reason(t, f.of)
		nf.Name, nf.Score = f.name, round(f.aliveIn(t.head, t.words))
		switch {
		case len(nf.Terms) > 0:
			there = append(there, nf)
		case f.need >= missedNeed && !relevant:
			missing = append(missing, nf)
		}
	}
	if len(there)+len(missing) > 0 {
		slices.SortStableFunc(there, func(a, b news.Facet) int { return cmp.Compare(b.Score, a.Score) })
		return append(there, missing...)
	}
	nf := reason(t, m.carries)
	if len(nf.Terms) == 0 {
		return nil
	}
	nf.Name, nf.Score = nf.Terms[0].Text, 1
	return []news.Facet{nf}
}

// carries returns how much a word adds to the score by itself, 1 for one that alone would do.
func (m *model) carries(words []word, i int) float64 {
	w := words[i]
	if w.id < 0 {
		return min(1, float64(m.own[w.key&keyMask])*10)
	}
	return min(1, max(0, float64(m.terms[w.id]*m.back.idf[w.id])))
}

// reason returns the runs of neighbouring words that stand for something, each set of words where it stands first.
func reason(t *text, of func([]word, int) float64) news.Facet {
	var nf news.Facet
	seen := map[uint64]bool{}
	for part, words := range [][]word{t.head, t.words} {
		src := t.title
		if part == 1 {
			src = t.body
		}
		for i := 0; i < len(words); {
			from, to, weight := run(src, words, i, of)
			if to == from {
				i++
				continue
			}
			i = to
			fresh := false
			for _, w := range words[from:to] {
				fresh = fresh || !seen[w.key]
				seen[w.key] = true
			}
			if fresh {
				text := strings.Join(strings.Fields(src[words[from].start:words[to-1].end]), " ")
				nf.Terms = append(nf.Terms, news.Term{Text: text, Weight: weight, Place: t.place(part == 1, from)})
			}
		}
	}
	slices.SortStableFunc(nf.Terms, func(a, b news.Term) int { return cmp.Compare(b.Weight, a.Weight) })
	nf.Terms = nf.Terms[:min(len(nf.Terms), reasonTerms)]
	sum := 0.0
	for _, x := range nf.Terms {
		sum += x.Weight
	}
	for i := range nf.Terms {
		nf.Terms[i].Weight = round(nf.Terms[i].Weight / sum)
	}
	return nf
}

// run returns the words of src from word i on that stand side by side for something, and how far the best of them does;
// to equals from when word i does not. A mark between two words ends it.
func run(src string, words []word, i int, of func([]word, int) float64) (from, to int, weight float64) {
	from, to = i, i
	for to < len(words) {
		w := words[to]
		if to > from && (words[to-1].pos+1 != w.pos || parted(src, words[to-1], w)) {
			break
		}
		a := of(words, to)
		if a < reasonAlive && to+1 < len(words) && words[to+1].pair >= 0 && !parted(src, w, words[to+1]) { // the first of a pair
			alone := words[to+1]
			alone.pair = -1
			if p := of(words, to+1); p > of([]word{alone}, 0) {
				a = p
			}
		}
		if a < reasonAlive {
			break
		}
		weight = max(weight, a)
		to++
	}
	return from, to, weight
}

// parted reports whether more than a space or a hyphen stands between two neighbouring words.
func parted(src string, a, b word) bool {
	return a.end < b.start && strings.Trim(src[a.end:b.start], " \t\n\u00a0-") != ""
}

// nameFacets names each facet by the run of words that its examples use most for it.
func (m *model) nameFacets(texts []example) {
	for i := range m.facets {
		f := &m.facets[i]
		count := map[string]int{}
		for _, e := range texts {
			t := e.text
			t.words = t.words[:t.lead]
			for _, x := range reason(&t, f.of).Terms {
				count[x.Text]++
			}
		}
		best := 0
		for _, name := range sortedStrings(count) {
			if n := count[name]; n > best || n == best && len(name) > len(f.name) {
				f.name, best = name, n
			}
		}
	}
}

func sortedStrings(m map[string]int) []string {
	var out []string
	for s := range m {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// round keeps three places.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }
