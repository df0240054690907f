package notify

import (
	"cmp"
	"maps"
	"strings"

	"rasid/arabic"
	"rasid/news"
)

// What an excerpt may be.
const (
	excerptSentences = 2
	excerptLength    = 420      // letters
	excerptWithin    = 64 << 10 // bytes
	shortSentence    = 5        // words; anything shorter is a dateline or a subheading
	likeTitle        = 7        // tenths of a sentence's words that stand in the headline: it repeats it
	likeTold         = 9        // the same against a whole article, in which most common words stand anyway
)

// excerpt returns the first sentences of m that say more than its headline and than what was told before, and
// whether they run right to left. They are the words of the article; only one that is too long is cut, and shows
// it. Where nothing is new, the first sentences stand.
func excerpt(m news.Member, told []news.Member) (text string, right bool) {
	known := wordsOf(m.Title)
	old := map[string]bool{}
	for _, t := range told {
		maps.Copy(old, wordsOf(t.Title+"\n\n"+body(t)))
	}
	if text = choose(body(m), known, old); text == "" && len(old) > 0 {
		text = choose(body(m), known, nil)
	}
	if right = rtl(text); right {
		text = isolated(text)
	}
	return text, right
}

// body returns the text of an article, or its summary, up to the length that an excerpt is looked for in.
func body(m news.Member) string {
	s := cmp.Or(m.Text, m.Summary)
	return strings.ToValidUTF8(s[:min(len(s), excerptWithin)], "")
}

// choose returns the first sentences of a text that do not repeat the headline or the words told before.
func choose(source string, title, old map[string]bool) string {
	said := map[string]bool{} // a caption may stand twice
	maps.Copy(said, old)
	var chosen []string
	room := excerptLength
	for _, s := range arabic.Sentences(source) {
		s = arabic.Clean(s, 4*excerptLength)
		words := arabic.Words(s)
		if len(words) < shortSentence || len(chosen) == 0 && repeats(words, title, likeTitle) || repeats(words, said, likeTold) {
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
		for _, w := range words {
			said[w] = true
		}
		if chosen = append(chosen, s); len(chosen) == excerptSentences {
			break
		}
	}
	return strings.Join(chosen, " ")
}

func wordsOf(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range arabic.Words(s) {
		set[w] = true
	}
	return set
}

// repeats reports whether a sentence says no more than what is known: so many tenths of its
// words stand there.
func repeats(sentence []string, known map[string]bool, tenths int) bool {
	shared := 0
	for _, w := range sentence {
		if known[w] {
			shared++
		}
	}
	return shared*10 >= len(sentence)*tenths
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
