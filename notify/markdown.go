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
	fmt.Fprintf(b, "\n## %d\\. ", it.Number)
	if it.FollowUp != "" {
		b.WriteString(it.FollowUp + ": ")
	}
	b.WriteString(markdownLink(it.Head) + "\n\n" + escaped(it.Sources) + "\n")
	if it.Excerpt != "" {
		b.WriteString("\n> " + escaped(it.Excerpt) + "\n")
	}
	if len(it.Rewrites) > 0 {
		b.WriteString("\n")
	}
	for _, r := range it.Rewrites {
		b.WriteString("- " + markdownLink(r.Head) + " — " + escaped(r.Source) + "\n")
	}
	for _, s := range []string{it.Other, it.Copies, it.Why, it.Note} {
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

// escaped returns s with a backslash before every ASCII character that CommonMark gives a meaning anywhere in
// a line (CommonMark 0.31, section 2.4).
func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 && strings.ContainsRune("\\`*_{}[]<>#+-!|~&^$@=:\"'", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
