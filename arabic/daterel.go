package arabic

import (
	"math"
	"strings"
	"time"
)

// few is what a plural without a number counts for (منذ ساعات): the least that Arabic calls a plural.
const few = 3

// relative reads منذ ساعتين, 3 hours ago, أمس 14:30, اليوم and the like.
func (r reader) relative() (time.Time, bool) {
	if r.now.IsZero() {
		return time.Time{}, false
	}
	for i, p := range r.parts {
		switch p.text {
		case "منذ", "قبل", "مضي":
			if t, _, ok := r.ago(i + 1); ok {
				return t, true
			}
		case "ago", "مضت":
			if t, ok := r.agoBefore(i); ok {
				return t, true
			}
		case "الان", "now":
			return r.now, true
		case "امس", "الامس", "بالامس", "البارحه", "yesterday":
			if r.dayBefore(i) {
				return r.daysAgo(i+1, 2), true
			}
			return r.daysAgo(i+1, 1), true
		case "اليوم", "today":
			if r.today(i) {
				return r.daysAgo(i+1, 0), true
			}
		}
	}
	return time.Time{}, false
}

// dayBefore says whether the word for yesterday at part i tells of the day before it: أول أمس, أول من أمس, أمس الأول.
func (r reader) dayBefore(i int) bool {
	before, behind := r.part(i-1).text, r.part(i+1).text
	return before == "اول" || before == "قبل" || before == "من" && r.part(i-2).text == "اول" || behind == "الاول" && r.part(i+2).text != "من"
}

// today says whether the word for today at part i tells a time and is no part of a name (اليوم السابع): it stands
// alone, or a clock follows.
func (r reader) today(i int) bool {
	for j := i + 1; j < len(r.parts); j++ {
		if _, _, ok := r.clockAt(j); ok {
			return true
		}
		if p := r.part(j); p.kind == word && p.text != "الساعه" && p.text != "في" {
			return false
		}
	}
	return true
}

// daysAgo returns the clock behind part i, or the first moment, of the day so many days before now.
func (r reader) daysAgo(i, days int) time.Time {
	c := r.clockNear(i, i)
	y, m, d := r.now.In(c.zone).Date()
	return c.on(y, m, d-days)
}

// ago reads the span of time at part i and returns the moment that long before now and the part after it.
func (r reader) ago(i int) (t time.Time, end int, ok bool) {
	t = r.now
	last := 0
	for ; i < len(r.parts); ok = true {
		n, unit, after := r.amount(i, last)
		if unit == 0 {
			break
		}
		t, i, last = back(t, n, unit), after, unit
	}
	return t, i, ok
}

// agoBefore reads the span of time that ends before part i.
func (r reader) agoBefore(i int) (time.Time, bool) {
	for j := max(0, i-4); j < i; j++ {
		if t, end, ok := r.ago(j); ok && end == i {
			return t, true
		}
	}
	return time.Time{}, false
}

// amount reads a number of units at part i. Where an amount of the unit last stood before (0 = none did), و joins this one to it.
// Units are counted from 1 (seconds); 0 = none. Parts of a unit are given in a smaller one.
func (r reader) amount(i, last int) (n, unit, end int) {
	text := r.part(i).text
	if last > 0 {
		rest, joined := strings.CutPrefix(text, "و")
		switch {
		case !joined:
			return 0, 0, i
		case rest == "":
			i++
			text = r.part(i).text
		default:
			text = rest
		}
		if f, ok := fractions[text]; ok { // ساعه ونصف
			return f[last-1], smaller[last-1], i + 1
		}
	}
	next := r.part(i + 1).text
	switch {
	case text == "لحظات" || text == "قليل" || text == "قليله" || text == "لحظه":
		return 0, 1, i + 1
	case dualUnits[text] != 0:
		return 2, dualUnits[text], i + 1
	case pluralUnits[text] != 0:
		return few, pluralUnits[text], i + 1
	case units[text] != 0:
		return 1, units[text], i + 1
	}
	if f, ok := fractions[text]; ok && units[next] != 0 {
		return f[units[next]-1], smaller[units[next]-1], i + 2
	}
	n, words := r.numeral(i, text)
	if words == 0 {
		return 0, 0, i
	}
	name := r.part(i + words).text
	return n, max(units[name], pluralUnits[name]), i + words + 1
}

// What is read of the number of units: pages of news are no older.
const (
	mostUnits    = 9999
	numeralParts = 8
)

// numeral reads a number in digits or words at part i, of that text without its و, and returns how many parts it has, 0 if none stands there.
func (r reader) numeral(i int, text string) (n, parts int) {
	if p := r.part(i); p.kind == number && len(p.text) <= 4 {
		return p.value, 1
	}
	if n = englishNumerals[text]; n != 0 {
		return n, 1
	}
	words := numberReader{text}
	for j := i + 1; j < i+numeralParts && r.part(j).kind == word; j++ {
		words = append(words, r.part(j).text)
	}
	value, parts := words.cardinal(0)
	if value > mostUnits || value != math.Trunc(value) {
		return 0, 0
	}
	return int(value), parts
}

// back returns the moment n units before t.
func back(t time.Time, n, unit int) time.Time {
	switch unit {
	case 1:
		return t.Add(-time.Duration(n) * time.Second)
	case 2:
		return t.Add(-time.Duration(n) * time.Minute)
	case 3:
		return t.Add(-time.Duration(n) * time.Hour)
	case 4:
		return t.AddDate(0, 0, -n)
	case 5:
		return t.AddDate(0, 0, -7*n)
	case 6:
		return t.AddDate(0, -n, 0)
	}
	return t.AddDate(-n, 0, 0)
}
