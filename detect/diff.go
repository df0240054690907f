package detect

import (
	"slices"

	"rasid/arabic"
	"rasid/news"
)

// A Difference is what one of two articles tells and the other does not: whole sentences as published, in
// the order of their text, each once.
type Difference struct {
	Added   []string `json:"added,omitempty"`   // told by the other article, not by the lead
	Missing []string `json:"missing,omitempty"` // told by the lead, left out by the other article
}

// When a sentence counts as told by another text: nearly all of its words stand together there, and all of
// its numbers somewhere, and no name is put in place of another.
const (
	diffTold      = 0.75 // least share of its words
	diffNew       = 4    // most words of it that may be other, however long it is
	diffSentences = 500  // sentences of a text that are compared
	diffCommon    = 0.04 // share of general news from which on a word is no name
)

// Diff compares the text of an article with that of its story's lead, sentence by sentence. Sentences are
// compared by the stems of their words, so that spelling, vowel signs, word order, the cut between two sentences
// and a word or two make no difference; another number or another name always does. Headlines and lines that
// lead to other articles stay out. Where the text of one is not at hand there is nothing to compare: none is given.
func (f *Folder) Diff(lead, other news.Article) Difference {
	if lead.Text == "" || other.Text == "" {
		return Difference{}
	}
	from, to := readSentences(lead.Text), readSentences(other.Text)
	return Difference{Added: f.untold(to, from), Missing: f.untold(from, to)}
}

// A sentence is one of a text, prepared for comparing.
type sentence struct {
	text    string   // as published
	pieces  []piece  // its words and numbers
	keys    []uint64 // what it says, ascending: its words without stop words
	numbers []uint64 // of them, its numbers, ascending
}

// readSentences returns the sentences of a text that say something.
func readSentences(text string) (all []sentence) {
	for _, s := range arabic.Sentences(text) {
		words := arabic.Words(s)
		if len(words) == 0 || aside(s) {
			continue
		}
		all = append(all, readSentence(s, words))
		if len(all) == diffSentences {
			break
		}
	}
	return all
}

func readSentence(text string, words []string) sentence {
	s := sentence{text: text, pieces: pieces(words)}
	telling := slices.DeleteFunc(slices.Clone(s.pieces), func(p piece) bool { return len(p.words) == 1 && arabic.Stop(p.words[0]) })
	if len(telling) == 0 {
		telling = s.pieces // نعم is all that it says
	}
	for _, p := range telling {
		if p.number > 0 {
			s.numbers = append(s.numbers, p.key())
		} else {
			s.keys = append(s.keys, skeleton(arabic.Stem(p.words[0])))
		}
	}
	s.numbers = set(s.numbers)
	s.keys = set(append(s.keys, s.numbers...))
	return s
}

// untold returns the sentences of one text that the other does not tell.
func (f *Folder) untold(these, others []sentence) (out []string) {
	var numbers []uint64
	places := make([]sentence, len(others)) // each sentence with the one behind it
	for i, o := range others {
		numbers = append(numbers, o.numbers...)
		places[i] = o
		if i+1 < len(others) {
			next := others[i+1]
			places[i].pieces = slices.Concat(o.pieces, next.pieces)
			places[i].keys = set(slices.Concat(o.keys, next.keys))
		}
	}
	numbers = set(numbers)
	said := map[string]bool{}
	for _, s := range these {
		key := arabic.Fold(s.text)
		if !said[key] && (common(s.numbers, numbers) < len(s.numbers) || !f.told(s, places)) {
			said[key] = true
			out = append(out, s.text)
		}
	}
	return out
}

// told reports whether one of the places of a text tells a sentence.
func (f *Folder) told(s sentence, places []sentence) bool {
	return slices.ContainsFunc(places, func(p sentence) bool {
		n := common(s.keys, p.keys)
		return len(s.keys)-n <= diffNew && float64(n) >= diffTold*float64(len(s.keys)) &&
			clashes(s.pieces, p.pieces, f.naming).names == 0
	})
}

// naming reports whether a folded word may be a name. To take a plain word for one shows a sentence too many,
// to miss one hides that another man has come, so it is looser than rare.
func (f *Folder) naming(w string) bool {
	s := arabic.Stem(w)
	return !arabic.Stop(w) && !arabic.Stop(s) && f.back.share(s) < diffCommon
}
