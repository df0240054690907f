package arabic

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// A Token is a word in its place.
type Token struct {
	Surface    string // as written, with its vowel signs: the text's [Start:End]
	Fold       string // folded
	Start, End int    // byte offsets in the text
}

// Words returns the folded words of s in order. Punctuation, symbols and emoji are left out; numbers are
// words. The boundaries are those of Unicode Standard Annex #29 over the folded text, tailored to the Arabic
// press as its section 4 allows: a run of Arabic letters is a word whatever it touches (2018م, قناةBBC,
// قال:نعم, «و'داعش'»), only initials stay joined by their dots (أ.ف.ب); an underscore parts words, so that
// hashtags fall into theirs.
//
// Words(Fold(s)) equals Words(s).
func Words(s string) []string {
	return AppendWords(nil, s)
}

// AppendWords appends the words of s, as Words returns them, to dst. The words share the memory of one
// folded copy of s, or of s itself if that is folded.
func AppendWords(dst []string, s string) []string {
	f := Fold(s)
	if dst == nil {
		dst = make([]string, 0, len(f)/9+1)
	}
	eachWord(f, func(start, end int) { dst = append(dst, f[start:end]) })
	return dst
}

// Tokens returns the words of s, as Words does, with their places.
func Tokens(s string) []Token {
	t := trail{from: make([]int32, 0, len(s)), to: make([]int32, 0, len(s))}
	f := string(appendFold(make([]byte, 0, len(s)+8), s, &t))
	out := make([]Token, 0, len(f)/9+1)
	eachWord(f, func(start, end int) {
		from, to := int(t.from[start]), int(t.to[end-1])
		out = append(out, Token{Surface: s[from:to], Fold: f[start:end], Start: from, End: to})
	})
	return out
}

// A trail holds, for each folded byte, the span of the text it comes from.
type trail struct{ from, to []int32 }

// note learns that after raw, which stands at start, there are n folded bytes.
func (t *trail) note(n int, raw string, start int) {
	had := len(t.from)
	end := int32(start + len(raw))
	switch {
	case n > had:
		for range n - had {
			t.from, t.to = append(t.from, int32(start)), append(t.to, end)
		}
		return
	case n < had:
		t.from, t.to = t.from[:n], t.to[:n]
	}
	// What adds nothing is a mark, a tatweel or a repeated letter of the word before, or is invisible.
	if r, _ := utf8.DecodeRuneInString(raw); n > 0 && (unicode.IsLetter(r) || unicode.Is(unicode.M, r)) {
		last := t.to[n-1]
		for i := n - 1; i >= 0 && t.to[i] == last; i-- {
			t.to[i] = end
		}
	}
}

// eachWord calls yield with the span of each word of the folded text f.
func eachWord(f string, yield func(start, end int)) {
	for i := 0; i < len(f); {
		switch n := arabicRun(f[i:]); {
		case n > 0:
			n += initials(f[i:], n)
			yield(i, i+n)
			i += n
		case isAlnum(f[i]):
			n, sure := asciiRun(f[i:])
			if sure {
				yield(i, i+n)
			} else {
				n = unicodeWords(f, i, yield)
			}
			i += n
		case f[i] < utf8.RuneSelf:
			i++
		default:
			if n := markLen(f[i:]); n > 0 {
				i += n
			} else {
				i += unicodeWords(f, i, yield)
			}
		}
	}
}

// arabicRun returns the length of the run of Arabic letters at the start of f, two bytes each.
func arabicRun(f string) int {
	i := 0
	for i+1 < len(f) {
		switch c := f[i]; {
		case c >= 0xD8 && c <= 0xDB && f[i+1]&0xC0 == 0x80 && arabicLetter[c<<6|f[i+1]&0x3F]:
		case c == 0xDD && f[i+1] >= 0x90 && f[i+1] < 0xC0: // U+0750–U+077F
		default:
			return i
		}
		i += 2
	}
	return i
}

// initials returns how far the first run of n bytes of f goes on as dotted initials (ا.ف.ب).
func initials(f string, n int) (more int) {
	if n != 2 {
		return 0
	}
	for n+3 <= len(f) && f[n] == '.' && arabicRun(f[n+1:min(len(f), n+5)]) == 2 {
		n, more = n+3, more+3
	}
	return more
}

func isAlnum(c byte) bool { return c >= 'a' && c <= 'z' || isDigit(c) }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// asciiRun returns the length of the word of ASCII letters and digits at the start of f; sure is false where
// what follows is for the full algorithm to decide.
func asciiRun(f string) (n int, sure bool) {
	i := 0
	for i < len(f) {
		c := f[i]
		switch {
		case isAlnum(c):
			i++
			continue
		case c >= utf8.RuneSelf:
			if c >= 0xD8 && c <= 0xDB || c == 0xDD && f[i+1] >= 0x90 { // Arabic; below it is Syriac
				if c == 0xD8 && f[i+1] == 0x8C && i+2 < len(f) && isDigit(f[i-1]) && isDigit(f[i+2]) {
					i += 2
					continue
				}
				return i, true
			}
			return i, markLen(f[i:]) > 0 && !joins(f[i:])
		}
		if i+1 >= len(f) || !joinsASCII(f[i-1], c, f[i+1]) {
			return i, i+1 >= len(f) || f[i+1] < utf8.RuneSelf || c != '.' && c != '\'' && c != ':'
		}
		i++
	}
	return i, true
}

// joinsASCII says whether c joins before and after into one word (rules WB6, WB7, WB11 and WB12).
func joinsASCII(before, c, after byte) bool {
	switch c {
	case '.', '\'':
		return isDigit(before) && isDigit(after) ||
			isAlnum(before) && !isDigit(before) && isAlnum(after) && !isDigit(after)
	case ':':
		return isAlnum(before) && !isDigit(before) && isAlnum(after) && !isDigit(after)
	case ',', ';':
		return isDigit(before) && isDigit(after)
	}
	return false
}

// markLen returns the length of the punctuation mark or symbol at the start of f if it is one of the usual
// ones beyond ASCII, else 0.
func markLen(f string) int {
	switch c := f[0]; {
	case c == 0xC2, c >= 0xD8 && c <= 0xDB:
		return 2
	case c == 0xE2 && len(f) > 2 && f[1] == 0x80:
		return 3
	}
	return 0
}

// joins says whether the mark at the start of f may join what stands around it.
func joins(f string) bool {
	r, _ := utf8.DecodeRuneInString(f)
	switch r {
	case 0xB7, 0x2018, 0x2019, 0x2024, 0x2027, 0x203F:
		return true
	}
	return false
}

// unicodeWords yields the words of f from start to the next space by the full algorithm and returns the
// length of that stretch.
func unicodeWords(f string, start int, yield func(start, end int)) int {
	n := strings.IndexAny(f[start:], " \n")
	if n < 0 {
		n = len(f) - start
	}
	for it := words.FromString(f[start : start+n]); it.Next(); {
		segment(f, start+it.Start(), start+it.End(), yield)
	}
	return n
}

// segment yields the words within one segment [start,end) of the full algorithm: the runs of Arabic letters and
// what stands between them, parted at underscores and without punctuation at its ends.
func segment(f string, start, end int, yield func(start, end int)) {
	from := start
	flush := func(to int) {
		w := strings.TrimFunc(f[from:to], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.M, r) })
		if strings.IndexFunc(w, isWordRune) >= 0 {
			at := from + strings.Index(f[from:to], w)
			yield(at, at+len(w))
		}
	}
	for i := start; i < end; {
		n := arabicRun(f[i:end])
		switch {
		case n > 0:
			flush(i)
			n += initials(f[i:end], n)
			yield(i, i+n)
			from = i + n
		case f[i] == '_':
			flush(i)
			n, from = 1, i+1
		default:
			_, n = utf8.DecodeRuneInString(f[i:end])
		}
		i += n
	}
	flush(end)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// Same reports whether two texts have the same words and differ at most in what folding removes: hamza, vowel signs, tatweel,
// invisible characters, punctuation, blanks.
func Same(a, b string) bool { return a == b || slices.Equal(Words(a), Words(b)) }
