package arabic

import (
	"strconv"
	"unicode"
	"unicode/utf8"
)

// The kinds of part.
const (
	none   = iota // beyond the end
	number        // digits
	word          // letters
	sign          // any other character but a space
)

// A part is a number, a word or a sign of a folded text.
type part struct {
	kind   int
	text   string
	value  int  // of a number; 0 where it has more than 15 digits
	spaced bool // a space stands before it
}

// part returns part i, or an empty one where there is none.
func (r reader) part(i int) part {
	if i < 0 || i >= len(r.parts) {
		return part{}
	}
	return r.parts[i]
}

// scan takes the folded text f to pieces.
func scan(f string) []part {
	var parts []part
	spaced := false
	for i := 0; i < len(f); {
		r, size := utf8.DecodeRuneInString(f[i:])
		end := i + size
		p := part{kind: sign, spaced: spaced}
		spaced = false
		switch {
		case unicode.IsSpace(r):
			spaced = true
			i = end
			continue
		case isDigit(f[i]):
			for end < len(f) && isDigit(f[end]) {
				end++
			}
			p.kind = number
			if end-i <= 15 {
				p.value, _ = strconv.Atoi(f[i:end])
			}
		case unicode.IsLetter(r):
			for end < len(f) {
				r, size := utf8.DecodeRuneInString(f[end:])
				if !unicode.IsLetter(r) {
					break
				}
				end += size
			}
			p.kind = word
		}
		p.text = f[i:end]
		if p.kind == sign && unicode.Is(unicode.Pd, r) || r == '\u2212' {
			p.text = "-"
		}
		parts = append(parts, p)
		i = end
	}
	return parts
}
