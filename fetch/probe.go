package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jimsmart/grobotstxt"

	"rasid/news"
)

// Limits of a probe.
const (
	maxProbe  = 25 // requests, with redirects and robots.txt
	probeStop = 20 // requests after which nothing new is begun: one address may cost several
	maxLeads  = 6  // feeds of one page, sitemaps of one robots.txt that are tried
)

// Findings are what Probe found behind one address.
type Findings struct {
	URL        string        // as asked for, with its scheme
	Outlet     string        // what the site calls itself, in Arabic where it does; its host if nothing is said
	Candidates []Candidate   // best first
	Missing    []string      // usual addresses that lead nowhere, each with the reason: "/rss: 404 Not Found"
	Delay      time.Duration // between two pages, as robots.txt asks; 0 = not said
	Requests   int           // sent, with redirects and robots.txt; at most 25
}

// Grade says in a letter how far a candidate can be trusted.
type Grade string

// The grades, best first.
const (
	GradeGood    Grade = "A" // fresh, Arabic, its own links, and the articles' text can be had
	GradeLacking Grade = "B" // usable, with a lack
	GradePoor    Grade = "C" // usable for want of a better one
	GradeUseless Grade = "X" // not to be used
)

// A Candidate is one address that may become a Source.
type Candidate struct {
	Source  news.Source // ready to be used, but for its name, which may be taken; Kind "" = it could not be told
	Grade   Grade
	Reason  string    // one line: why no better grade, or that all is as it should be
	How     string    // how it was found: "given", "link", "robots.txt", "usual", "home" (the front page)
	Status  int       // of the answer, 0 = none came or none was asked for
	Allowed bool      // robots.txt lets us ask
	Entries int       // listed
	Newest  time.Time // zero = no dates
	Arabic  float64   // share of the letters of titles and summaries, in [0, 1]
	Own     float64   // share of the entries that lead into the site of the outlet, in [0, 1]
	Text    string    // what articles can be judged by: "page", "summary", "title"; "" = not known
	Remark  string    // one line on what Source.Zone rests on, or that it may be wanted; "" = times tell their zone
	Words   int       // of the article page that was tried, else of a summary on average

	place   int // among all, as found
	timing  timing
	sample  Listing // what it lists
	foreign string  // the site that most links lead to, where it is not the outlet's
	title   string  // what a feed calls itself
	paged   bool    // looks like WordPress, whose feeds have pages
}

// Probe finds out what of an outlet can be followed, from any address: its home page, a feed, a sitemap, an
// article. It looks for feeds, sitemaps, wp-json and pages of headlines where the site names them and where
// they usually are, tries each, and reads one article page. It asks for nothing that robots.txt forbids, at
// the pace of the Client, at most 25 times. The scheme of address may be left out.
//
// The error is ErrURL, that of ctx, or, where nothing answered at all, that of the address. Probe is safe for
// concurrent use.
func (c *Client) Probe(ctx context.Context, address string) (Findings, error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	f, err := c.probe(ctx, strings.TrimSpace(address))
	if err != nil {
		return f, fmt.Errorf("probe %.200s: %w", withoutUser(address), err)
	}
	return f, nil
}

func (c *Client) probe(ctx context.Context, raw string) (Findings, error) {
	at, err := address(preview(raw))
	if err != nil {
		return Findings{URL: raw}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	p := &prober{c: c, known: map[string]bool{}, pages: map[string]tried{}, sites: map[string]bool{}, zoned: map[string]time.Time{}, bare: map[string]time.Time{}}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GetConn: func(string) {
		if p.asked.Add(1) > maxProbe {
			cancel(errSpent)
		}
	}})
	p.f.URL, p.at = at.String(), at
	first := p.explore(ctx)
	if err := context.Cause(ctx); err != nil && !errors.Is(err, errSpent) {
		return p.f, err
	}
	p.finish(ctx)
	p.f.Requests = min(int(p.asked.Load()), maxProbe)
	for _, one := range p.f.Candidates {
		if one.Status > 0 {
			return p.f, nil
		}
	}
	if p.answered {
		return p.f, nil
	}
	return p.f, first
}

// errSpent ends a probe that a chain of redirects made too long.
var errSpent = errors.New("too many requests for one probe")

// preview returns the preview page of a Telegram channel, and any other address as it is.
func preview(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() != "t.me" && u.Hostname() != "telegram.me" || strings.HasPrefix(u.Path, "/s/") {
		return raw
	}
	name, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	return "https://t.me/s/" + name
}

// A prober is one probe under way.
type prober struct {
	c        *Client
	f        Findings
	at       *url.URL             // the address asked for
	asked    atomic.Int32         // requests sent
	answered bool                 // something answered with content
	known    map[string]bool      // addresses tried
	sites    map[string]bool      // sites that are the outlet's own
	names    [sayings][]string    // what the site calls itself, by where it says so
	zoned    map[string]time.Time // when articles were published, where some document tells it with its zone
	bare     map[string]time.Time // what article pages tell without one, as if it were UTC
	pages    map[string]tried     // the article page tried, by site
	noMap    bool                 // the host answers /sitemap.xml with a status 4xx
	dark     map[string]error     // why the robots.txt of a host could not be had
	latest   []string             // pages that a page calls its latest news
	days     string               // archive by day that was seen, "" = none
	posts    string               // archive through wp-json
	index    string               // sitemap index that says which of its parts holds a day
}

// spent reports whether nothing new should be begun.
func (p *prober) spent(ctx context.Context) bool {
	return p.asked.Load() >= probeStop || ctx.Err() != nil
}

// A lead is an address that may be worth a try.
type lead struct {
	url  string
	how  string // as Candidate.How
	page bool   // it may be a page and nobody promised more
}

// explore tries the address asked for, what it names, and what is usual. It returns the error of the
// address itself.
func (p *prober) explore(ctx context.Context) error {
	p.sites[Site(p.at.String())] = true
	named, err := p.try(ctx, lead{p.at.String(), "given", true})
	if p.at.Hostname() == "t.me" {
		return err
	}
	home := p.home()
	if home != p.at.String() && ctx.Err() == nil {
		more, _ := p.try(ctx, lead{home, "home", true})
		named = append(named, more...)
	}
	for i := 0; i < min(len(named), maxLeads); i++ {
		more, _ := p.try(ctx, named[i]) // what was called a feed may be a page of feeds
		named = append(named, more...)
	}
	if !p.usable("feed") {
		p.usual(ctx, "/feed", "/rss", "/rss.xml", "/feed.xml")
	}
	for i := 0; i < min(len(p.latest), 2) && !p.usable("feed") && !p.usable("listing"); i++ {
		p.try(ctx, lead{p.latest[i], "link", true})
	}
	for i, at := range p.sitemaps(ctx) {
		if i < maxLeads/2 {
			p.try(ctx, lead{url: at, how: "robots.txt"})
		}
	}
	if !p.usable("sitemap") {
		p.usual(ctx, "/sitemap.xml", "/news-sitemap.xml", "/sitemap_index.xml")
	}
	p.usual(ctx, "/wp-json/wp/v2/posts")
	if p.usable("wordpress") {
		p.posts = withQuery(p.on("/wp-json/wp/v2/posts"), postsOfDay)
	} else if p.days == "" {
		p.guessDay(ctx)
	}
	return err
}

// home is the front page of the outlet; a site in several languages has its Arabic one under /ar.
func (p *prober) home() string {
	u := url.URL{Scheme: p.at.Scheme, Host: p.at.Host, Path: "/"}
	if s := section(p.at.String()); s == "ar" || s == "arabic" {
		u.Path = "/" + s
		if p.at.Path == u.Path+"/" {
			u.Path += "/"
		}
	}
	return u.String()
}

// usual tries paths of the host until one leads to something that can be used.
func (p *prober) usual(ctx context.Context, paths ...string) {
	for _, path := range paths {
		before := len(p.f.Candidates)
		_, err := p.try(ctx, lead{url: p.on(path), how: "usual"})
		switch found := p.f.Candidates[before:]; {
		case len(found) > 0 && found[0].Grade != GradeUseless:
			return
		case len(found) > 0:
			p.f.Missing = append(p.f.Missing, path+": "+found[0].Reason)
			p.f.Candidates = p.f.Candidates[:before]
		case err != nil && !errors.Is(err, errKnown):
			p.f.Missing = append(p.f.Missing, path+": "+shortReason(err))
			var s *StatusError
			p.noMap = p.noMap || path == "/sitemap.xml" && errors.As(err, &s) && s.Status >= 400 && s.Status < 500
		}
	}
}

// sitemaps returns the maps that robots.txt names, news maps first.
func (p *prober) sitemaps(ctx context.Context) []string {
	r, err := p.c.rules(ctx, p.at, request{})
	if err != nil {
		return nil
	}
	p.f.Delay = r.delay
	var first, rest []string
	for _, raw := range grobotstxt.Sitemaps(r.body) {
		if at, err := p.at.Parse(strings.TrimSpace(raw)); err != nil {
			continue
		} else if strings.Contains(strings.ToLower(at.Path), "news") {
			first = append(first, at.String())
		} else {
			rest = append(rest, at.String())
		}
	}
	return append(first, rest...)
}

// usable reports whether a candidate of the kind was found that can be used.
func (p *prober) usable(kind string) bool {
	for _, c := range p.f.Candidates {
		if c.Source.Kind == kind && c.Grade != GradeUseless {
			return true
		}
	}
	return false
}
