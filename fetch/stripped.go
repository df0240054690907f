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
func title(s string) string { return arabic.Clean(stripped(s), maxTitle) }

// summary returns s as the summary of an entry: plain, one line.
func summary(s string) string { return arabic.Clean(stripped(s), maxSummary) }

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
	if strings.IndexByte(s, '<') < 0 {
		return html.UnescapeString(s)
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
