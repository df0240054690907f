package detect

import "rasid/news"

// A Breadth says that examples have hardly more in common than one name, or one other side: all have it in their headlines, no other
// side is much needed, and most of what is written with it would be relevant. A topic with words under must is never named: they narrow it. Who follows less than that gives other examples or, in not/,
// articles that have it and do not belong.
type Breadth struct {
	Name     string  `json:"name"`            // as the examples write it
	Relevant float64 `json:"relevant"`        // share of the general news with it in the headline that would be relevant, in [0, 1]
	Group    string  `json:"group,omitempty"` // the sub-subject whose examples they are; "" = the topic has but one
}

// When a topic is broad. None of the ten labelled topics is, the highest share of one whose side all headlines have is 0.70 (docs/relevance.md).
const (
	broadSecond   = 0.25 // need from which on another side is something else that the examples have in common
	broadRelevant = 0.75 // share of the general news with the side in its headline that would be relevant, at least
	broadLeast    = 20   // documents of that news from which on it tells something
	broadMost     = 400  // of them that are looked at
)

// breadth returns in what way a topic is broad, nil if it is not.
func (m *model) breadth(p *pool) *Breadth {
	n := len(m.examples)
	if n < 2 || len(m.must) > 0 || len(m.facets) == 0 || m.facets[0].need < confidence(n) || len(m.facets) > 1 && m.facets[1].need >= broadSecond {
		return nil
	}
	with := p.titled(&m.facets[0], broadMost)
	if len(with) < broadLeast {
		return nil
	}
	cut, relevant := m.rawAt(m.cutoff, m.cut[news.OnSummary]), 0.0
	for _, i := range with {
		if m.rawOfBag(p.bags[i], p.impression(i)) >= cut {
			relevant++
		}
	}
	if relevant /= float64(len(with)); relevant < broadRelevant {
		return nil
	}
	return &Breadth{Name: m.facets[0].name, Relevant: round(relevant)}
}

// titled returns the documents that have a side in their title, ascending, at most so many, evenly taken.
func (p *pool) titled(side *facet, most int) (docs []int) {
	for i, d := range p.bags {
		if side.aliveInBag(bag{title: d.title}) >= inferFrom {
			docs = append(docs, i)
		}
	}
	if len(docs) <= most {
		return docs
	}
	taken := make([]int, most)
	for i := range taken {
		taken[i] = docs[i*len(docs)/most]
	}
	return taken
}
