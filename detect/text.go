package detect

import (
	"cmp"
	"slices"

	"rasid/arabic"
	"rasid/news"
)

// Where a term stands.
const (
	inTitle = iota
	inLead
	inText
)

// A sentence is the run of words text.words[from:to].
type sentence struct {
	from, to int32
	place    uint8
}

// A text is an article read for judging: its counted words in order, title first.
type text struct {
	title, body string
	words       []word
	sentences   []sentence // the title is the first
}

// readText reads at most bodyRunes of body.
func (r *reader) readText(title, body string, limit int) text {
	body = cut(body, limit)
	t := text{title: title, body: body}
	t.words = r.words(nil, title)
	t.sentences = append(t.sentences, sentence{0, int32(len(t.words)), inTitle})
	lead := len(cut(body, leadRunes))
	pos, at := int32(0), 0
	for _, s := range arabic.Sentences(body) {
		i := indexFrom(body, s, at)
		from := int32(len(t.words))
		t.words, pos = r.wordsFrom(t.words, s, int32(i), pos)
		place := uint8(inText)
		if i < lead {
			place = inLead
		}
		at = i + len(s)
		if n := int32(len(t.words)); n > from {
			t.sentences = append(t.sentences, sentence{from, n, place})
		}
	}
	return t
}

// indexFrom returns where sub, a slice of s, stands at or after at.
func indexFrom(s, sub string, at int) int {
	for i := at; i+len(sub) <= len(s); i++ {
		if s[i:i+len(sub)] == sub {
			return i
		}
	}
	return at
}

// a termCount is a term with how often it occurs.
type termCount struct {
	key uint64
	id  int32
	n   float64
}

// counts returns the terms of some words, pairs of neighbours that the vocabulary knows included, by key.
func (v *vocabulary) counts(words []word) []termCount {
	out := make([]termCount, 0, 2*len(words))
	for i, w := range words {
		out = append(out, termCount{w.key & keyMask, w.id, 1})
		if i > 0 && words[i-1].pos+1 == w.pos {
			k := pairKey(words[i-1].key, w.key)
			if id := v.id(k); id >= 0 {
				out = append(out, termCount{k & keyMask, id, 1})
			}
		}
	}
	slices.SortFunc(out, func(a, b termCount) int { return cmp.Compare(a.key, b.key) })
	n := 0
	for _, t := range out {
		if n > 0 && out[n-1].key == t.key {
			out[n-1].n += t.n
			continue
		}
		out[n] = t
		n++
	}
	return out[:n]
}

// place names a place for readers.
func place(p uint8) string { return [...]string{"title", "lead", "text"}[p] }

// basis returns what an article rests on, also where the caller left it open.
func basis(a news.Article) news.Basis {
	switch {
	case a.Basis != "":
		return a.Basis
	case a.Text != "":
		return news.OnPage
	case a.Summary != "":
		return news.OnSummary
	}
	return news.OnTitle
}
