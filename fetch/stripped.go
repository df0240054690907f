package fetch

import (
	"html"
	"regexp"
	"strings"

	xhtml "golang.org/x/net/html"
	"rasid/arabic"
)

// Longest one-line fields, in characters.
const (
	maxSummary = 2000
	maxKey     = 512 // bytes
)

// title returns s as the headline of an entry: plain, one line.
func title(s string) string { return cleanLine(stripped(s), maxTitle) }

// summary returns s as the summary of an entry: plain, one line, without the line that WordPress puts below it.
func summary(s string) string {
	text := cleanLine(stripped(s), maxSummary)
	if i := strings.LastIndex(text, "The post "); i >= 0 && strings.Contains(text[i:], " appeared first on ") {
		return strings.TrimSpace(text[:i])
	}
	return text
}

// cleanLine is arabic.Clean, which it calls only where it would change s: most texts are clean.
func cleanLine(s string, most int) string {
	s = strings.TrimSpace(s)
	if len(s) <= most*2 && cleanAlready(s, most) {
		return s
	}
	return arabic.Clean(s, most)
}

// cleanAlready reports that s holds nothing but printable ASCII with single blanks and letters, digits
// and points of the Arabic block (two bytes each in UTF-8) that neither combine nor hide, and common
// quotation marks and dashes, at most most of them.
func cleanAlready(s string, most int) bool {
	count := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ':
			if i+1 < len(s) && s[i+1] == ' ' {
				return false
			}
		case c > ' ' && c < 0x7f:
		case (c == 0xD8 || c == 0xD9) && i+1 < len(s):
			i++
			// U+0600 to U+061F hold signs, marks and the letter mark; U+064B to U+065F and U+0670 are marks.
			if d := s[i]; c == 0xD8 && d < 0xA0 && d != 0x8C && d != 0x9B && d != 0x9F || c == 0xD9 && (d >= 0x8B && d <= 0x9F || d == 0xB0) {
				return false
			}
		case c == 0xC2 && i+1 < len(s) && (s[i+1] == 0xAB || s[i+1] == 0xBB): // « »
			i++
		case c == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && strings.IndexByte("\x93\x94\x98\x99\x9C\x9D\xA6", s[i+2]) >= 0: // – — ‘ ’ “ ” …
			i += 2
		default:
			return false
		}
		count++
	}
	return count <= most
}

// markup finds what is a tag, or a character reference that was escaped once more than it should be.
var markup = regexp.MustCompile(`<[a-zA-Z/!?]|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});`)

// stripped takes tags and character references off s. Feeds escape twice and thrice: what still looks like
// markup afterwards is taken off again, up to three times.
func stripped(s string) string {
	for range 3 {
		if !strings.ContainsAny(s, "<&") || !markup.MatchString(s) {
			return s
		}
		s = untagged(s)
	}
	return s
}

// untagged takes one layer of markup off s. Blocks become blanks, so that words stay apart.
func untagged(s string) string {
	if s, ok := simply(s); ok {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	z := xhtml.NewTokenizer(strings.NewReader(s))
	hidden := "" // the element whose text is not shown
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return b.String()
		case xhtml.TextToken:
			if hidden == "" {
				b.Write(z.Text())
			}
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style", "noscript", "iframe":
				hidden = string(name)
			}
			part(&b, name)
		case xhtml.EndTagToken:
			name, _ := z.TagName()
			if string(name) == hidden {
				hidden = ""
			}
			part(&b, name)
		}
	}
}

// part writes a blank where the element name parts words.
func part(b *strings.Builder, name []byte) {
	switch string(name) {
	case "b", "strong", "i", "em", "u", "span", "a", "font", "bdi", "bdo", "sup", "sub", "mark", "small", "wbr":
	default:
		b.WriteByte(' ')
	}
}

// simply takes tags off text that holds nothing else: no comment, no script, no quote left open. The
// tokenizer would do the same at ten times the cost.
func simply(s string) (text string, ok bool) {
	if strings.IndexByte(s, '<') < 0 {
		return html.UnescapeString(s), true
	}
	var b strings.Builder
	b.Grow(len(s))
	for {
		before, after, found := strings.Cut(s, "<")
		b.WriteString(html.UnescapeString(before))
		if !found {
			return b.String(), true
		}
		tag, rest, closed := strings.Cut(after, ">")
		name := elementName(tag)
		if !closed || name == "" || strings.ContainsAny(tag, "<'") || strings.Count(tag, `"`)%2 != 0 {
			return "", false
		}
		switch name {
		case "script", "style", "noscript", "iframe", "textarea", "title", "xmp", "noembed", "noframes", "plaintext":
			return "", false
		}
		part(&b, []byte(name))
		s = rest
	}
}

// elementName returns the name in the tag whose text is tag, in small letters; "" if it is not a tag.
func elementName(tag string) string {
	tag = strings.TrimPrefix(tag, "/")
	n := 0
	for n < len(tag) && (tag[n]|0x20 >= 'a' && tag[n]|0x20 <= 'z' || n > 0 && tag[n] >= '0' && tag[n] <= '9') {
		n++
	}
	if n == 0 || n < len(tag) && tag[n] != ' ' && tag[n] != '/' && tag[n] != '\n' && tag[n] != '\t' && tag[n] != '\r' {
		return ""
	}
	return strings.ToLower(tag[:n])
}
