package monitor

import (
	"time"

	"rasid/news"
)

// How long a source must have been of no use until the operator is told.
const (
	leastDark     = 6 * time.Hour
	mostDark      = 72 * time.Hour
	darkIntervals = 8 // between leastDark and mostDark: so many times the time between two polls
)

// useful reports whether a source in state h serves its readers.
func useful(h news.Health) bool {
	return h == news.Healthy || h == news.Slow || h == news.Moved
}

// darken follows how long p has been of no use, and returns whether that is to be told now: "dark" once it has lasted,
// "off" when it is asked no more, "back" when it is useful again and its darkness had been told; else "". since
// names the darkness: the same for its beginning and its end.
func (m *Monitor) darken(p *news.Poll, s news.Source, now time.Time) (told string, since time.Time) {
	if useful(p.State) {
		since, told = p.Dark, "back"
		p.Ill, p.Dark = time.Time{}, time.Time{}
		if since.IsZero() {
			return "", since
		}
		return told, since
	}
	if p.Ill.IsZero() {
		p.Ill = now
	}
	off, dark := ended(*p), now.Sub(p.Ill) >= max(leastDark, min(darkIntervals*m.interval(*p, s), mostDark))
	switch {
	case off:
		told = "off"
	case dark && p.Dark.IsZero():
		told = "dark"
	default:
		return "", since
	}
	p.Dark = p.Ill
	return told, p.Ill
}
