package arabic

import (
	"slices"
	"strings"
)

// Explains reports whether a headline asks how, why, who or what, at its beginning or behind a colon or dots, as those above
// explainers and portraits do. What is to be answered by yes or no (هل) stands above news as often, and a bare ماذا too.
func Explains(headline string) bool {
	for part := range strings.FieldsFuncSeq(headline, func(r rune) bool { return r == ':' || r == '.' || r == ellipsis }) {
		words := Words(part)
		for _, opening := range explaining {
			if len(words) > len(opening) && slices.Equal(words[:len(opening)], opening) {
				return true
			}
		}
	}
	return false
}

// explaining are the openings of such headlines. Folded.
var explaining = [][]string{
	{"كيف"}, {"لماذا"},
	{"من", "هو"}, {"من", "هي"}, {"من", "هم"},
	{"ما", "هو"}, {"ما", "هي"}, {"ما", "الذي"}, {"ما", "التي"}, {"ماهو"}, {"ماهي"},
}
