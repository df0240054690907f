package detect

import "rasid/news"

// How much less alike than reports of one event the reports of two stories may be for one to be told in the context of the
// other (docs/stories.md).
const contextEase = 0.16 // among many stories; half of it beside one other (company), since among few all that they have in common counts

// How many stories are looked at for contexts, and how many reports of each: some seconds of work; no reader gets that far.
const (
	contextStories = 200
	contextReports = 8
)

// Contexts says, for each story of a digest in their order, in the context of which other one a reader meets it: the index of
// the first story before it that leads a context and that one of its reports is nearly as like as reports of one event are,
// or its own index where it leads one itself, as a story without members and each behind the first 200 does. Copies do not
// count, nor does what stands behind the first eight reports of a story; up to there the order of members makes no difference.
func (f *Folder) Contexts(stories []news.Story) []int {
	in := make([]int, len(stories))
	for i := range in {
		in[i] = -1
	}
	near := stories[:min(len(stories), contextStories)]
	around, reports := f.around(near), make([][]*reading, len(near))
	for i, s := range near {
		reports[i] = f.reports(s)
	}
	for i := range stories {
		if in[i] >= 0 {
			continue
		}
		in[i] = i
		for j := i + 1; j < len(near); j++ {
			if in[j] < 0 && f.beside(reports[i], reports[j], around) {
				in[j] = i
			}
		}
	}
	return in
}

// reports returns a story's opener and the first of those who tell it in their own words.
func (f *Folder) reports(s news.Story) (all []*reading) {
	if len(s.Members) == 0 {
		return nil
	}
	first := opener(s)
	all = append(all, f.reading(first))
	for _, m := range s.Members {
		if m.Kind != news.Copy && m.URL != first.URL && len(all) < contextReports {
			all = append(all, f.reading(m.Article))
		}
	}
	return all
}

// beside reports whether a story may be told in the context of another, by the reports of both with their openers first, in a
// setting that counts both.
func (f *Folder) beside(a, b []*reading, around *setting) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, own := range []*reading{a[0], b[0]} {
		around.add(own.gist, -1)
		defer around.add(own.gist, 1)
	}
	ease := contextEase * around.stories / (around.stories + company)
	for _, x := range a {
		for _, y := range b {
			if f.likeness(x, y, around, f.gap(x, y)) >= eventLikeness-ease {
				return true
			}
		}
	}
	return false
}
