package fetch

import (
	"bytes"
	"strings"
)

// junkArea is how far into a document its root element is looked for behind junk.
const junkArea = 4096

// root finds the first element of data, behind blanks, comments, the declaration, a DTD and, within the
// first 4 KiB, junk such as a warning printed by the server. It returns where its tag begins and its local
// name in small letters; -1 if there is none.
func root(data []byte) (int, string) {
	at, name := firstElement(data)
	if known := rootKind(name); known == "" || known == shapeHTML {
		for _, mark := range []string{"<?xml", "<rss", "<feed", "<rdf:RDF", "<urlset", "<sitemapindex"} {
			if i := bytes.Index(data[:min(len(data), junkArea)], []byte(mark)); i > 0 {
				if from, inner := firstElement(data[i:]); rootKind(inner) != "" {
					return i + from, inner
				}
			}
		}
	}
	return at, name
}

func firstElement(data []byte) (int, string) {
	for i := 0; i+1 < len(data); {
		n := bytes.IndexByte(data[i:], '<')
		if n < 0 || i+n+1 >= len(data) {
			return -1, ""
		}
		i += n
		end, kind := tag(data[i:])
		switch {
		case kind == startTag || kind == emptyTag || kind == openEnd && data[i+1] != '!' && data[i+1] != '?':
			name := strings.ToLower(string(tagName(data[i+1 : min(len(data), i+64)])))
			return i, name[strings.IndexByte(name, ':')+1:]
		case kind == oddTag && data[i+1] == '!':
			end = directive(data[i:])
		case kind == oddTag || kind == endTag:
			end = 1
		case kind == openEnd:
			return -1, ""
		}
		i += end
	}
	return -1, ""
}

// directive measures a DTD, with its internal subset if it has one.
func directive(b []byte) int {
	stop := bytes.IndexByte(b, '>')
	if open := bytes.IndexByte(b, '['); open >= 0 && open < stop {
		if n := bytes.Index(b[open:], []byte("]")); n >= 0 {
			if m := bytes.IndexByte(b[open+n:], '>'); m >= 0 {
				return open + n + m + 1
			}
		}
	}
	if stop < 0 {
		return len(b)
	}
	return stop + 1
}

// The shapes a document may have.
const (
	shapeFeed    = "feed"
	shapeSitemap = "sitemap"
	shapeJSON    = "json"
	shapeHTML    = "html"
)

// shapeOf tells what data is by its beginning, "" if it is none of what Rasid reads.
func shapeOf(data []byte) string {
	trimmed := bytes.TrimLeft(data, "\uFEFF \t\r\n")
	if len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
		return shapeJSON
	}
	_, name := root(data)
	return rootKind(name)
}

func rootKind(name string) string {
	switch name {
	case "rss", "rdf", "feed":
		return shapeFeed
	case "urlset", "sitemapindex":
		return shapeSitemap
	case "html", "head", "body", "title", "meta", "div", "p", "article", "main", "section", "h1", "script", "link", "table", "span":
		return shapeHTML
	}
	return ""
}
