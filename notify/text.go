package notify

import (
	"strings"

	"rasid/news"
)

// Text returns a digest as plain text: one line for each thing told, addresses on lines of their own so that
// nothing beside them is taken for a part of them. Every Arabic line begins with a right-to-left mark, since
// plain text takes its direction line by line.
func Text(d news.Digest) string { return plain(pageOf(d).blocks()) }

// plain returns blocks as plain text, parted by empty lines.
func plain(blocks []block) string {
	var b strings.Builder
	for i, one := range blocks {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(one.plain())
	}
	return b.String()
}

// plain returns the lines of a block. The address of its story comes after what is told of the article itself.
func (b block) plain() string {
	var s strings.Builder
	address := func(url string) {
		if url != "" {
			s.WriteString(url + "\n")
		}
	}
	story := ""
	for _, l := range b {
		switch l.role {
		case asLabel, asPoint, asAside, asVote:
			address(story)
			story = ""
		}
		s.WriteString(l.plain() + "\n")
		switch l.role {
		case asStory:
			story = l.url
		case asPoint, asVote:
			address(l.url)
		}
	}
	address(story)
	return s.String()
}

// plain returns a line without its address.
func (l line) plain() string {
	s := l.before + l.text + l.after
	if l.role == asPoint {
		s = "- " + s
	}
	return l.mark() + s
}

// mark returns the right-to-left mark that l begins with where nothing else gives it its direction.
func (l line) mark() string {
	if l.rtl {
		return string(rlm)
	}
	return ""
}
