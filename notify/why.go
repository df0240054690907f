package notify

import (
	"slices"
	"strings"
	"unicode"

	"rasid/arabic"
	"rasid/news"
)

// The most that the line of reasons shows.
const (
	maxGroups = 3 // facets
	maxTerms  = 3 // of one facet
)

// whyLine returns the line that says which words of the article carried the verdict, as written there: the
// heaviest of each facet together, "كيم جونغ أون، بيونغ يانغ · بوتين"; "" if nothing did.
func (f frame) whyLine(m news.Member) string {
	var facets []string
	for _, g := range whyGroups(m.Verdict) {
		shown := make([]string, len(g))
		for i, t := range g {
			shown[i] = f.outside(t.text, maxName)
		}
		facets = append(facets, strings.Join(shown, f.comma))
	}
	if len(facets) == 0 {
		return ""
	}
	return f.line(f.why, strings.Join(facets, " · "))
}

// whyTerms returns the same words in one list: the heaviest of each facet, then the second of each, and so on.
func whyTerms(v news.Verdict) []string {
	terms := []string{}
	groups := whyGroups(v)
	for round := range maxTerms {
		for _, g := range groups {
			if round < len(g) {
				terms = append(terms, g[round].text)
			}
		}
	}
	return terms
}

// A reason is a term with the form in which it is compared.
type reason struct{ text, fold string }

// whyGroups returns the terms of up to maxGroups facets, up to maxTerms of each, in the order of their weight.
// A number alone says nothing to a reader and is left out. None is a part of another: of "كيم جونغ" and "كيم جونغ أون" the longer stands, in the place of the heavier.
func whyGroups(v news.Verdict) [][]reason {
	var groups [][]reason
	for _, facet := range v.Facets {
		groups = append(groups, nil)
		for _, t := range facet.Terms {
			text := wordsAlone(arabic.Clean(t.Text, maxName))
			if r := (reason{text, arabic.Fold(text)}); strings.ContainsFunc(r.fold, unicode.IsLetter) {
				join(groups, r)
			}
		}
		groups = slices.DeleteFunc(groups, func(g []reason) bool { return len(g) == 0 })
		if len(groups) == maxGroups {
			break
		}
	}
	return groups
}

// wordsAlone returns a run of words without the signs between them: of what is quoted a term may hold one of two marks, and a
// comma in it would make two terms of it.
func wordsAlone(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`«»"“”‹›()[]،,؛;:`, r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// join adds r to the last of groups, unless it is a part of what stands in any of them or that group is full.
// What is a part of r gives way to it.
func join(groups [][]reason, r reason) {
	within := func(o reason) bool { return strings.Contains(o.fold, r.fold) }
	for _, g := range groups {
		if slices.ContainsFunc(g, within) {
			return
		}
	}
	part := func(o reason) bool { return strings.Contains(r.fold, o.fold) }
	last := len(groups) - 1
	at := slices.IndexFunc(groups[last], part)
	if at < 0 && len(groups[last]) == maxTerms {
		return
	}
	if at < 0 {
		at = len(groups[last])
	}
	for i := range groups {
		groups[i] = slices.DeleteFunc(groups[i], part)
	}
	groups[last] = slices.Insert(groups[last], at, r)
}
