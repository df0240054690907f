package arabic

import (
	"strings"
	"testing"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"أإآٱ", "اااا"[:2]},
		{"الأَوَّلُ", "الاول"},
		{"كوريا الشماليّة", "كوريا الشماليه"},
		{"مسئول", "مسوول"}, {"مسؤول", "مسوول"}, {"شُئُون", "شوون"}, {"رءوس", "رووس"},
		{"رائــــع", "رايع"}, {"جميييييل", "جميل"}, {"الله", "الله"}, {"1000 www", "1000 www"},
		{"٢٠٢٦ ۱۴۰۴", "2026 1404"}, {"٣٫٥٪", "3.5%"},
		{"ﻛﻮﺭﻳﺎ", "كوريا"}, {"ﷲ", "الله"}, {"ﷺ", " "},
		{"کیم جونگ", "كيم جونك"}, {"پوتين", "بوتين"}, {"ڤلاديمير", "فلاديمير"},
		{"كو\u200cريا\u200f\ufeff", "كوريا"}, {"Türkiye", "turkiye"}, {"\xff\xfe", "  "}, {"\xd9A 0", " a 0"}, {"ابc", "ابc"},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// TestSpellings sees that the ways to write one text fold to one.
func TestSpellings(t *testing.T) {
	for _, line := range []string{
		"إلى الى إلي الي", "أوكرانيا اوكرانيا أوكرانيآ", "مسؤول مسئول مسؤُول مسـؤول", "شؤون شئون", "رؤوس رءوس",
		"الشمالية الشماليه الشماليّة الشمـالية الشم\u200cالية", "كوريا کوریا ﻛﻮﺭﻳﺎ كُورِيَا \u202bكوريا\u202c", "2026 ٢٠٢٦ ۲۰۲۶ ２０２６", "جميل جمييييل", "قرآن قرأن", "پاريس باريس", "ڤيينا فيينا", "ڨفصة قفصة", "ڭلميم كلميم گلميم",
	} {
		forms := strings.Fields(line)
		for _, form := range forms[1:] {
			if Fold(form) != Fold(forms[0]) {
				t.Errorf("Fold(%q) = %q, but Fold(%q) = %q", form, Fold(form), forms[0], Fold(forms[0]))
			}
		}
	}
}

// TestApart sees that words that only look alike stay apart, folded and stemmed.
func TestApart(t *testing.T) {
	for _, line := range []string{
		"ماء ما", "كيم كيمياء", "كيم كيميائية", "كيم كيماوي", "بوتين بوت", "الشمالية الجنوبية", "يو أون", "غينيا غانا", "لجنة جنة", "بيونغ يونغ", "فكرة كرة",
		"بلدية لدى", "كابل أبل", "فيصل يصل", "لسان سان", "وزير زير", "مالي ما", "لبنان بنان", "مصر مصير",
	} {
		a, b, _ := strings.Cut(line, " ")
		if Fold(a) == Fold(b) || Stem(Fold(a)) == Stem(Fold(b)) {
			t.Errorf("%s and %s fall together: %q", a, b, Stem(Fold(a)))
		}
	}
}

// TestFoldBounded holds the hostile inputs: what they cost is bounded by their length.
func TestFoldBounded(t *testing.T) {
	for name, s := range map[string]string{
		"phrase ligature":           strings.Repeat("\uFDFA", 300_000),
		"latin marks":               "a" + strings.Repeat("\u0301", 2_000_000),
		"indic marks":               "क" + strings.Repeat("\u093f", 2_000_000),
		"vowel signs":               "ب" + strings.Repeat("\u064e", 2_000_000),
		"broken UTF-8":              strings.Repeat("\xff\xd8\xe2\x80\xf0\x9f", 100_000),
		"normaliser's endless loop": strings.Repeat("\xcc\x80\xcc", 100_000) + "\xe0\xa4",
		"stretched":                 strings.Repeat("ه", 1_000_000),
		"tatweel":                   "ب" + strings.Repeat("ـ", 1_000_000),
	} {
		f := Fold(s)
		if len(f) > maxGrowth*len(s) || len(f) > 4_000_000 {
			t.Errorf("%s: %d bytes are folded to %d", name, len(s), len(f))
		}
		if name == "indic marks" && f != "क"+strings.Repeat("\u093f", maxMarks) {
			t.Errorf("%s: %d bytes are left", name, len(f))
		}
		if n := len(Words(s)); n > 1 {
			t.Errorf("%s: %d words", name, n)
		}
		Tokens(s)
		Sentences(s)
		if c := Clean(s, 300); len([]rune(c)) > 300 {
			t.Errorf("%s: Clean leaves %d characters", name, len([]rune(c)))
		}
	}
}

// TestSprinkled sees that invisible characters in a known text change none of its words.
func TestSprinkled(t *testing.T) {
	s := seed(t)
	for _, by := range []string{"ـ", "\u200c", "\u200d", "\ufeff", "\u064e", "\u200f", "\u202e", "\u2068", "\u00ad"} {
		var b strings.Builder
		for i, r := range s {
			b.WriteRune(r)
			if i%3 == 0 {
				b.WriteString(by)
			}
		}
		if got, want := Fold(b.String()), Fold(s); got != want {
			t.Errorf("sprinkled with %q the text folds otherwise", by)
		}
	}
}
