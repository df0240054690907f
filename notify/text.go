package notify

import (
	"strings"

	"rasid/news"
)

// Text returns a digest as plain text: one line for each thing told, addresses on lines of their own so that
// nothing beside them is taken for a part of them. Every Arabic line begins with a right-to-left mark, since
// plain text takes its direction line by line.
func Text(d news.Digest) string {
	p := pageOf(d)
	var w lines
	w.add(p.dir == "rtl", p.Title)
	w.add(p.dir == "rtl", p.Headline)
	w.add(p.dir == "rtl", p.Span)
	for _, it := range p.Items {
		w.gap()
		p.textItem(&w, it)
	}
	w.gap()
	if more := p.moreLine(0); more != "" {
		w.add(p.dir == "rtl", more)
	}
	for _, l := range p.Coverage {
		w.add(p.dir == "rtl", l)
	}
	return w.String()
}

func (p page) textItem(w *lines, it item) {
	w.add(it.Head.RTL, numbered(it))
	w.add(p.dir == "rtl", it.byline())
	w.add(it.RTL, it.Excerpt)
	w.add(p.dir == "rtl", it.Note)
	w.url(it.Head.URL)
	if len(it.Rewrites) > 0 {
		w.add(p.dir == "rtl", p.rewrites)
	}
	for _, r := range it.Rewrites {
		w.add(r.Head.RTL, "- "+r.Head.Text+" — "+r.Source)
		w.url(r.Head.URL)
	}
	for _, s := range []string{it.Other, it.Copies, it.Why} {
		w.add(p.dir == "rtl", s)
	}
}

// numbered returns the headline of an item with its number, which is set apart where the line runs right to left.
func numbered(it item) string {
	if it.Head.RTL {
		return isolated(it.Number) + it.Head.Text
	}
	return it.Number + it.Head.Text
}

// byline returns the outlets of an item, after the word that marks a story told before.
func (it item) byline() string {
	if it.FollowUp == "" {
		return it.Sources
	}
	return it.FollowUp + " · " + it.Sources
}

// lines gathers the lines of a plain text.
type lines struct{ strings.Builder }

// add appends a line with the mark of its direction; an empty one is left out.
func (w *lines) add(rtl bool, s string) {
	if s == "" {
		return
	}
	if rtl {
		w.WriteRune(rlm)
	}
	w.WriteString(s + "\n")
}

func (w *lines) url(u string) {
	if u != "" {
		w.WriteString(u + "\n")
	}
}

func (w *lines) gap() { w.WriteString("\n") }
