package arabic

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many combining marks of a script other than Arabic, Latin, Greek and Cyrillic (whose marks
// all go) stay on one letter.
const maxMarks = 8

// maxGrowth bounds the length of a folded text: a character whose compatibility decomposition is longer than
// this many times itself stands for a whole phrase (U+FDFA), and becomes a space.
const maxGrowth = 3

// Fold returns the form of s under which spellings of one word are equal. It is for comparing, never for
// storing or showing.
//
// One alef for آ أ إ ٱ; one yeh for ي ى ی ئ; ه for ة; و for ؤ, and for ئ and ء before و (مسئول, مسؤول); one
// letter for the Persian, Urdu, Kurdish and Maghrebi shapes; ASCII digits for the Arabic and Persian ones.
// Vowel signs, tatweel, accents, zero-width and bidi characters go; a letter written three times or more is
// written once; presentation forms and other compatibility characters are decomposed (NFKD, Unicode
// Standard Annex #15); letters with case are lower; control characters, odd spaces and broken UTF-8 become
// spaces, new lines stay.
//
// The result is valid UTF-8 of at most three times the bytes of s, and Fold(Fold(s)) == Fold(s). A text that
// is folded already is returned as it is, without allocation.
func Fold(s string) string {
	n := foldedLen(s)
	if n == len(s) {
		return s
	}
	dst := make([]byte, n, len(s)+8)
	copy(dst, s)
	return string(appendFold(dst, s[n:], nil))
}

// foldedLen returns the length of a prefix of s that is folded already and after which folding may begin afresh.
func foldedLen(s string) int {
	fresh := 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c < utf8.RuneSelf:
			if asciiFold[c] != c {
				return fresh
			}
			i++
			if c == ' ' {
				fresh = i
			}
		case c >= 0xD8 && c <= 0xDB && i+1 < len(s) && s[i+1]&0xC0 == 0x80:
			to := arabicFold[c<<6|s[i+1]&0x3F]
			if to != uint16(c&0x1F)<<6|uint16(s[i+1]&0x3F) || to == Waw && i >= 2 && letterAt(s, i-2) == Hamza {
				return fresh
			}
			if i >= 4 && s[i-2] == c && s[i-1] == s[i+1] && s[i-4] == c && s[i-3] == s[i+1] {
				return fresh
			}
			i += 2
		default:
			n := sameMark(s[i:])
			if n == 0 {
				return fresh
			}
			i += n
		}
	}
	return len(s)
}

// sameMark returns the length of the quotation mark or dash at the start of s if it is its own fold, else 0.
func sameMark(s string) int {
	switch {
	case len(s) > 1 && s[0] == 0xC2 && (s[1] == 0xAB || s[1] == 0xBB): // « »
		return 2
	case len(s) > 2 && s[0] == 0xE2 && s[1] == 0x80:
		switch s[2] {
		case 0x93, 0x94, 0x98, 0x99, 0x9C, 0x9D: // – — ‘ ’ “ ”
			return 3
		}
	}
	return 0
}

// A folding is a fold under way.
type folding struct {
	out       []byte
	stretched bool // the last letter stands for three or more of itself
	seat      bool // the last letter is a yeh that was written as ئ
	marks     int  // combining marks kept on the last letter
}

// appendFold appends the folded s to dst, which must be empty or end in a space. If t is not nil it learns where in
// s each folded byte comes from; dst must then be empty.
func appendFold(dst []byte, s string, t *trail) []byte {
	f := folding{out: dst}
	for i := 0; i < len(s); {
		start := i
		c := s[i]
		switch {
		case c < utf8.RuneSelf:
			f.out = append(f.out, asciiFold[c])
			f.stretched, f.seat, f.marks = false, false, 0
			i++
		case c >= 0xD8 && c <= 0xDB && i+1 < len(s) && s[i+1]&0xC0 == 0x80:
			// What is nearly all of the text goes the short way: letters that neither repeat nor concern a hamza.
			x := c<<6 | s[i+1]&0x3F
			b := arabicBytes[x]
			if n := len(f.out); b[0] != 0 && (n < 2 || f.out[n-1] != b[1] || f.out[n-2] != b[0]) {
				f.out = append(f.out, b[0], b[1])
				f.stretched, f.seat, f.marks = false, false, 0
			} else {
				f.arabic(0x600 + uint16(x))
			}
			i += 2
		default:
			if n := sameMark(s[i:]); n > 0 {
				f.out = append(f.out, s[i:i+n]...)
				f.stretched, f.seat, f.marks = false, false, 0
				i += n
				break
			}
			r, size := utf8.DecodeRuneInString(s[i:])
			f.other(r, s[i:i+size])
			i += size
		}
		if t != nil {
			t.note(len(f.out), s[start:i], start)
		}
	}
	return f.out
}

// arabic adds one character of the block U+0600–U+06FF.
func (f *folding) arabic(r uint16) {
	to := arabicFold[r&0xFF]
	switch {
	case to == 0:
		return
	case to < utf8.RuneSelf:
		f.out = append(f.out, byte(to))
		f.stretched, f.seat, f.marks = false, false, 0
		return
	case to == Waw && (f.seat || f.ends(Hamza)):
		f.unseat()
		f.letter(Waw)
	}
	f.letter(to)
	f.seat = r == YehHamza
}

// letter adds one folded letter of the Arabic block unless it only stretches the one before.
func (f *folding) letter(r uint16) {
	b0, b1 := 0xC0|byte(r>>6), 0x80|byte(r&0x3F)
	n := len(f.out)
	if n >= 2 && f.out[n-1] == b1 && f.out[n-2] == b0 {
		if f.stretched {
			return
		}
		if n >= 4 && f.out[n-3] == b1 && f.out[n-4] == b0 && arabicLetter[r&0xFF] {
			f.out = f.out[:n-2]
			f.stretched = true
			return
		}
	}
	f.out = append(f.out, b0, b1)
	f.stretched, f.seat, f.marks = false, false, 0
}

// unseat takes back the hamza before a waw, so that مسئول and رءوس are written as مسؤول and رؤوس.
func (f *folding) unseat() {
	if f.seat {
		f.out = f.out[:len(f.out)-2]
	}
	for f.ends(Hamza) {
		f.out = f.out[:len(f.out)-2]
	}
	f.stretched, f.seat, f.marks = false, false, 0
}

func (f *folding) ends(r uint16) bool {
	n := len(f.out)
	return n >= 2 && f.out[n-1] == 0x80|byte(r&0x3F) && f.out[n-2] == 0xC0|byte(r>>6)
}

// other adds a character beyond ASCII and the Arabic block; raw is how it is written.
func (f *folding) other(r rune, raw string) {
	if r == utf8.RuneError {
		f.plain(' ')
		return
	}
	parts := norm.NFKD.PropertiesString(raw).Decomposition()
	switch {
	case parts == nil:
		f.plain(r)
	case len(parts) > maxGrowth*len(raw):
		f.plain(' ')
	case isPresentation(r) && parts[0] == ' ':
		// The spacing form of a vowel sign: text taken from PDF has it in the middle of words.
	default:
		for len(parts) > 0 {
			r, size := utf8.DecodeRune(parts)
			parts = parts[size:]
			f.plain(r)
		}
	}
}

func isPresentation(r rune) bool { return r >= 0xFB50 && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFF }

// plain adds one character that has no decomposition.
func (f *folding) plain(r rune) {
	switch {
	case r < utf8.RuneSelf:
		f.out = append(f.out, asciiFold[r])
	case r >= 0x0600 && r <= 0x06FF:
		f.arabic(uint16(r))
		return
	case r == '\u2028' || r == '\u2029':
		f.out = append(f.out, '\n')
	case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Z, r), r == utf8.RuneError:
		f.out = append(f.out, ' ')
	case unicode.Is(unicode.Cf, r):
		return
	case unicode.Is(unicode.M, r):
		if isAccent(r) || f.marks >= maxMarks {
			return
		}
		f.marks++
		f.out = utf8.AppendRune(f.out, r)
		return
	default:
		f.out = utf8.AppendRune(f.out, unicode.ToLower(r))
	}
	f.stretched, f.seat, f.marks = false, false, 0
}

// isAccent says whether the mark r carries no letter of its own: accents, Arabic and Hebrew points,
// enclosing marks, variation selectors.
func isAccent(r rune) bool {
	return r < 0x0900 || r >= 0x1AB0 && r <= 0x1AFF || r >= 0x1DC0 && r <= 0x1DFF ||
		r >= 0x20D0 && r <= 0x20FF || r >= 0xFE00 && r <= 0xFE2F || r >= 0xE0100
}
