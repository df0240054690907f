package fetch

import (
	"regexp"
	"strings"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// A clock reads the times that one document tells; the zero value is that of an outlet that writes UTC.
type clock struct {
	here  *time.Location // zone of a time that tells none, nil = UTC
	taken time.Time      // when the document was taken from its site; zero = not known, and then منذ ساعتين is not either
}

// zoneOf returns the zone of the times of s that tell none. A name that is no zone, which config refuses, is UTC.
func zoneOf(s news.Source) *time.Location {
	if s.Zone == "" {
		return time.UTC
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (c clock) zone() *time.Location {
	if c.here == nil {
		return time.UTC
	}
	return c.here
}

// isoTimes are the forms in which machines are told a moment. A day alone, and the names of zones, are left to arabic.Date.
var isoTimes = []string{time.RFC3339, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05-0700", "2006-01-02T15:04-0700", "2006-01-02T15:04Z07:00",
	"2006-01-02T15:04", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04", time.RFC1123Z}

// iso returns the moment that a text tells in one of the forms for machines.
func (c clock) iso(text string) (time.Time, bool) {
	if len(text) < len("2006-01-02T15:04") {
		return time.Time{}, false // a day: a map may have fifty thousand
	}
	for _, layout := range isoTimes {
		if t, err := time.ParseInLocation(layout, text, c.zone()); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

var relative = regexp.MustCompile(`منذ|قبل|الآن|اليوم$|أمس`)

// timeIn returns the time that a short text tells, in UTC; one that is told from the moment of reading only where it is known
// when that was.
func (c clock) timeIn(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 240 || c.taken.IsZero() && relative.MatchString(text) {
		return time.Time{}, false
	}
	now := c.taken
	if now.IsZero() {
		now = time.Now()
	}
	if t, ok := c.iso(text); ok {
		return t, t.Year() >= 1990 && t.Before(now.Add(24*time.Hour))
	}
	return arabic.Date(text, now, c.zone())
}

// copyAddress is that of a copy in a web archive: the moment at which it was taken, and where from. So write the Wayback Machine
// and all that run on its software or on pywb; links within a copy may have it without the host.
var copyAddress = regexp.MustCompile(`^(?:https?://[^/?#]+)?/(?:[^?#]*/)?((?:19|20)\d{12})(?:[a-z]{2}_)?/(https?:/{1,2}[^/].*)$`)

// copyOf returns of which address a web archive has the copy at address, and when it was taken. ok is false for any other address.
func copyOf(address string) (original string, taken time.Time, ok bool) {
	m := copyAddress.FindStringSubmatch(address)
	if m == nil {
		return "", time.Time{}, false
	}
	taken, err := time.Parse(stampLayout, m[1])
	if err != nil {
		return "", time.Time{}, false
	}
	scheme, rest, _ := strings.Cut(m[2], ":")
	return scheme + "://" + strings.TrimLeft(rest, "/"), taken, true
}
