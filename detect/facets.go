package detect

import (
	"cmp"
	"math"
	"slices"
)

// Bounds of facets.
const (
	coreTerms = 14   // terms of the examples that are considered
	coreShare = 0.6  // of the examples must hold a core term
	linkage   = 0.25 // normalised pointwise mutual information above which terms are of one facet
	maxFacets = 5
)

// findFacets groups the terms that examples share by how often general news holds them together: average
// linkage over normalised pointwise mutual information (Bouma 2009) of the background's documents.
func findFacets(texts []text, b *Background) []facet {
	core := coreOf(texts, b)
	info := mutual(core, b)
	groups := make([][]int, len(core))
	for i := range core {
		groups[i] = []int{i}
	}
	for len(groups) > 1 {
		bi, bj, best := 0, 0, linkage
		for i := range groups {
			for j := range i {
				sum := 0.0
				for _, x := range groups[i] {
					for _, y := range groups[j] {
						sum += info[x][y]
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
	var out []facet
	for _, g := range groups {
		slices.Sort(g)
		f := facet{name: core[g[0]].text}
		for _, i := range g {
			f.terms = append(f.terms, core[i])
		}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b facet) int { return cmp.Compare(b.terms[0].weight, a.terms[0].weight) })
	return out[:min(len(out), maxFacets)]
}

// coreOf returns the heaviest terms that enough examples share, heaviest first.
func coreOf(texts []text, b *Background) []facetTerm {
	type seen struct {
		facetTerm
		docs int
		n    float64
	}
	all := map[uint64]*seen{}
	for _, t := range texts {
		for _, tc := range b.vocab.counts(t.words) {
			if all[tc.key] == nil {
				all[tc.key] = &seen{facetTerm: facetTerm{key: tc.key, id: tc.id}}
			}
			all[tc.key].docs++
			all[tc.key].n += math.Log(1 + tc.n)
		}
	}
	for _, t := range texts {
		for _, s := range t.sentences {
			src := t.body
			if s.place == inTitle {
				src = t.title
			}
			for _, w := range t.words[s.from:s.to] {
				if e := all[w.key&keyMask]; e.text == "" {
					e.text = src[w.start:w.end]
				}
			}
		}
	}
	need := max(1, int(math.Ceil(coreShare*float64(len(texts)))))
	var out []facetTerm
	for _, k := range sortedKeys(all) {
		if e := all[k]; e.docs >= need && e.text != "" {
			e.weight = b.vocab.idf(e.id) * e.n / float64(len(texts))
			out = append(out, e.facetTerm)
		}
	}
	slices.SortStableFunc(out, func(a, b facetTerm) int { return cmp.Compare(b.weight, a.weight) })
	out = out[:min(len(out), coreTerms)]
	for i := len(out) - 1; i >= 0; i-- {
		out[i].weight /= out[0].weight
	}
	return out
}

// mutual returns the normalised pointwise mutual information of each two terms in the background.
func mutual(terms []facetTerm, b *Background) [][]float64 {
	n := len(terms)
	single, joint := make([]float64, n), make([]float64, n*n)
	place := map[int32]int{}
	for i, t := range terms {
		if t.id >= 0 {
			place[t.id] = i
		}
	}
	b.eachDoc(func(_ int, d bag) {
		var found []int
		for _, ids := range [][]int32{d.title, d.lead} {
			for _, id := range ids {
				if i, ok := place[id]; ok && !slices.Contains(found, i) {
					found = append(found, i)
				}
			}
		}
		for _, i := range found {
			single[i]++
			for _, j := range found {
				joint[i*n+j]++
			}
		}
	})
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
		for j := range out[i] {
			if p := joint[i*n+j] / float64(b.sample); p > 0 && i != j {
				out[i][j] = math.Log(p/(single[i]*single[j])*float64(b.sample)*float64(b.sample)) / -math.Log(p)
			}
		}
	}
	return out
}
