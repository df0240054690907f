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
}

// opening is how many paragraphs from the start may be byline, dateline or date.
const opening = 6

// clean leaves out of ps what is not the article: the title again, bylines and dates, photo captions, calls
// to read, share and comment, tags, copyright. It learns author, agency and date from what it leaves out.
// What it keeps stays as it was published.
func clean(ps []para, title string) cleaned {
	c := cleaned{found: map[string]string{}}
	ps = withoutRepeats(ps)
	title = folded(title)
	var kept []string
	tail := false // below a heading of lists or comments
	for i, p := range ps {
		f := opens(p.text)
		switch {
		case f == "" && !hasDigit(p.text):
			continue
		case tail && (p.link > 0.5 || headlineLike(p.text)):
			continue
		}
		tail = false
		switch {
		case i < opening && title != "" && folded(p.text) == title:
		case i < opening && c.byline(p.text):
		case c.source(p.text):
		case listHeading(f, p.text):
			tail = true
		case p.link > 0.6 && headlineLike(p.text) && !p.head:
		case furnitureLine(f, p.text) || caption(p.text):
		default:
			kept = append(kept, p.text)
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

// endsSentence reports whether text ends as sentences do, closing quotes and brackets left aside.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, `»"”')] `)
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!؟?…۔", r) && text != ""
}

// byline learns from a line above the text and reports whether it is one: author or date.
func (c *cleaned) byline(text string) bool {
	n := wordCount(text)
	if n > maxShown {
		return false
	}
	if name, ok := byline(text); ok && !endsSentence(text) {
		when := ""
		if i := digit.FindStringIndex(name); i != nil && onlyDate(name[i[0]:]) {
			name, when = strings.Trim(name[:i[0]], " -–—|،,/"), name[i[0]:]
		}
		if wordCount(name) <= 6 && agencyNamed(name) == "" && !notAName.MatchString(name) {
			c.learn(name, when)
			return true
		}
	}
	t, ok := dateLine(text)
	if !ok {
		return false
	}
	if c.published.IsZero() {
		c.published = t
	}
	return true
}

// learn remembers the first author and the first date of bylines.
func (c *cleaned) learn(author, when string) {
	if c.author == "" {
		c.author = arabic.Clean(author, maxName)
	}
	if t, ok := timeIn(when); ok && c.published.IsZero() {
		c.published = t
	}
}
