package notify

import (
	"strings"
	"time"

	"rasid/news"
)

// coverage returns the lines that tell quiet from blindness: how many sources answered, which did not and
// since when, and what became of the entries that were listed.
func (f frame) coverage(c news.Coverage, now time.Time, zone *time.Location) []string {
	var lines []string
	if c.Asked > 0 {
		lines = append(lines, f.line(f.answered, f.number(c.Answered), f.number(c.Asked)))
	}
	if len(c.Dark) > 0 {
		lines = append(lines, f.darkLines(c.Dark, now, zone)...)
	}
	if ends := f.endings(c.Settled); ends != "" {
		lines = append(lines, f.line(f.listed, f.number(c.Listed), ends))
	}
	return lines
}

// darkLines tells which sources are missing: one within the line, several each on a line of their own.
func (f frame) darkLines(dark []news.Dark, now time.Time, zone *time.Location) []string {
	if len(dark) == 1 {
		return []string{f.ready(f.dark + " " + f.darkSource(dark[0], now, zone) + ".")}
	}
	lines := []string{f.ready(f.dark)}
	for _, s := range dark[:min(len(dark), maxDark)] {
		lines = append(lines, f.ready("• "+f.darkSource(s, now, zone)))
	}
	if extra := len(dark) - maxDark; extra > 0 {
		lines = append(lines, f.line("• "+f.more, f.number(extra)))
	}
	return lines
}

// longAgo is how old the last answer of a source is when its hour tells a reader nothing any more.
const longAgo = 7 * 24 * time.Hour

// darkSource names a source and its state in the reader's words. The cause in the operator's words is in the JSON
// form and in rasid status.
func (f frame) darkSource(s news.Dark, now time.Time, zone *time.Location) string {
	name := f.outside(s.Outlet, maxName)
	if name == "" {
		name = f.outside(s.Source, maxName)
	}
	why, since, never := []string{f.health[s.State]}, f.since, f.never
	switch s.State {
	case news.Silent, news.Frozen, news.Empty: // it answers
		since, never = f.lastNews, f.noNewsEver
	}
	t := f.moment(s.Since, now, zone)
	if now.Sub(s.Since) > longAgo && t != "" {
		t = f.before(s.Since.In(zone), now.In(zone))
	}
	if t != "" {
		why = append(why, strings.Replace(since, "%s", t, 1))
	} else {
		why = append(why, never)
	}
	if why[0] == "" {
		why = why[1:]
	}
	return name + " (" + strings.Join(why, f.comma) + ")"
}

// endings returns "خارج الموضوع 300، ذكر عابر 12", without what did not happen.
func (f frame) endings(settled map[news.Disposition]int) string {
	var parts []string
	for _, e := range f.ends {
		n := 0
		for _, d := range e.of {
			n += settled[d]
		}
		if n > 0 {
			parts = append(parts, e.name+" "+f.number(n))
		}
	}
	return strings.Join(parts, f.comma)
}
