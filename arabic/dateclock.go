package arabic

import (
	"strconv"
	"time"
	_ "time/tzdata" // the zones of cities must be known on machines that carry none
)

// A clock is a time of day in its zone.
type clock struct {
	hour, minute, second, nano int
	zone                       *time.Location
	none                       bool // no clock is told, only the day
}

// on returns the moment of c on a day. A day without a clock gets a moment that is within it both in its zone and in UTC:
// a moment of the evening before would put it on another day wherever days are counted in UTC.
func (c clock) on(year int, month time.Month, day int) time.Time {
	t := time.Date(year, month, day, c.hour, c.minute, c.second, c.nano, c.zone)
	if utc := time.Date(year, month, day, 0, 0, 0, 0, time.UTC); c.none && t.Before(utc) {
		return utc
	}
	return t
}

// clockNear reads the clock behind the day that takes the parts [start,end), else the one before it, else the first
// moment of the day.
func (r reader) clockNear(start, end int) clock {
	for i := end; i < len(r.parts); i++ {
		if c, after, ok := r.clockAt(i); ok {
			c.zone = r.zone(after)
			return c
		}
	}
	for i := range start {
		if c, after, ok := r.clockAt(i); ok && after <= start {
			c.zone = r.zone(after)
			return c
		}
	}
	return clock{zone: r.here, none: true}
}

// clockAt reads the clock that begins at part i and returns the part after it.
func (r reader) clockAt(i int) (c clock, end int, ok bool) {
	c.zone = r.here
	h := r.part(i)
	if h.kind != number {
		return c, i, false
	}
	if len(h.text) == 6 && r.part(i-1).text == "t" { // 20260304T103000
		c.hour, c.minute, c.second = h.value/10000, h.value/100%100, h.value%100
		return c, i + 1, c.valid()
	}
	if len(h.text) > 2 {
		return c, i, false
	}
	c.hour = h.value
	minute, by := r.part(i+2), r.part(i+1).text
	colon := by == ":" && !r.offsetSign(i-1) || by == "h" || by == "سا" || by == "." && dayParts[r.part(i+3).text] != 0
	if colon && minute.kind == number && len(minute.text) == 2 {
		c.minute, end = minute.value, i+3
		if s := r.part(end + 1); r.part(end).text == ":" && s.kind == number && len(s.text) == 2 {
			c.second, end = min(s.value, 59), end+2
			if f := r.part(end + 1); (r.part(end).text == "." || r.part(end).text == ",") && f.kind == number && !f.spaced {
				frac, _ := strconv.ParseFloat("0."+f.text, 64)
				c.nano, end = int(frac*1e9), end+2
			}
		}
		end = r.dayPart(&c, end)
		return c, end, c.valid()
	}
	if _, _, known := r.dayPartAt(i + 1); known || r.part(i-1).text == "الساعه" {
		end = r.dayPart(&c, i+1)
		return c, end, c.valid()
	}
	return c, i, false
}

func (c clock) valid() bool {
	return c.hour < 24 && c.minute < 60 && c.second < 60 || c == clock{hour: 24, zone: c.zone}
}

// offsetSign says whether part i is the sign of an offset from UTC.
func (r reader) offsetSign(i int) bool {
	p := r.part(i)
	return (p.text == "+" || p.text == "-" && r.part(i-1).kind == number && !p.spaced) && !r.part(i+1).spaced
}

// dayPartAt reads the word for a part of the day at part i and returns the part after it; a.m., p.m., ق.ظ and ب.ظ are three parts.
func (r reader) dayPartAt(i int) (d dayPart, end int, ok bool) {
	p, next, third := r.part(i).text, r.part(i+1).text, r.part(i+2).text
	switch {
	case next == "." && third == "m" && (p == "a" || p == "p"):
		return dayParts[p+"m"], i + 3, true
	case next == "." && third == "ظ" && p == "ق":
		return morning, i + 3, true
	case next == "." && third == "ظ" && p == "ب":
		return evening, i + 3, true
	case p == "منتصف" && isNight(next):
		return morning, i + 2, true
	case p == "بعد" && next == "منتصف" && isNight(third):
		return morning, i + 3, true
	case p == "قبل" && next == "منتصف" && isNight(third):
		return evening, i + 3, true
	case p == "بعد" && (next == "الظهر" || next == "الزوال"):
		return evening, i + 2, true
	case p == "قبل" && (next == "الظهر" || next == "الزوال"):
		return morning, i + 2, true
	}
	d, ok = dayParts[p]
	return d, i + 1, ok
}

func isNight(word string) bool { return word == "الليل" || word == "ليل" || word == "ليله" }

// dayPart moves c by the word for a part of the day at part i and returns the part after it.
func (r reader) dayPart(c *clock, i int) int {
	d, end, ok := r.dayPartAt(i)
	if !ok {
		return i
	}
	switch {
	case d == night && c.hour >= 6 && c.hour < 12, d == noon && c.hour < 10:
		d = evening
	case d == night:
		d = morning
	}
	switch {
	case d == morning && c.hour == 12:
		c.hour = 0
	case d == evening && c.hour < 12:
		c.hour += 12
	}
	return end
}

// zone reads the zone told at or behind part i; that of the reader if none is.
func (r reader) zone(i int) *time.Location {
	for j := i; j < len(r.parts); j++ {
		p := r.part(j)
		if hours, ok := r.offset(j, j > i && zones[r.part(j-1).text] == "0"); ok && j <= i+2 {
			return time.FixedZone("", hours)
		}
		if p.text == "ت" && r.part(j+1).text == "." && r.part(j+2).text == "غ" || p.text == "تغ" {
			return time.UTC
		}
		name := zones[p.text]
		switch {
		case name == "" || p.kind != word:
		case name == "0" && (r.part(j+1).text == "+" || r.part(j+1).text == "-"):
			if hours, ok := r.offset(j+1, true); ok {
				return time.FixedZone("", hours)
			}
			return time.UTC
		case j <= i+1 || r.part(j-1).text == "بتوقيت" || r.part(j-1).text == "توقيت" || r.part(j-2).text == "بتوقيت":
			return location(name)
		}
	}
	return r.here
}

// offset reads +0300, +03:00 and +03 at part i, in seconds; +3 and -5 only behind the name of a zone.
func (r reader) offset(i int, named bool) (seconds int, ok bool) {
	p, n := r.part(i), r.part(i+1)
	if p.text != "+" && p.text != "-" || n.kind != number || n.spaced {
		return 0, false
	}
	minutes := 0
	switch m := r.part(i + 3); {
	case len(n.text) == 4:
		minutes = n.value/100*60 + n.value%100
	case len(n.text) <= 2 && r.part(i+2).text == ":" && m.kind == number && len(m.text) == 2 && (p.text == "+" || !p.spaced || named || r.seconds(i)):
		minutes = n.value*60 + m.value
	case named || p.text == "+" && len(n.text) == 2:
		minutes = n.value * 60
	default:
		return 0, false
	}
	if minutes > 14*60 {
		return 0, false
	}
	if p.text == "-" {
		minutes = -minutes
	}
	return minutes * 60, true
}

// seconds reports whether a clock with seconds ends before part i: what follows it with a minus is an offset and not the end of a span,
// as in "10:30 -12:00".
func (r reader) seconds(i int) bool {
	return r.part(i-1).kind == number && r.part(i-2).text == ":" && r.part(i-3).kind == number && r.part(i-4).text == ":"
}

// location returns the zone of that name or that many hours east of Greenwich, UTC where the system does not know it.
func location(name string) *time.Location {
	if hours, err := strconv.ParseFloat(name, 64); err == nil {
		if hours == 0 {
			return time.UTC
		}
		return time.FixedZone("", int(hours*3600))
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return loc
}
