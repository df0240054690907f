package notify

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// A frame is the language that stands around what the outlets wrote.
type frame struct {
	lang, dir, start string // "ar", "rtl", "right"

	story, outlet, article noun
	months                 [12]string
	days                   [7]string // from Sunday
	comma                  string    // with the space after it
	span                   string    // of two instants and a zone
	upTo                   string    // of one instant and a zone
	quoted                 string    // a name in quotation marks

	first, followUp, copies, rewrites, why, read string
	noNews, onSummary, onTitle                   string
	answered, dark, never, since, listed, left   string
	more, notShown                               string
	health                                       map[news.Health]string
	ends                                         []ending
}

// An ending is what a coverage line calls the entries of some dispositions.
type ending struct {
	of   []news.Disposition
	name string
}

// A noun is a countable thing in the forms that its language counts with; %d stands for the number.
type noun struct {
	zero, one, two, few, many, other string
	form                             func(n int) plural
}

type plural int

const (
	zero plural = iota
	one
	two
	few
	many
	other
)

// count returns n things.
func (w noun) count(n int) string {
	s := [...]string{w.zero, w.one, w.two, w.few, w.many, w.other}[w.form(n)]
	return strings.ReplaceAll(s, "%d", strconv.Itoa(n))
}

// frameOf returns the frame of a language: English for "en", Arabic for any other.
func frameOf(lang string) frame {
	if lang == "en" {
		return english()
	}
	return arabicFrame()
}

// line returns the sentence that format makes of args, ready to be shown in the frame's direction.
func (f frame) line(format string, args ...any) string {
	return f.ready(fmt.Sprintf(format, args...))
}

// ready returns a line of the frame with the runs of the other direction set apart.
func (f frame) ready(s string) string {
	if f.dir == "rtl" {
		return isolated(s)
	}
	return s
}

// outside returns text from outside, cleaned, to stand within a line of the frame.
func (f frame) outside(s string, max int) string {
	s = arabic.Clean(s, max)
	switch {
	case s == "" || f.dir == "rtl":
		return isolated(s)
	case arabic.Share(s) > 0:
		return string(rli) + isolated(s) + string(pdi)
	}
	return s
}

// day returns the date of t: "18 ديسمبر 2025".
func (f frame) day(t time.Time) string {
	return fmt.Sprintf("%d %s %d", t.Day(), f.months[t.Month()-1], t.Year())
}

// instant returns weekday, date and time of t.
func (f frame) instant(t time.Time) string {
	return f.days[t.Weekday()] + " " + f.day(t) + f.comma + t.Format("15:04")
}

// moment returns the time of t, with day and month where it is not on the day of now and the year where that
// differs; "" for the zero time.
func (f frame) moment(t, now time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(zone), now.In(zone)
	clock := t.Format("15:04")
	switch {
	case t.Year() != now.Year():
		return f.day(t) + " " + clock
	case t.YearDay() != now.YearDay():
		return fmt.Sprintf("%d %s %s", t.Day(), f.months[t.Month()-1], clock)
	}
	return clock
}
