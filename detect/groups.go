package detect

import (
	"fmt"
	"slices"

	"rasid/news"
)

// partLinkage is the mean cosine up to which groups of examples are of different subjects. Examples of one topic keep above
// 0.19, those of two unlike ones below 0.09 (docs/relevance.md).
const partLinkage = 0.1

// newTopicModel returns the model of a topic. Examples on unlike sub-subjects make a model each, of which the first, that of
// the most examples, holds the others.
func newTopicModel(t Topic, b *Background, r *reader, pool *pool) (*model, error) {
	var first *model
	parts := partTopic(t, b, r)
	for _, part := range parts {
		m, err := newModel(part, b, r, pool)
		if err != nil {
			return nil, err
		}
		if first == nil {
			first = m
			continue
		}
		first.others = append(first.others, m)
		for url, relevant := range m.said {
			first.said[url] = relevant
		}
	}
	if len(parts) > 1 {
		whole := model{topic: t, back: b}
		whole.topic.Examples, whole.topic.Not, whole.topic.Labels = sorted(t.Examples), sorted(t.Not), sortedLabels(t.Labels)
		hash := whole.hashOf()
		for _, m := range first.groups() {
			m.hash = hash
		}
	}
	return first, nil
}

// groups returns the models of all sub-subjects.
func (m *model) groups() []*model { return append([]*model{m}, m.others...) }

// partTopic returns a topic for each sub-subject of the examples, that of the most first: groups by average linkage of their
// places in the latent space. What is labelled relevant goes to the group that it is like, all that is not to every group.
func partTopic(t Topic, b *Background, r *reader) []Topic {
	s := newScale(b)
	groups := partExamples(sorted(t.Examples), func(e Example) []float32 { return readExample(e, r, s).whole.at })
	if len(groups) == 1 {
		return []Topic{t}
	}
	out := make([]Topic, len(groups))
	for i, g := range groups {
		out[i] = t
		out[i].Examples, out[i].Labels = g.examples, nil
	}
	for _, l := range sortedLabels(t.Labels) {
		at, nearest := readExample(l.Example, r, s).whole.at, 0
		for i := range groups {
			if groups[i].like(at) > groups[nearest].like(at) {
				nearest = i
			}
		}
		for i := range out {
			if i == nearest || !l.Relevant {
				out[i].Labels = append(out[i].Labels, l)
			}
		}
	}
	return out
}

// An exampleGroup is examples of one sub-subject with their places in the latent space.
type exampleGroup struct {
	examples []Example
	at       [][]float32
}

// like returns the mean cosine of a place with those of the group.
func (g *exampleGroup) like(at []float32) float64 {
	sum := 0.0
	for _, x := range g.at {
		sum += dot(x, at)
	}
	return sum / float64(len(g.at))
}

// partExamples joins the nearest groups of examples while their mean cosine is above partLinkage.
func partExamples(examples []Example, place func(Example) []float32) []exampleGroup {
	groups := make([]exampleGroup, len(examples))
	for i, e := range examples {
		groups[i] = exampleGroup{[]Example{e}, [][]float32{place(e)}}
	}
	for len(groups) > 1 {
		bi, bj, best := 0, 0, partLinkage
		for i := range groups {
			for j := range i {
				sum := 0.0
				for _, x := range groups[i].at {
					sum += groups[j].like(x)
				}
				if c := sum / float64(len(groups[i].at)); c > best {
					bi, bj, best = i, j, c
				}
			}
		}
		if bi == bj {
			break
		}
		groups[bj].examples = append(groups[bj].examples, groups[bi].examples...)
		groups[bj].at = append(groups[bj].at, groups[bi].at...)
		groups = slices.Delete(groups, bi, bi+1)
	}
	slices.SortStableFunc(groups, func(a, b exampleGroup) int { return len(b.at) - len(a.at) })
	return groups
}

// verdict judges a text without its reasons, by the sub-subject that it fits best, which is returned too.
func (m *model) verdict(in *input) (v news.Verdict, by *model) {
	v, by = m.judge(in), m
	for _, o := range m.others {
		w := o.judge(in)
		ask, mention := v.Ask || w.Ask, v.Mention || w.Mention
		if w.Score > v.Score {
			v, by = w, o
		}
		if !v.Relevant {
			v.Ask, v.Mention = ask, mention
		}
	}
	return v, by
}

// hinted reports whether some facet of some sub-subject is alive in a text.
func (m *model) hinted(t *text) bool {
	return m.alive(t) || slices.ContainsFunc(m.others, func(o *model) bool { return o.alive(t) })
}

// groupName tells the sub-subjects of a topic apart by what their first facet is named.
func (m *model) groupName(i int) string {
	if len(m.others) == 0 {
		return ""
	}
	if g := m.groups()[i]; len(g.facets) > 0 {
		return fmt.Sprintf("%d %s", i+1, g.facets[0].name)
	}
	return fmt.Sprint(i + 1)
}
