package fetch

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"rasid/arabic"
	"rasid/news"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A head is what a page says about itself, gathered in one walk over its tree.
type head struct {
	meta      map[string]string  // content by lower-case name, property or itemprop; the first of each
	title     string             // of the <title> element
	h1        []*html.Node       // with a text
	heads     []*html.Node       // other headings, and elements that are named for a title
	signed    []*html.Node       // elements behind an h1 or such a heading that are named for an author
	apart     []*html.Node       // elements behind the headline that tell nothing but author or date
	looked    int                // elements looked at for signed
	headline  *html.Node         // the element that shows the title, nil if none
	times     []*html.Node       // <time> elements and what carries a date for machines, not of a later change
	before    map[*html.Node]int // how many of times stand before an h1
	linked    linkedData
	canonical string   // address that the page gives as its own
	base      *url.URL // address of the page, nil if unknown
	clock     clock
	site      []string // names of the outlet, folded
}

func headOf(root *html.Node, base string, s news.Source) *head {
	h := &head{meta: map[string]string{}, before: map[*html.Node]int{}, clock: clock{here: zoneOf(s)}}
	if original, taken, ok := copyOf(base); ok {
		base, h.clock.taken = original, taken
	}
	h.gather(root, false)
	for _, at := range []string{base, h.canonical, h.meta["og:url"]} {
		if u, err := url.Parse(at); err == nil && u.Host != "" {
			h.base = u
			break
		}
	}
	outlets := strings.FieldsFunc(h.meta["og:site_name"], func(r rune) bool { return strings.ContainsRune("|-–—", r) })
	for _, name := range append(outlets, s.Outlet, h.meta["og:site_name"], h.meta["application-name"], h.linked.publisher, h.linked.outlet, h.meta["twitter:site"], h.hostLabel()) {
		if f := folded(strings.TrimPrefix(name, "@")); f != "" {
			h.site = append(h.site, f)
		}
	}
	return h
}

// maxHeads is how many elements are looked at that may show the headline.
const maxHeads = 200

// titleNames are parts of class and id names of elements that show a headline without being a heading.
var titleNames = map[string]bool{"title": true, "headline": true, "heading": true}

// gather walks over the tree; aside says that n stands beside the article.
func (h *head) gather(n *html.Node, aside bool) {
	if n.Type == html.ElementNode {
		h.note(n)
		switch n.DataAtom {
		case atom.Script:
			return
		case atom.Nav, atom.Aside, atom.Footer:
			aside = true
		}
		if !aside && len(h.h1)+len(h.heads) > 0 {
			h.sign(n)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		h.gather(c, aside)
	}
}

// note remembers what an element says by what it is.
func (h *head) note(n *html.Node) {
	switch n.DataAtom {
	case atom.Meta:
		h.keep(n)
	case atom.Title:
		if h.title == "" && n.Namespace == "" && n.FirstChild != nil {
			h.title = n.FirstChild.Data
		}
	case atom.H1:
		if textOf(n) != "" {
			h.h1 = append(h.h1, n)
			h.before[n] = len(h.times)
		}
	case atom.Script:
		if t := attr(n, "type"); strings.HasPrefix(t, "application/ld+json") && n.FirstChild != nil {
			h.linked.add(n.FirstChild.Data)
		}
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			h.canonical = cmp.Or(h.canonical, attr(n, "href"))
		}
	case atom.Nav, atom.Aside, atom.Footer:
	case atom.H2, atom.H3, atom.H4:
		h.mayHead(n)
	case atom.Time:
		if !changed(n) {
			h.times = append(h.times, n)
		}
	default:
		if dated(n) {
			h.times = append(h.times, n)
		}
		if named(n, titleNames) {
			h.mayHead(n)
		}
	}
}

// mayHead remembers an element that may show the headline.
func (h *head) mayHead(n *html.Node) {
	if len(h.heads) < maxHeads {
		h.heads = append(h.heads, n)
	}
}

// keep remembers a <meta> element.
func (h *head) keep(n *html.Node) {
	content := strings.TrimSpace(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if name := strings.ToLower(strings.TrimSpace(attr(n, key))); name != "" && h.meta[name] == "" {
			h.meta[name] = content
		}
	}
}

// dated reports whether n carries the time of publication for machines (RDFa, microdata).
func dated(n *html.Node) bool {
	if attr(n, "title") != "" && slices.Contains(strings.Fields(attr(n, "class")), "published") { // hAtom
		return true
	}
	if attr(n, "content") == "" && attr(n, "datetime") == "" {
		return false
	}
	switch strings.ToLower(attr(n, "property") + attr(n, "itemprop")) {
	case "dc:date", "dc:created", "dcterms:created", "dcterms:issued", "datepublished", "schema:datepublished", "article:published_time":
		return true
	}
	return false
}

// changed reports whether a <time> element tells of a later change.
func changed(n *html.Node) bool {
	names := strings.ToLower(attr(n, "class") + " " + attr(n, "itemprop"))
	return (strings.Contains(names, "modified") || strings.Contains(names, "updated")) && !strings.Contains(names, "published")
}

// shownTimes returns times in the order in which they count: those behind the headline first.
func (h *head) shownTimes() []*html.Node {
	i := h.before[h.headline]
	return append(slices.Clone(h.times[i:]), h.times[:i]...)
}

// hostLabel returns the telling part of the host name: "aljazeera" of www.aljazeera.net.
func (h *head) hostLabel() string {
	if h.base == nil {
		return ""
	}
	labels := strings.Split(strings.TrimPrefix(h.base.Hostname(), "www."), ".")
	if len(labels) < 2 {
		return ""
	}
	return labels[len(labels)-2]
}

// folded returns the words of s as they are compared, joined by single blanks.
func folded(s string) string { return strings.Join(arabic.Words(s), " ") }
