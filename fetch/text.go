package fetch

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"rasid/arabic"
)

// ParseText reads a text or Markdown file into which somebody put an article as it stood on the page. It is
// cleaned by the same rules as a page.
//
// The title is the first line if that reads like a headline. Where the file begins with its lead, Title is the
// lead's first sentence, cut to about 20 words at a clause and closed by an ellipsis: a title weighs in
// judging, and what a lead says first is what its headline would say. Found["title"] then is "lead", and Text
// keeps the sentence. Words run together stay as they are.
//
// The error is ErrEmpty for a file without a text. ParseText is safe for concurrent use.
func ParseText(raw []byte) (Page, error) {
	p := Page{Found: map[string]string{}}
	if len(raw) > maxPage {
		raw = raw[:maxPage]
	}
	text, _ := unicoded(raw, "text/plain")
	ps := split(string(text))
	if len(ps) == 0 {
		return p, fmt.Errorf("text: %w", ErrEmpty)
	}
	ps = p.dateFirst(ps)
	for len(ps) > 1 && furnitureLine(opens(ps[0].text), ps[0].text) {
		ps = ps[1:]
	}
	if isHeadline(ps) {
		p.found(&p.Title, "title", "first line", arabic.Clean(ps[0].text, maxTitle))
		ps = ps[1:]
	}
	c := clean(ps, learnt{title: p.Title})
	p.Found["text"] = "lines"
	p.take(c)
	p.found(&p.Title, "title", "lead", shortened(c.lead))
	if p.Text == "" && p.Title == "" {
		return p, fmt.Errorf("text: %w", ErrEmpty)
	}
	return p, nil
}

var leadingDate = regexp.MustCompile(`^(?:date|التاريخ|تاريخ)\s*:?\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})\s*`)

// dateFirst takes a date off the start of the first paragraph: " date 2025-10-27 lead".
func (p *Page) dateFirst(ps []para) []para {
	m := leadingDate.FindStringSubmatch(ps[0].text)
	if m == nil || !p.dated(clock{}, "date before the text", m[1]) {
		return ps
	}
	ps[0].text = strings.TrimSpace(ps[0].text[len(m[0]):])
	if ps[0].text == "" {
		return ps[1:]
	}
	return ps
}

// isHeadline reports whether the first paragraph is the headline of the others.
func isHeadline(ps []para) bool {
	if len(ps) == 0 {
		return false
	}
	return ps[0].head || len(ps) > 1 && headlineLike(ps[0].text)
}

var (
	markLink  = regexp.MustCompile(`!?\[([^\]\n]*)\]\([^)\n]*\)`)
	markHead  = regexp.MustCompile(`^#{1,6}\s+`)
	markRule  = regexp.MustCompile(`^(?:[-*_=]\s*){3,}$`)
	markStrip = regexp.MustCompile(`\*\*|__|^>\s?|^[*+-]\s+`)
)

// split returns the lines of s as paragraphs, Markdown's marks taken off. A block of lines of one length that
// do not end sentences was wrapped by an editor and is one paragraph.
func split(s string) []para {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var out []para
	for block := range strings.SplitSeq(s, "\n\n") {
		rows := rowsOf(block)
		if hardWrapped(rows) {
			rows = []string{strings.Join(rows, " ")}
		}
		for _, row := range rows {
			p := para{text: row}
			if m := markHead.FindString(row); m != "" {
				p = para{text: row[len(m):], head: true}
			}
			if p.text != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

func rowsOf(block string) []string {
	var rows []string
	for row := range strings.SplitSeq(block, "\n") {
		if strings.Contains(row, "](") {
			row = markLink.ReplaceAllString(row, "$1")
		}
		row = strings.TrimFunc(row, unicode.IsSpace)
		if row == "" || len(row) < 80 && markRule.MatchString(row) {
			continue
		}
		if strings.ContainsAny(row, "*_>+-") {
			row = markStrip.ReplaceAllString(row, "")
		}
		if row = oneLine(row); row != "" {
			rows = append(rows, row)
		}
	}
	return rows
}

// oneLine returns s without control characters and with single blanks.
func oneLine(s string) string {
	w := walker{}
	w.write(s, false)
	return w.b.String()
}

// hardWrapped reports whether rows are one paragraph that an editor broke at a fixed width.
func hardWrapped(rows []string) bool {
	if len(rows) < 4 {
		return false
	}
	short, long, ends := 1<<30, 0, 0
	for i, r := range rows[:len(rows)-1] {
		if i > 0 && r == rows[i-1] { // a caption that stands twice
			return false
		}
		n := len([]rune(r))
		short, long = min(short, n), max(long, n)
		if endsSentence(r) {
			ends++
		}
	}
	return long <= 130 && short >= 40 && long-short <= 30 && ends*3 <= len(rows)
}

// maxLead is how many words of a lead stand in for a title.
const maxLead = 20

// shortened returns the first sentence of a lead, cut at its last comma within maxLead words.
func shortened(lead string) string {
	if all := arabic.Sentences(lead); len(all) > 0 {
		lead = all[0]
	}
	fields := strings.Fields(lead)
	if len(fields) <= maxLead {
		return arabic.Clean(strings.TrimRight(lead, ".۔ "), maxTitle)
	}
	cut := maxLead
	for i := maxLead; i > maxLead/2; i-- {
		if strings.HasSuffix(fields[i-1], "،") || strings.HasSuffix(fields[i-1], ",") {
			cut = i
			break
		}
	}
	return arabic.Clean(strings.TrimRight(strings.Join(fields[:cut], " "), "،, "), maxTitle-1) + " …"
}
