package notify

import (
	"strings"

	"rasid/arabic"
	"rasid/news"
)

// What an excerpt may be.
const (
	excerptSentences = 2
	excerptLength    = 420 // letters
	shortSentence    = 5   // words; anything shorter is a dateline or a subheading
)

// excerpt returns the first sentences of m that say more than its headline, and whether they run right to
// left. They are the words of the article; only one that is too long is cut, and shows it.
func excerpt(m news.Member) (text string, right bool) {
	source := m.Text
	if source == "" {
		source = m.Summary
	}
	title := map[string]bool{}
	for _, w := range arabic.Words(m.Title) {
		title[w] = true
	}
	var chosen []string
	room := excerptLength
	for _, s := range arabic.Sentences(source) {
		s = arabic.Clean(s, 4*excerptLength)
		words := arabic.Words(s)
		if len(words) < shortSentence || len(chosen) == 0 && repeats(words, title) {
			continue
		}
		n := len([]rune(s))
		if n > room {
			if len(chosen) == 0 {
				chosen = append(chosen, cut(s, room))
			}
			break
		}
		room -= n
		if chosen = append(chosen, s); len(chosen) == excerptSentences {
			break
		}
	}
	text = strings.Join(chosen, " ")
	if right = rtl(text); right {
		text = isolated(text)
	}
	return text, right
}

// repeats reports whether a sentence says no more than the headline: most of its words stand there.
func repeats(sentence []string, title map[string]bool) bool {
	shared := 0
	for _, w := range sentence {
		if title[w] {
			shared++
		}
	}
	return shared*10 >= len(sentence)*7
}

// cut returns the whole words of s that fit in max letters, with a mark that more follows.
func cut(s string, max int) string {
	r := []rune(s)
	if len(r) <= max {
		return s
	}
	short := string(r[:max])
	if i := strings.LastIndex(short, " "); i > 0 {
		short = short[:i]
	}
	return strings.TrimRight(short, " ،,;؛:") + "…"
}
