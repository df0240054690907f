package fetch

import (
	"strings"
	"unicode"

	"rasid/arabic"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A para is one paragraph on its way from a page or file into a text.
type para struct {
	text string  // blanks collapsed, never empty
	link float64 // share of its letters that stand in links, in [0, 1]
	head bool    // stands in a heading
}

// paragraphs returns the paragraphs below n in order.
func paragraphs(n *html.Node) []para {
	w := walker{}
	w.walk(n, false, false)
	w.end(false)
	return w.out
}

// A walker gathers paragraphs. The zero value is ready.
type walker struct {
	out             []para
	b               strings.Builder
	blank           bool       // a blank waits to be written
	from            *html.Node // nothing counts before the end of this element; nil = all does
	letters, linked int
	most            int // no more paragraphs than this are wanted, 0 = all
}

func (w *walker) walk(n *html.Node, link, head bool) {
	if n == w.from {
		w.from = nil
		return
	}
	if w.most > 0 && len(w.out) >= w.most {
		return
	}
	switch n.Type {
	case html.TextNode:
		if w.from == nil {
			w.write(n.Data, link)
		}
		return
	case html.ElementNode:
		if silent(n.DataAtom) || n.Namespace != "" {
			return
		}
	}
	block := n.Type == html.ElementNode && isBlock(n.DataAtom)
	if block {
		w.end(head)
	}
	link = link || n.DataAtom == atom.A
	inHead := head || heading(n.DataAtom)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, link, inHead)
	}
	if block {
		w.end(inHead)
	}
}

func (w *walker) write(s string, link bool) {
	for i, r := range s {
		if r >= arabic.Hamza && r <= arabic.Yeh { // nearly all there is, so it goes first
			w.blankBefore()
			w.b.WriteString(s[i : i+2])
			w.letters++
			if link {
				w.linked++
			}
			continue
		}
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			w.blank = w.b.Len() > 0
			continue
		}
		if unicode.IsControl(r) {
			continue
		}
		w.blankBefore()
		w.b.WriteRune(r)
		if unicode.IsLetter(r) {
			w.letters++
			if link {
				w.linked++
			}
		}
	}
}

func (w *walker) blankBefore() {
	if w.blank {
		w.b.WriteByte(' ')
		w.blank = false
	}
}

// end closes the paragraph under way.
func (w *walker) end(head bool) {
	if w.b.Len() > 0 {
		p := para{text: w.b.String(), head: head}
		if w.letters > 0 {
			p.link = float64(w.linked) / float64(w.letters)
		}
		w.out = append(w.out, p)
	}
	w.b.Reset()
	w.blank, w.letters, w.linked = false, 0, 0
}

// silent reports whether nothing below a is text that a reader of an article sees.
func silent(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Embed, atom.Canvas, atom.Audio, atom.Video,
		atom.Button, atom.Select, atom.Textarea, atom.Input, atom.Head, atom.Title, atom.Svg, atom.Math, atom.Figcaption, atom.Nav:
		return true
	}
	return false
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Br, atom.Center, atom.Dd, atom.Details, atom.Div, atom.Dl,
		atom.Dt, atom.Fieldset, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header,
		atom.Hr, atom.Html, atom.Li, atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tbody,
		atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

func heading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// wordCount counts the words of a paragraph, whose blanks are single.
func wordCount(text string) int {
	if text == "" {
		return 0
	}
	return strings.Count(text, " ") + 1
}

// attr returns the value of an attribute, "" if n has none of that name.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
