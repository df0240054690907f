package detect

// raw returns the raw score of words that stand in a title and in a body, and the nearest example.
func (m *model) raw(head, body []word, x, title impression) (score float64, near int) {
	score = m.bias + dot(m.towards, x.at) + float64(titleShare*dot(m.mean, title.at))
	for _, e := range x.terms {
		score += float64(e.w) * float64(m.terms[e.id])
	}
	for _, o := range x.own {
		score += float64(o.w) * float64(m.own[o.id])
	}
	best := -1.0
	for i, e := range m.examples {
		if s := dot(e, x.at); s > best {
			best, near = s, i
		}
	}
	score += float64(nearShare * best)
	return score + float64(facetShare*m.together(head, body)) + m.lacking(head, body), near
}

// A facet counts in full in the title and at the beginning of the text, and less and
// less after that.
const (
	flatBytes = 300
	fadeBytes = 800
	fadeFloor = 0.5
)

// together returns how far all facets are alive: the least of them, each as far as it is needed.
func (m *model) together(head, body []word) float64 {
	least := 1.0
	for i := range m.facets {
		f := &m.facets[i]
		if f.need == 0 {
			continue
		}
		a := f.aliveIn(head, body)
		least = min(least, 1-float64(f.need*(1-a)))
	}
	return least
}

// aliveIn returns how far a facet is alive in a text, in [0, 1].
func (f *facet) aliveIn(head, body []word) float64 {
	best := 0.0
	for i := range head {
		best = max(best, f.of(head, i))
	}
	for i, w := range body {
		if best >= 1 {
			break
		}
		a := f.of(body, i)
		if a <= best {
			continue
		}
		if w.start > flatBytes {
			a *= max(fadeFloor, 1-float64(w.start-flatBytes)/fadeBytes)
		}
		best = max(best, a)
	}
	return best
}
