package fetch

import (
	"bytes"
	"fmt"
	"strings"
)

// measure finds the shape of data by looking at its tags alone, at a fraction of the cost of tokens. What
// it counts as nested is never less than what encoding/xml would: an end tag without a start pops there
// at least as much. regular is false where it met something that XML may be read in another way (a DTD,
// a stray <, an open quote); the caller must then walk the tokens.
func measure(data []byte, maxDepth, maxEntries int) (s scan, regular bool, err error) {
	var open []string // names of the elements open, the outermost two only
	depth := 0
	for i := 0; ; {
		n := bytes.IndexByte(data[i:], '<')
		if n < 0 || i+n+1 >= len(data) {
			s.short = depth > 0
			return s, true, nil
		}
		i += n
		end, kind := tag(data[i:])
		switch kind {
		case oddTag:
			return s, false, nil
		case openEnd:
			s.short = true
			return s, true, nil // encoding/xml stops here too
		case startTag, emptyTag:
			name := tagName(data[i+1 : i+end])
			if isEntry(name) {
				s.all++
			}
			if (depth == 1 || depth == 2) && isEntry(name) {
				if s.entries++; s.entries > maxEntries && s.cut == 0 {
					s.cut, s.closing = i, closing(open, depth)
				}
			}
			if kind == emptyTag {
				break
			}
			if depth++; depth > maxDepth {
				return s, true, fmt.Errorf("%w (%d)", ErrDepth, maxDepth)
			}
			if depth <= 2 {
				open = append(open[:depth-1], string(name))
			}
		case endTag:
			depth = max(0, depth-1)
			open = open[:min(len(open), depth)]
		}
		i += end
	}
}

// closing returns the end tags of the elements in open.
func closing(open []string, depth int) string {
	var b strings.Builder
	for k := min(len(open), depth) - 1; k >= 0; k-- {
		b.WriteString("</" + open[k] + ">")
	}
	return b.String()
}

// isEntry reports whether an element of this name is an entry of a feed.
func isEntry(name []byte) bool {
	if k := bytes.IndexByte(name, ':'); k >= 0 {
		name = name[k+1:]
	}
	return len(name) == 4 && bytes.EqualFold(name, []byte("item")) || len(name) == 5 && bytes.EqualFold(name, []byte("entry"))
}

// tagName returns the name at the beginning of b.
func tagName(b []byte) []byte {
	for k, c := range b {
		if c <= ' ' || c == '>' || c == '/' {
			return b[:k]
		}
	}
	return b
}

type tagKind int

const (
	oddTag  tagKind = iota // not to be told apart by looking at tags
	openEnd                // the document ends within it
	startTag
	emptyTag
	endTag
	otherTag // comment, CDATA, processing instruction
)

// tag returns the length and the kind of what begins at b[0] == '<'.
func tag(b []byte) (int, tagKind) {
	switch c := b[1]; {
	case c == '/':
		return until(b, ">", 2, endTag)
	case c == '?':
		return until(b, "?>", 2, otherTag)
	case c == '!':
		switch {
		case bytes.HasPrefix(b, []byte("<!--")):
			return until(b, "-->", 4, otherTag)
		case bytes.HasPrefix(b, []byte("<![CDATA[")):
			return until(b, "]]>", 9, otherTag)
		}
		return 0, oddTag
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80:
		return startTagEnd(b)
	}
	return 0, oddTag
}

func until(b []byte, mark string, from int, kind tagKind) (int, tagKind) {
	n := bytes.Index(b[from:], []byte(mark))
	if n < 0 {
		return 0, openEnd
	}
	return from + n + len(mark), kind
}

// startTagEnd measures a start tag, over > within quoted attribute values.
func startTagEnd(b []byte) (int, tagKind) {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '>':
			if b[i-1] == '/' {
				return i + 1, emptyTag
			}
			return i + 1, startTag
		case '"', '\'':
			n := bytes.IndexByte(b[i+1:], b[i])
			if n < 0 {
				return 0, oddTag
			}
			i += n + 1
		case '<':
			return 0, oddTag
		}
	}
	return 0, openEnd
}
