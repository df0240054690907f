package arabic

import (
	"slices"
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
		{"كو\u200cريا\u200f\ufeff", "كوريا"}, {"Türkiye", "turkiye"}, {"\xff\xfe", "  "},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"بوتين: «كوريا» (KCNA) 3.5%", []string{"بوتين", "كوريا", "kcna", "3.5"}},
		{"#عاصي_الحلاني قال:نعم", []string{"عاصي", "الحلاني", "قال", "نعم"}},
		{"أ.ف.ب. وقال.ثم 2018م CNN.com", []string{"ا.ف.ب", "وقال", "ثم", "2018", "م", "cnn.com"}},
	} {
		if got := Words(c.in); !slices.Equal(got, c.want) {
			t.Errorf("Words(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
