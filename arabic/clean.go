package arabic

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ellipsis ends what was cut.
const ellipsis = '…'

// Share returns the share of the letters of s that are of the Arabic script, in [0,1]; 0 if s has no letter.
func Share(s string) float64 {
	var letters, arabic int
	for i := 0; i < len(s); {
		if n := arabicRun(s[i:]); n > 0 {
			letters, arabic, i = letters+n/2, arabic+n/2, i+n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if r < utf8.RuneSelf {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				letters++
			}
		} else if unicode.IsLetter(r) && r != Tatweel {
			letters++
			if unicode.Is(unicode.Arabic, r) {
				arabic++
			}
		}
	}
	if letters == 0 {
		return 0
	}
	return float64(arabic) / float64(letters)
}

// Isolate returns s as one line between FSI and PDI (Unicode Standard Annex #9, section 2), control and
// bidi characters removed, for terminals and logs: whatever s holds, the text around it keeps its order.
func Isolate(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 6)
	b.WriteRune(firstIsolate)
	for _, r := range s {
		switch {
		case isBlank(r):
			b.WriteByte(' ')
		case !isHidden(r):
			b.WriteRune(r)
		}
	}
	b.WriteRune(popIsolate)
	return b.String()
}

// Clean returns s as a field of one line, for titles, names and the like that come from outside: runs of
// blanks become one space, control, bidi and invisible characters go (but for ZWNJ and ZWJ, which shape
// letters), at most eight combining marks stay on a letter, NFC, at most max characters, the last
// of them an ellipsis if something was cut. "" stays "", and so does a max below 1.
func Clean(s string, max int) string {
	kept := make([]rune, 0, min(len(s), max+1))
	marks, blank := 0, false
	for _, r := range s {
		if len(kept) > max {
			break
		}
		switch {
		case isBlank(r):
			blank = len(kept) > 0
			continue
		case isHidden(r):
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks || len(kept) == 0 {
				continue
			}
		default:
			marks = 0
		}
		if blank {
			kept, blank = append(kept, ' '), false
		}
		kept = append(kept, r)
	}
	return cut(norm.NFC.String(string(kept)), max)
}

// cut returns the first max characters of s, the last of them an ellipsis if there are more.
func cut(s string, max int) string {
	if max < 1 {
		return ""
	}
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	r := []rune(s)[:max-1]
	return strings.TrimRight(string(r), " ") + string(ellipsis)
}

// isBlank says whether r is a space, of no width or some, or a new line.
func isBlank(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Z, r) || r == '\u200B'
}

// isHidden says whether r is a control, bidi, tag or other invisible character; ZWNJ and ZWJ are not.
func isHidden(r rune) bool {
	return r != '\u200C' && r != '\u200D' && (unicode.Is(unicode.C, r) && !unicode.Is(unicode.Co, r))
}
