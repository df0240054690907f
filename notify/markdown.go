package notify

import (
	"strings"

	"rasid/news"
)

// Markdown returns a digest in CommonMark: a heading, one numbered section for each story, links as links. All
// that comes from outside is escaped.
func Markdown(d news.Digest) string {
	var b strings.Builder
	last := asTitle
	for _, bl := range pageOf(d).blocks() {
		if bl[0].role == asDetail {
			b.WriteString("\n---\n") // the end
		}
		for _, l := range bl {
			if b.Len() > 0 && (l.role != asPoint || last != asPoint) {
				b.WriteString("\n")
			}
			b.WriteString(l.markdown() + "\n")
			last = l.role
		}
	}
	return b.String()
}

// markdown returns a line as a paragraph or another block of CommonMark.
func (l line) markdown() string {
	s := escaped(l.before) + markdownLink(l) + escaped(l.after)
	switch l.role {
	case asTitle:
		return "# " + s
	case asCount:
		return "**" + s + "**"
	case asStory:
		return "## " + s
	case asQuote:
		return "> " + s
	case asPoint:
		return "- " + s
	}
	return s
}

func markdownLink(l line) string {
	if l.url == "" {
		return escaped(l.text)
	}
	return "[" + escaped(l.text) + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\\", "%5C").Replace(l.url) + ">)"
}

// escaped returns s with a backslash before every ASCII character that CommonMark 0.31 or its common extensions
// give a meaning within a line, and before what would make a number at its begin a list (section 5.2).
func escaped(s string) string {
	var b strings.Builder
	for i, r := range s {
		special := r < 0x80 && strings.ContainsRune("\\`*_{}[]<>#+-!|~&^$@=", r) ||
			r == ':' && strings.HasPrefix(s[i:], "://") ||
			r == '.' && strings.HasSuffix(strings.ToLower(s[:i]), "www") ||
			(r == '.' || r == ')') && i > 0 && strings.Trim(s[:i], "0123456789") == ""
		if special {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
