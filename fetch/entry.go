package fetch

import (
	"cmp"
	"hash/fnv"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// A reading is one document on its way to a Listing.
type reading struct {
	source news.Source
	data   []byte // UTF-8
	at     base   // address of the document
	o      Options
	now    time.Time // moment at which the document told what it tells
	clock  clock     // of its times
	past   span      // what is read is an archive: what it dates outside of this is left out, zero = nothing is

	monthFirst bool // the document writes 3/25/2026
}

// reading prepares data, which came from the address at, to be read for s.
func (o Options) reading(s news.Source, data []byte, contentType, at string) reading {
	text, _ := unicoded(data, contentType)
	r := reading{source: s, data: text, at: against(at), o: o, now: o.Now(), clock: clock{here: zoneOf(s)}}
	if original, taken, ok := copyOf(at); ok && taken.Before(r.now) {
		r.at, r.now = base{raw: original, copied: true}, taken
	}
	return r
}

// A listed is one entry as its source gives it.
type listed struct {
	link    string
	key     string
	title   string // may hold markup
	summary string // may hold markup
	time    time.Time
}

// entry makes an Entry of l. ok is false where l has neither an address nor words of its own, or an
// address that must not be followed.
func (r *reading) entry(l listed) (e news.Entry, ok bool) {
	e = news.Entry{Source: r.source.Name, Title: title(l.title), Summary: summary(l.summary), Published: r.sane(l.time)}
	e.Key = arabic.Clean(l.key, maxKey)
	if l.link == "" {
		if e.Title == "" && e.Summary == "" {
			return e, false
		}
		l.link = r.mark(e)
	}
	url, err := r.at.canonical(l.link)
	if err == nil && r.home(url) && e.Title != "" {
		// A ticker whose items all lead to the front page: none of them is the front page.
		url, err = r.at.canonical(r.mark(e))
	}
	if err != nil {
		return e, false
	}
	e.URL = url
	if e.Title == "" {
		e.Title = arabic.Clean(firstSentence(e.Summary), maxTitle)
	}
	return e, true
}

// add appends what l makes to list, or counts it as dropped.
func (r *reading) add(list *Listing, l listed) {
	if r.past.leavesOut(r.sane(l.time)) {
		return
	}
	if len(list.Entries) >= r.o.MaxEntries {
		list.Left++
		return
	}
	if e, ok := r.entry(l); ok {
		list.Entries = append(list.Entries, e)
	} else {
		list.Dropped++
	}
}

// mark returns an identity for an entry without a link: the address of its source with a fragment made of
// its key, or of its words.
func (r *reading) mark(e news.Entry) string {
	h := fnv.New64a()
	if h.Write([]byte(e.Key)); e.Key == "" {
		h.Write([]byte(e.Title + "\n" + e.Summary))
	}
	at, _, _ := strings.Cut(cmp.Or(r.at.raw, r.source.URL), "#")
	hex := strconv.FormatUint(h.Sum64(), 16)
	return at + "#entry-" + strings.Repeat("0", 16-len(hex)) + hex
}

// isMark reports whether url was made by mark and so leads to no page.
func isMark(url string) bool {
	_, f, ok := strings.Cut(url, "#")
	return ok && ownMark.MatchString(f)
}

// home reports whether a canonical address is the front page of the document's own site.
func (r *reading) home(url string) bool {
	return strings.HasSuffix(url, "/") && strings.Count(url, "/") == 3 && strings.HasPrefix(r.at.raw, url)
}

func firstSentence(s string) string {
	for _, one := range arabic.Sentences(s) {
		return one
	}
	return s
}

// sane returns t in UTC, or zero where it cannot be a time of publication: before 1990, or more than a day
// ahead.
func (r *reading) sane(t time.Time) time.Time {
	if t.Year() < 1990 || t.After(r.now.Add(24*time.Hour)) {
		return time.Time{}
	}
	return t.UTC()
}

// zoneName is the name of a zone at the end of a time, or before its year: the library takes most of them, and GMT+3, for UTC, and AST
// stands for another zone in the Arabic press than elsewhere.
var zoneName = regexp.MustCompile(`(?:[A-Z]{3,4}|(?:GMT|UTC)[+-]\d{1,2})(?: \d{4})?$`)

// slashed is a day of two numbers that may stand for month and day.
var slashed = regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})/(\d{4})\b`)

// monthFirst reports whether the dates of one document put the month first: one of them can be read in no other way,
// and none only with the day first.
func monthFirst(dates []string) bool {
	found := false
	for _, d := range dates {
		m := slashed.FindStringSubmatch(d)
		switch {
		case m == nil:
		case number(m[1]) > 12:
			return false
		case number(m[2]) > 12:
			found = true
		}
	}
	return found
}

// number returns the value of a few digits.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// date returns the time that raw tells. parsed is what the library made of it, nil if nothing.
func (r *reading) date(raw string, parsed *time.Time) time.Time {
	raw = strings.TrimSpace(raw)
	if len(raw) > 200 {
		return time.Time{}
	}
	if r.monthFirst {
		raw = slashed.ReplaceAllString(raw, "$2/$1/$3")
	}
	if strings.Contains(raw, "/") || parsed == nil || zoneName.MatchString(raw) {
		// Slashes: the library tries the month first in some forms, the Arabic press writes the day first.
		if t, ok := arabic.Date(raw, r.now, r.clock.zone()); ok {
			return t
		}
	}
	if parsed == nil {
		return time.Time{}
	}
	return parsed.Add(r.west(raw, *parsed))
}

// west is how much later than in UTC it is by the outlet's clock when that shows what raw tells, below zero east of Greenwich; 0 for
// a time that tells its zone. The library, which parsed it, takes every time without a zone for UTC and does not say which it did.
func (r *reading) west(raw string, parsed time.Time) time.Duration {
	if r.clock.zone() == time.UTC {
		return 0
	}
	utc, ok := arabic.Date(raw, r.now, time.UTC)
	here, too := arabic.Date(raw, r.now, r.clock.zone())
	if !ok || !too || parsed.Sub(utc).Abs() >= time.Minute { // the library knows another zone than UTC
		return 0
	}
	return here.Sub(utc)
}
