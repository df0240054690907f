package monitor

import (
	"math"
	"time"

	"rasid/fetch"
	"rasid/news"
)

// The time between two polls follows the source (the rule of Media Cloud): it grows while most of what is listed was
// known, and shrinks while most is new.
const (
	mostlyKnown = 0.67 // above this part of repeats the time grows to half as much again
	mostlyNew   = 0.33 // below it the time is halved
	leastEvery  = 5 * time.Minute
	mostTimes   = 4 // the time never grows above so many times what is configured
	mostEvery   = 6 * time.Hour
)

// every is the time between two polls of s that is configured.
func (m *Monitor) every(s news.Source) time.Duration { return positive(s.Every, m.o.Every) }

// interval is the time between two polls of s as learnt: from five minutes to four times what is configured, but
// above six hours only where more is configured.
func (m *Monitor) interval(p news.Poll, s news.Source) time.Duration {
	base := m.every(s)
	if p.Every <= 0 {
		return base
	}
	return min(max(p.Every, min(leastEvery, base)), max(base, min(mostTimes*base, mostEvery)))
}

// adapted is the time between two polls after an answer with so many new entries.
func (m *Monitor) adapted(p news.Poll, s news.Source, l fetch.Listing, fresh int) time.Duration {
	now := m.interval(p, s)
	known := 1.0
	switch {
	case p.Answered.IsZero(), !l.Unchanged && len(l.Entries) == 0:
		return p.Every // the first answer is all new, an empty one tells nothing
	case !l.Unchanged:
		known = 1 - float64(fresh)/float64(len(l.Entries))
	}
	switch {
	case known > mostlyKnown:
		now += now / 2
	case known < mostlyNew:
		now /= 2
	}
	p.Every = now.Truncate(time.Second)
	return m.interval(p, s)
}

// The rhythm of a source is a mean over the last weeks, the older the lighter.
const (
	week   = 7 * 24 * time.Hour
	memory = 2 * week
)

// count adds the new entries of an answer to the rhythm of a source. What a first answer lists is not new; its
// dates say how much a week brings.
func count(p *news.Poll, l fetch.Listing, fresh int, now time.Time) {
	switch {
	case p.Answered.IsZero():
		p.Weekly = dated(l.Entries, now)
	default:
		p.Weekly = p.Weekly*faded(now.Sub(p.Answered)) + float64(fresh)*float64(week)/float64(memory)
	}
	if fresh > 0 {
		p.Fresh = now
	}
}

func faded(age time.Duration) float64 { return math.Exp(-float64(max(0, age)) / float64(memory)) }

// dated is how many entries a week brings, by their dates alone; 0 = they do not tell.
func dated(entries []news.Entry, now time.Time) float64 {
	oldest, n := now, 0
	for _, e := range entries {
		if age := now.Sub(e.Published); !e.Published.IsZero() && age >= 0 && age < week {
			n++
			if e.Published.Before(oldest) {
				oldest = e.Published
			}
		}
	}
	if n < len(entries) { // older ones are listed too: the whole week is
		return float64(n)
	}
	return float64(n) * float64(week) / float64(max(now.Sub(oldest), 24*time.Hour))
}

// The bounds of how long a source may list nothing new.
const (
	gaps         = 6 // so many times the mean time between two entries
	leastSilence = 36 * time.Hour
	mostSilence  = 90 * 24 * time.Hour
)

// patience is how long a source may list nothing new, by the rhythm that it had when it last did.
func patience(p news.Poll, now time.Time) time.Duration {
	weekly := p.Weekly / faded(now.Sub(p.Fresh))
	if weekly == 0 || p.Fresh.IsZero() {
		return mostSilence
	}
	return time.Duration(min(max(gaps*float64(week)/weekly, float64(leastSilence)), float64(mostSilence)))
}
