package notify

import (
	"time"

	"rasid/news"
)

// alertTitle is the most letters of a headline in the subject of an alert.
const alertTitle = 120

// alertPage turns the page of a digest into that of an alert: it says what happened first, why it could not wait, and
// nothing of how the sources did.
func (p *page) alertPage(d news.Digest, zone *time.Location) {
	p.Title = p.ready(p.urgent+" ") + p.Title
	if len(p.Items) > 0 {
		p.Subject = p.urgent + " " + cut(unmarked(p.Items[0].Head.Text), alertTitle)
	}
	if more := len(p.Items) - 1; more > 0 {
		p.Subject += " (+" + p.number(more) + ")"
	}
	p.Span = p.line(p.instantIn, p.instant(dueOf(d).In(zone)), p.zone(zone))
	p.Coverage = []string{p.ready(p.alsoNext)}
	if d.Alert.Held {
		p.Coverage = append(p.Coverage, p.ready(p.held))
	}
	if d.Alert.Over > 0 {
		p.Coverage = append(p.Coverage, p.line(p.over, p.count(d.Alert.Over, p.story)))
	}
	if d.Alert.Last {
		p.Coverage = append(p.Coverage, p.ready(p.limit))
	}
}

// urgency says what put a story above the line of an alert.
func (f frame) urgency(u news.Urgency) string {
	switch {
	case u.Source != "":
		return f.line(f.bySource, f.outside(u.Source, maxName))
	case u.Outlets > 0:
		return f.line(f.byOutlets, f.count(u.Outlets, f.outlet), f.duration(u.Within))
	}
	return f.line(f.byScore, f.digits(percent(u.Score)))
}

// duration returns a span in hours, or in minutes where it is not whole hours.
func (f frame) duration(d time.Duration) string {
	if d >= time.Hour && d%time.Hour == 0 {
		return f.count(int(d/time.Hour), f.hour)
	}
	return f.count(int(d/time.Minute), f.minute)
}
