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
	longLine         = 14       // words; anything longer is a sentence though it has no end
	likeTitle        = 7        // tenths of a sentence's words that stand in the headline: it repeats it
	likeChosen       = 5        // the same against the sentence chosen before: many outlets tell the news twice at the top
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
	said := map[string]bool{} // by the sentences that are chosen
	var chosen []string
	all, room := arabic.Sentences(source), excerptLength
	stopped := stops(all)
	for len(all) > 0 && len(chosen) < excerptSentences {
		var s string
		s, all = spoken(all)
		s = arabic.Clean(s, 4*excerptLength)
		_, n := arabic.Dateline(s)
		s = s[n:]
		words := arabic.Words(s)
		if len(words) < shortSentence || stopped && len(words) <= longLine && !ended(s) || leadsOn(s) ||
			repeats(words, title, likeTitle) || repeats(words, old, likeTold) || repeats(words, said, likeChosen) {
			continue
		}
		n = len([]rune(s))
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
		chosen = append(chosen, unclosed(s))
	}
	return strings.Join(chosen, " ")
}

// unclosed returns s, with a mark that more is said where a quotation in it, longer than a name, does not end.
func unclosed(s string) string {
	if open := strings.LastIndex(s, `"`); strings.Count(s, `"`)%2 == 0 || len(strings.Fields(s[open:])) <= shortSentence {
		return s
	}
	return strings.TrimRight(s, ".!") + "…"
}

// spoken returns the first of sentences, with those after it that a quotation in it goes on in, and the rest. Straight
// quotation marks do not tell where they open, so that a sentence ends at any full stop between them.
func spoken(sentences []string) (first string, rest []string) {
	first, rest = sentences[0], sentences[1:]
	for n, s := 0, first; strings.Count(s, `"`)%2 == 1 && n < len(rest); n++ {
		if s += " " + rest[n]; len([]rune(s)) > excerptLength {
			break
		}
		if strings.Count(s, `"`)%2 == 0 {
			return s, rest[n+1:]
		}
	}
	return first, rest
}

// leadsOn reports whether a sentence tells no news of itself: a question, which is a heading or the way to another article, or
// what a list or a statement follows.
func leadsOn(s string) bool {
	s = strings.TrimRight(s, "!»”\" ")
	return strings.HasSuffix(s, string(arabic.Question)) || strings.HasSuffix(s, "?") || strings.HasSuffix(s, ":")
}

// ended reports whether a sentence has a mark at its end.
func ended(s string) bool {
	s = strings.TrimRight(s, "»”’\")] ")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "…")
}

// stops reports whether most sentences of a text have a mark at their end, so that a short line without one is none: a caption, a
// subheading, the headline of another article.
func stops(sentences []string) bool {
	n := 0
	for _, s := range sentences {
		if ended(s) {
			n++
		}
	}
	return 2*n > len(sentences)
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
