package fetch

import (
	"regexp"
	"strings"

	"rasid/arabic"
)

var (
	lineParts  = regexp.MustCompile(`\s*(?:--?|[–—:()|/،,])\s*`)
	sourceLine = regexp.MustCompile(`^(?:المصدر|مصدر الخبر|المصادر|نقلا عن|source)\s*[:\-–|/]?\s*`)
	endCredit  = regexp.MustCompile(`[(\[]([^()\[\]]{2,40})[)\]][\s.]*$`)
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
		if len(parts) == 3 && c.author == "" && wordCount(parts[1]) > 1 {
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
		author := i == 1 && len(parts) > 2 && arabic.Agency(parts[2]) != ""
		if !author && !besideName(part) && arabic.Agency(part) == "" {
			return false
		}
	}
	return len(parts) > 1
}

// agencyIn returns the agency that the first of some parts or words of a line names which names one, "" if none does.
func agencyIn(parts []string) string {
	for _, part := range parts {
		if a := arabic.Agency(part); a != "" {
			return a
		}
	}
	return ""
}

// wire returns the agency whose text this is and the rule that found it: by dateline, by a credit at the end,
// or by the attribution of the first paragraphs.
func wire(kept []string) (agency, rule string) {
	for _, text := range kept[:min(len(kept), 2)] {
		if a, _ := arabic.Dateline(text); a != "" {
			return a, "dateline"
		}
	}
	for _, text := range kept[max(0, len(kept)-2):] {
		if m := endCredit.FindStringSubmatch(text[max(0, len(text)-2*maxCredit):]); m != nil {
			for part := range strings.FieldsFuncSeq(m[1], func(r rune) bool { return strings.ContainsRune("،,/+-–", r) }) {
				if a := arabic.Agency(part); a != "" {
					return a, "credit at the end"
				}
			}
		}
	}
	for _, text := range kept[:min(len(kept), 4)] {
		if a := arabic.Attribution(text); a != "" {
			return a, "attribution"
		}
	}
	return "", ""
}
