package schedule

import (
	"errors"
	"fmt"
	"time"
)

// Quiet is a span of each day, by the wall clock of a zone, in which nobody is to be disturbed. The zero value is no
// span. It is a value, safe for concurrent use.
type Quiet struct {
	from, to int // minutes after midnight; from > to passes midnight
	loc      *time.Location
}

// ParseQuiet returns the quiet hours "22:00-06:30" in a time zone, of which the first minute is quiet and the last is
// not. "" is the zero value. Errors that concern the zone wrap ErrZone.
func ParseQuiet(text, zone string) (Quiet, error) {
	if text == "" {
		return Quiet{}, nil
	}
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return Quiet{}, fmt.Errorf("%w %q", ErrZone, zone)
	}
	var h1, m1, h2, m2 int
	if n, err := fmt.Sscanf(text, "%d:%d-%d:%d", &h1, &m1, &h2, &m2); err != nil || n != 4 || fmt.Sprintf("%02d:%02d-%02d:%02d", h1, m1, h2, m2) != text {
		return Quiet{}, fmt.Errorf("quiet hours %q: not like 22:00-06:30", text)
	}
	if min(h1, m1, h2, m2) < 0 || max(h1, h2) > 23 || max(m1, m2) > 59 {
		return Quiet{}, fmt.Errorf("quiet hours %q: no such time of day", text)
	}
	q := Quiet{from: 60*h1 + m1, to: 60*h2 + m2, loc: loc}
	if q.from == q.to {
		return Quiet{}, errors.New("quiet hours begin when they end: nothing would ever go out")
	}
	return q, nil
}

// At reports whether t lies in the quiet hours, by what the clock on the wall shows then.
func (q Quiet) At(t time.Time) bool {
	if q.loc == nil {
		return false
	}
	t = t.In(q.loc)
	now := 60*t.Hour() + t.Minute()
	if q.from < q.to {
		return q.from <= now && now < q.to
	}
	return q.from <= now || now < q.to
}
