package fetch

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rasid/arabic"
)

// maxLocations is how many addresses are looked at in one sitemap or index: the limit of the protocol (sitemaps.org).
const maxLocations = 50_000

// A location is one <url> or <sitemap>.
type location struct {
	loc, lastmod           string
	title, published, lang string // of the news extension
}

// readSitemap reads a sitemap, with the news extension where it has one, newest entries first where there
// are more than can be kept. An Arabic and another language in one map: the Arabic one counts.
func readSitemap(r *reading) (Listing, error) {
	all, index, err := locations(r)
	if err != nil {
		return Listing{}, err
	}
	if index {
		return Listing{}, fmt.Errorf("%w: an index within an index", ErrUnread)
	}
	all = arabicOnly(all)
	all = slices.DeleteFunc(all, func(l location) bool { return r.past.leavesOut(r.when(l)) })
	list := Listing{}
	if over := len(all) - r.o.MaxEntries; over > 0 {
		all, list.Left = r.newest(all)[:r.o.MaxEntries], over
	}
	for _, l := range all {
		r.add(&list, listed{link: l.loc, title: l.title, time: r.when(l)})
	}
	return list, nil
}

// when is the time of publication, else that of the last change.
func (r *reading) when(l location) time.Time {
	if t := r.stamp(l.published); !t.IsZero() {
		return t
	}
	return r.stamp(l.lastmod)
}

// stamp reads a W3C date or datetime; a file with one bad date keeps its others.
func (r *reading) stamp(s string) time.Time {
	if s = strings.TrimSpace(s); s == "" || len(s) > 100 {
		return time.Time{}
	}
	if t, ok := r.clock.iso(s); ok {
		return r.sane(t)
	}
	if t, ok := arabic.Date(s, r.now, r.clock.zone()); ok {
		return r.sane(t)
	}
	return time.Time{}
}

// newest returns all, newest first; those without a date keep their order behind.
func (r *reading) newest(all []location) []location {
	type dated struct {
		location
		at time.Time
	}
	sorted := make([]dated, len(all))
	for i, l := range all {
		sorted[i] = dated{l, r.when(l)}
	}
	slices.SortStableFunc(sorted, func(a, b dated) int { return b.at.Compare(a.at) })
	out := make([]location, len(all))
	for i, d := range sorted {
		out[i] = d.location
	}
	return out
}

// arabicOnly leaves out what is in another language, where the map tells languages apart: by the news
// extension, or by the first part of the path.
func arabicOnly(all []location) []location {
	arabic := func(l location) bool {
		return strings.HasPrefix(strings.ToLower(l.lang), "ar") || section(l.loc) == "ar"
	}
	if !slices.ContainsFunc(all, arabic) {
		return all
	}
	return slices.DeleteFunc(all, func(l location) bool {
		if arabic(l) {
			return false
		}
		s := section(l.loc)
		return l.lang != "" || s == "en" || s == "fr" || s == "es" || s == "tr" || s == "fa" || s == "ku"
	})
}

// section returns the first part of the path of an address.
func section(loc string) string {
	_, rest, _ := strings.Cut(loc, "://")
	_, path, _ := strings.Cut(rest, "/")
	first, _, _ := strings.Cut(path, "/")
	return strings.ToLower(first)
}

// locations reads the <url> or <sitemap> elements of a sitemap or of an index.
func locations(r *reading) (all []location, index bool, err error) {
	_, name := root(r.data)
	if rootKind(name) != shapeSitemap {
		return nil, false, fmt.Errorf("%w: not a sitemap", ErrType)
	}
	g, err := guard(r.data, r.o.MaxDepth, maxLocations)
	if err != nil {
		return nil, false, err
	}
	d := xml.NewDecoder(bytes.NewReader(g.data))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	p := places{}
	for len(p.all) < maxLocations {
		t, err := d.RawToken()
		if err != nil {
			break // cut short: what is whole is kept
		}
		p.take(t)
	}
	return p.all, name == "sitemapindex", nil
}

// places collects locations from the tokens of a sitemap.
type places struct {
	all  []location
	now  location
	in   bool   // within <url> or <sitemap>
	name string // of the element whose text is read, with its prefix
	text strings.Builder
}

func (p *places) take(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		if p.name = local(t.Name); p.name == "url" || p.name == "sitemap" {
			p.in, p.now = true, location{}
		}
		p.text.Reset()
	case xml.CharData:
		if p.in && p.text.Len() < maxRawURL {
			p.text.Write(t)
		}
	case xml.EndElement:
		name := local(t.Name)
		if p.in && (name == "url" || name == "sitemap") {
			p.in = false
			p.all = append(p.all, p.now)
		} else if p.in && name == p.name {
			p.set(strings.TrimSpace(p.text.String()))
		}
		p.name = ""
	}
}

// local is the name of an element without its prefix, but that of an image or a video, whose title and
// loc are not the article's.
func local(n xml.Name) string {
	name := strings.ToLower(n.Local)
	switch strings.ToLower(n.Space) {
	case "image", "video", "xhtml":
		return n.Space + ":" + name
	}
	return name
}

func (p *places) set(text string) {
	switch p.name {
	case "loc":
		p.now.loc = text
	case "lastmod":
		p.now.lastmod = text
	case "publication_date":
		p.now.published = text
	case "title":
		p.now.title = text
	case "language":
		p.now.lang = text
	}
}
