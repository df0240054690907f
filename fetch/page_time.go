package fetch

import (
	"regexp"

	"rasid/news"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// publishedMeta are the names under which pages give their time of publication, most trusted first.
var publishedMeta = []string{"article:published_time", "og:article:published_time", "datepublished", "og:published_time",
	"parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "pubdate", "publishdate", "publish-date", "publish_date",
	"article.published", "published_time", "dc.date.issued", "dcterms.created", "dcterms.issued", "dcterms.date", "dc.date", "dc.date.created",
	"article:published", "release_date", "publisheddate", "published-date", "publication_date", "publicationdate", "og:pubdate", "rnews:datepublished",
	"shareaholic:article_published_time", "article_date_original", "date"}

// published sets the time of publication. What machines are told comes first, then what readers are shown.
// A relative time (منذ ساعتين) counts in a copy of an archive only: another page does not say when it was fetched.
func (p *Page) published(root *html.Node, h *head, s news.Source) {
	if s.Time != "" {
		goquery.NewDocumentFromNode(root).Find(s.Time).EachWithBreak(func(_ int, m *goquery.Selection) bool {
			return !p.dated(h.clock, "selector", machineTime(m.Get(0)), textOf(m.Get(0)))
		})
	}
	shown := h.shownDate(root)
	if p.dated(h.clock, "JSON-LD datePublished", h.linked.published) {
		return
	}
	for _, name := range publishedMeta {
		if p.dated(h.clock, name, h.meta[name]) {
			return
		}
	}
	for _, n := range h.shownTimes() {
		if p.dated(h.clock, "time element", machineTime(n), textOf(n)) {
			return
		}
	}
	if !shown.IsZero() {
		p.Published, p.Found["published"] = shown, "date shown"
		return
	}
	if h.base != nil {
		p.dated(h.clock, "address", dayOf(h.base.Path))
	}
}

// dated sets the time of publication by the first of texts that is a time and reports whether it is set.
func (p *Page) dated(c clock, rule string, texts ...string) bool {
	for _, text := range texts {
		if !p.Published.IsZero() {
			break
		}
		if t, ok := c.timeIn(text); ok {
			p.Published = t
			p.Found["published"] = rule
		}
	}
	return !p.Published.IsZero()
}

func machineTime(n *html.Node) string {
	for _, key := range []string{"datetime", "content", "data-datetime", "data-time", "data-date", "data-published", "data-timestamp", "title"} {
		if v := attr(n, key); v != "" {
			return v
		}
	}
	return ""
}

var digit = regexp.MustCompile(`[0-9٠-٩۰-۹]`)

var dayPath = regexp.MustCompile(`/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/-]|$)`)

// dayOf returns the day that an address holds as yyyy-mm-dd, "" if none.
func dayOf(path string) string {
	m := dayPath.FindStringSubmatch(path)
	if m == nil {
		return ""
	}
	pad := func(s string) string { return ("0" + s)[len(s)-1:] }
	return m[1] + "-" + pad(m[2]) + "-" + pad(m[3])
}
