package arabic

import (
	"slices"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"بوتين: «كوريا» (KCNA) 3.5%", "بوتين كوريا kcna 3.5"},
		{"#عاصي_الحلاني قال:نعم", "عاصي الحلاني قال نعم"},
		{"أ.ف.ب. وقال.ثم 2018م CNN.com", "ا.ف.ب وقال ثم 2018 م cnn.com"},
		{"و'داعش'، لـ«أخوة» الـ20", "و داعش ل اخوه ال 20"},
		{"كوفيد-19 وكوفيد19 F-16 F16", "كوفيد 19 وكوفيد 19 f 16 f16"},
		{"١٬٢٠٠ جندي و٣٫٥٪ في 10:30", "1,200 جندي و 3.5 في 10 30"},
		{"قناةBBC can't د. محمد", "قناه bbc can't د محمد"},
		{"👍 … — «»", ""},
		{"كيم\u200cجونغ\u00a0أون", "كيمجونغ اون"},
		{"Москва 平壤 서울", "москва 平 壤 서울"},
	} {
		if got := Words(c.in); !slices.Equal(got, strings.Fields(c.want)) {
			t.Errorf("Words(%q) = %q, want %q", c.in, got, strings.Fields(c.want))
		}
	}
}

func TestTokens(t *testing.T) {
	s := "زعيمُ «كوريا الشماليَّة»، رائـــعـ\u200f"
	var got []string
	for _, tok := range Tokens(s) {
		if s[tok.Start:tok.End] != tok.Surface {
			t.Errorf("token %+v does not stand at its place", tok)
		}
		got = append(got, tok.Surface+"="+tok.Fold)
	}
	want := []string{"زعيمُ=زعيم", "كوريا=كوريا", "الشماليَّة=الشماليه", "رائـــعـ=رايع"}
	if !slices.Equal(got, want) {
		t.Errorf("Tokens(%q) = %q, want %q", s, got, want)
	}
}

func TestAppendWordsKeeps(t *testing.T) {
	got := AppendWords([]string{"قبل"}, "كوريا")
	if !slices.Equal(got, []string{"قبل", "كوريا"}) {
		t.Errorf("AppendWords = %q", got)
	}
}
