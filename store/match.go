package store

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rasid/arabic"
)

// stems is what a text is searched by: the stems of its folded words, in order.
func stems(s string) []string {
	words := arabic.Words(s)
	kept := words[:0]
	for _, w := range words {
		if st := stem(w); st != "" {
			kept = append(kept, st)
		}
	}
	return kept
}

// stem of one folded word, without the signs at which the tokenizer of the index would split it.
func stem(word string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return -1
		}
		return r
	}, arabic.Stem(word))
}

// searchable is a text as it stands in the index.
func searchable(s string) string { return strings.Join(stems(s), " ") }

// saveSearch puts an article into the index.
func (w *writer) saveSearch(id int64, title, text string) error {
	return w.exec(`INSERT OR REPLACE INTO search (rowid, title, text) VALUES (?, ?, ?)`, id, title, text)
}

// quotes are the signs that may stand around a run of words; each becomes the plain one.
var quotes = strings.NewReplacer("«", `"`, "»", `"`, "“", `"`, "”", `"`, "„", `"`)

// leastBeginning is how many letters of a word's stem its beginning has at least: with one letter begin tens of thousands of words, some in
// nearly every article, and the index puts all their places together before it yields the first.
const leastBeginning = 2

// matchOf makes of what a user wrote an expression of FTS5; "" when there is no word in it to look for. ErrBroad: the beginning of a
// word is too short.
func matchOf(query string) (string, error) {
	var want, not, small []string
	for i, part := range strings.Split(quotes.Replace(query), `"`) {
		if i%2 == 1 {
			want = appendTerm(want, phrase(part), "")
			continue
		}
		for _, field := range strings.Fields(part) {
			switch p := phrase(field); {
			case strings.HasPrefix(field, "-"):
				not = appendTerm(not, p, "")
			case strings.HasSuffix(field, "*"):
				if words := stems(field); len(words) > 0 && utf8.RuneCountInString(words[len(words)-1]) < leastBeginning {
					return "", fmt.Errorf("%s: %w: write more of the word before the *", arabic.Isolate(field), ErrBroad)
				}
				want = appendTerm(want, p, "*")
			case arabic.Stop(arabic.Fold(field)):
				small = appendTerm(small, p, "")
			default:
				want = appendTerm(want, p, "")
			}
		}
	}
	if len(want) == 0 {
		want = small // stop words count only where there is nothing else
	}
	if len(want) == 0 {
		return "", nil
	}
	match := strings.Join(want, " AND ")
	for _, n := range not {
		match = "(" + match + ") NOT " + n
	}
	return match, nil
}

func appendTerm(terms []string, phrase, suffix string) []string {
	if phrase == "" {
		return terms
	}
	return append(terms, phrase+suffix)
}

// phrase is a run of words as FTS5 takes it, "" for none. Stems hold no quotation mark, so that nothing can
// leave it.
func phrase(s string) string {
	words := stems(s)
	if len(words) == 0 {
		return ""
	}
	return `"` + strings.Join(words, " ") + `"`
}
