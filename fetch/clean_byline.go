package fetch

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"rasid/arabic"
)

// signs reports whether a line only names the author or, first of all, the outlet and where it writes from: "سمير حداد",
// "لندن: «الشرق الأوسط»".
func (k learnt) signs(text string, first bool) bool {
	if wordCount(text) > 8 || endsSentence(text) {
		return false
	}
	f := folded(text)
	switch author := folded(k.author); {
	case author == "":
	case f == author, first && wordCount(author) > 1 && strings.HasPrefix(f, author+" "): // what stands beside it: when, in which section
		return true
	}
	if !first {
		return false
	}
	named := false
	for _, part := range lineParts.Split(text, 5) {
		switch f := folded(part); {
		case f != "" && outletAmong(k.site, f):
			named = true
		case !besideName(part):
			return false // a headline: "القدس: إضراب يعم المدينة"
		}
	}
	return named
}

// besideName reports whether a part of a line may stand beside the name of an outlet or agency that opens a text: place
// or day.
func besideName(part string) bool { return wordCount(part) <= 2 || hasDigit(part) }

// byline learns from a line above or below the text and reports whether it is one: author or date. Of the first lines
// of all a date may have other words beside it; who edited a text signs below it.
func (c *cleaned) byline(text string, first bool) bool {
	n := wordCount(text)
	if n > maxShown {
		return false
	}
	if name, ok := byline(text); ok && !endsSentence(text) {
		when := ""
		if i := digit.FindStringIndex(name); i != nil && onlyDate(name[i[0]:]) {
			name, when = strings.Trim(name[:i[0]], " -–—|،,/"), name[i[0]:]
		}
		if wordCount(name) <= 6 && arabic.Agency(name) == "" && !notAName.MatchString(name) {
			if first || !editor.MatchString(text) {
				c.learn(name, when)
			}
			return true
		}
	}
	t, ok := c.clock.dateLine(text)
	if !ok && first {
		if t, ok = c.clock.datedLine(text); ok && c.agency == "" {
			c.agency, c.found["agency"] = agencyIn(arabic.Words(text)), "line of its own"
		}
	}
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
		c.author = person(author)
	}
	if t, ok := c.clock.timeIn(when); ok && c.published.IsZero() {
		c.published = t
	}
}

// signature learns from the name below the source of a text and reports whether it is one.
func (c *cleaned) signature(text string) bool {
	n := wordCount(text)
	if n > 4 || endsSentence(text) || notAName.MatchString(text) || arabic.Agency(text) != "" {
		return false
	}
	if n > 1 {
		c.learn(text, "")
	}
	return true
}

var editor = regexp.MustCompile(`^(?:المحرر|تحرير)`)

// endMark closes the reports of agencies.
var endMark = regexp.MustCompile(`^[^\p{L}\p{N}]*(?:انتهى|انتهت|النهاية|يتبع)[^\p{L}\p{N}]*$`)

// prepared closes the reports of some agencies, in brackets: who translated and edited.
var prepared = regexp.MustCompile(`^\((?:إعداد|تحرير|تغطية|شارك|شاركت|كتابة)[^)]{0,160}\)$`)

// initials reports whether a line holds nothing but initials of editors, numbers and signs: "ن ع / م م ج", "12:30 ت م".
// Those of two letters count at the end of a text only and without a mark behind them: "من هو؟" and "لا." are text.
func initials(text string, last bool) bool {
	longest := 1
	if last && !endsSentence(text) {
		longest = 2
	}
	for w := range strings.FieldsFuncSeq(text, notWord) {
		if utf8.RuneCountInString(w) > longest && !hasDigit(w) {
			return false
		}
	}
	return wordCount(text) <= 10
}

// closes reports whether a line stands below the reports of agencies: initials, who prepared it, the mark of its end.
func (at place) closes(text string) bool {
	return initials(text, at.last) && (at.last || !hasDigit(text) && wordCount(text) > 1) || at.last && prepared.MatchString(text) || endMark.MatchString(text)
}

// person returns the name of an author without what stands beside it: the outlet's address of the author, a place in
// brackets or beyond a dash; "" for what is no name.
func person(text string) string {
	name := arabic.Clean(text, maxName)
	if i := strings.IndexAny(name, "@(["); i >= 0 {
		name = name[:i]
	}
	name = strings.Trim(name, " :،,-–—|/.\"«»")
	for _, sep := range []string{" - ", " – ", " | ", " / ", "- "} {
		a, b, ok := strings.Cut(name, sep)
		switch {
		case !ok:
		case wordCount(a) > 1 && wordCount(b) == 1:
			return strings.TrimSpace(a)
		case wordCount(b) > 1 && wordCount(a) == 1:
			return strings.TrimSpace(b)
		}
	}
	return name
}
