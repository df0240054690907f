package fetch

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// How many parts of a sitemap index are read for a poll and for a past day, also where they are picked by their change.
const (
	partsNow   = 4
	partsPast  = 12
	partsSince = 3
)

// A submap is one document that an index names.
type submap struct {
	url     string
	changed time.Time // zero = the index does not say
}

// relevant picks of the parts of an index, newest first, those that may hold the day; with the zero day
// those that may hold what is new. The error is ErrNoDay where the parts are named for days or months and none of
// them is for this one, ErrUnread where there are many and nothing says which of them is.
func (d day) relevant(parts []submap) ([]string, error) {
	urls := addresses(parts)
	if d.from.IsZero() {
		return d.newest(urls), nil
	}
	if named := d.named(urls, d.from); len(named) > 0 {
		for _, edge := range []time.Time{d.around().from, d.around().to} { // an outlet's own day or month may begin before or end after UTC's
			if edge.IsZero() {
				continue
			}
			for _, u := range d.named(urls, edge) {
				if !slices.Contains(named, u) {
					named = append(named, u)
				}
			}
		}
		return named[:min(partsPast, len(named))], nil
	}
	if dayPattern(urls) != "" {
		return nil, fmt.Errorf("%w: its index has no part for it", ErrNoDay)
	}
	if since := d.since(parts); since != nil {
		return since, nil
	}
	if len(urls) > partsPast {
		return nil, fmt.Errorf("%w: an index of %d parts does not say which of them holds the day", ErrUnread, len(urls))
	}
	return urls, nil
}

// addresses returns the addresses of parts.
func addresses(parts []submap) []string {
	urls := make([]string, len(parts))
	for i, p := range parts {
		urls[i] = p.url
	}
	return urls
}

// newest picks the parts for what is new.
func (d day) newest(urls []string) []string {
	if len(urls) <= partsNow {
		return urls
	}
	if named := d.named(urls, d.now); len(named) > 0 {
		return named[:min(partsNow, len(named))]
	}
	// Without dates the order is the outlet's: the newest stand at one of the ends.
	return append(append([]string{}, urls[:partsNow/2]...), urls[len(urls)-partsNow/2:]...)
}

// named returns the parts whose addresses name the day of a time, else its month.
func (day) named(urls []string, at time.Time) (named []string) {
	for _, layouts := range [][]string{{"2006-01-02", "2006/01/02", "20060102", "2006-1-2"}, {"2006-01", "2006/01", "200601", "2006-1."}} {
		for _, u := range urls {
			if slices.ContainsFunc(layouts, func(l string) bool { return strings.Contains(u, at.Format(l)) }) {
				named = append(named, u)
			}
		}
		if len(named) > 0 {
			return named
		}
	}
	return nil
}

// since picks by the times of change, which grow from part to part: what was published on a day stands in the first part
// that was changed then or later, or in the one after it. nil where a part has none, or all have the same.
func (d day) since(parts []submap) []string {
	first := 0
	for i, p := range parts {
		if p.changed.IsZero() || i > 0 && p.changed.After(parts[i-1].changed) {
			return nil
		}
		if !p.changed.Before(d.around().from) {
			first = i
		}
	}
	if len(parts) < 2 || parts[0].changed.Sub(parts[len(parts)-1].changed) < 48*time.Hour {
		return nil
	}
	return addresses(parts[max(0, first-partsSince+1) : first+1])
}

// sitemapsIn returns the maps that a sitemap index names, on the host of the index, the newest first; nil
// if the document is not an index.
func sitemapsIn(r *reading) ([]submap, error) {
	if _, name := root(r.data); name != "sitemapindex" {
		return nil, nil
	}
	all, _, err := locations(r)
	if err != nil {
		return nil, err
	}
	home, err := url.Parse(r.at.raw)
	if err != nil {
		return nil, fmt.Errorf("%w: address of the index", ErrURL)
	}
	children := []submap{}
	for _, l := range r.newest(all) {
		at, err := home.Parse(strings.TrimSpace(l.loc))
		if err == nil && sameHost(at.Host, home.Host) && at.String() != home.String() && (at.Scheme == "http" || at.Scheme == "https") {
			children = append(children, submap{at.String(), r.stamp(l.lastmod)})
		}
	}
	return children, nil
}

func sameHost(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "www."), strings.TrimPrefix(b, "www."))
}
