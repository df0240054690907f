package notify

import (
	"html"
	"strings"
	"unicode/utf16"
)

// The marks before the points of a list where a service has no list of its own.
const bullet = "• "

// units returns the length of s in UTF-16 code units, in which some services count. It is never less than the number
// of letters.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

// A markup is how a service writes the Markdown that it knows.
type markup struct {
	escape  func(string) string
	address func(string) string // of a link, without its parentheses
	gap     string              // after a quotation or list
}

// text returns blocks in m, parted by empty lines.
func (m markup) text(blocks []block) string {
	parts := make([]string, len(blocks))
	for i, b := range blocks {
		parts[i] = m.block(b)
	}
	return strings.Join(parts, "\n\n")
}

func (m markup) block(b block) string {
	var s strings.Builder
	for i, l := range b {
		if i > 0 {
			s.WriteString("\n")
			if last := b[i-1].role; last == asQuote || last == asPoint && l.role != asPoint {
				s.WriteString(m.gap)
			}
		}
		s.WriteString(m.line(l))
	}
	return s.String()
}

func (m markup) line(l line) string {
	s := m.escape(l.text)
	if l.url != "" {
		s = "[" + s + "](" + m.address(l.url) + ")"
	}
	s = m.escape(l.before) + s + m.escape(l.after)
	switch l.role {
	case asTitle, asCount, asStory:
		return l.mark() + "**" + s + "**"
	case asQuote:
		return "> " + l.mark() + s
	case asPoint:
		return "- " + l.mark() + s
	}
	return l.mark() + s
}

// visible returns what a reader sees of a line.
func (l line) visible() string {
	s := l.before + l.text + l.after
	if l.role == asPoint {
		s = bullet + s
	}
	return l.mark() + s
}

// inline returns a line in the HTML that Telegram and Matrix know alike.
func (l line) inline() string {
	s := html.EscapeString(l.text)
	if l.url != "" {
		s = `<a href="` + html.EscapeString(l.url) + `">` + s + "</a>"
	}
	s = html.EscapeString(l.before) + s + html.EscapeString(l.after)
	if l.strong() {
		s = "<b>" + s + "</b>"
	}
	return s
}

// wordJoiner after an @ takes it from the name that it would call; nothing is seen of it.
const wordJoiner = "\u2060"

// uncalled returns l with names in it that call nobody.
func (l line) uncalled() line {
	for _, s := range []*string{&l.before, &l.text, &l.after} {
		*s = strings.ReplaceAll(*s, "@", "@"+wordJoiner)
	}
	return l
}

// strong reports whether a line stands out.
func (l line) strong() bool { return l.role == asTitle || l.role == asCount || l.role == asStory }
