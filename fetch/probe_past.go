package fetch

import (
	"cmp"
	"context"
	"net/url"
	"regexp"
	"slices"
	"time"

	"rasid/news"
)

// How an address names a day or a month. Two digits each: Source.Archive writes them so.
var (
	dayParts = []struct {
		named   *regexp.Regexp
		pattern string
	}{
		{regexp.MustCompile(`(year|yyyy|y)=20\d\d&(month|mm|m)=(?:0[1-9]|1[0-2])&(day|dd|d)=(?:0[1-9]|[12]\d|3[01])\b`), "$1={yyyy}&$2={mm}&$3={dd}"},
		{regexp.MustCompile(`20\d\d([-/_]?)(?:0[1-9]|1[0-2])([-/_]?)(?:0[1-9]|[12]\d|3[01])(\D|$)`), "{yyyy}$1{mm}$2{dd}$3"},
		{regexp.MustCompile(`(year|yyyy|y)=20\d\d&(month|mm|m)=(?:0[1-9]|1[0-2])\b`), "$1={yyyy}&$2={mm}"},
		{regexp.MustCompile(`20\d\d([-/_])(?:0[1-9]|1[0-2])(\D|$)`), "{yyyy}$1{mm}$2"},
	}
	aDigit = regexp.MustCompile(`\d`)
)

// dayPattern returns the pattern by which the parts of an index name their day, else their month; "" if they
// do not. Two parts must agree, so that a number in one address is not taken for a date.
func dayPattern(parts []string) string {
	for _, d := range dayParts {
		count := map[string]int{}
		for _, part := range parts {
			if place := d.named.FindStringIndex(part); place != nil {
				pattern := part[:place[0]] + d.named.ReplaceAllString(part[place[0]:place[1]], d.pattern) + part[place[1]:]
				if count[pattern]++; count[pattern] > 1 && !aDigit.MatchString(part[place[1]:]) {
					return pattern
				}
			}
		}
	}
	return ""
}

// guessDay tries whether the sitemap takes a day, as that of some large outlets does without saying so.
func (p *prober) guessDay(ctx context.Context) {
	if p.noMap || p.spent(ctx) {
		return
	}
	pattern := p.on("/sitemap.xml") + "?yyyy={yyyy}&mm={mm}&dd={dd}"
	d := day{from: p.c.o.Now().UTC().Truncate(24 * time.Hour).Add(-48 * time.Hour), now: p.c.o.Now()}
	u, err := url.Parse(d.address(pattern, 1))
	if err != nil {
		return
	}
	if r, err := p.c.rules(ctx, u, request{}); err != nil || !r.allow(p.c.o.UserAgent, u) {
		return
	}
	list, err := p.c.page(ctx, kind{accept: acceptXML, read: readSitemap}, news.Source{URL: pattern}, d.whole(), 1)
	if err == nil && len(list.Entries) > 0 && len(list.within(d.around()).Entries) == len(list.Entries) {
		p.days = pattern
	}
}

// on is a path of the host that was asked for.
func (p *prober) on(path string) string {
	u := url.URL{Scheme: p.at.Scheme, Host: p.at.Host, Path: path}
	return u.String()
}

// paged tries whether a feed of WordPress has its past under ?paged=N, and returns the archive.
func (p *prober) paged(ctx context.Context, c Candidate) string {
	if !c.paged || p.spent(ctx) {
		return ""
	}
	pattern := withQuery(c.Source.URL, "paged={page}")
	list, err := p.c.page(ctx, kind{accept: acceptFeed, read: readFeed}, news.Source{URL: pattern}, day{now: p.c.o.Now()}, 2)
	if err != nil || len(list.Entries) == 0 || newest(list).IsZero() {
		return ""
	}
	known := map[string]bool{}
	for _, e := range c.sample.Entries {
		known[e.URL] = true
	}
	again := 0
	for _, e := range list.Entries {
		if known[e.URL] {
			again++
		}
	}
	if again > len(list.Entries)/2 || newest(list).After(c.Newest) {
		return ""
	}
	return pattern
}

// pastIndex returns the address of a sitemap index in which the part of a past day can be told: by times of change, or
// because the parts are few; "" if it cannot.
func (p *prober) pastIndex(a answer) string {
	r := p.c.o.reading(news.Source{}, a.body, a.ctype, a.url)
	parts, err := sitemapsIn(&r)
	if err != nil || len(parts) == 0 {
		return ""
	}
	now := p.c.o.Now()
	if _, err := (day{from: now.UTC().Truncate(24 * time.Hour).Add(-48 * time.Hour), now: now}).relevant(parts); err != nil {
		return ""
	}
	return a.url
}

// finish sorts the candidates and gives each its names, its zone and its archive: by day, through wp-json, by
// pages or by an index of sitemaps, whichever was seen first in this order.
func (p *prober) finish(ctx context.Context) {
	order := []string{"feed", "sitemap", "wordpress", "telegram", "listing"}
	slices.SortStableFunc(p.f.Candidates, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Grade, b.Grade), cmp.Compare(slices.Index(order, a.Source.Kind), slices.Index(order, b.Source.Kind)), cmp.Compare(a.place, b.place))
	})
	p.f.Outlet = p.outlet()
	archive := cmp.Or(p.days, p.posts)
	if archive == "" && len(p.f.Candidates) > 0 && p.f.Candidates[0].Grade != GradeUseless {
		archive = p.paged(ctx, p.f.Candidates[0])
	}
	archive = cmp.Or(archive, p.index)
	for i := range p.f.Candidates {
		s := &p.f.Candidates[i].Source
		s.Name, s.Outlet = SourceName(p.f.URL), p.f.Outlet
		p.zone(&p.f.Candidates[i])
		if s.Kind != "wordpress" || p.days != "" { // wordpress has an archive of its own
			s.Archive = archive
		}
		if s.Kind == "telegram" {
			s.Archive = ""
		}
	}
}
