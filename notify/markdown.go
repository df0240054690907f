package notify

import (
	"fmt"
	"strings"

	"rasid/news"
)

// Markdown returns a digest in CommonMark: a heading, one numbered section for each story, links as links. All
// that comes from outside is escaped.
func Markdown(d news.Digest) string {
	p := pageOf(d)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n**%s**\n\n%s\n", escaped(p.Title), escaped(p.Headline), escaped(p.Span))
	for _, it := range p.Items {
		p.markdownItem(&b, it)
	}
	b.WriteString("\n---\n\n")
	if more := p.moreLine(0); more != "" {
		b.WriteString(escaped(more) + "\n\n")
	}
	for _, l := range p.Coverage {
		b.WriteString(escaped(l) + "\n\n")
	}
	return b.String()
}

func (p page) markdownItem(b *strings.Builder, it item) {
	b.WriteString("\n## " + escaped(it.Number))
	b.WriteString(markdownLink(it.Head) + "\n\n" + escaped(it.byline()) + "\n")
	if it.Excerpt != "" {
		b.WriteString("\n> " + escaped(it.Excerpt) + "\n")
	}
	if it.Note != "" {
		b.WriteString("\n" + escaped(it.Note) + "\n")
	}
	if len(it.Rewrites) > 0 {
		b.WriteString("\n" + escaped(p.rewrites) + "\n\n")
	}
	for _, r := range it.Rewrites {
		b.WriteString("- " + markdownLink(r.Head) + " — " + escaped(r.Source) + "\n")
	}
	for _, s := range []string{it.Other, it.Copies, it.Why} {
		if s != "" {
			b.WriteString("\n" + escaped(s) + "\n")
		}
	}
}

func markdownLink(h headline) string {
	if h.URL == "" {
		return escaped(h.Text)
	}
	return "[" + escaped(h.Text) + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\\", "%5C").Replace(h.URL) + ">)"
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
