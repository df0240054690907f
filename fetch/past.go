package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"rasid/news"
)

const (
	maxPages = 200            // pages of an archive asked for one day
	skew     = 14 * time.Hour // an outlet's own day begins up to this long before or after UTC's
)

// postsOfDay is the archive that every WordPress site has.
const postsOfDay = "after={from}&before={to}&per_page=100&page={page}"

// A day is the 24 hours from its begin; the zero value is "now".
type day struct {
	from, now time.Time
	all       bool // entries of other days are read too
}

func (d day) to() time.Time { return d.from.Add(24 * time.Hour) }

// A span is [from, to); the zero value is all of time.
type span struct{ from, to time.Time }

// around is what may be published on the day by any outlet's clock.
func (d day) around() span {
	if d.from.IsZero() || d.all {
		return span{}
	}
	return span{d.from.Add(-skew), d.to().Add(skew)}
}

// whole is the day as one that leaves out nothing of what an archive dates otherwise.
func (d day) whole() day {
	d.all = true
	return d
}

// leavesOut reports whether t is known and outside of s.
func (s span) leavesOut(t time.Time) bool {
	return !s.to.IsZero() && !t.IsZero() && (t.Before(s.from) || !t.Before(s.to))
}

// Past returns what s published on the UTC day that holds the moment given, through s.Archive: an address
// with {yyyy} {mm} {dd} of the day, {from} {to} as 2006-01-02T15:04:05, and {page} counting from 1; or that of an index of sitemaps. Outlets
// count their days in their own zone, so entries from up to 14 hours around the day are among them where
// the address names the day; where it names only pages, exactly those of the day. The archive may be a
// sitemap, a feed, wp-json or a page of headlines, whatever Source.Kind says. A source of kind wordpress
// needs no Archive. An Archive of "wayback", or "wayback:PLACE" with the beginning of the addresses of its articles
// or "*.DOMAIN", is what the Wayback Machine has of the outlet. The error is ErrNoArchive where there is none, ErrNoDay
// where it does not hold the day.
func (c *Client) Past(ctx context.Context, s news.Source, at time.Time) (Listing, error) {
	d := day{from: at.UTC().Truncate(24 * time.Hour), now: c.o.Now()}
	list, err := c.past(ctx, s, d)
	if err != nil {
		return Listing{}, fmt.Errorf("past %s of %s: %w", d.from.Format(time.DateOnly), s.Name, err)
	}
	list.ETag, list.LastModified = "", ""
	return list, nil
}

func (c *Client) past(ctx context.Context, s news.Source, d day) (Listing, error) {
	pattern := s.Archive
	if place, ok := strings.CutPrefix(pattern, Wayback); ok {
		return c.captures(ctx, s, strings.TrimPrefix(place, ":"), d)
	}
	if pattern == "" && s.Kind == "wordpress" {
		pattern = withQuery(s.URL, postsOfDay)
	}
	own, err := kindOf(s)
	if err != nil {
		return Listing{}, err
	}
	k := kind{accept: "*/*", polite: own.polite, read: readAny, nested: sitemapsIn}
	s.URL = pattern
	switch paged := strings.Contains(pattern, "{page}"); {
	case pattern == "":
		return Listing{}, ErrNoArchive
	case paged && !namesDay(pattern):
		return c.searched(ctx, k, s, d)
	case paged:
		list, err := c.pages(ctx, k, s, d)
		if err != nil {
			return Listing{}, err
		}
		return d.withEdges(ctx, list, c.o.MaxEntries, func(ctx context.Context, d day) (Listing, error) { return c.pages(ctx, k, s, d) })
	}
	list, err := c.page(ctx, k, s, d, 1)
	if errors.Is(err, errNoPage) {
		return Listing{}, fmt.Errorf("%w: %w", ErrNoDay, err)
	}
	if err == nil && !list.nested && pattern == d.address(pattern, 1) {
		return Listing{}, fmt.Errorf("%w: the archive has no place for the day, and is no index of sitemaps", ErrUnread)
	}
	if list = list.within(d.around()); err != nil || list.nested || !namesDay(pattern) {
		return list, err
	}
	return d.withEdges(ctx, list, c.o.MaxEntries, func(ctx context.Context, d day) (Listing, error) { return c.page(ctx, k, s, d, 1) })
}

func withQuery(url, query string) string {
	if strings.Contains(url, "?") {
		return url + "&" + query
	}
	return url + "?" + query
}

// namesDay reports whether an archive address names the day.
func namesDay(pattern string) bool {
	return strings.Contains(pattern, "{dd}") || strings.Contains(pattern, "{from}") || strings.Contains(pattern, "{mm}")
}

// address fills in an archive address. The span begins a second early: "after" leaves out its own moment.
func (d day) address(pattern string, page int) string {
	const moment = "2006-01-02T15:04:05"
	return strings.NewReplacer(
		"{yyyy}", d.from.Format("2006"), "{mm}", d.from.Format("01"), "{dd}", d.from.Format("02"),
		"{from}", d.from.Add(-time.Second).Format(moment), "{to}", d.to().Format(moment),
		"{page}", strconv.Itoa(page),
	).Replace(pattern)
}

// errNoPage marks a page that the archive does not have.
var errNoPage = errors.New("archive has no such page")

// page reads one page of the archive s.URL.
func (c *Client) page(ctx context.Context, k kind, s news.Source, d day, n int) (Listing, error) {
	a, err := c.askPast(ctx, request{url: d.address(s.URL, n), accept: k.accept, polite: k.polite, pace: s.Pace})
	var status *StatusError
	if errors.As(err, &status) && (status.Status == http.StatusNotFound || status.Status == http.StatusBadRequest || status.Status == http.StatusGone) {
		return Listing{}, fmt.Errorf("%w: %w", errNoPage, err)
	}
	if err != nil {
		return Listing{}, err
	}
	return c.read(ctx, k, s, a, d)
}

// pages reads the pages of an archive that names the day, until one is missing or brings nothing new.
func (c *Client) pages(ctx context.Context, k kind, s news.Source, d day) (Listing, error) {
	all := Listing{}
	known := map[string]bool{}
	for n := 1; n <= maxPages; n++ {
		one, err := c.page(ctx, k, s, d, n)
		if errors.Is(err, errNoPage) && n > 1 {
			break
		}
		if err != nil {
			return Listing{}, err
		}
		got := len(one.Entries)
		one.Entries = slices.DeleteFunc(one.Entries, func(e news.Entry) bool { return known[e.URL] })
		for _, e := range one.Entries {
			known[e.URL] = true
		}
		all.join(one, c.o.MaxEntries)
		if len(one.Entries) == 0 || got < fullPage(s.URL) {
			break
		}
	}
	return all.within(d.around()), nil
}

// fullPage is how many entries a page holds where others follow it, 1 where the address does not say.
func fullPage(pattern string) int {
	_, after, ok := strings.Cut(pattern, "per_page=")
	if !ok {
		return 1
	}
	digits, _, _ := strings.Cut(after, "&")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 1
	}
	return n
}

// within keeps the entries of a span, and those without a date.
func (l Listing) within(s span) Listing {
	l.Entries = slices.DeleteFunc(l.Entries, func(e news.Entry) bool { return s.leavesOut(e.Published) })
	return l
}
