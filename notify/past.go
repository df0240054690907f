package notify

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"rasid/news"
)

// pastPage turns the page of a digest into that of a backfill run: it says at once that it is not of today, and then what
// was covered.
func (p *page) pastPage(d news.Digest) {
	p.Title = p.ready(p.past+" ") + p.Title
	p.Subject = p.past + " " + p.Subject
	if len(p.Items) == 0 {
		p.Headline = p.ready(p.pastNone)
	}
	p.Span = p.line(p.pastSpan, p.day(d.From), p.day(d.To.AddDate(0, 0, -1)))
	if zone := zoneOf(d.Zone); zone != time.UTC {
		p.Span = p.line(p.pastSpanIn, p.day(d.From), p.day(d.To.AddDate(0, 0, -1)), p.zone(zone))
	}
	all, each := Covers(*d.Past)
	p.Coverage = []string{p.ready(p.pastNote), p.line(p.pastAll, p.number(all.Covered), p.number(all.Days), p.count(all.Listed, p.entry), p.number(all.New), p.number(all.Read), p.number(all.Relevant))}
	for _, o := range each {
		line := fmt.Sprintf(p.pastCover, p.outside(o.Outlet, maxName), p.number(o.Covered), p.count(o.Days, p.dayNoun), p.count(o.Listed, p.entry), p.number(o.Read), p.number(o.Relevant))
		if o.Later > 0 {
			line += fmt.Sprintf(p.pastLater, p.number(o.Later))
		}
		p.Coverage = append(p.Coverage, p.ready(line+"."))
		for _, g := range o.Gaps {
			p.Coverage = append(p.Coverage, p.line(p.pastGap, p.outside(o.Outlet, maxName), p.dates(g), p.reasons(g.whys))+".")
		}
	}
}

// reasons returns why a day is not covered, in the words of the frame where it has some.
func (f frame) reasons(missing []string) string {
	all := make([]string, len(missing))
	for i, why := range missing {
		if all[i] = f.pastMissing[why]; all[i] == "" {
			all[i] = f.outside(why, maxReason)
		}
	}
	return strings.Join(all, f.comma)
}

// dates returns the days of a gap.
func (f frame) dates(g Gap) string {
	if g.First.Equal(g.Last) {
		return f.day(g.First)
	}
	if g.First.Year() == g.Last.Year() {
		return f.date(g.First) + " – " + f.day(g.Last)
	}
	return f.day(g.First) + " – " + f.day(g.Last)
}

// A Cover sums up what a backfill run has of an outlet, or of all: the counts of PastDay, whose Day is zero.
type Cover struct {
	news.PastDay
	Outlet        string   // as readers know it, "" = all
	Days, Covered int      // days of the run; covered by any method
	Methods       []string // that covered some, as in news.PastDay
	Gaps          []Gap    // in order

	cells []cell
}

// A Gap is a run of days that are not covered for one reason.
type Gap struct {
	First, Last time.Time
	Why         string

	whys []string // by method
}

// A cell is a day of an outlet, by all methods.
type cell struct {
	news.PastDay
	methods []string
	missing []string // why, by method
}

// Covers sums up a ledger in all and by outlet.
func Covers(l news.Ledger) (all Cover, each []Cover) {
	for _, o := range l.Outlets {
		c := Cover{Outlet: o.Outlet}
		c.Source = o.Source
		for _, d := range l.Days {
			if d.Source == o.Source {
				c.add(d)
			}
		}
		c.close()
		all.Days, all.Covered = all.Days+c.Days, all.Covered+c.Covered
		sum(&all.PastDay, c.PastDay)
		each = append(each, c)
	}
	return all, each
}

// add adds a row; those of one day come one after the other.
func (c *Cover) add(d news.PastDay) {
	sum(&c.PastDay, d)
	if n := len(c.cells); n == 0 || !c.cells[n-1].Day.Equal(d.Day) {
		c.cells = append(c.cells, cell{PastDay: news.PastDay{Day: d.Day}})
	}
	one := &c.cells[len(c.cells)-1]
	sum(&one.PastDay, d)
	if d.Missing != "" {
		one.missing = append(one.missing, d.Missing)
		return
	}
	one.methods = append(one.methods, d.Method)
	if !slices.Contains(c.Methods, d.Method) {
		c.Methods = append(c.Methods, d.Method)
	}
}

func sum(s *news.PastDay, d news.PastDay) {
	s.Listed, s.New, s.Read, s.Relevant, s.Later = s.Listed+d.Listed, s.New+d.New, s.Read+d.Read, s.Relevant+d.Relevant, s.Later+d.Later
}

// close counts the days, and tells those without cover once for each reason.
func (c *Cover) close() {
	for _, one := range c.cells {
		if c.Days++; len(one.methods) > 0 {
			c.Covered++
			continue
		}
		why := strings.Join(one.missing, "; ")
		if n := len(c.Gaps); n > 0 && c.Gaps[n-1].Why == why && c.Gaps[n-1].Last.AddDate(0, 0, 1).Equal(one.Day) {
			c.Gaps[n-1].Last = one.Day
		} else {
			c.Gaps = append(c.Gaps, Gap{one.Day, one.Day, why, one.missing})
		}
	}
}

// A pastView is what the template of a report shows beside the page.
type pastView struct {
	page
	Lang, Dir, Start, Plain string
	Heading, Found          string
	Months                  []pastMonth
	Items                   []htmlItem
}

// A pastMonth is a part of the ledger that is as wide as a page.
type pastMonth struct {
	Name string
	Days []string
	Rows []pastRow
}

type pastRow struct {
	Outlet string
	Cells  []pastCell
}

// A pastCell is a day of an outlet: its class is its colour, its hint says all.
type pastCell struct{ Class, Text, Hint string }

// PastHTML returns the report of a backfill run as one HTML page, without scripts, images or anything else that is
// fetched: the totals, the ledger as a table of outlets and days, and all stories, best first.
func PastHTML(d news.Digest) ([]byte, error) {
	p := pageOf(d)
	v := pastView{page: p, Lang: p.lang, Dir: p.dir, Start: p.start, Plain: unmarked(p.Title), Heading: p.pastTable, Found: p.pastStories}
	for _, it := range p.Items {
		v.Items = append(v.Items, p.htmlItem(it, false))
	}
	_, each := Covers(*d.Past)
	for first := d.From; first.Before(d.To); first = time.Date(first.Year(), first.Month()+1, 1, 0, 0, 0, 0, time.UTC) {
		v.Months = append(v.Months, p.month(each, first, d.To))
	}
	var b bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&b, "past", v); err != nil {
		return nil, fmt.Errorf("render report: %w", err)
	}
	return b.Bytes(), nil
}

// month lays out the days from first to the end of its month, or to an earlier end.
func (p page) month(each []Cover, first, end time.Time) pastMonth {
	m := pastMonth{Name: p.months[first.Month()-1] + " " + p.number(first.Year())}
	for _, c := range each {
		m.Rows = append(m.Rows, pastRow{Outlet: p.outside(c.Outlet, maxName)})
	}
	for day := first; day.Month() == first.Month() && day.Before(end); day = day.AddDate(0, 0, 1) {
		m.Days = append(m.Days, p.number(day.Day()))
		for i, c := range each {
			m.Rows[i].Cells = append(m.Rows[i].Cells, p.cell(c, day))
		}
	}
	return m
}

func (p page) cell(c Cover, day time.Time) pastCell {
	for _, one := range c.cells {
		if !one.Day.Equal(day) {
			continue
		}
		outlet := p.outside(c.Outlet, maxName)
		if len(one.methods) == 0 {
			return pastCell{"x", "×", unmarked(p.line(p.pastGap, outlet, p.day(day), p.reasons(one.missing)))}
		}
		var methods []string
		for _, m := range one.methods {
			methods = append(methods, p.pastMethod[m])
		}
		hint := unmarked(p.line(p.pastDay, outlet, p.day(day), p.count(one.Listed, p.entry), p.number(one.Read), p.number(one.Relevant), strings.Join(methods, p.comma)))
		if one.Relevant == 0 {
			return pastCell{"c0", "·", hint}
		}
		return pastCell{fmt.Sprint("c", min(3, 1+one.Relevant/4)), p.number(one.Relevant), hint}
	}
	return pastCell{Class: "n"}
}
