package fetch

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"rasid/news"
)

var (
	errKnown = errors.New("not tried again")               // or no try is left
	errPage  = errors.New("an HTML page under status 200") // where a feed was promised
)

// try asks for one address and appends what it is to the candidates, unless it is a page of no use or an
// address nobody named. It returns the feeds that a page names.
func (p *prober) try(ctx context.Context, l lead) (named []lead, err error) {
	u, err := address(l.url)
	if err != nil {
		return nil, err
	}
	key := strings.TrimSuffix(u.String(), "/")
	if p.known[key] || p.spent(ctx) {
		return nil, errKnown
	}
	p.known[key] = true
	c := Candidate{How: l.how, place: len(p.f.Candidates), Source: news.Source{URL: u.String()}}
	seen, a, err := p.ask(ctx, u, l, &c)
	p.answered = p.answered || c.Status == http.StatusOK
	if c.Status == http.StatusOK && (seen.Kind == "page" || seen.Kind == "listing") {
		named = p.look(l, a)
		if err = p.asPage(l, seen, a, &c, err); c.Source.Kind == "page" && err == nil {
			return named, nil
		}
	}
	if err != nil && (l.how == "usual" || l.how == "home") {
		return named, err
	}
	c.sample = seen.Listing
	p.weigh(ctx, &c, err)
	p.f.Candidates = append(p.f.Candidates, c)
	return named, err
}

// ask asks for u, where robots.txt allows it, and reads what comes.
func (p *prober) ask(ctx context.Context, u *url.URL, l lead, c *Candidate) (Seen, answer, error) {
	rules, err := p.c.rules(ctx, u, request{})
	if err == nil && rules.none {
		err = p.noRobots(ctx, u)
	}
	if err != nil {
		return Seen{}, answer{}, err
	}
	if c.Allowed = rules.allow(p.c.o.UserAgent, u); !c.Allowed {
		p.answered = true // by robots.txt
		return Seen{}, answer{}, fmt.Errorf("%s: %w", bare(u), ErrRobots)
	}
	a, err := p.c.ask(ctx, request{url: u.String(), accept: acceptFeed + ", text/html;q=0.5", polite: l.page})
	var status *StatusError
	if errors.As(err, &status) {
		c.Status = status.Status
	}
	if err != nil {
		return Seen{}, answer{}, err
	}
	c.Status = http.StatusOK
	if a.moved != "" {
		c.Source.URL = a.moved
	}
	s := news.Source{URL: c.Source.URL}
	if u.Hostname() == "t.me" {
		s.Kind = "telegram"
	}
	seen, err := p.c.o.Read(a.body, a.ctype, a.url, s)
	if c.Source.Kind = seen.Kind; seen.Kind == "index" {
		c.Source.Kind = "sitemap"
		p.days = cmp.Or(p.days, dayPattern(seen.Parts))
		p.index = cmp.Or(p.index, p.pastIndex(a))
		seen.Listing, c.timing, err = p.part(ctx, seen.Parts)
	} else if err == nil {
		c.timing = p.timed(a, s, seen.Listing.Entries)
	}
	if seen.Kind == "feed" {
		head := a.body[:min(len(a.body), 16<<10)]
		c.title, c.paged = feedTitle(head, a.ctype), pagedFeed(u, head)
	}
	return seen, a, err
}

// noRobots says why the robots.txt of a host could not be had, by asking for it once more: whatever keeps us
// from it keeps us from the rest.
func (p *prober) noRobots(ctx context.Context, u *url.URL) error {
	if p.dark == nil {
		p.dark = map[string]error{}
	}
	if _, asked := p.dark[u.Host]; !asked {
		at := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
		_, err := p.c.askRobots(ctx, at.String(), request{})
		p.dark[u.Host] = err
	}
	return p.dark[u.Host]
}

// asPage settles what an answer for readers is: a page of headlines, which is a candidate, an article or
// front page, which is none, or an error where a feed was promised. err is that of reading it.
func (p *prober) asPage(l lead, seen Seen, a answer, c *Candidate, err error) error {
	if c.Source.Kind = seen.Kind; !l.page {
		c.Source.Kind = ""
		return fmt.Errorf("%w: %w", ErrType, errPage)
	}
	if errors.Is(err, ErrChallenge) {
		c.Source.Kind = ""
		return err
	}
	site := Site(a.url)
	if l.how == "given" || akin(site, p.sites) {
		p.sites[site] = true // whoever asked for it knows where it leads
	}
	if seen.Kind == "page" && len(strings.Fields(seen.Page.Text)) >= leastPage {
		p.pages[site] = tried{words: len(strings.Fields(seen.Page.Text)), text: seen.Page.Title + " " + seen.Page.Text}
	}
	if len(seen.Listing.Entries) < fewHeadlines {
		c.Source.Kind = "page"
	}
	return nil
}

// part reads the newest part of an index, and one from its other end where that is stale.
func (p *prober) part(ctx context.Context, parts []string) (Listing, timing, error) {
	err := fmt.Errorf("%w: the index of sitemaps is empty", ErrUnread)
	var best Listing
	var times timing
	for i, at := range ends((day{now: p.c.o.Now()}).newest(parts)) {
		if i == 2 || p.spent(ctx) {
			break
		}
		var a answer
		if a, err = p.c.ask(ctx, request{url: at, accept: acceptXML}); err != nil {
			continue
		}
		var seen Seen
		if seen, err = p.c.o.Read(a.body, a.ctype, a.url, news.Source{}); err != nil {
			continue
		}
		if newest(seen.Listing).After(newest(best)) || len(best.Entries) == 0 {
			best, times = seen.Listing, p.timed(a, news.Source{}, seen.Listing.Entries)
		}
		if p.c.o.Now().Sub(newest(best)) < frozenAfter {
			break
		}
	}
	if len(best.Entries) > 0 {
		return best, times, nil
	}
	return best, times, err
}

// ends returns the first and the last of all.
func ends(all []string) []string {
	if len(all) < 2 {
		return all
	}
	return []string{all[0], all[len(all)-1]}
}

// look takes from a page what the site calls itself and the feeds that it names: those in its head first,
// then links that look like one.
func (p *prober) look(l lead, a answer) []lead {
	text, _ := unicoded(a.body[:min(len(a.body), maxPage)], a.ctype)
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(text))
	if err != nil {
		return nil
	}
	p.named(doc, l)
	at := against(a.url)
	var found []lead
	take := func(s *goquery.Selection, looksLikeOne bool) {
		href, _ := s.Attr("href")
		to, err := at.resolve(strings.TrimSpace(href))
		if err != nil || to.Scheme() != "http" && to.Scheme() != "https" || commentFeed.MatchString(to.Pathname()) {
			return
		}
		switch {
		case !looksLikeOne, feedLike.MatchString(to.Pathname() + "?" + to.Query()):
			found = append(found, lead{url: to.Href(true), how: "link"})
		case latestNews.MatchString(linkText(s)):
			p.latest = append(p.latest, to.Href(true))
		}
	}
	doc.Find("link[rel~=alternate][href]").Each(func(_ int, s *goquery.Selection) {
		switch kind, _ := s.Attr("type"); strings.ToLower(strings.TrimSpace(kind)) {
		case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml", "application/xml":
			take(s, false)
		}
	})
	doc.Find("a[href]").Each(func(_ int, s *goquery.Selection) { take(s, true) })
	return found
}

var (
	feedLike    = regexp.MustCompile(`(?i)/(?:rss|feeds?|mrss|rdf)(?:[/?.]|$)|/rssfeed|\.(?:rss|rdf|atom)\?|(?:rss|feed|atom)[^/]*\.xml\?|feed=rss`)
	latestNews  = regexp.MustCompile(`(?i)^\s*(?:[اآ]خر|أحدث|كل|جميع) (?:ال)?[أا]خبار|^\s*الأخبار\s*$|^\s*latest(?: news)?\s*$`)
	commentFeed = regexp.MustCompile(`(?i)/comments/|/embed`)
	feedHead    = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	generator   = regexp.MustCompile(`(?i)<generator[^>]*>[^<]*wordpress`)
)

// feedTitle returns what a feed calls itself, by its beginning.
func feedTitle(head []byte, contentType string) string {
	text, _ := unicoded(head, contentType)
	for _, mark := range []string{"<item", "<entry"} {
		if before, _, ok := bytes.Cut(text, []byte(mark)); ok {
			text = before
		}
	}
	m := feedHead.FindSubmatch(text)
	if m == nil {
		return ""
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(m[1])), "<![CDATA["), "]]>")
	return title(html.UnescapeString(inner))
}

// pagedFeed reports whether a feed seems to be one of WordPress, which has its past under ?paged=N.
func pagedFeed(u *url.URL, head []byte) bool {
	path := strings.TrimSuffix(u.Path, "/")
	return generator.Match(head) || strings.HasSuffix(path, "/feed") || strings.HasPrefix(u.Query().Get("feed"), "rss")
}
