package detect

import "rasid/arabic"

// phrases returns the stems of each of an operator's words or runs of words.
func phrases(list []string) [][]uint64 {
	var out [][]uint64
	for _, p := range list {
		var keys []uint64
		for _, w := range arabic.Words(p) {
			if s, ok := stemOf(w); ok {
				keys = append(keys, hash(s))
			}
		}
		if len(keys) > 0 {
			out = append(out, keys)
		}
	}
	return out
}

// holdsAny reports whether one of the phrases stands in the words.
func holdsAny(words []word, phrases [][]uint64) bool {
	for _, p := range phrases {
		for i := 0; i+len(p) <= len(words); i++ {
			n := 0
			for n < len(p) && words[i+n].key == p[n] {
				n++
			}
			if n == len(p) {
				return true
			}
		}
	}
	return false
}
