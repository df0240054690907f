package fetch

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxNest is how deep elements nest in what flattened returns; a table adds up to four implied elements to
// each, and html.Parse refuses more than 512 open ones.
const maxNest = 64

// tree parses a page in UTF-8. Where the parser refuses it for its nesting (tag soup that never closes
// <b> or <font>, towers of <div>), it is flattened first, and flat says so.
func tree(page []byte) (root *html.Node, flat bool, err error) {
	root, err = html.Parse(bytes.NewReader(page))
	if err == nil {
		return root, false, nil
	}
	root, err = html.Parse(bytes.NewReader(flattened(page)))
	return root, true, err
}

// flattened returns page without formatting elements and without the tags of elements that nest deeper
// than maxNest; no text is lost.
func flattened(page []byte) []byte {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(page))
	depth := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.Bytes()
		}
		raw := z.Raw() // before TagName, which moves on within the token
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch {
			case formatting(a) || a == 0:
				continue
			case selfLimiting(a):
			case depth >= maxNest:
				continue
			default:
				depth++
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if formatting(a) || a == 0 {
				continue
			}
			if !selfLimiting(a) && depth > 0 {
				depth--
			}
		case html.CommentToken, html.DoctypeToken:
			continue
		}
		out.Write(raw)
	}
}

// formatting reports whether a is an element that the parser opens again in every block until it is closed
// (HTML Living Standard, section 13.2.4.3), or one with a grammar of its own.
func formatting(a atom.Atom) bool {
	switch a {
	case atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong,
		atom.Tt, atom.U, atom.Span, atom.Svg, atom.Math, atom.Template, atom.Select, atom.Center, atom.Frameset:
		return true
	}
	return false
}

// selfLimiting reports whether a cannot nest without another element between: it is void, raw, or closes
// itself.
func selfLimiting(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Br, atom.Hr, atom.Img, atom.Meta, atom.Link, atom.Input, atom.Wbr, atom.Base, atom.Area, atom.Source, atom.Col,
		atom.Embed, atom.Param, atom.Track, atom.Li, atom.Td, atom.Th, atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot, atom.Dt, atom.Dd, atom.A,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Html, atom.Head, atom.Body, atom.Title,
		atom.Script, atom.Style, atom.Textarea, atom.Noscript, atom.Iframe, atom.Option:
		return true
	}
	return false
}
