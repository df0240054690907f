package arabic

import (
	"strconv"
	"strings"
)

// The kinds of words that numbers are made of.
type numeralKind uint8

const (
	notNumeral   numeralKind = iota
	kindDigits               // 21, 2.5, 3,500
	kindOne                  // أحد, اثنا: nothing but before ten and tens
	kindUnit                 // 1 to 9
	kindTen                  // 10, also behind what makes it 11 to 19
	kindTens                 // 20 to 90
	kindHundred              // 100, also behind a unit
	kindHundreds             // 200 to 900 in one word
	kindScale                // ألف, مليون: alone and behind a number
	kindScales               // آلاف, ملايين: behind a number
	kindPair                 // ألفان: two of a scale
	kindBoth                 // ألفا: a pair without its noon, or a scale in the accusative
	kindFraction             // نصف, ربع of a scale
	kindFirst                // the first, nothing but alone: أول عشرة are ten
	kindOrdinal              // 2 to 10, and 1 in حادي عشر; with ten and tens up to 99
)

// A numeral is what a folded word says in a number.
type numeral struct {
	kind  numeralKind
	value float64 // of a scale and of what stands for two of it, the scale's
}

// numeralWords maps folded words without article and proclitics to what they say. Left out are مئتا, which folded is the word for a dead
// man, and واحد where it counts nothing (see Numbers).
var numeralWords = func() map[string]numeral {
	t := map[string]numeral{}
	add := func(kind numeralKind, value float64, forms string) {
		for w := range strings.FieldsSeq(forms) {
			t[Fold(w)] = numeral{kind, value}
		}
	}
	for i, forms := range []string{1: "واحد واحدة", 2: "اثنان اثنين اثنتان اثنتين", 3: "ثلاثة ثلاث", 4: "أربعة أربع", 5: "خمسة خمس",
		6: "ستة ست", 7: "سبعة سبع", 8: "ثمانية ثماني ثمان", 9: "تسعة تسع"} {
		add(kindUnit, float64(i), forms)
	}
	add(kindOne, 1, "أحد إحدى")
	add(kindOne, 2, "اثنا اثني اثنتا اثنتي")
	add(kindTen, 10, "عشرة عشر")
	for i, stem := range strings.Fields("عشر ثلاث أربع خمس ست سبع ثمان تسع") {
		add(kindTens, float64(10*(i+2)), stem+"ون "+stem+"ين")
	}
	add(kindHundred, 100, "مئة مائة")
	add(kindHundreds, 200, "مئتان مئتين مئتي مائتان مائتين مائتي مائتا")
	for i, units := range []string{3: "ثلاث ثلث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان ثماني", 9: "تسع"} {
		for u := range strings.FieldsSeq(units) {
			add(kindHundreds, float64(100*i), u+"مئة "+u+"مائة")
		}
	}
	add(kindScales, 1e3, "آلاف ألوف")
	add(kindScales, 1e6, "ملايين")
	add(kindScales, 1e9, "بلايين")
	for scale, forms := range map[float64]string{1e3: "ألف", 1e6: "مليون", 1e9: "مليار بليون", 1e12: "تريليون ترليون"} {
		for w := range strings.FieldsSeq(forms) {
			add(kindScale, scale, w)
			add(kindScales, scale, w+"ات")
			add(kindPair, scale, w+"ان "+w+"ين "+w+"ي")
			add(kindBoth, scale, w+"ا")
		}
	}
	add(kindFraction, 0.5, "نصف")
	add(kindFraction, 0.25, "ربع")
	for i, forms := range []string{2: "ثاني ثانية", 3: "ثالث ثالثة", 4: "رابع رابعة", 5: "خامس خامسة", 6: "سادس سادسة",
		7: "سابع سابعة", 8: "ثامن ثامنة", 9: "تاسع تاسعة", 10: "عاشر عاشرة"} {
		add(kindOrdinal, float64(i), forms)
	}
	add(kindOrdinal, 1, "حادي حادية")
	add(kindFirst, 1, "أول أولى")
	return t
}()

// A numberWord is a word of a text that may be part of a number.
type numberWord struct {
	numeral
	scaled   float64 // of digits, their value before a word for a scale: 2.500 million are no 2500
	joined   bool    // و stands before it
	definite bool    // it has the article
	bound    bool    // another proclitic stands before it
	end      int     // place of the word behind it
}

// readNumberWord reads one folded word; the kind is notNumeral where it is part of no number.
func readNumberWord(w string) (n numberWord) {
	if len(w) > 0 && isDigit(w[0]) {
		if n.value, n.scaled = readDigits(w); n.value > 0 {
			n.kind = kindDigits
		}
		return n
	}
	if len(w) < 2*letterSize || w[0] < 0xD8 {
		return n
	}
	if n.numeral = numeralWords[w]; n.kind != notNumeral {
		return n
	}
	switch letterAt(w, 0) {
	case Waw, Feh, Beh, Kaf, Lam, Alef:
	default:
		return n
	}
	for _, p := range articles {
		if rest, ok := strings.CutPrefix(w, p); ok {
			if n = inArticle(p, rest); n.kind != notNumeral {
				return n
			}
		}
	}
	rest, joined := strings.CutPrefix(w, "و")
	if n.numeral = numeralWords[rest]; joined && n.kind != notNumeral {
		n.joined = true
		return n
	}
	switch letterAt(rest, 0) {
	case Feh, Beh, Kaf, Lam:
		rest = rest[letterSize:]
		if n.numeral = numeralWords[rest]; n.kind != notNumeral && rest != "ست" { // لست is no six
			n.joined, n.bound = joined, true
			return n
		}
	}
	return numberWord{}
}

// inArticle returns what a word says that has the article p before it. With it الاثنين and الأحد are days, and المئة is of a percentage.
func inArticle(p, rest string) (n numberWord) {
	n.numeral = numeralWords[rest]
	if n.kind == kindOne || n.kind == kindHundred || rest == "اثنين" {
		return numberWord{}
	}
	n.joined, n.definite = strings.HasPrefix(p, "و"), true
	n.bound = p != "ال" && p != "وال"
	return n
}

// maxDigits is how many digits a number has at most; more are a key or a telephone.
const maxDigits = 15

// readDigits returns the value of digits that dots and commas may part, 0 if they are no number, and their value before a word for a scale.
// A sign with three digits behind it parts thousands, before a scale only a comma does; any other single one is the decimal sign. What several
// signs part otherwise (a day, 12.5.2018) has the value of its digits.
func readDigits(w string) (value, scaled float64) {
	var digits []byte
	sign, signs, grouped := 0, 0, true
	for i := range len(w) {
		switch c := w[i]; {
		case isDigit(c):
			digits = append(digits, c)
		case c == '.' || c == ',':
			grouped = grouped && (signs == 0 || i-sign == 4)
			sign, signs = i, signs+1
		default:
			return 0, 0
		}
	}
	if len(digits) > maxDigits {
		return 0, 0
	}
	whole, _ := strconv.ParseFloat(string(digits), 64)
	if signs != 1 || sign == len(w)-1 {
		return whole, whole
	}
	parted, _ := strconv.ParseFloat(strings.Replace(w, ",", ".", 1), 64)
	switch {
	case len(w)-sign != 4 || w[0] == '0':
		return parted, parted
	case w[sign] == '.':
		return whole, parted
	}
	return whole, whole
}
