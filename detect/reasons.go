package detect

import (
	"cmp"
	"math"
	"slices"

	"rasid/news"
)

const (
	reasonTerms = 6   // of a facet that are named at most
	reasonAlive = 0.3 // how far a word stands for a facet that is named
)

// reasons returns the facets alive in a text with the words that carried them, heaviest first. Without facets
// the heaviest words are one.
func (m *model) reasons(t *text) []news.Facet {
	var out []news.Facet
	for i := range m.facets {
		f := &m.facets[i]
		nf := m.reason(t, f.name, f.of)
		if len(nf.Terms) == 0 {
			continue
		}
		nf.Score = round(f.aliveIn(t.head, t.words))
		out = append(out, nf)
	}
	if len(out) > 0 {
		slices.SortStableFunc(out, func(a, b news.Facet) int { return cmp.Compare(b.Score, a.Score) })
		return out
	}
	nf := m.reason(t, "", func(w word) float64 {
		if w.id < 0 {
			return float64(m.own[w.key&keyMask]) * 10
		}
		return min(1, float64(m.terms[w.id]*m.back.idf[w.id]))
	})
	if len(nf.Terms) == 0 {
		return nil
	}
	nf.Name, nf.Score = nf.Terms[0].Text, 1
	return []news.Facet{nf}
}

// reason returns the words of a text that stand for something, each word once, where it stands first.
func (m *model) reason(t *text, name string, of func(word) float64) news.Facet {
	nf := news.Facet{Name: name}
	seen := map[uint64]bool{}
	sum := 0.0
	for part, words := range [][]word{t.head, t.words} {
		src := t.title
		if part == 1 {
			src = t.body
		}
		for i, w := range words {
			a := of(w)
			if a < reasonAlive || seen[w.key] {
				continue
			}
			from := w.start
			alone := w
			alone.pair = -1
			if w.pair >= 0 && of(alone) < a { // carried by the pair
				from = words[i-1].start
				seen[words[i-1].key] = true
			}
			seen[w.key] = true
			nf.Terms = append(nf.Terms, news.Term{Text: src[from:w.end], Weight: a, Place: t.place(part == 1, i)})
		}
	}
	slices.SortStableFunc(nf.Terms, func(a, b news.Term) int { return cmp.Compare(b.Weight, a.Weight) })
	nf.Terms = nf.Terms[:min(len(nf.Terms), reasonTerms)]
	for _, x := range nf.Terms {
		sum += x.Weight
	}
	for i := range nf.Terms {
		nf.Terms[i].Weight = round(nf.Terms[i].Weight / sum)
	}
	return nf
}

// round keeps three places.
func round(x float64) float64 { return math.Round(x*1000) / 1000 }
