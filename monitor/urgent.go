package monitor

import (
	"slices"
	"time"

	"rasid/news"
	"rasid/store"
)

// A rising is a story that an alert has something to tell of.
type rising struct {
	store.AlertState
	why   news.Urgency
	ready bool // its time has come
}

func statesOf(all []rising) []store.AlertState {
	states := make([]store.AlertState, len(all))
	for i, s := range all {
		states[i] = s.AlertState
	}
	return states
}

// byStory parts reports, which come in the order of their stories.
func byStory(reports []store.Report) (all [][]store.Report) {
	for i, r := range reports {
		if i == 0 || r.Story != reports[i-1].Story {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], r)
	}
	return all
}

// rises decides whether a has something to tell of a story now or soon, and fills in why, whether it is ready, and
// since when a story waits that was not told before. Reports before since make nothing urgent.
func (a Alert) rises(s *rising, reports []store.Report, since, now time.Time) bool {
	fresh := slices.DeleteFunc(slices.Clone(reports), func(r store.Report) bool { return r.At.Before(since) })
	told := slices.ContainsFunc(reports, func(r store.Report) bool { return r.Told })
	if told || !s.Over.IsZero() {
		s.ready = a.again(s, reports, fresh, now)
		s.why, _ = a.urgency(reports)
		return s.ready
	}
	var urgent bool
	if s.why, urgent = a.urgency(fresh); !urgent {
		if s.Since.IsZero() {
			return false
		}
		s.why, _ = a.urgency(reports) // it has aged while it waited
	}
	if s.Since.IsZero() || s.Since.After(now) { // after: by a clock that was put back since
		s.Since = now
	}
	s.ready = !now.Before(s.Since.Add(a.Wait))
	return true
}

// again reports whether a story that was told, or left to the digest, is to be told once more.
func (a Alert) again(s *rising, reports, fresh []store.Report, now time.Time) bool {
	last := s.Told
	if s.Over.After(last) {
		last = s.Over
	}
	known := func(r store.Report) bool { return r.Told || !s.Over.IsZero() && !r.Seen.After(s.Over) }
	outlets := map[string]bool{}
	for _, r := range reports {
		if known(r) {
			outlets[r.Outlet] = true
		}
	}
	added := slices.DeleteFunc(fresh, known)
	taken := slices.ContainsFunc(added, func(r store.Report) bool { return !outlets[r.Outlet] })
	passed := now.Sub(last)
	return taken && passed >= a.Update || len(added) > 0 && a.Repeat > 0 && passed >= a.Repeat
}

// urgency says what puts reports, in order of publication, above the line; false if nothing does.
func (a Alert) urgency(reports []store.Report) (news.Urgency, bool) {
	for _, r := range reports {
		if slices.Contains(a.Sources, r.Source) {
			return news.Urgency{Source: r.Outlet}, true
		}
	}
	if n := crowd(reports, a.Within); a.Outlets > 0 && n >= a.Outlets {
		return news.Urgency{Outlets: n, Within: a.Within}, true
	}
	var best float64
	for _, r := range reports {
		best = max(best, r.Score)
	}
	return news.Urgency{Score: best}, a.Score > 0 && best >= a.Score
}

// crowd returns the most outlets that published within a span of time.
func crowd(reports []store.Report, within time.Duration) (most int) {
	for i, first := range reports {
		outlets := map[string]bool{}
		for _, r := range reports[i:] {
			if r.At.Sub(first.At) > within {
				break
			}
			outlets[r.Outlet] = true
		}
		most = max(most, len(outlets))
	}
	return most
}
