package notify

import (
	"cmp"
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
	Items    []item
	Left     int    // stories that are not among Items
	Later    string // what waits for the next digest, "" if nothing does
	Mentions []rewrite
	Other    string // how many mentions are not shown, "" if none
	Volume   volume
	Coverage []string
}

// pageOf lays a digest out.
func pageOf(d news.Digest) page {
	f := frameOf(d.Language)
	zone := zoneOf(d.Zone)
	if len(d.Notices) > 0 {
		return noticePage(f, d, zone)
	}
	p := page{frame: f, Title: f.outside(cmp.Or(d.Title, d.Topic, d.Name), maxName), Left: d.Left}
	outlets := map[string]bool{}
	for _, s := range d.Stories {
		shown := shownMembers(s, d.ID)
		if len(shown) == 0 {
			continue
		}
		for _, m := range shown {
			outlets[outletOf(m)] = true
		}
		p.Items = append(p.Items, f.item(len(p.Items)+1, s, d, zone))
	}
	p.Headline = f.ready(f.headline(len(p.Items)+d.Left, len(outlets)))
	p.Subject = arabic.Clean(cmp.Or(d.Title, d.Topic, d.Name), maxName) + ": " + f.headline(len(p.Items)+d.Left, len(outlets))
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

func (f frame) headline(stories, outlets int) string {
	if stories == 0 {
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
	begin := f.instant(from)
	if from.Year() == end.Year() {
		begin = f.weekday(from) + f.comma + f.clock(from)
	}
	return f.line(f.span, begin, f.instant(end), f.zone(zone))
}

// dueOf returns the instant that times are told from.
func dueOf(d news.Digest) time.Time {
	if d.Due.IsZero() {
		return d.To
	}
	return d.Due
}

// zoneOf returns the zone by its IANA name, UTC if it is empty or not known: config has refused it long before.
func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
