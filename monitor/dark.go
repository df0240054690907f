package monitor

import (
	"fmt"
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

// darken follows since when p has been of no use and returns what the operator is to be told: that it is dark once it
// has been so for a while, that it is asked no more, that it is back. The store keeps each matter once.
func (m *Monitor) darken(p *news.Poll, s news.Source, now time.Time) []news.Notice {
	n := news.Notice{Key: "source/" + s.Name + "/dark", At: now, Kind: news.AboutSource, Subject: s.Name}
	if useful(p.State) {
		since := p.Ill
		p.Ill = time.Time{}
		if since.IsZero() {
			return nil
		}
		n.Back, n.Text = true, "is back, after "+span(now.Sub(since))
		return []news.Notice{n}
	}
	if p.Ill.IsZero() || p.Ill.After(now) {
		p.Ill = now
	}
	lasts := now.Sub(p.Ill)
	switch {
	case ended(*p):
		n.Key, n.Text = "source/"+s.Name+"/gone", p.Reason
	case lasts >= max(leastDark, min(darkIntervals*m.interval(*p, s), mostDark)):
		n.Text = fmt.Sprintf("has been of no use for %s: %s: %s", span(lasts), p.State, p.Reason)
	default:
		return nil
	}
	return []news.Notice{n}
}

// span is a time that has passed, in words.
func span(d time.Duration) string {
	switch {
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d hours", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}
