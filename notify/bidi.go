package notify

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"rasid/arabic"
)

// The marks that keep a run of text from disturbing the order of what stands around it (UAX #9 section 2.7).
// Text from outside never holds one: arabic.Clean removes them. In HTML they become <bdi> elements.
const (
	fsi = '\u2068' // opens a run that takes its direction from its first letter
	rli = '\u2067' // opens a right-to-left run
	pdi = '\u2069' // closes either
	rlm = '\u200F' // an invisible right-to-left letter: a line that begins with it runs right to left
)

// The longest that text from outside may be where it appears, in letters.
const (
	maxTitle  = 300
	maxName   = 80
	maxReason = 160
	maxURL    = 2048 // bytes
)

// ltr finds what runs left to right within Arabic text: words in left-to-right scripts with the numbers and
// signs between them, addresses, and numbers. A number before a space stays by itself: in "في 18 BBC" it belongs
// to what is on its right, but "152 mm" is one. Two numbers with a hyphen are two runs, as Arabic reads a range from the right. An
// address keeps its last slash; signs at the end of other words stay outside.
var ltr = regexp.MustCompile(
	`https?://[!-~]*[0-9A-Za-z/]|` +
		`[0-9]+(?:[.,][0-9]+)*[ \x{00A0}][a-zµ]{1,3}[A-Z]?(?:/[a-z]{1,2})?(?:[²³]|\b)|` +
		`[#@$€£]?(?:[0-9]+(?:[.,:/-][0-9]+)*[.,:/_&'’-]?)?` + letter + `[` + inWord + `]*(?:[ .,:;/_&'’@#?!=%+~-]{1,3}[` + inWord + `]+)*[+%]*` +
		`|[0-9]+(?:-[0-9]+){2,}` +
		`|[$€£+]?[0-9]+(?:[.,:/][0-9]+)*[%°]?`)

const (
	scripts = `\p{Latin}\p{Greek}\p{Cyrillic}\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Armenian}\p{Georgian}\p{Devanagari}\p{Thai}`
	letter  = `[` + scripts + `]`
	inWord  = scripts + `\p{Mn}0-9`
)

// isolated returns s, a line that runs right to left, with every left-to-right run in it set apart. Runs that
// are already set apart stay as they are.
func isolated(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		open := strings.IndexFunc(s, func(r rune) bool { return r == fsi || r == rli })
		if open < 0 {
			open = len(s)
		}
		b.WriteString(ltr.ReplaceAllString(s[:open], string(fsi)+"${0}"+string(pdi)))
		n := isolateLen(s[open:])
		b.WriteString(s[open : open+n])
		s = s[open+n:]
	}
	return b.String()
}

// rightToLeft finds what runs right to left within a line that does not: Arabic words with what is between them.
var rightToLeft = regexp.MustCompile(`\p{Arabic}[\p{Arabic}\p{Mn}]*(?:[ -]+\p{Arabic}[\p{Arabic}\p{Mn}]*)*`)

// embedded returns s, a line that runs left to right, with every Arabic run in it set apart.
func embedded(s string) string {
	return rightToLeft.ReplaceAllString(s, string(rli)+"${0}"+string(pdi))
}

// isolateLen returns the length in bytes of the run that s opens with, up to and with its closing mark.
func isolateLen(s string) int {
	depth := 0
	for i, r := range s {
		switch r {
		case fsi, rli:
			depth++
		case pdi:
			depth--
		}
		if depth == 0 {
			return i + len(string(r))
		}
	}
	return len(s)
}

// rtl reports whether a line of outside text runs right to left: it has an Arabic letter, or no letter at all.
// A headline of an Arabic outlet that begins with a Latin name still does.
func rtl(s string) bool {
	return arabic.Share(s) > 0 || !strings.ContainsFunc(s, unicode.IsLetter)
}

// link returns raw if it is an absolute http(s) address that may stand in a digest, and else "".
func link(raw string) string {
	if len(raw) > maxURL || strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}
