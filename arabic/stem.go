package arabic

import "strings"

// letterSize is how many bytes a letter of the block U+0600–U+06FF has.
const letterSize = 2

// Stem returns the light stem of one folded word: article, proclitics (و ف ب ك ل س) and the commonest endings off,
// nothing put in. At least three letters are left, four before the endings that many names have as well, so that
// بوتين, لبنان and ايران stay whole. It is a substring of the word, and words that are not wholly of Arabic
// letters are their own stem.
//
// The article with what may stand before it is plain to see, and comes off but from the words of the lexicon that only
// look as if they had one (المانيا, باليستي). A single letter is not (بزعيم, but بوتين): it comes off only if what follows is a word of the
// lexicon and the whole is not (see lexicon.txt). The endings are
// those of Lucene's light10 stemmer (Larkey, Ballesteros and Connell, "Light stemming for Arabic information
// retrieval", 2007) with the attached pronouns and the accusative, each with a least rest of its own.
func Stem(folded string) string {
	if len(folded) <= 3*letterSize || arabicRun(folded) != len(folded) {
		return folded
	}
	return suffixless(prefixless(folded))
}

// prefixless returns w without article and proclitics.
func prefixless(w string) string {
	first := letterAt(w, 0)
	switch first {
	case Waw, Feh, Beh, Kaf, Lam, Seen, Alef:
	default:
		return w
	}
	for _, p := range articles {
		rest, ok := strings.CutPrefix(w, p)
		if !ok || len(rest) < 3*letterSize {
			continue
		}
		return articleless(w, p, rest)
	}
	if first == Alef {
		return w
	}
	return procliticless(w, first)
}

// articleless returns rest, which is w without the article p, unless the lexicon knows that what looks like the article is
// part of a word: باليستي, وألمانيا, and للجنه, which is written with two lams, not three.
func articleless(w, p, rest string) string {
	if strings.HasSuffix(p, "لل") {
		if own := w[len(p)-letterSize:]; lexicon().has(own) {
			return own
		}
		return rest
	}
	whole := wholeWords()
	for i := 0; i <= len(p)-2*letterSize; i += letterSize {
		if own := w[i:]; whole.has(own) {
			return own
		}
	}
	return rest
}

// procliticless returns w without the single letters before it that the lexicon knows to be no part of it.
func procliticless(w string, first rune) string {
	lex := lexicon()
	if lex.has(w) {
		return w
	}
	rest := w[letterSize:]
	if first == Seen {
		if r := letterAt(rest, 0); (r == Yeh || r == Teh || r == Noon) && len(rest) >= 4*letterSize && lex.has(rest) {
			return rest
		}
		return w
	}
	if lex.follows(rest) {
		return rest
	}
	if first != Waw && first != Feh {
		return w
	}
	switch letterAt(rest, 0) {
	case Beh, Kaf, Lam, Seen:
		if after := rest[letterSize:]; lex.follows(after) && !lex.has(rest) {
			return after
		}
	}
	return w
}

// suffixless returns w without its endings.
func suffixless(w string) string {
	if letterAt(w, len(w)-letterSize) == Alef {
		for _, e := range vowelEndings {
			if rest, ok := cutEnding(w, e); ok {
				w = rest
				break
			}
		}
	}
	for n := 0; n != len(w); {
		n = len(w)
		for _, e := range endingsBy[w[n-1]] {
			if rest, ok := cutEnding(w, e); ok {
				w = rest
				break
			}
		}
	}
	// لقاوه, لقايه and لقاء are one word before its pronoun: the seat of the hamza goes.
	if n := len(w); n >= 4*letterSize && letterAt(w, n-2*letterSize) == Alef {
		switch letterAt(w, n-letterSize) {
		case Hamza, Waw, Yeh:
			return w[:n-letterSize]
		}
	}
	return w
}

func cutEnding(w string, e ending) (rest string, ok bool) {
	if len(w)-len(e.text) < e.rest*letterSize {
		return w, false
	}
	return strings.CutSuffix(w, e.text)
}

// letterAt returns the letter of two bytes at the byte i of w.
func letterAt(w string, i int) rune { return rune(w[i]&0x1F)<<6 | rune(w[i+1]&0x3F) }

// articles are the article with what may stand before it, longest first.
var articles = []string{"وبال", "وكال", "فبال", "ولل", "فلل", "وال", "بال", "كال", "فال", "ال", "لل"}

// An ending comes off where at least rest letters are left.
type ending struct {
	text string
	rest int
}

// vowelEndings are those that only a whole word has: what is left by another ending keeps them (كيمياء, but not كيم).
var vowelEndings = []ending{{"يا", 3}, {"وا", 4}, {"ا", 4}}

// endings in the order in which they are tried; they are folded (ه for ة, ي for ى).
var endings = []ending{
	{"اتهما", 3}, {"اتها", 3}, {"اتهم", 3}, {"اته", 3}, {"اتنا", 3},
	{"تهما", 4}, {"تها", 4}, {"تهم", 4}, {"ته", 4}, {"تنا", 4}, {"تين", 4}, {"تان", 4},
	{"هما", 3}, {"ها", 3}, {"هم", 4}, {"نا", 4}, {"كم", 4},
	{"يات", 3}, {"يون", 3}, {"يين", 3}, {"يه", 3},
	{"ات", 3}, {"ون", 4}, {"ين", 4}, {"ان", 4}, {"ه", 3}, {"ي", 3},
}

// endingsBy holds the endings by their last byte, in their order.
var endingsBy = func() (t [256][]ending) {
	for _, e := range endings {
		last := e.text[len(e.text)-1]
		t[last] = append(t[last], e)
	}
	return t
}()
