package detect

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rasid/arabic"
	"rasid/news"
)

// A match is the member of a story that an article is most like.
type match struct {
	sameness
	story  string
	member news.Member
}

// slack is how far below what is needed a story's reports may be on the whole, for one of them to take up an
// article: a story must not wander from event to event.
const slack = 0.05

// match compares an article with all members of a story.
func (f *Folder) match(it *reading, s news.Story, around *setting) (best match) {
	sum, reports := 0.0, 0
	for _, m := range s.Members {
		r := f.compare(it, f.reading(m.Article), around)
		if r.apart {
			return match{}
		}
		c := match{sameness: r, story: s.ID, member: m}
		if c.better(best) {
			best = c
		}
		if r.kind != news.Copy && m.Kind != news.Copy {
			sum, reports = sum+r.margin(), reports+1
		}
	}
	// The margin is for sums that differ with the order of the members in their last bits.
	if best.kind == news.Rewrite && sum < -slack*float64(reports)-1e-9 {
		return match{}
	}
	return best
}

// better orders matches: copies before rewrites, then the higher score, then the earlier publication, then
// the address, so that the order in which they are met makes no difference.
func (m match) better(o match) bool {
	if m.kind == "" {
		return false
	}
	return cmp.Or(
		cmp.Compare(rank(o.kind), rank(m.kind)),
		cmp.Compare(o.score(), m.score()),
		when(m.member.Article).Compare(when(o.member.Article)),
		cmp.Compare(m.member.URL, o.member.URL),
		cmp.Compare(m.story, o.story),
	) < 0
}

func rank(k news.FoldKind) int { return slices.Index([]news.FoldKind{"", news.Rewrite, news.Copy}, k) }

func (m match) score() float64 {
	if m.kind == news.Copy {
		return m.contained
	}
	return m.margin()
}

// why explains a match in one line for the operator, what is Arabic isolated.
func (f *Folder) why(it *reading, m match, around *setting) string {
	other := f.reading(m.member.Article)
	name := arabic.Isolate(cmp.Or(other.outlet, m.member.Source, m.member.URL)) + " " + arabic.Isolate(arabic.Clean(other.title, 80))
	if m.kind == news.Copy {
		return fmt.Sprintf("same text as %s (%.0f %% of the shorter)", name, 100*m.contained)
	}
	why := fmt.Sprintf("same event as %s: %s; likeness %.2f of at least %.2f, %.0f h apart",
		name, arabic.Isolate(strings.Join(shared(it, other, around, 5), "، ")), m.likeness, m.need, f.gap(it, other).Hours())
	if it.relisted(other) {
		why += ", published at the same second by the same outlet"
	}
	if it.gist.day != 0 && it.gist.day == other.gist.day {
		why += ", same day named"
	}
	if common(it.gist.numbers, other.gist.numbers) > 0 {
		why += ", a number in common"
	}
	return why
}

// shared returns the words in common that tell most, at most n, as the first of the articles writes them.
func shared(a, b *reading, s *setting, n int) (out []string) {
	type weighed struct {
		key    uint64
		weight float64
	}
	var both []weighed
	for _, t := range a.gist.forms {
		if i, ok := slices.BinarySearchFunc(b.gist.forms, t.key, func(x term, k uint64) int { return cmp.Compare(x.key, k) }); ok {
			both = append(both, weighed{t.key, s.surprise(t) * t.place * b.gist.forms[i].place})
		}
	}
	slices.SortFunc(both, func(x, y weighed) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.key, y.key))
	})
	written := map[uint64]string{}
	for _, text := range []string{a.title, cut(a.text, gistWords*20)} {
		for _, t := range arabic.Tokens(text) {
			if k := termKey(t.Fold); written[k] == "" {
				written[k] = t.Surface
			}
		}
	}
	for _, w := range both[:min(n, len(both))] {
		out = append(out, written[w.key])
	}
	return out
}
