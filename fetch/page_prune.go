package fetch

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// prune takes out of the tree what no reader sees and what surrounds an article on every page: menus,
// side columns, share bars, comments, lists of other articles, and the elements apart. What holds the headline stays.
func prune(root, headline *html.Node, apart []*html.Node) {
	keep := map[*html.Node]bool{}
	for n := headline; n != nil; n = n.Parent {
		keep[n] = true
	}
	for _, n := range apart {
		if n.Parent != nil && !keep[n] {
			n.Parent.RemoveChild(n)
		}
	}
	pr := pruner{keep: keep, rules: hiddenBy(root), named: map[*html.Node]int{}}
	pr.drop(root, pr.unseen)
	_, pr.free = pr.weigh(root)
	pr.drop(root, pr.furniture)
}

type pruner struct {
	keep  map[*html.Node]bool // the headline and what it stands in
	rules map[string]bool     // ".class" and "#id" hidden by the page's style sheet
	named map[*html.Node]int  // elements with the name or role of furniture, and their letters outside links
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

// weigh counts the letters below n, and those of them outside links, and remembers what is named like
// furniture.
func (pr *pruner) weigh(n *html.Node) (all, free int) {
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
		a, f := pr.weigh(c)
		all, free = all+a, free+f
	}
	if n.DataAtom == atom.A {
		free = 0
	}
	if n.Type == html.ElementNode && furnitureName(n) {
		pr.named[n] = free
	}
	return all, free
}

// furnitureNames are parts of class and id names that outlets give to what surrounds an article.
var furnitureNames = map[string]bool{"share": true, "sharing": true, "sharer": true, "social": true, "addtoany": true, "sharedaddy": true,
	"comment": true, "comments": true, "respond": true, "disqus": true, "sidebar": true, "related": true, "recommended": true,
	"recommendations": true, "recommendation": true, "breadcrumb": true, "breadcrumbs": true, "newsletter": true, "advert": true, "advertisement": true,
	"ad": true, "ads": true, "banner": true, "popular": true, "trending": true, "taboola": true, "outbrain": true, "cookie": true,
	"cookies": true, "gdpr": true, "copyright": true, "tags": true, "taglist": true, "menu": true, "navbar": true, "navigation": true, "caption": true,
	"footer": true, "ticker": true, "pagination": true, "toolbar": true, "login": true, "popup": true, "modal": true,
	"also": true, "morenews": true, "mostread": true, "latest": true}

// embedNames are parts of the class names of what others posted and an article shows.
var embedNames = map[string]bool{"twitter": true, "instagram": true, "tiktok": true, "fb": true, "telegram": true}

// furniture reports whether n surrounds the article. Names alone do not decide over what holds most of the
// page's running text.
func (pr *pruner) furniture(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Aside, atom.Footer, atom.Figcaption:
		return true
	case atom.Html, atom.Head, atom.Body, atom.Main:
		return false
	}
	if attr(n, "itemprop") == "articleBody" {
		return false
	}
	if n.DataAtom == atom.Blockquote && named(n, embedNames) {
		return true
	}
	free, named := pr.named[n]
	return named && free*2 <= pr.free || cards(n)
}

// cards reports whether n is a list of other articles and nothing else: at least three items, none longer than
// a card, most of which open with a link as long as a headline, or with any link that does not run on into text.
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
			least := cardTitle
			if hasBlock(c) {
				least = 1 // a link apart from the text behind it
			}
			size := wordsIn(c, cardSize+1)
			if size > cardSize {
				return false
			}
			if size > 0 {
				items++
			}
			if ok, _ := opensWithLink(c, 0, least); ok {
				links++
			}
		case atom.P, atom.Blockquote:
			if wordsIn(c, tooFew) >= tooFew {
				return false
			}
		}
	}
	return links >= 3 && links*4 >= items*3
}

const (
	cardLead  = 6   // words before the link of a card: a date, a section
	cardTitle = 4   // words of a headline at least
	cardSize  = 150 // words of a card with its summary at most
)

// hasBlock reports whether n holds a paragraph, heading or box.
func hasBlock(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && isBlock(c.DataAtom) && c.DataAtom != atom.Br {
			return true
		}
	}
	return false
}

// opensWithLink reports whether a link of least words or more stands within the first cardLead words of n, of
// which before have passed, or else how many words have passed behind n.
func opensWithLink(n *html.Node, before, least int) (bool, int) {
	switch {
	case n.Type == html.TextNode:
		return false, before + wordsIn(n, cardLead+1)
	case n.DataAtom == atom.A:
		w := wordsIn(n, cardTitle+cardLead)
		return w >= least && before <= cardLead, before + w
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		ok, passed := opensWithLink(c, before, least)
		if ok {
			return true, 0
		}
		if before = passed; before > cardLead {
			break
		}
	}
	return false, before
}

// wordsIn counts the words below n, up to limit.
func wordsIn(n *html.Node, limit int) (count int) {
	if n.Type == html.TextNode {
		for range strings.FieldsSeq(n.Data) {
			if count++; count >= limit {
				break
			}
		}
		return count
	}
	for c := n.FirstChild; c != nil && count < limit; c = c.NextSibling {
		count += wordsIn(c, limit-count)
	}
	return count
}

// furnitureName reports whether n has a role, class or id of what surrounds an article.
func furnitureName(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "role":
			switch a.Val {
			case "navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alertdialog", "menu", "menubar":
				return true
			}
		case "class", "id":
			for name := range strings.FieldsSeq(strings.ToLower(a.Val)) {
				if strings.HasPrefix(name, "has-") || strings.HasPrefix(name, "with-") || strings.HasPrefix(name, "no-") {
					continue // says what stands beside it
				}
				for word := range strings.FieldsFuncSeq(name, notWord) {
					if furnitureNames[word] {
						return true
					}
				}
			}
		}
	}
	return false
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
