package fetch

import (
	"strings"

	"rasid/arabic"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// shownWithin returns the heading other than an h1 that shows title, or what of it stands between separators.
func (h *head) shownWithin(title string) (*html.Node, string) {
	f := " " + folded(title) + " "
	for _, n := range h.heads {
		if wordsIn(n, maxTitle/4) >= maxTitle/4 {
			continue
		}
		shown := arabic.Clean(textOf(n), maxTitle)
		if g := folded(shown); wordCount(g) >= leastHead && strings.Contains(f, " "+g+" ") && setApart(title, shown) {
			return n, shown
		}
	}
	return nil, ""
}

const (
	leastHead = 3    // words of a headline that is no h1
	maxPlain  = 1500 // elements looked at for one that is named for nothing
)

// plainHeadline returns the first element outside of links that shows title, or what of it stands between separators: old pages
// have their headline in bold letters. left is how many elements are still looked at.
func plainHeadline(n *html.Node, title string, left *int) (*html.Node, string) {
	if n.Type == html.ElementNode {
		if *left--; *left < 0 || silent(n.DataAtom) || n.DataAtom == atom.A {
			return nil, ""
		}
		if words := wordsIn(n, maxTitle/4); words < leastHead {
			return nil, ""
		} else if words < maxTitle/4 {
			shown := arabic.Clean(textOf(n), maxTitle)
			if g := folded(shown); wordCount(g) >= leastHead && strings.Contains(" "+folded(title)+" ", " "+g+" ") && setApart(title, shown) {
				return n, shown
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if found, shown := plainHeadline(c, title, left); found != nil {
			return found, shown
		}
	}
	return nil, ""
}

// setApart reports whether shown is all of title, or stands in it behind and before separators.
func setApart(title, shown string) bool {
	i := strings.Index(title, shown)
	if i < 0 {
		return folded(title) == folded(shown)
	}
	before, after := strings.TrimSpace(title[:i]), strings.TrimSpace(title[i+len(shown):])
	return (before == "" || strings.TrimRight(before, "|-–—:»•") != before) && (after == "" || strings.TrimLeft(after, "|-–—:«•") != after)
}
