package fetch

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// shownDate returns the time that the first element behind the headline tells which tells little else, or else the first line
// that tells only that, among the page's first if there is no headline; zero if none does. The element is no part of the text.
func (h *head) shownDate(root *html.Node) time.Time {
	d := dateSeeker{clock: h.clock, from: h.headline, left: maxLooked, steps: maxSteps}
	if h.headline != nil && d.walk(root) {
		h.apart = append(h.apart, d.at)
		return d.found
	}
	if at, t := h.dateAbove(); at != nil {
		h.apart = append(h.apart, at)
		return t
	}
	w := walker{from: h.headline, most: 40}
	w.walk(root, false, false)
	w.end(false)
	for _, p := range w.out {
		if t, ok := h.clock.dateLine(p.text); ok && p.link < 0.5 {
			return t
		}
	}
	return time.Time{}
}

// dateAbove returns the element right above the headline that tells a date, nil if there is none: up to two boxes out, and
// not what begins the page, for there stands the day of the visit.
func (h *head) dateAbove() (*html.Node, time.Time) {
	boxes := 0
	for n := h.headline; n != nil && n.Parent != nil && n.Parent.DataAtom != atom.Body && boxes < 3; n = n.Parent {
		if isBlock(n.DataAtom) {
			boxes++
		}
		for s := n.PrevSibling; s != nil; s = s.PrevSibling {
			if wordsIn(s, 1) == 0 {
				continue
			}
			if s.Type == html.ElementNode && wordsIn(s, maxShown+1) <= maxShown && !ofCard(s) {
				if t, ok := h.clock.datedLine(spaced(s)); ok {
					return s, t
				}
			}
			return nil, time.Time{}
		}
	}
	return nil, time.Time{}
}

const (
	maxLooked = 60  // pieces of text behind the headline among which a date is looked for
	maxSteps  = 500 // elements behind it, likewise
	pastText  = 30  // words of a paragraph behind which no date of the article is looked for
)

// A dateSeeker looks for the first short element that tells a date.
type dateSeeker struct {
	clock clock
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
		t, ok := d.clock.dateLine(text)
		if !ok {
			t, ok = d.clock.datedLine(text)
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
