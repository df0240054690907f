package detect

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"rasid/arabic"
	"rasid/news"
)

const (
	gistWords   = 300 // words of a text that say what happened
	halfWords   = 80  // the word at this place weighs half of the first
	openWords   = 12  // words that a text opens with
	titleWeight = 1.3 // of a word of the headline, against the first word of the text
	leadWords   = 100 // words of a text in which days and numbers are looked for
	unseen      = 15  // documents that a word in no background is taken to be in
	stopShare   = 0.4 // share of documents that a stop word is taken to be in
)

// A gist is what an article tells of an event.
type gist struct {
	at       time.Time // published, or first seen where that is unknown
	forms    []term    // its words, by key, each once
	roots    []term    // the same by their roots
	headline []uint64  // keys of the roots of its headline without stop words, ascending
	opening  []uint64  // the same of the words that its text opens with, or its headline where that is all there is
	day      int64     // the first day of the week it names, as days since 1970; 0 = names none
	numbers  []uint64  // keys of those said in headline and lead, years left out; ascending
}

// A term is a word of a gist.
type term struct {
	key   uint64
	place float64 // weight of the best place it stands in, (0, titleWeight]; titleWeight is the headline alone
	share float64 // of general news that holds it, (0, 1)
}

// readGist reads an article against a background, which may be nil.
func readGist(b *Background, a news.Article) *gist {
	g := &gist{at: when(a)}
	title, text := arabic.Words(a.Title), arabic.Words(cut(textOf(a), gistWords*20))
	text = text[:min(len(text), gistWords)]
	g.forms = make([]term, 0, len(title)+len(text))
	g.roots = make([]term, 0, len(title)+len(text))
	for _, w := range title {
		g.add(b, w, titleWeight)
	}
	for i, w := range text {
		x := float64(i) / halfWords
		g.add(b, w, 1/(1+x*x))
	}
	g.forms, g.roots = bestPlaces(g.forms), bestPlaces(g.roots)
	g.headline, g.opening = rootsOf(title), rootsOf(opensWith(textOf(a), text))
	if textOf(a) == "" {
		g.opening = rootsOf(opensWith(a.Title, title))
	}
	lead := text[:min(len(text), leadWords)]
	g.day = firstDay(lead, g.at)
	g.numbers = numbersIn(title, lead)
	return g
}

func (g *gist) add(b *Background, w string, place float64) {
	s := arabic.Stem(w)
	share := stopShare
	if !arabic.Stop(w) && !arabic.Stop(s) {
		share = b.share(s)
	}
	g.forms = append(g.forms, term{termKey(w), place, share})
	g.roots = append(g.roots, term{rootKey(s), place, share})
}

// opensWith returns the words that a text of these words opens with, at most openWords; its dateline is none of them.
func opensWith(text string, words []string) []string {
	if _, n := arabic.Dateline(text); n > 0 {
		words = words[min(len(words), len(arabic.Words(text[:n]))):]
	}
	return words[:min(len(words), openWords)]
}

// rootsOf returns the keys of the roots of words, each once, ascending; stop words are left out.
func rootsOf(words []string) (keys []uint64) {
	for _, w := range words {
		if s := arabic.Stem(w); !arabic.Stop(w) && !arabic.Stop(s) {
			keys = append(keys, rootKey(s))
		}
	}
	return set(keys)
}

// bestPlaces returns terms by key, each once with the best of its places.
func bestPlaces(terms []term) []term {
	slices.SortFunc(terms, func(x, y term) int { return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(y.place, x.place)) })
	return slices.CompactFunc(terms, func(x, y term) bool { return x.key == y.key })
}

// rootKey returns the key of a stem among roots: a stem of four letters and more without the letter that begins
// the forms of the present, and without weak letters behind the first, so that many forms of a verb and its noun
// are one (يهدد تهديد, أعلن إعلان; not يعلن).
func rootKey(stem string) uint64 {
	letters := []rune(stem)
	if len(letters) > 3 {
		switch letters[0] {
		case arabic.Yeh, arabic.Teh, arabic.Noon, arabic.Seen:
			letters = letters[1:]
		}
	}
	if len(letters) > 3 {
		letters = append(letters[:1], slices.DeleteFunc(letters[1:], func(r rune) bool {
			return r == arabic.Alef || r == arabic.Waw || r == arabic.Yeh
		})...)
	}
	return mix(hash(string(letters)))
}

// termKey returns the key of a folded word among forms. Endings stay on: alone, stems bring more words together
// than telling events apart can bear (docs/stories.md).
func termKey(w string) uint64 {
	rest, had := withoutArticle(w)
	if first, size := utf8.DecodeRuneInString(w); !had && len(w) >= 5*size {
		switch first {
		case arabic.Waw, arabic.Beh, arabic.Lam, arabic.Feh:
			rest = w[size:]
		}
	}
	return hash(rest)
}

// share returns the share of general news that holds a stem. Without a background every word is as rare.
func (b *Background) share(stem string) float64 {
	if b == nil || b.vocab.docs == 0 {
		return 1e-3
	}
	n := float64(unseen)
	if id := b.vocab.id(hash(stem)); id >= 0 {
		n = float64(b.vocab.df[id])
	}
	return min(n/float64(b.vocab.docs), stopShare)
}
