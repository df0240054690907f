package notify

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// A page is a digest in the words and the order in which a reader meets them, the same for every form. All
// its lines are clean, and set apart in direction where their form needs it.
type page struct {
	frame
	Title    string // of the topic
	Subject  string // title and counts without direction marks, for a mail header
	Headline string // "3 أخبار · 5 وسائل إعلامية"
	Span     string
	Preview  string // what a mailbox shows beside the subject: the first headlines; "" = nothing
	Items    []item
	Left     int    // stories that are not among Items
	Later    string // what waits for the next digest, "" if nothing does
	Mentions []rewrite
	Other    string // how many mentions are not shown, "" if none
	Volume   volume
	Coverage []string
	Leave    string // mailto by which a reader leaves the list, "" = none is shown
}

// pageOf lays a digest out.
func pageOf(d news.Digest) page {
	p := layOut(d)
	p.Preview = p.preview(d.Alert != nil)
	return p
}

// layOut returns all of a page but its preview.
func layOut(d news.Digest) page {
	f := frameOf(d.Language)
	zone := zoneOf(d.Zone)
	if len(d.Notices) > 0 {
		return noticePage(f, d, zone)
	}
	p := page{frame: f, Title: f.outside(cmp.Or(d.Title, d.Topic, d.Name), maxName), Left: d.Left}
	outlets := p.addItems(d, zone)
	counts := f.headline(len(p.Items)+d.Left, outlets, d.Coverage)
	p.Headline = f.ready(counts)
	p.Subject = arabic.Clean(cmp.Or(d.Title, d.Topic, d.Name), maxName) + ": " + counts
	p.Span = f.spanLine(d, zone)
	if d.Alert != nil {
		p.alertPage(d, zone)
		return p
	}
	if d.Past != nil {
		p.pastPage(d)
		return p
	}
	p.Later = f.later(d.Later)
	p.Mentions, p.Other = f.mentions(d, zone)
	p.Volume = f.volumeOf(d, zone)
	p.Coverage = f.coverage(d.Coverage, dueOf(d), zone)
	return p
}

// addItems lays the stories out, numbers them and returns how many outlets tell them.
func (p *page) addItems(d news.Digest, zone *time.Location) int {
	outlets := map[string]bool{}
	matter, told, under := "", 0, 0
	for _, s := range d.Stories {
		shown := shownMembers(s, d.ID)
		if len(shown) == 0 {
			continue
		}
		for _, m := range shown {
			outlets[outletOf(m)] = true
		}
		it := p.item(s, d, zone)
		if it.Under = s.Context != "" && s.Context == matter; it.Under {
			under++
			it.Number = p.digits(fmt.Sprintf("%d.%d. ", told, under))
		} else {
			matter, told, under = s.ID, told+1, 0
			it.Number = p.digits(fmt.Sprintf("%d. ", told))
		}
		p.Items = append(p.Items, it)
	}
	return len(outlets)
}

// headline returns how much there is or, of nothing, how many sources say so.
func (f frame) headline(stories, outlets int, c news.Coverage) string {
	switch {
	case stories == 0 && c.Asked > 0:
		return f.noNews + fmt.Sprintf(f.noNewsFrom, f.number(c.Answered), f.count(c.Asked, f.source))
	case stories == 0:
		return f.noNews
	}
	return f.count(stories, f.story) + " · " + f.count(outlets, f.outlet)
}

func (f frame) spanLine(d news.Digest, zone *time.Location) string {
	to := d.To
	if to.IsZero() {
		to = dueOf(d)
	}
	if d.From.IsZero() {
		return f.line(f.upTo, f.instant(to.In(zone)), f.zone(zone))
	}
	from, end := d.From.In(zone), to.In(zone)
	if from.Year() == end.Year() && from.YearDay() == end.YearDay() {
		return f.line(f.spanDay, unbroken(f.weekday(end)+" "+f.number(end.Year())), f.clock(from), f.clock(end), f.zone(zone))
	}
	begin := f.instant(from)
	if from.Year() == end.Year() {
		begin = unbroken(f.weekday(from) + f.comma + f.clock(from))
	}
	return f.line(f.span, begin, f.instant(end), f.zone(zone))
}

// maxPreview is how many headlines a mailbox is given to show: of more it shows nothing.
const maxPreview = 3

// preview returns the first headlines; that of an alert stands in its subject, so its first words follow.
func (p page) preview(alert bool) string {
	var parts []string
	for i, it := range p.Items[:min(len(p.Items), maxPreview)] {
		text, right := unmarked(it.Head.Text), it.Head.RTL
		if i == 0 && alert && it.Excerpt != "" {
			text, right = unmarked(it.Excerpt), it.RTL
		}
		parts = append(parts, p.within(text, right))
	}
	return strings.Join(parts, " · ")
}

// dueOf returns the instant that times are told from.
func dueOf(d news.Digest) time.Time {
	if d.Due.IsZero() {
		return d.To
	}
	return d.Due
}

// madeOf returns when a digest was made: when it was due, and for a report of past days, however long ago these are, when they
// were read.
func madeOf(d news.Digest) time.Time {
	if d.Past != nil && !d.Past.Run.Ended.IsZero() {
		return d.Past.Run.Ended
	}
	return dueOf(d)
}

// zoneOf returns the zone by its IANA name, UTC if it is empty or not known: config has refused it long before.
func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
