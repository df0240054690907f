package fetch

import (
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
	signed    bool // the line before named the source, at the end of the text
}

// learnt is what was learnt of an article before its paragraphs are cleaned; the zero value is nothing.
type learnt struct {
	title, author string
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
	c := cleaned{found: map[string]string{}}
	ps = withoutRepeats(ps)
	title := folded(k.title)
	var kept []string
	textWords := 0
	tail, linked := false, false // below a heading of lists or comments; links have followed it
	for i, p := range ps {
		f := opens(p.text)
		last := i >= len(ps)-ending
		switch {
		case f == "" && !hasDigit(p.text):
			continue
		case tail && (p.link > 0.5 || headlineLike(p.text) && !(linked && resumes(ps[i+1:]))):
			linked = linked || p.link > 0.5
			continue
		}
		tail, linked = false, false
		switch {
		case i < opening && title != "" && repeats(folded(p.text), title):
		case (i < opening || last) && c.byline(p.text, len(kept) == 0):
		case c.source(p.text):
			c.signed = last
			continue
		case k.signs(p.text, len(kept) == 0):
		case c.signed && !p.head && !listHeadings[f] && c.signature(p.text):
		case initials(p.text, last) && (last || !hasDigit(p.text) && wordCount(p.text) > 1), last && prepared.MatchString(p.text), endMark.MatchString(p.text):
		case commentHeadings[f] && textWords >= leastText:
			ps = nil
		case listHeading(f, p.text):
			tail = true
		case p.link > 0.6 && headlineLike(p.text) && !p.head:
		case furnitureLine(f, p.text) || caption(p.text):
		default:
			kept = append(kept, p.text)
			textWords += wordCount(p.text)
		}
		c.signed = false
		if ps == nil {
			break
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
