package detect

import (
	"cmp"
	"slices"
	"sync/atomic"

	"rasid/arabic"
)

// A word is one counted word of a text: a stem that is no stop word.
type word struct {
	key        uint64 // hash of the stem
	id         int32  // in the background's vocabulary, -1 = not in it
	start, end int32  // bytes in the text
	pos        int32  // ordinal among all words, stop words included
	pair       int32  // term of this word and its left neighbour, -1 = none
}

// stem is what a reader remembers of one written word.
type stem struct {
	key        uint64
	id         int32
	start, end int32 // bytes within the written word
	nth        int32 // ordinal within the run
}

// written is one remembered run of letters with the stems in it.
type written struct {
	run   string
	stems []stem
	count int32 // words in the run, stop words included
}

// readerSlots is the size of a reader's memory of written words: enough for nearly all words of a day's
// news, at some 150 bytes each.
const readerSlots = 1 << 15

// maxRun is the length in bytes above which a run of letters is not remembered.
const maxRun = 64

// A reader turns text into words. It remembers written words in a fixed table where a newcomer replaces
// what hashes to the same slot, so it needs no lock and never grows. Safe for concurrent use once names is set.
type reader struct {
	vocab *vocabulary
	names *names // other spellings of what the topics name; nil = none
	whole bool   // a word is parted only where the two are known as neighbours, so that a new name stays one
	slots []atomic.Pointer[written]
}

func newReader(v *vocabulary) *reader {
	return &reader{vocab: v, slots: make([]atomic.Pointer[written], readerSlots)}
}

// words appends the counted words of s to dst.
func (r *reader) words(dst []word, s string) []word {
	dst, _ = r.wordsFrom(dst, s, 0, 0)
	return dst
}

// wordsFrom appends the counted words of s, their places moved by base bytes and pos words; it returns the
// ordinal that follows.
func (r *reader) wordsFrom(dst []word, s string, base, pos int32) ([]word, int32) {
	first := len(dst)
	for i := 0; i < len(s); {
		if space(s[i]) {
			i++
			continue
		}
		j := i
		for j < len(s) && !space(s[j]) {
			j++
		}
		a, b := trim(s, i, j)
		i = j
		if a >= b {
			continue
		}
		seen := r.read(s[a:b])
		for _, st := range seen.stems {
			w := word{st.key, st.id, base + int32(a) + st.start, base + int32(a) + st.end, pos + st.nth, -1}
			if n := len(dst); n > first && dst[n-1].pos+1 == w.pos {
				w.pair = r.vocab.id(pairKey(dst[n-1].key, w.key))
			}
			dst = append(dst, w)
		}
		pos += seen.count
	}
	return dst, pos
}

// read returns the stems of one run of letters.
func (r *reader) read(run string) *written {
	slot := &r.slots[hash(run)&(readerSlots-1)]
	if w := slot.Load(); w != nil && w.run == run {
		return w
	}
	w := &written{}
	for _, t := range arabic.Tokens(run) {
		at := stem{start: int32(t.Start), end: int32(t.End), nth: w.count}
		w.count++
		w.stems = r.append(w.stems, t.Fold, at)
		if n := len(w.stems); n > 0 && w.stems[n-1].start == at.start && w.stems[n-1].id < 0 {
			parts := arabic.Split(t.Fold, r.common)
			if len(parts) == 0 || r.whole && !r.neighbours(parts) {
				continue
			}
			w.stems, w.count = w.stems[:n-1], w.count-1
			for _, p := range parts {
				at.nth = w.count
				w.stems = r.append(w.stems, p, at)
				w.count++
			}
		}
	}
	if len(run) <= maxRun {
		w.run = string(append([]byte(nil), run...))
		slot.Store(w)
	}
	return w
}

// append adds the stem of a folded word unless it never counts.
func (r *reader) append(dst []stem, folded string, at stem) []stem {
	s, ok := stemOf(folded)
	if !ok {
		return dst
	}
	at.key = hash(s)
	at.id = r.vocab.id(at.key)
	if r.names != nil {
		at.key, at.id = r.names.canonical(s, at.key, at.id)
	}
	return append(dst, at)
}

// neighbours reports whether the background has folded words as a pair.
func (r *reader) neighbours(parts []string) bool {
	for i := range parts[1:] {
		a, ok := stemOf(parts[i])
		b, too := stemOf(parts[i+1])
		if !ok || !too || r.vocab.id(pairKey(hash(a), hash(b))) < 0 {
			return false
		}
	}
	return true
}

// commonDocs is in how many documents a word must stand to be looked for within words run together.
const commonDocs = 40

// common reports whether a folded word is frequent in the background.
func (r *reader) common(folded string) bool {
	s, ok := stemOf(folded)
	if !ok {
		return false
	}
	id := r.vocab.id(hash(s))
	return id >= 0 && r.vocab.df[id] >= commonDocs
}

// stemOf returns the stem under which a folded word is counted; ok is false for words that never count.
func stemOf(folded string) (s string, ok bool) {
	if arabic.Stop(folded) || len(folded) < 2 {
		return "", false
	}
	s = arabic.Stem(folded)
	if len(s) < 2 || arabic.Stop(s) {
		return "", false
	}
	return s, true
}

// pairKey returns the key of two neighbouring stems.
func pairKey(a, b uint64) uint64 {
	return mix((a&keyMask)*31 + (b&keyMask ^ 0x9e3779b97f4a7c15))
}

// hash is FNV-1a of 64 bits with a final mix; it is stored in backgrounds and must not change.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// mix is the finaliser of MurmurHash3.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// set sorts values in place and drops what is there twice.
func set[T cmp.Ordered](values []T) []T {
	slices.Sort(values)
	return slices.Compact(values)
}

func space(b byte) bool { return b <= ' ' || b == '/' || b == '|' }

// trim narrows s[i:j] by the punctuation that commonly hugs a word, so that a word is remembered once.
func trim(s string, i, j int) (int, int) {
	for i < j {
		switch {
		case mark(s[i]):
			i++
		case i+1 < j && mark2(s[i], s[i+1]):
			i += 2
		case i+2 < j && s[i] == 0xE2 && s[i+1] == 0x80:
			i += 3
		default:
			goto end
		}
	}
end:
	for i < j {
		switch {
		case mark(s[j-1]):
			j--
		case j-2 >= i && mark2(s[j-2], s[j-1]):
			j -= 2
		case j-3 >= i && s[j-3] == 0xE2 && s[j-2] == 0x80:
			j -= 3
		default:
			return i, j
		}
	}
	return i, j
}

// mark reports ASCII punctuation.
func mark(b byte) bool {
	return b >= '!' && b <= '/' || b >= ':' && b <= '@' || b >= '[' && b <= '`' || b >= '{' && b <= '~'
}

// mark2 reports punctuation of two bytes: guillemets and the Arabic comma, semicolon and question mark.
func mark2(a, b byte) bool {
	return a == 0xC2 && (b == 0xAB || b == 0xBB || b == 0xA0) || a == 0xD8 && (b == 0x8C || b == 0x9B || b == 0x9F)
}
