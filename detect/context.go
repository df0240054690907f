package detect

import "rasid/news"

// How much less alike than reports of one event the reports of two stories may be for one to be told in the context of the
// other (docs/stories.md).
const (
	contextEase    = 0.15 // in a setting of many stories
	contextCompany = 5    // number of other stories at which half of that is left: among few, all that they have in common counts
)

// Contexts says, for each story of a digest in their order, in the context of which other one a reader meets it: the index of
// the first story before it that leads a context and that one of its reports is nearly as like as reports of one event are,
// or its own index where it leads one itself. A story without members leads one. The order of members makes no difference.
func (f *Folder) Contexts(stories []news.Story) []int {
	around := f.around(stories)
	in := make([]int, len(stories))
	for i := range in {
		in[i] = -1
	}
	for i, lead := range stories {
		if in[i] >= 0 {
			continue
		}
		in[i] = i
		for j := i + 1; j < len(stories); j++ {
			if in[j] < 0 && f.beside(lead, stories[j], around) {
				in[j] = i
			}
		}
	}
	return in
}

// beside reports whether a story may be told in the context of another, in a setting that counts both.
func (f *Folder) beside(a, b news.Story, around *setting) bool {
	if len(a.Members) == 0 || len(b.Members) == 0 {
		return false
	}
	for _, s := range []news.Story{a, b} {
		own := f.reading(opener(s)).gist
		around.add(own, -1)
		defer around.add(own, 1)
	}
	ease := contextEase * around.stories / (around.stories + contextCompany)
	for _, m := range a.Members {
		x := f.reading(m.Article)
		for _, n := range b.Members {
			y := f.reading(n.Article)
			if f.likeness(x, y, around, f.gap(x, y)) >= around.need(x.gist, y.gist)-ease {
				return true
			}
		}
	}
	return false
}
