package fetch

import (
	"strings"

	"rasid/arabic"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// shownWithin returns the heading other than an h1 that shows title, or what of it stands between separators.
func (h *head) shownWithin(title string) (*html.Node, string) {
	for _, n := range h.heads {
		if shown := showing(n, title); shown != "" {
			return n, shown
		}
	}
	return nil, ""
}

// showing returns what n shows, if that is title, or what of it stands between separators; else "".
func showing(n *html.Node, title string) string {
	if words := wordsIn(n, maxTitle/4); words < leastHead || words >= maxTitle/4 {
		return ""
	}
	shown := arabic.Clean(textOf(n), maxTitle)
	if f := folded(shown); wordCount(f) < leastHead || !strings.Contains(" "+folded(title)+" ", " "+f+" ") || !setApart(title, shown) {
		return ""
	}
	return shown
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
		if wordsIn(n, leastHead) < leastHead {
			return nil, ""
		}
		if shown := showing(n, title); shown != "" {
			return n, shown
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
