package fetch

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rasid/arabic"

	"golang.org/x/text/unicode/norm"
)

// cleaned is what clean makes of the paragraphs of a page or file.
type cleaned struct {
	text      string // paragraphs parted by a blank line
	lead      string // the first paragraph
	agency    string
	author    string
	published time.Time
	found     map[string]string
	clock     clock
	signed    bool // the line before named the source, at the end of the text
}

// learnt is what was learnt of an article before its paragraphs are cleaned; the zero value is nothing.
type learnt struct {
	title, author string
	clock         clock
	site          []string // names of the outlet, folded
}

const (
	opening   = 6  // paragraphs from the start that may be byline, dateline or date
	leastText = 30 // words of an article's text above which a heading of comments ends it
	ending    = 3  // paragraphs from the end that may be byline or signature
)

// clean leaves out of ps what is not the article: the title again, bylines and dates, photo captions, calls
// to read, share and comment, tags, copyright. It learns author, agency and date from what it leaves out.
// What it keeps stays as it was published.
func clean(ps []para, k learnt) cleaned {
	c := cleaned{found: map[string]string{}, clock: k.clock}
	k.title = folded(k.title)
	ps = withoutRepeats(ps)
	var kept []string
	words := 0
	tail, linked := false, false // below a heading of lists or comments; links have followed it
	for i, p := range ps {
		f := opens(p.text)
		switch {
		case f == "" && !hasDigit(p.text):
			continue
		case tail && (p.link > 0.5 || headlineLike(p.text) && !(linked && resumes(ps[i+1:]))):
			linked = linked || p.link > 0.5
			continue
		}
		what := c.role(p, f, place{opening: i < opening, first: len(kept) == 0, last: i >= len(ps)-ending, words: words, rest: ps[i+1:]}, k)
		if what == ofReaders {
			break
		}
		tail, linked, c.signed = what == ofList, false, what == ofSource && i >= len(ps)-ending
		if what == ofText {
			kept = append(kept, p.text)
			words += wordCount(p.text)
		}
	}
	if len(kept) > 0 {
		c.lead = kept[0]
	}
	if c.agency == "" {
		c.agency, c.found["agency"] = wire(kept)
	}
	c.text = norm.NFC.String(strings.Join(kept, "\n\n"))
	return c
}

// A place says where a paragraph stands: near the start, before all text that was kept, near the end, how many words
// were kept above it, and what follows.
type place struct {
	opening, first, last bool
	words                int
	rest                 []para
}

// A role says what a paragraph is on its page.
type role int

const (
	ofText    role = iota
	ofPage         // no part of the text
	ofSource       // names the source
	ofList         // heads a list
	ofReaders      // heads what readers wrote
)

// role returns that of a paragraph which opens with the folded words f, and learns from it; the title in k is folded.
func (c *cleaned) role(p para, f string, at place, k learnt) role {
	switch {
	case at.opening && k.title != "" && repeats(folded(p.text), k.title), (at.opening || at.last) && c.byline(p.text, at.first):
		return ofPage
	case at.heads(p):
		return ofPage
	case c.source(p.text):
		return ofSource
	case k.signs(p.text, at.first), c.signed && !p.head && !listHeadings[f] && c.signature(p.text), at.closes(p.text):
		return ofPage
	case commentHeadings[f] && at.words >= leastText:
		return ofReaders
	case listHeading(f, p.text):
		return ofList
	case p.link > 0.6 && headlineLike(p.text) && !p.head, furnitureLine(f, p.text), caption(p.text):
		return ofPage
	}
	return ofText
}

// heads reports whether a line says where the text below it was written, and nothing else. Where another line names a place so, both head
// parts of the text.
func (at place) heads(p para) bool {
	return at.first && at.opening && !p.head && arabic.PlaceAlone(p.text) && resumes(at.rest) &&
		!slices.ContainsFunc(at.rest, func(o para) bool { return arabic.PlaceAlone(o.text) })
}

// repeats reports whether a line is the title again, the section before it.
func repeats(line, title string) bool {
	return strings.HasSuffix(line, title) && wordCount(line)-wordCount(title) <= 2
}

// resumes reports whether the text of an article goes on with ps: then the line before it is one of its headings,
// not one of a list.
func resumes(ps []para) bool {
	return len(ps) > 0 && ps[0].link < 0.3 && wordCount(ps[0].text) >= 12 && endsSentence(ps[0].text) && !cutOff(ps[0].text)
}

// withoutRepeats leaves out paragraphs that stood before, and both of a caption that stands twice running;
// also the shorter of two neighbours where one opens with the other.
func withoutRepeats(ps []para) []para {
	keys := make([]string, len(ps))
	for i, p := range ps {
		keys[i] = bareLetters(p.text)
	}
	seen := map[string]bool{}
	var out []para
	for i, p := range ps {
		k := keys[i]
		switch {
		case k == "":
			out = append(out, p)
			continue
		case seen[k]:
			continue
		case i+1 < len(ps) && keys[i+1] == k && headlineLike(p.text):
			seen[k] = true
			continue
		case i+1 < len(ps) && len(k) > 80 && strings.HasPrefix(keys[i+1], k):
			continue
		}
		seen[k] = true
		out = append(out, p)
	}
	return out
}

// bareLetters returns the letters and digits of s, folded: what stays the same where blanks and signs differ.
func bareLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, arabic.Fold(s))
}

// opens returns the folded words with which a paragraph opens, at most eight, joined by blanks.
func opens(text string) string {
	if len(text) > 200 {
		text = strings.ToValidUTF8(text[:200], "")
	}
	w := arabic.Words(text)
	return strings.Join(w[:min(len(w), 8)], " ")
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }

// headlineLike reports whether a paragraph reads like a headline: short, and no sentence's end.
func headlineLike(text string) bool {
	return !endsSentence(text) && wordCount(text) <= 25
}

// endsSentence reports whether text ends as sentences do, ending quotes and brackets left aside.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, `»"”')] `)
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!؟?…۔", r) && text != ""
}
