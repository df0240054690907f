package fetch

import (
	"fmt"
	"net/url"
	"strings"
)

// How many parts of a sitemap index are read for a poll and for a past day.
const (
	partsNow  = 4
	partsPast = 12
)

// relevant picks of the parts of an index, newest first, those that may hold the day; with the zero day
// those that may hold what is new.
func (d day) relevant(parts []string) []string {
	at, most := d.from, partsPast
	if at.IsZero() {
		at, most = d.now, partsNow
	}
	if len(parts) <= most {
		return parts
	}
	for _, layouts := range [][]string{{"2006-01-02", "2006/01/02", "20060102", "2006-1-2"}, {"2006-01", "2006/01", "200601", "2006-1."}} {
		var named []string
		for _, p := range parts {
			for _, l := range layouts {
				if strings.Contains(p, at.Format(l)) {
					named = append(named, p)
					break
				}
			}
		}
		if len(named) > 0 {
			return named[:min(most, len(named))]
		}
	}
	// Without dates the order is the outlet's: the newest stand at one of the ends.
	return append(append([]string{}, parts[:most/2]...), parts[len(parts)-most/2:]...)
}

// sitemapsIn returns the maps that a sitemap index names, on the host of the index, the newest first; nil
// if the document is not an index.
func sitemapsIn(r *reading) ([]string, error) {
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
	children := []string{}
	for _, l := range r.newest(all) {
		at, err := home.Parse(strings.TrimSpace(l.loc))
		if err == nil && sameHost(at.Host, home.Host) && at.String() != home.String() && (at.Scheme == "http" || at.Scheme == "https") {
			children = append(children, at.String())
		}
	}
	return children, nil
}

func sameHost(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "www."), strings.TrimPrefix(b, "www."))
}
