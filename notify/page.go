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
	Items    []item
	Left     int // stories that are not among Items
	Coverage []string
}

// An item is one story.
type item struct {
	Number   string // "1. "
	FollowUp string // "متابعة", "" for a new story
	Head     headline
	Sources  string // outlets with times, the first marked
	Excerpt  string // "" if there is no text
	RTL      bool   // direction of Excerpt
	Note     string // what the excerpt rests on where that is not the page, "" where it is
	Copies   string // "نقلته أيضًا: …", "" if none
	Rewrites []rewrite
	Other    string // how many rewrites are not shown, "" if none
	Why      string // "" if nothing carried the verdict
	Brief    bool   // only the headline and Sources are shown
}

// A headline is the title of an article and where it is found.
type headline struct {
	Text string
	URL  string // "" if the article has no http(s) address
	RTL  bool
}

// A rewrite is an article that tells a story in words of its own.
type rewrite struct {
	Head   headline
	Source string // outlet and time
}

// The most that one story shows.
const (
	maxCopies   = 12
	maxRewrites = 6
	maxTerms    = 6
	maxDark     = 20
)

// pageOf lays a digest out.
func pageOf(d news.Digest) page {
	f := frameOf(d.Language)
	zone := zoneOf(d.Zone)
	p := page{frame: f, Title: f.outside(cmp.Or(d.Title, d.Topic, d.Name), maxName), Left: d.Left}
	outlets := map[string]bool{}
	for _, s := range d.Stories {
		fresh := newMembers(s, d.ID)
		if len(fresh) == 0 {
			continue
		}
		for _, m := range fresh {
			outlets[outletOf(m)] = true
		}
		p.Items = append(p.Items, f.item(len(p.Items)+1, s, fresh, dueOf(d), zone))
	}
	p.Headline = f.ready(f.headline(len(p.Items)+d.Left, len(outlets)))
	p.Subject = arabic.Clean(cmp.Or(d.Title, d.Topic, d.Name), maxName) + ": " + f.headline(len(p.Items)+d.Left, len(outlets))
	p.Span = f.spanLine(d, zone)
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
		return f.line(f.upTo, f.instant(to.In(zone)), zone)
	}
	return f.line(f.span, f.instant(d.From.In(zone)), f.instant(to.In(zone)), zone)
}

// item lays one story out by its members that no digest carried before.
func (f frame) item(n int, s news.Story, fresh []news.Member, now time.Time, zone *time.Location) item {
	main := mainMember(fresh)
	it := item{Number: f.digits(fmt.Sprintf("%d. ", n)), Head: headlineOf(fresh[main]), Why: f.whyLine(fresh[main])}
	if s.Earlier != "" || len(fresh) < len(s.Members) {
		it.FollowUp = f.followUp
	}
	it.Excerpt, it.RTL = excerpt(fresh[main])
	switch fresh[main].Basis {
	case news.OnSummary:
		it.Note = f.ready(f.onSummary)
	case news.OnTitle:
		it.Note = f.ready(f.onTitle)
	}
	first := -1 // only a story that is told whole knows who was first
	if it.FollowUp == "" && len(fresh) > 1 {
		first = earliest(fresh)
	}
	byline := func(i int) string {
		b := f.outside(outletOf(fresh[i]), maxName)
		if t := f.moment(fresh[i].Published, now, zone); t != "" {
			b += " " + t
		}
		if i == first {
			b += " (" + f.first + ")"
		}
		return f.ready(b)
	}
	it.Sources = byline(main)
	var copies []string
	told := map[string]bool{outletOf(fresh[main]): true}
	for i, m := range fresh {
		switch {
		case i == main:
		case m.Kind == news.Rewrite:
			it.Rewrites = append(it.Rewrites, rewrite{f.inline(m), byline(i)})
		case !told[outletOf(m)]:
			told[outletOf(m)] = true
			copies = append(copies, byline(i))
		}
	}
	if len(copies) > 0 {
		it.Copies = f.line(f.copies, f.list(copies, len(copies), maxCopies))
	}
	if extra := len(it.Rewrites) - maxRewrites; extra > 0 {
		it.Rewrites, it.Other = it.Rewrites[:maxRewrites], f.line(f.more, f.number(extra))
	}
	return it
}

// list joins the first max of parts and says how many of all there are beyond.
func (f frame) list(parts []string, all, max int) string {
	shown := min(len(parts), max)
	s := strings.Join(parts[:shown], f.comma)
	if all > shown {
		s += f.comma + fmt.Sprintf(f.more, f.number(all-shown))
	}
	return s
}

// whyLine returns the line that says which words of the article carried the verdict: the heaviest of each
// facet in turn, as written there.
func (f frame) whyLine(m news.Member) string {
	terms := whyTerms(m.Verdict, maxTerms)
	if len(terms) == 0 {
		return ""
	}
	for i, t := range terms {
		terms[i] = f.outside(t, maxName)
	}
	return f.line(f.why, strings.Join(terms, f.comma))
}

func whyTerms(v news.Verdict, max int) []string {
	var terms []string
	seen := map[string]bool{}
	for round := 0; len(terms) < max; round++ {
		more := false
		for _, facet := range v.Facets {
			if round >= len(facet.Terms) || len(terms) == max {
				continue
			}
			more = true
			text := arabic.Clean(facet.Terms[round].Text, maxName)
			if key := arabic.Fold(text); key != "" && !seen[key] {
				seen[key] = true
				terms = append(terms, text)
			}
		}
		if !more {
			break
		}
	}
	return terms
}

// newMembers returns the members that the digest is the first to carry.
func newMembers(s news.Story, digest string) []news.Member {
	var fresh []news.Member
	for _, m := range s.Members {
		if m.Digest == "" || m.Digest == digest {
			fresh = append(fresh, m)
		}
	}
	return fresh
}

// mainMember returns the index of the member that speaks for a story: the first whose page could be read,
// and the first of all where none could.
func mainMember(ms []news.Member) int {
	for i, m := range ms {
		if m.Basis == news.OnPage && m.Text != "" {
			return i
		}
	}
	return 0
}

// earliest returns the index of the member that was published first, -1 if no time is known.
func earliest(ms []news.Member) int {
	first := -1
	for i, m := range ms {
		if !m.Published.IsZero() && (first < 0 || m.Published.Before(ms[first].Published)) {
			first = i
		}
	}
	return first
}

func headlineOf(m news.Member) headline {
	text := arabic.Clean(m.Title, maxTitle)
	h := headline{Text: text, URL: link(m.URL), RTL: rtl(text)}
	if h.RTL {
		h.Text = isolated(text)
	}
	return h
}

// inline returns a headline to stand within a line of the frame.
func (f frame) inline(m news.Member) headline {
	text := arabic.Clean(m.Title, maxTitle)
	return headline{Text: f.within(text, rtl(text)), URL: link(m.URL), RTL: f.dir == "rtl"}
}

func outletOf(m news.Member) string { return cmp.Or(arabic.Clean(m.Outlet, maxName), m.Source) }

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
