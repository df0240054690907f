package monitor

import (
	"errors"
	"fmt"
	"math"
	"time"

	"rasid/fetch"
	"rasid/news"
)

// The bounds of health.
const (
	longestWait   = 24 * time.Hour      // a dead source is asked once a day, for ever
	oldDates      = 14 * 24 * time.Hour // a newest date older than this, and than the habit, is frozen
	habitArabic   = 0.5                 // from this share of Arabic on a source is an Arabic one
	foreignArabic = 0.2                 // and below this it is not
	newHabit      = 14 * 24 * time.Hour // Arabic links to another site become the habit
	movedPolls    = 3                   // so often, over at least movedFor, must a move be said
	movedFor      = 24 * time.Hour
)

// hit is what is remembered after a good answer that had so many new entries.
func (m *Monitor) hit(p news.Poll, s news.Source, l fetch.Listing, fresh int, now time.Time) news.Poll {
	was := p
	p.Every = m.adapted(was, s, l, fresh)
	count(&p, l, fresh, now)
	p.Checked, p.Answered, p.Failures = now, now, 0
	p.Next = now.Add(m.interval(p, s))
	p.ETag, p.LastModified = l.ETag, l.LastModified // also on a 304: one of the two may change alone
	if !l.Unchanged || p.Full.IsZero() {
		p.Full = now
	}
	p.Move = moving(was.Move, l.Moved, now)
	p.State, p.Reason = standing(was, p, l, now)
	if !l.Unchanged && p.State != news.Hijacked && len(l.Entries) > 0 {
		settle(&p, l, was.Answered.IsZero())
	}
	return p
}

// standing is the state of a source that answered, the gravest first.
func standing(was, p news.Poll, l fetch.Listing, now time.Time) (news.Health, string) {
	if l.Unchanged && was.Failures == 0 {
		switch was.State {
		case news.Hijacked, news.Empty, news.Frozen: // what it listed then is what it lists still
			return was.State, was.Reason
		}
	}
	if !l.Unchanged {
		if why := hijacked(was, l, now); why != "" {
			return news.Hijacked, why
		}
		if len(l.Entries) == 0 {
			return news.Empty, "answers, but lists nothing"
		}
		if newest, gap := dates(l.Entries); !newest.IsZero() && now.Sub(newest) > max(oldDates, min(gaps*gap, mostSilence)) {
			age := now.Sub(newest)
			return news.Frozen, fmt.Sprintf("its newest date is %d days old", int(age.Hours()/24))
		}
	}
	switch {
	case !p.Fresh.IsZero() && now.Sub(p.Fresh) >= patience(p, now):
		return news.Silent, fmt.Sprintf("nothing new for %d hours; it used to list %.0f a week", int(now.Sub(p.Fresh).Hours()), p.Weekly/faded(now.Sub(p.Fresh)))
	case p.Move.Adopted:
		return news.Moved, "moved for good, is asked at " + p.Move.To + " now: write that as its url"
	case p.Move.To != "":
		return news.Moved, "says that it has moved for good to " + p.Move.To
	case l.Slow:
		return news.Slow, "answers near the time limit"
	}
	return news.Healthy, ""
}

// dates returns the latest date of entries, zero without any, and the mean time between two of them.
func dates(entries []news.Entry) (newest time.Time, gap time.Duration) {
	var oldest time.Time
	n := 0
	for _, e := range entries {
		if e.Published.IsZero() {
			continue
		}
		if n++; e.Published.After(newest) {
			newest = e.Published
		}
		if oldest.IsZero() || e.Published.Before(oldest) {
			oldest = e.Published
		}
	}
	return newest, newest.Sub(oldest) / time.Duration(max(1, n-1))
}

// hijacked says in which way a listing is not of the source that p remembers, "" = it is.
func hijacked(p news.Poll, l fetch.Listing, now time.Time) string {
	if len(l.Entries) == 0 {
		return ""
	}
	if p.Arabic >= habitArabic && l.Arabic < foreignArabic {
		return fmt.Sprintf("its titles are not Arabic any more (%.0f %% of the letters, once %.0f %%)", 100*l.Arabic, 100*p.Arabic)
	}
	if p.Site == "" || l.Site == "" || l.Site == p.Site || p.Move.To != "" && l.Site == fetch.Site(p.Move.To) {
		return ""
	}
	if p.State == news.Hijacked && l.Arabic >= habitArabic && now.Sub(p.Ill) >= newHabit {
		return ""
	}
	return fmt.Sprintf("its links lead to %s now, not to %s", l.Site, p.Site)
}

// settle learns what is usual for a source.
func settle(p *news.Poll, l fetch.Listing, first bool) {
	if l.Site != "" {
		p.Site = l.Site
	}
	if first {
		p.Arabic = l.Arabic
		return
	}
	p.Arabic += (l.Arabic - p.Arabic) / 10
}

// moving is what is known of a move after an answer that said it has moved for good to a place, "" = it did not. A
// new address is believed when it was named again and again for a day: one 301 may be a slip (H16).
func moving(was news.Move, to string, now time.Time) news.Move {
	switch {
	case was.Adopted && to == "":
		return was
	case to == "":
		return news.Move{}
	case to != was.To || was.Adopted:
		return news.Move{To: to, Since: now, Said: 1}
	}
	was.Said++
	was.Adopted = was.Said >= movedPolls && now.Sub(was.Since) >= movedFor
	return was
}

// miss is what is remembered after a failed answer: the wait doubles with each failure of full weight, obeys
// Retry-After and never passes a day, so that a dead source comes back within a day of its return. One 410 may be a
// slip of the server, so it puts the source off for a day; a second one then ends it (H15).
func (m *Monitor) miss(p news.Poll, s news.Source, err error, now time.Time) news.Poll {
	was := p
	p.Checked, p.State = now, fetch.Health(err)
	p.Failures += weight(p.State, err)
	p.Reason = reasonOf(err)
	if p.Move.Adopted {
		p.Move = news.Move{} // the old address is asked again
	}
	wait := time.Duration(float64(m.every(s)) * math.Pow(2, min(p.Failures, 12)))
	wait = max(min(wait, longestWait), fetch.RetryAfter(err))
	p.Next = now.Add(min(wait, longestWait))
	if errors.Is(err, fetch.ErrBrief) {
		p.Next = now // with the sources that fail, and with all its time
	}
	if p.State != news.Gone {
		return p
	}
	p.Next = now.Add(longestWait)
	if was.State == news.Gone && now.Sub(was.Checked) >= longestWait {
		p.Next = time.Time{}
		p.Reason += "; asked no more: give it another url, or take it out"
	}
	return p
}

// weight of one failure: what may be the net's fault counts least, what may be a passing weakness of the server half.
func weight(h news.Health, err error) float64 {
	switch {
	case fetch.Unreachable(err):
		return 0.25
	case h == news.Down:
		return 0.5
	}
	return 1
}
