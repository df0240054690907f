package eval

import (
	"cmp"
	"slices"
	"time"

	"rasid/news"
)

// cutAt is the time of day, in UTC, at which digests are cut: morning in most Arab capitals.
const cutAt = 5 * time.Hour

// tell counts what daily digests would tell of the stories of p: how many stories, how many of an event that another story
// of the same digest tells, and how many of those a reader meets beside it. A story is told as the event that most of its
// new articles report.
func (f *ClusterFigures) tell(p press, labels map[string]string) {
	days := map[int64]bool{}
	for _, s := range p.stories {
		for _, m := range s.Members {
			days[digestOf(m)] = true
		}
	}
	for day := range days {
		stories, events := digestOn(day, p, labels)
		contexts := p.folder.Contexts(stories)
		f.Told += len(stories)
		for i, event := range events {
			again, beside := false, false
			for j := range i {
				again = again || events[j] == event
				beside = beside || events[j] == event && contexts[j] == contexts[i]
			}
			f.Again, f.Beside = f.Again+b2i(again), f.Beside+b2i(beside)
		}
	}
}

// digestOf returns the day of the digest that tells of an article.
func digestOf(m news.Member) int64 { return m.Published.Add(24*time.Hour-cutAt).Unix() / 86400 }

// digestOn returns the stories that the digest of a day tells, with what came before, and the event of each: those with
// most new articles first.
func digestOn(day int64, p press, labels map[string]string) (stories []news.Story, events []string) {
	type told struct {
		story news.Story
		event string
		fresh int
	}
	var all []told
	for _, s := range p.stories {
		t := told{story: *s}
		t.story.Members = nil
		of := map[string]int{}
		for _, m := range s.Members {
			if digestOf(m) <= day {
				t.story.Members = append(t.story.Members, m)
			}
			if digestOf(m) == day {
				t.fresh++
				of[labels[m.URL]]++
			}
		}
		for event, n := range of {
			if n > of[t.event] || n == of[t.event] && event < t.event {
				t.event = event
			}
		}
		if t.fresh > 0 {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b told) int { return cmp.Or(b.fresh-a.fresh, cmp.Compare(a.story.ID, b.story.ID)) })
	for _, t := range all {
		stories, events = append(stories, t.story), append(events, t.event)
	}
	return stories, events
}
