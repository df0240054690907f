package arabic

import (
	"strings"
	"time"
)

const (
	maxDate   = 400            // bytes of a text in which a date is looked for
	firstYear = 1990           // of the sanity window
	tolerance = 24 * time.Hour // how far after now a time may be
)

// Date returns the first time that s tells as Arabic outlets write it, in UTC. It knows
//
//   - all sets of month names (يناير, كانون الثاني, جانفي, غشت), pairs of them (مارس/آذار), French and English ones;
//   - ASCII, Arabic and Persian digits; day before month in numbers, unless only the other way gives a time that
//     can be; year first; RFC 3339, RFC 1123 and RFC 822, Unix seconds and milliseconds;
//   - clocks with ص, م, صباحا, مساء and the like, offsets, zones and بتوقيت with a city; a clock without a zone is
//     that of zone; a day without a clock is its first moment there or in UTC, whichever is later, so that it is
//     a moment of that day by both;
//   - relative times: منذ ساعتين, قبل 3 ساعات, أمس 14:30, اليوم 9 ص; a plural without a number counts as three;
//   - a year that is not told: the last in which the day was not after now.
//
// Hijri dates are passed over, so that one beside a Gregorian date does no harm and one alone is not understood.
// ok is false if no time is found, and if the time is before 1990 or more than 24 hours after now (no such limit
// where now is zero). Only the first 400 bytes of s count.
func Date(s string, now time.Time, zone *time.Location) (t time.Time, ok bool) {
	s = s[:min(len(s), maxDate)] // half a letter at the end is folded to a space
	r := reader{parts: scan(Fold(s)), now: now, here: zone}
	if t, ok := r.epoch(); ok {
		return t, true
	}
	for i := range r.parts {
		day, end, ok := r.dayAt(i)
		if !ok {
			continue
		}
		clock := r.clockNear(i, end)
		for _, d := range day.ways() {
			if t := r.at(d, clock); r.sane(t) {
				return t.UTC(), true
			}
		}
	}
	if t, ok := r.relative(); ok && r.sane(t) {
		return t.UTC(), true
	}
	return time.Time{}, false
}

// A reader looks for times among the parts of a folded text.
type reader struct {
	parts []part
	now   time.Time
	here  *time.Location // zone of a clock that tells none
}

// A calendarDay is a day as written.
type calendarDay struct {
	year, month, day int  // year 0 = not told
	either           bool // day and month may change places
}

// ways returns the days that d may mean, likeliest first.
func (d calendarDay) ways() []calendarDay {
	if d.either && d.day <= 12 && d.day != d.month {
		return []calendarDay{d, {year: d.year, month: d.day, day: d.month}}
	}
	if d.either && d.month > 12 {
		return []calendarDay{{year: d.year, month: d.day, day: d.month}}
	}
	return []calendarDay{d}
}

// sane says whether t may be the time of a report.
func (r reader) sane(t time.Time) bool {
	return t.Year() >= firstYear && (r.now.IsZero() || !t.After(r.now.Add(tolerance)))
}

// at returns the moment of the clock on the day, the zero time if there is no such day.
func (r reader) at(d calendarDay, c clock) time.Time {
	year := d.year
	if year == 0 {
		year = r.now.In(c.zone).Year()
	}
	t := c.on(year, time.Month(d.month), d.day)
	if d.year == 0 && t.After(r.now.Add(tolerance)) {
		year--
		t = c.on(year, time.Month(d.month), d.day)
	}
	if real := time.Date(year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC); int(real.Month()) != d.month || real.Day() != d.day {
		return time.Time{}
	}
	return t
}

// epoch reads a text that is nothing but Unix seconds or milliseconds.
func (r reader) epoch() (time.Time, bool) {
	if len(r.parts) != 1 || r.parts[0].kind != number {
		return time.Time{}, false
	}
	var t time.Time
	switch p := r.parts[0]; len(p.text) {
	case 9, 10:
		t = time.Unix(int64(p.value), 0)
	case 13:
		t = time.UnixMilli(int64(p.value))
	}
	return t.UTC(), r.sane(t)
}

// dayAt reads the day that begins at part i and returns the part after it.
func (r reader) dayAt(i int) (d calendarDay, end int, ok bool) {
	switch p := r.part(i); {
	case p.kind == number && len(p.text) == 8 && p.value/10000 >= firstYear:
		return calendarDay{year: p.value / 10000, month: p.value / 100 % 100, day: p.value % 100}, i + 1, true
	case p.kind == number:
		if d, end, ok = r.numericDay(i); ok {
			return d, end, true
		}
		return r.dayMonth(i)
	case p.kind == word:
		return r.monthDay(i)
	}
	return d, i, false
}

// numericDay reads 4/3/2026, 04-03-26, 2026-03-04 and the like.
func (r reader) numericDay(i int) (d calendarDay, end int, ok bool) {
	a, sep, b, c := r.part(i), r.part(i+1), r.part(i+2), r.part(i+4)
	if b.kind != number || c.kind != number || sep.text != r.part(i+3).text || !strings.Contains("/-.", sep.text) || sep.kind != sign {
		return d, i, false
	}
	switch {
	case len(a.text) == 4 && a.value >= firstYear && len(b.text) <= 2 && len(c.text) <= 2:
		return calendarDay{year: a.value, month: b.value, day: c.value}, i + 5, true
	case len(a.text) <= 2 && len(b.text) <= 2 && len(c.text) == 4 && c.value >= firstYear:
		return calendarDay{year: c.value, month: b.value, day: a.value, either: true}, i + 5, true
	case len(a.text) <= 2 && len(b.text) <= 2 && len(c.text) == 2 && sep.text != "." && i == 0:
		return calendarDay{year: 2000 + c.value, month: b.value, day: a.value, either: true}, i + 5, true
	}
	return d, i, false
}

// dayMonth reads 4 مارس 2026, 4 مارس/آذار 2026, 4-Mar-26, 4 من مارس.
func (r reader) dayMonth(i int) (d calendarDay, end int, ok bool) {
	day := r.part(i)
	if len(day.text) > 2 || day.value < 1 {
		return d, i, false
	}
	j := i + 1
	switch r.part(j).text {
	case "من", "-", "/", ".", "st", "nd", "rd", "th", "er", "لشهر", "شهر":
		j++
	}
	month, j, ok := r.month(j)
	if !ok {
		return d, i, false
	}
	year, j := r.year(j)
	return calendarDay{year: year, month: month, day: day.value}, j, true
}

// monthDay reads March 4, 2026, مارس 4، 2026 and Mar 4 10:30:00 2026.
func (r reader) monthDay(i int) (d calendarDay, end int, ok bool) {
	month, j, ok := r.month(i)
	day := r.part(j)
	if !ok || day.kind != number || len(day.text) > 2 || r.part(j+1).text == ":" {
		return d, i, false
	}
	j++
	switch r.part(j).text {
	case "st", "nd", "rd", "th":
		j++
	}
	year, j := r.year(j)
	return calendarDay{year: year, month: month, day: day.value}, j, true
}

// month reads a month name, or a pair of names of one month, at part i.
func (r reader) month(i int) (month, end int, ok bool) {
	month, end = r.monthName(i)
	if month == 0 {
		return 0, i, false
	}
	j := end
	switch r.part(j).text {
	case "/", "-", "(", "او", "\\", "|":
		j++
	}
	if again, after := r.monthName(j); again == month {
		end = after
		if r.part(end).text == ")" {
			end++
		}
	}
	if r.part(end).text == "." {
		end++
	}
	return month, end, true
}

func (r reader) monthName(i int) (month, end int) {
	if r.part(i).kind != word {
		return 0, i
	}
	if m := months[r.part(i).text+" "+r.part(i+1).text]; m != 0 {
		return m, i + 2
	}
	return months[r.part(i).text], i + 1
}

// year reads the year at or near part i, 0 if there is none.
func (r reader) year(i int) (year, end int) {
	j := i
	for {
		switch r.part(j).text {
		case ",", "-", "/", "(", "،", "عام", "سنه", "من", "لسنه":
			j++
			continue
		}
		break
	}
	p := r.part(j)
	switch {
	case p.kind == number && len(p.text) == 4:
		return p.value, j + 1 // whatever it is: مارس 1885 is not this year's
	case p.kind == number && len(p.text) == 2 && j-i <= 1 && r.part(j+1).text != ":" && p.value >= 20:
		return 2000 + p.value, j + 1
	}
	// "Mar 4 10:30:00 AST 2026"
	if r.part(j+1).text == ":" {
		for k := j; k < j+8; k++ {
			if p := r.part(k); p.kind == number && len(p.text) == 4 && p.value >= firstYear {
				return p.value, i
			}
		}
	}
	return 0, i
}
