package fetch

import (
	"regexp"
	"strings"
	"time"

	"rasid/arabic"
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
// A relative time (منذ ساعتين) is left alone: the page does not say when it was fetched.
func (p *Page) published(root *html.Node, h *head, s news.Source) {
	if s.Time != "" {
		goquery.NewDocumentFromNode(root).Find(s.Time).EachWithBreak(func(_ int, m *goquery.Selection) bool {
			return !p.dated("selector", machineTime(m.Get(0)), textOf(m.Get(0)))
		})
	}
	shown := h.shownDate(root)
	if p.dated("JSON-LD datePublished", h.linked.published) {
		return
	}
	for _, name := range publishedMeta {
		if p.dated(name, h.meta[name]) {
			return
		}
	}
	for _, n := range h.shownTimes() {
		if p.dated("time element", machineTime(n), textOf(n)) {
			return
		}
	}
	if !shown.IsZero() {
		p.Published, p.Found["published"] = shown, "date shown"
		return
	}
	if h.base != nil {
		p.dated("address", dayOf(h.base.Path))
	}
}

// dated sets the time of publication by the first of texts that is a time and reports whether it is set.
func (p *Page) dated(rule string, texts ...string) bool {
	for _, text := range texts {
		if !p.Published.IsZero() {
			break
		}
		if t, ok := timeIn(text); ok {
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

// isoTimes are the forms in which machines are told a time; without a zone it is UTC.
var isoTimes = []string{time.RFC3339, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05-0700", "2006-01-02T15:04-0700", "2006-01-02T15:04Z07:00",
	"2006-01-02T15:04", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", time.RFC1123Z, time.RFC1123}

var relative = regexp.MustCompile(`منذ|قبل|الآن|اليوم$|أمس`)

// timeIn returns the absolute time that a short text tells, in UTC.
func timeIn(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 240 || relative.MatchString(text) {
		return time.Time{}, false
	}
	now := time.Now()
	for _, layout := range isoTimes {
		if t, err := time.Parse(layout, text); err == nil {
			t = t.UTC()
			return t, t.Year() >= 1990 && t.Before(now.Add(24*time.Hour))
		}
	}
	return arabic.Date(text, now)
}

var digit = regexp.MustCompile(`[0-9٠-٩۰-۹]`)

// shownDate returns the time that the first element behind the headline tells which tells little else, or else the first line
// that tells only that, among the page's first if there is no headline; zero if none does. The element is no part of the text.
func (h *head) shownDate(root *html.Node) time.Time {
	d := dateSeeker{from: h.headline, left: maxLooked, steps: maxSteps}
	if h.headline != nil && d.walk(root) {
		h.apart = append(h.apart, d.at)
		return d.found
	}
	w := walker{from: h.headline, most: 40}
	w.walk(root, false, false)
	w.end(false)
	for _, p := range w.out {
		if t, ok := dateLine(p.text); ok && p.link < 0.5 {
			return t
		}
	}
	return time.Time{}
}

const (
	maxLooked = 60  // pieces of text behind the headline among which a date is looked for
	maxSteps  = 500 // elements behind it, likewise
	pastText  = 30  // words of a paragraph behind which no date of the article is looked for
)

// A dateSeeker looks for the first short element that tells a date.
type dateSeeker struct {
	from  *html.Node // nothing counts before the end of this element; nil = all does
	left  int        // pieces of text that are still looked at
	steps int        // elements, likewise
	found time.Time
	at    *html.Node
}

// walk reports whether a date was found at or below n.
func (d *dateSeeker) walk(n *html.Node) bool {
	switch {
	case n == d.from:
		d.from = nil
		return false
	case n.Type == html.TextNode && d.from == nil && strings.TrimSpace(n.Data) != "":
		if d.left--; wordsIn(n, pastText) >= pastText {
			d.left = 0
		}
	case n.Type == html.ElementNode && d.from == nil && d.steps <= 0:
		return false
	case n.Type == html.ElementNode && (silent(n.DataAtom) || n.Namespace != ""):
		return false
	case n.Type == html.ElementNode && d.from == nil && wordsIn(n, maxShown+1) <= maxShown && !ofCard(n) && setOff(n):
		text := spaced(n)
		t, ok := dateLine(text)
		if !ok {
			t, ok = datedLine(text)
		}
		if ok {
			d.found, d.at = t, n
			return true
		}
	}
	if d.from == nil && n.Type == html.ElementNode {
		d.steps--
	}
	for c := n.FirstChild; c != nil && d.left > 0; c = c.NextSibling {
		if d.walk(c) {
			return true
		}
	}
	return false
}

// setOff reports whether n is no part of a paragraph of text.
func setOff(n *html.Node) bool {
	for n != nil && !isBlock(n.DataAtom) {
		n = n.Parent
	}
	return n != nil && wordsIn(n, pastText) < pastText
}

// ofCard reports whether n stands close beside a link as long as a headline: then it is the date of another article.
func ofCard(n *html.Node) bool {
	for range 2 {
		if n = n.Parent; n == nil || wordsIn(n, cardSize/2) >= cardSize/2 {
			return false
		}
		if ok, _ := opensWithLink(n, 0, cardTitle+1); ok {
			return true
		}
	}
	return false
}

// spaced returns the text below n with a blank between elements, which style sheets set apart.
func spaced(n *html.Node) string {
	var b strings.Builder
	var write func(*html.Node)
	write = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			write(c)
		}
	}
	write(n)
	return oneLine(b.String())
}

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
