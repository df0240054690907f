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
	indic            bool   // numbers of the frame in the digits ٠ to ٩

	story, outlet noun
	article       noun
	hour, minute  noun // after a preposition
	source        noun // after a preposition
	months        [12]string
	zones         map[string]string // names of cities by IANA zone
	days          [7]string         // from Sunday
	comma         string            // with the space after it
	span          string            // of two instants and a zone
	spanDay       string            // of a date, two times of it and a zone
	upTo          string            // of one instant and a zone

	first, followUp, copies, rewrites, why                           string
	context                                                          string // of a story beside another of the same matter
	edited, editedBy                                                 string // of the headline before; of an outlet, its headline before and now
	noNews, noNewsFrom, onSummary, onTitle                           string // the second: of so many sources that answered of how many
	answered, dark, never, since, noNewsEver, lastNews, listed, left string
	more                                                             string
	mentioned, laterOf, volume, volumeNone                           string // heading; of sources; of days, articles, the peak, its day and today; of days

	urgent, alerted, instantIn, alsoNext, held, over, limit string // of an alert: its mark; mark with a time in a digest; instant and zone; what ends it
	bySource, byOutlets, byScore                            string // what made a story urgent

	dayNoun, entry                            noun
	past, pastSpan, pastNote                  string // of a digest of past days: its mark; two days; what it is not
	pastCover, pastGap, pastDay, pastLater    string // of an outlet: see past.go
	pastAll, pastTable, pastStories, pastNone string // totals; headings; nothing found
	pastMethod, pastMissing                   map[string]string
	pastSpanIn                                string // as pastSpan, with the zone of the times

	health        map[news.Health]string
	yes, no       string // what a reader can say of a story
	leave         string // by which a reader has himself taken off the list
	notices, back string // title of what the operator is told; mark of a matter that is over
	notice        noun
	about         map[news.NoticeKind]string
	ends          []ending
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

// arabicZero is the first of the digits that Arabic writes with in the east.
const arabicZero = '\u0660'

// A plural is a form that a language counts with (Unicode CLDR, plural rules).
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
func (f frame) count(n int, w noun) string {
	s := [...]string{w.zero, w.one, w.two, w.few, w.many, w.other}[w.form(n)]
	return strings.ReplaceAll(s, "%d", f.number(n))
}

// frameOf returns the frame of a language tag (BCP 47): English for "en", Arabic for any other. The region of an
// Arabic tag chooses the names of the months ("ar-LB": كانون الثاني), and "-u-nu-arab" the digits ٠ to ٩.
func frameOf(tag string) frame {
	tag = strings.ToLower(tag)
	parts := strings.Split(tag, "-")
	if parts[0] == "en" {
		return english()
	}
	region := ""
	if len(parts) > 1 && len(parts[1]) == 2 {
		region = parts[1]
	}
	f := arabicFrame(region)
	f.indic = strings.Contains(tag, "-u-nu-arab")
	return f
}

// number returns n in the digits of the frame.
func (f frame) number(n int) string { return f.digits(strconv.Itoa(n)) }

// digits returns s with its digits as those of the frame. It is for what the frame says, never for text from
// outside.
func (f frame) digits(s string) string {
	if !f.indic {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return arabicZero + r - '0'
		}
		return r
	}, s)
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
	return f.within(s, rtl(s))
}

// within returns clean text that runs right to left or not, set apart where the frame's lines run the other way.
func (f frame) within(s string, rtl bool) string {
	switch {
	case s == "":
		return ""
	case rtl && f.dir == "ltr":
		return string(rli) + isolated(s) + string(pdi)
	case rtl:
		return isolated(s)
	case f.dir == "rtl":
		return string(fsi) + s + string(pdi)
	}
	return s
}

// nbsp keeps the number of a day in the line of its month, and the time in that of the date.
const nbsp = "\u00a0"

// unbroken returns s, which stays within one line.
func unbroken(s string) string { return strings.ReplaceAll(s, " ", nbsp) }

// day returns the date of t: "18 ديسمبر 2025".
func (f frame) day(t time.Time) string { return f.date(t) + " " + f.number(t.Year()) }

func (f frame) date(t time.Time) string { return f.number(t.Day()) + nbsp + f.months[t.Month()-1] }

func (f frame) clock(t time.Time) string { return f.digits(t.Format("15:04")) }

// instant returns weekday, date and time of t.
func (f frame) instant(t time.Time) string {
	return unbroken(f.weekday(t) + " " + f.number(t.Year()) + f.comma + f.clock(t))
}

// weekday returns the date of t without its year: "الأحد 11 يناير".
func (f frame) weekday(t time.Time) string { return f.days[t.Weekday()] + " " + f.date(t) }

// zone names a zone by its city, in the frame's language where it has a name for it, and else as IANA does.
func (f frame) zone(z *time.Location) string {
	if name := f.zones[z.String()]; name != "" {
		return name
	}
	return strings.ReplaceAll(z.String()[strings.LastIndex(z.String(), "/")+1:], "_", " ")
}

// moment returns the time of t, with day and month where it is not on the day of now and the year where that
// differs; "" for the zero time.
func (f frame) moment(t, now time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(zone), now.In(zone)
	if t.Year() != now.Year() || t.YearDay() != now.YearDay() {
		return f.before(t, now) + nbsp + f.clock(t)
	}
	return f.clock(t)
}

// before returns the date of t, with the year where that is not the one of now.
func (f frame) before(t, now time.Time) string {
	if t.Year() != now.Year() {
		return f.day(t)
	}
	return f.date(t)
}
