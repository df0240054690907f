package fetch

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// prune takes out of the tree what no reader sees and what surrounds an article on every page: menus,
// side columns, share bars, comments, lists of other articles. What holds the headline stays.
func prune(root, headline *html.Node) {
	keep := map[*html.Node]bool{}
	for n := headline; n != nil; n = n.Parent {
		keep[n] = true
	}
	pr := pruner{keep: keep, rules: hiddenBy(root)}
	pr.drop(root, pr.unseen)
	_, pr.free = weigh(root)
	pr.drop(root, pr.furniture)
}

type pruner struct {
	keep  map[*html.Node]bool // the headline and what it stands in
	rules map[string]bool     // ".class" and "#id" hidden by the page's style sheet
	free  int                 // letters on the page outside links
}

// drop removes the elements below n for which gone is true.
func (pr *pruner) drop(n *html.Node, gone func(*html.Node) bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.CommentNode:
			n.RemoveChild(c)
		case c.Type != html.ElementNode:
		case !pr.keep[c] && gone(c):
			n.RemoveChild(c)
		default:
			pr.drop(c, gone)
		}
		c = next
	}
}

// weigh counts the letters below n, and those of them outside links.
func weigh(n *html.Node) (all, free int) {
	switch n.Type {
	case html.TextNode:
		for _, r := range n.Data {
			if unicode.IsLetter(r) {
				all++
			}
		}
		return all, all
	case html.ElementNode:
		if silent(n.DataAtom) {
			return 0, 0
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		a, f := weigh(c)
		all, free = all+a, free+f
	}
	if n.DataAtom == atom.A {
		free = 0
	}
	return all, free
}

var (
	hiding   = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|font-size\s*:\s*(?:0|1px|0?\.\d+(?:px|em|rem))\s*(?:px|pt|em|rem|%)?\s*(?:;|!|$)|(?:left|right|top|text-indent|margin-(?:left|right|top))\s*:\s*-\d{3,}|(?:^|;|\s)(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$)|clip\s*:\s*rect\(\s*[01](?:px)?[ ,]|clip-path\s*:\s*inset\(\s*(?:50|100)%`)
	ruleSets = regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	oneName  = regexp.MustCompile(`^[.#][\w-]+$`)
)

// hiddenBy returns the single classes and ids that the style elements of the page hide.
func hiddenBy(root *html.Node) map[string]bool {
	rules := map[string]bool{}
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		if n.DataAtom == atom.Style && n.FirstChild != nil {
			for _, m := range ruleSets.FindAllStringSubmatch(withoutMedia(n.FirstChild.Data), -1) {
				if !hiding.MatchString(m[2]) {
					continue
				}
				for _, sel := range strings.Split(m[1], ",") {
					if sel = strings.TrimSpace(sel); oneName.MatchString(sel) {
						rules[sel] = true
					}
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
	}
	visit(root)
	return rules
}

// withoutMedia cuts the blocks of at-rules (@media print …) out of a style sheet: they hold for some readers only.
func withoutMedia(css string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(css, '@')
		if i < 0 {
			b.WriteString(css)
			return b.String()
		}
		b.WriteString(css[:i])
		css = css[i+1:]
		depth := 0
		end := strings.IndexFunc(css, func(r rune) bool {
			switch r {
			case '{':
				depth++
			case '}':
				depth--
				return depth <= 0
			case ';':
				return depth == 0
			}
			return false
		})
		if end < 0 {
			return b.String()
		}
		css = css[end+1:]
	}
}

// unseen reports whether a reader does not see n.
func (pr *pruner) unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Head: // hidden until scripts have run
		return false
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if hiding.MatchString(a.Val) {
				return true
			}
		case "id":
			if pr.rules["#"+a.Val] {
				return true
			}
		case "class":
			for c := range strings.FieldsSeq(a.Val) {
				if pr.rules["."+c] {
					return true
				}
				switch c {
				case "sr-only", "visually-hidden", "screen-reader-text", "d-none", "element-invisible", "hidden":
					return true
				}
			}
		}
	}
	return false
}

// furnitureNames are parts of class and id names that outlets give to what surrounds an article.
var furnitureNames = map[string]bool{"share": true, "sharing": true, "sharer": true, "social": true, "addtoany": true, "sharedaddy": true,
	"comment": true, "comments": true, "respond": true, "disqus": true, "sidebar": true, "related": true, "recommended": true,
	"recommendations": true, "recommendation": true, "readmore": true, "breadcrumb": true, "breadcrumbs": true, "newsletter": true, "advert": true, "advertisement": true,
	"ad": true, "ads": true, "banner": true, "popular": true, "trending": true, "taboola": true, "outbrain": true, "cookie": true,
	"cookies": true, "gdpr": true, "copyright": true, "tags": true, "taglist": true, "menu": true, "navbar": true, "navigation": true, "caption": true,
	"footer": true, "ticker": true, "widget": true, "widgets": true, "pagination": true, "toolbar": true, "login": true, "popup": true, "modal": true,
	"also": true, "morenews": true, "mostread": true, "latest": true}

// furniture reports whether n surrounds the article. Names alone do not decide over what holds most of the
// page's running text.
func (pr *pruner) furniture(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Aside, atom.Footer, atom.Figcaption:
		return true
	case atom.Html, atom.Head, atom.Body, atom.Main:
		return false
	}
	switch attr(n, "role") {
	case "navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alertdialog", "menu", "menubar":
		return !pr.most(n)
	}
	if attr(n, "itemprop") == "articleBody" {
		return false
	}
	if cards(n) {
		return true
	}
	return furnitureName(attr(n, "class")+" "+attr(n, "id")) && !pr.most(n)
}

// cards reports whether n is a list of other articles: at least three items, most of which open with a link
// as long as a headline.
func cards(n *html.Node) bool {
	items, links := 0, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			return false // running text with links in it
		case c.Type != html.ElementNode:
			continue
		}
		switch c.DataAtom {
		case atom.Li, atom.Div, atom.Article, atom.Section, atom.Dd, atom.Tr, atom.Figure:
			items++
			if ok, _ := opensWithLink(c, 0); ok {
				links++
			}
		}
	}
	return links >= 3 && links*4 >= items*3
}

const (
	cardLead  = 6 // words before the link of a card: a date, a section
	cardTitle = 4 // words of a headline at least
)

// opensWithLink reports whether a link of cardTitle words or more stands within the first cardLead words of
// n, of which before have passed, or else how many words have passed behind n.
func opensWithLink(n *html.Node, before int) (bool, int) {
	switch {
	case n.Type == html.TextNode:
		return false, before + len(strings.Fields(n.Data))
	case n.DataAtom == atom.A:
		w := len(strings.Fields(textOf(n)))
		return w >= cardTitle && before <= cardLead, before + w
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		ok, passed := opensWithLink(c, before)
		if ok {
			return true, 0
		}
		if before = passed; before > cardLead {
			break
		}
	}
	return false, before
}

func (pr *pruner) most(n *html.Node) bool {
	_, free := weigh(n)
	return free*2 > pr.free
}

func furnitureName(names string) bool {
	for word := range strings.FieldsFuncSeq(strings.ToLower(names), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if furnitureNames[word] {
			return true
		}
	}
	return false
}
