package arabic

import (
	"strings"
	"unicode/utf8"
)

// minStem is how many letters a stem keeps at least.
const minStem = 3

// Stem returns the light stem of one folded word: clitics and the commonest endings off.
func Stem(folded string) string {
	if len(folded) < 2 || arabicRun(folded) != len(folded) {
		return folded
	}
	return suffixless(prefixless(folded))
}

func prefixless(w string) string {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) >= minStem {
			return rest
		}
	}
	return w
}

func suffixless(w string) string {
	for _, s := range suffixes {
		if rest, ok := strings.CutSuffix(w, s.text); ok && utf8.RuneCountInString(rest) >= s.min {
			return rest
		}
	}
	return w
}

// prefixes are the article with what may stand before it, longest first.
var prefixes = []string{"وبال", "وكال", "فبال", "وال", "بال", "كال", "فال", "ولل", "فلل", "ال", "لل"}

type ending struct {
	text string
	min  int // letters that must be left
}

var suffixes = []ending{
	{"يات", 3}, {"يون", 3}, {"يين", 3}, {"يان", 3},
	{"ات", 3}, {"ون", 4}, {"ين", 4}, {"ان", 4},
	{"ها", 3}, {"هم", 3}, {"يه", 3}, {"ه", 3}, {"ي", 3},
}
