package arabic

import (
	_ "embed"
	"strings"
	"sync"
)

// lexiconText is lexicon.txt, made by lexicon_gen.go from counts of words in the press: one folded word a line.
//
//go:embed lexicon.txt
var lexiconText string

// A wordList holds common words without proclitics, among them those that only look as if they had one. It is
// what counting left, no grammar: a word that neither is on it nor follows a proclitic on it keeps its letters.
type wordList map[string]struct{}

// lexicon returns the word list, read at the first call.
var lexicon = sync.OnceValue(func() wordList {
	l := make(wordList, strings.Count(lexiconText, "\n"))
	for w := range strings.FieldsSeq(lexiconText) {
		l[w] = struct{}{}
	}
	return l
})

// wholeWords returns the words of the lexicon that begin as if with an article, which are few.
var wholeWords = sync.OnceValue(func() wordList {
	l := make(wordList)
	for w := range lexicon() {
		for _, p := range articles {
			if strings.HasPrefix(w, p) {
				l[w] = struct{}{}
			}
		}
	}
	return l
})

// has says whether w is on the list.
func (l wordList) has(w string) bool {
	_, ok := l[w]
	return ok
}

// follows says whether w may stand behind a proclitic: it is on the list, or a form of a word on it.
func (l wordList) follows(w string) bool {
	if len(w) < 3*letterSize {
		return false
	}
	if l.has(w) {
		return true
	}
	s := suffixless(w)
	return len(s) >= 4*letterSize && len(s) < len(w) && l.has(s)
}
