package fetch

import (
	"cmp"
	"regexp"
	"strings"

	"rasid/arabic"
)

var (
	// lineParts parts a line that may name an outlet or agency. The signs are those of datelines in package arabic, which looks at the signs themselves
	// and takes several for one; here each parts for itself, as what stands between place and agency is empty or the author.
	lineParts  = regexp.MustCompile(`\s*(?:--?|[–—:()|/،,])\s*`)
	sourceLine = regexp.MustCompile(`^(?:المصدر|مصدر الخبر|المصادر|نقلا عن|source)\s*[:\-–|/]?\s*`)
)

// source learns from a line that only names the agency or the place and the agency ("سول -رويترز", "المصدر:
// وكالات", "(د ب أ)") and reports whether it is one.
func (c *cleaned) source(text string) bool {
	if wordCount(text) > 8 || strings.HasSuffix(text, ".") {
		return false
	}
	rest := sourceLine.ReplaceAllString(text, "")
	a := arabic.Agency(rest)
	switch {
	case rest == text && arabic.Share(text) == 0: // whose photograph it is: "Reuters", "© AFP / name"
		return a != ""
	case a == "" && rest == text:
		parts := lineParts.Split(text, -1)
		if a = agencyIn(parts); a == "" || !namesSource(parts) {
			return false // the caption of a photograph or a headline, if anything
		}
		if len(parts) > 2 && c.author == "" && arabic.Agency(parts[2]) != "" && arabic.Agency(parts[1]) == "" && wordCount(parts[1]) > 1 {
			c.author = person(parts[1])
		}
	}
	if a != "" && c.agency == "" {
		c.agency, c.found["agency"] = a, "line of its own"
	}
	return a != "" || rest != text
}

// namesSource reports whether a line of these parts, of which one is an agency, tells nothing but place, day and, between
// place and agency, the author. "رويترز: مقتل عشرة جنود" tells more.
func namesSource(parts []string) bool {
	for i, part := range parts {
		if i > 0 && arabic.Paired(parts[i-1], part) {
			return false
		}
		author := i == 1 && len(parts) > 2 && arabic.Agency(parts[2]) != ""
		if !author && !besideName(part) && arabic.Agency(part) == "" {
			return false
		}
	}
	return len(parts) > 1
}

// agencyIn returns the agency that the first of some parts or words of a line names which names one, "" if none does.
func agencyIn(parts []string) string { return firstOf(parts, arabic.Agency) }

// wire returns the agency whose text this is and the rule that found it: by dateline, by a credit at the end, or by what
// the first paragraphs say.
func wire(kept []string) (agency, rule string) {
	head, opening := kept[:min(len(kept), 2)], kept[:min(len(kept), 4)]
	if a := firstOf(head, func(s string) string { a, _ := arabic.Dateline(s); return a }); a != "" {
		return a, "dateline"
	}
	if a := firstOf(kept[max(0, len(kept)-2):], endCredit); a != "" {
		return a, "credit at the end"
	}
	if a := cmp.Or(firstOf(head, arabic.Aside), firstOf(opening, arabic.Attribution)); a != "" {
		return a, "attribution"
	}
	return "", ""
}

// firstOf returns the agency that find sees in the first of some texts in which it sees one, "" if in none.
func firstOf(texts []string, find func(string) string) string {
	for _, s := range texts {
		if a := find(s); a != "" {
			return a
		}
	}
	return ""
}

var closingBrackets = regexp.MustCompile(`[(\[]([^()\[\]]{2,40})[)\]][\s.]*$`)

// endCredit returns the agency that a paragraph names in brackets at its end, the first of several. Within a sentence a name that may be
// another's counts for none: "دول الشرق الأوسط وشمال أفريقيا (MENA)."
func endCredit(text string) string {
	at := max(0, len(text)-2*maxCredit)
	m := closingBrackets.FindStringSubmatchIndex(text[at:])
	if m == nil {
		return ""
	}
	within := endsSentence(text) && !endsSentence(text[:at+m[0]])
	names := strings.FieldsFunc(text[at+m[2]:at+m[3]], func(r rune) bool { return strings.ContainsRune("،,/+-–", r) })
	return firstOf(names, func(name string) string {
		if within && arabic.Doubtful(name) {
			return ""
		}
		return arabic.Agency(name)
	})
}
