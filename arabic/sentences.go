package arabic

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxQuote is how many bytes a quotation may have for the sentences within it to stay together.
const maxQuote = 600

// Sentences returns the sentences of s in order, as slices of s, blanks around them left out. A sentence ends at
// . ! ? ؟ … and ۔ with the closing quotes and brackets behind it, and at a new line. No end is the dot within a
// number, a date or a web name, after an initial (أ.ف.ب, د. محمد; but 1439 هـ.) or a number that opens the line, between names of
// Latin letters (سي.إن.إن), and nothing
// within a quotation «…» or “…” of at most 600 bytes; such a quotation is a sentence of its own if it opens with
// one and holds its end.
func Sentences(s string) []string {
	var out []string
	start := 0
	add := func(end int) {
		if t := strings.TrimFunc(s[start:end], unicode.IsSpace); t != "" {
			out = append(out, t)
		}
		start = end
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '\n', '\r', '\u2028', '\u2029':
			add(i)
		case '«', '“':
			size = quoted(s[i:], size)
			if start == i && endsInside(s[i:i+size]) {
				add(i + size)
			}
		case '.', '!', '?', Question, ellipsis, FullStop:
			end := i + closing(s[i:])
			if ends(s, start, i, end) {
				add(end)
			}
			size = end - i
		default:
			if start == i && unicode.IsSpace(r) {
				start += size
			}
		}
		i += size
	}
	add(len(s))
	return out
}

// quoted returns the length of the quotation that s opens with, or size if it does not end soon or in its line.
func quoted(s string, size int) int {
	closer := "»"
	if strings.HasPrefix(s, "“") {
		closer = "”"
	}
	near := s[:min(len(s), maxQuote)]
	if nl := strings.IndexByte(near, '\n'); nl >= 0 {
		near = near[:nl]
	}
	n := strings.Index(near, closer)
	if n < 0 {
		return size
	}
	return n + len(closer)
}

// endsInside says whether the quotation q holds the end of its sentence («لن نتراجع.»).
func endsInside(q string) bool {
	before, closed := strings.CutSuffix(q, "»")
	if !closed {
		before, closed = strings.CutSuffix(q, "”")
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	return closed && strings.ContainsRune(".!?؟…", r)
}

// closing returns the length of the run of end marks and closing quotes and brackets that s opens with.
func closing(s string) int {
	for i, r := range s {
		switch r {
		case '.', '!', '?', Question, ellipsis, FullStop, '»', '”', '’', '"', ')', ']':
		default:
			return i
		}
	}
	return len(s)
}

// ends says whether the end marks s[mark:end] end the sentence that began at start.
func ends(s string, start, mark, end int) bool {
	next, _ := utf8.DecodeRuneInString(s[end:])
	if end == len(s) || next == '\n' || next == '\r' {
		return true
	}
	if r, _ := utf8.DecodeRuneInString(s[mark:]); r != '.' && r != FullStop || strings.HasPrefix(s[mark:], "..") {
		return true
	}
	before := lastWord(s[start:mark])
	if initial(before) && !counts(strings.TrimSuffix(s[start:mark], before)) || opens(s[start:mark]) {
		return false
	}
	if unicode.IsSpace(next) {
		return true
	}
	if letterName(before) && letterName(firstWord(s[end:])) {
		return false
	}
	// A dot without a space behind it: an end only between Arabic words (ثم عاد.وقال).
	prev, _ := utf8.DecodeLastRuneInString(s[:mark])
	return end > mark+1 || unicode.Is(unicode.Arabic, prev) && unicode.IsLetter(prev) && unicode.Is(unicode.Arabic, next) && unicode.IsLetter(next)
}

// lastWord returns the letters, digits and marks at the end of s.
func lastWord(s string) string {
	at := strings.LastIndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	})
	if at < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	return s[at+size:]
}

// firstWord returns the letters and marks at the beginning of s.
func firstWord(s string) string {
	if end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) }); end >= 0 {
		return s[:end]
	}
	return s
}

// letterName says whether w is what a Latin letter is called in Arabic.
func letterName(w string) bool {
	switch Fold(w) {
	case "ايه", "بي", "سي", "دي", "اي", "اف", "جي", "اتش", "جيه", "جاي", "كيه", "كاي", "كي", "ال", "ام", "ان", "او", "كيو", "ار", "اس", "تي", "يو", "في", "دبليو", "اكس", "واي", "زد", "زي":
		return true
	}
	return false
}

// initial says whether w is one letter or a Latin title.
func initial(w string) bool {
	switch w {
	case "هـ", "Mr", "Mrs", "Dr", "St", "Inc", "No":
		return true
	}
	r, size := utf8.DecodeRuneInString(w)
	return size > 0 && unicode.IsLetter(r) && strings.TrimFunc(w[size:], func(r rune) bool { return unicode.Is(unicode.M, r) || r == Tatweel }) == ""
}

// counts says whether s ends in a number, so that the letter behind it stands for what is counted: 1439 هـ, 2018 م, 370 د.
func counts(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, unicode.IsSpace))
	return unicode.IsDigit(r)
}

// opens says whether s is nothing but a short number, as the items of a list begin.
func opens(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && len(s) <= 4 && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}
