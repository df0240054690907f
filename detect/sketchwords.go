package detect

import (
	"unicode/utf8"

	"rasid/arabic"
)

const (
	shingleWords = 5       // words in a shingle
	minShingles  = 8       // fewer say nothing about where a text comes from
	fewWords     = 20      // a text shorter than this is compared together with its title
	maxWords     = 1 << 14 // words of a text that are compared
)

// shingles returns the distinct runs of five words of a text as hashes, ascending.
func shingles(title, text string) []uint64 {
	words := arabic.AppendWords(make([]string, 0, len(text)/9+16), text)
	if len(words) < fewWords {
		words = append(arabic.Words(title), words...)
	}
	words = words[:min(len(words), maxWords)]
	if len(words) < shingleWords {
		return nil
	}
	keys := make([]uint64, len(words))
	for i, w := range words {
		keys[i] = skeleton(w)
	}
	return shingleSet(keys)
}

// shingleSet returns the hashes of the runs of five keys, ascending and each once. It overwrites keys.
func shingleSet(keys []uint64) []uint64 {
	n := len(keys) - shingleWords + 1
	for i := range n {
		h := uint64(0)
		for _, k := range keys[i : i+shingleWords] {
			h = (h<<23 | h>>41) + k
			h *= binStep
		}
		keys[i] = mix(h)
	}
	return set(keys[:n])
}

// skeleton returns a hash of the letters of a folded word that the spellings of a foreign name agree in:
// weak letters are left out (بوتين بوتن, سيول سول) and letters that stand for one foreign sound are one
// (جونغ جونج جونق, غوتيريش جوتيريس). Unlike arabic.Name it makes no claim about one word, only about
// runs of several, and costs next to nothing. Digits and other letters count as they are.
func skeleton(folded string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(folded); {
		r, size := rune(folded[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(folded[i:])
		}
		i += size
		if s := bones(r); s != 0 {
			h = (h ^ uint64(s)) * 1099511628211
		}
	}
	return h
}

// bones returns the letter that stands for r in a skeleton, 0 for none.
func bones(r rune) rune {
	switch r {
	case arabic.Alef, arabic.Waw, arabic.Yeh, arabic.Heh, arabic.Hamza:
		return 0
	case arabic.Jeem, arabic.Ghain, arabic.Qaf:
		return arabic.Kaf
	case arabic.Tah:
		return arabic.Teh
	case arabic.Sad, arabic.Sheen:
		return arabic.Seen
	case arabic.Thal, arabic.Zah:
		return arabic.Zain
	}
	return r
}

// common returns how many values two ascending lists share.
func common(a, b []uint64) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}
