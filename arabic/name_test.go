package arabic

import (
	"slices"
	"strings"
	"testing"
)

// TestName gives lines of spellings of one name.
func TestName(t *testing.T) {
	for _, line := range []string{
		"جونغ جونج جونق جونك", "بوتين بوتن پوتين", "سيول سيئول سول", "بيونغ بيونج بيونق", "غيراسيموف جيراسيموف غراسيموف جراسيموف",
		"ماتسيغورا ماتسيجورا ماتسيغوره", "زيلينسكي زيلنسكي زلينسكي", "نتنياهو نتانياهو", "غورباتشوف جورباتشوف كورباتشوف", "أوكرانيا اوكرانيا أكرانيا",
		"ترامب ترمب", "فلاديمير ڤلاديمير", "سوريا سورية", "صربيا سربيا", "انجلترا انكلترا إنغلترا", "بطرسبورغ بطرسبرغ بترسبرج", "شويغو شويجو",
	} {
		forms := strings.Fields(line)
		for _, f := range forms[1:] {
			if got, want := Name(Fold(f)), Name(Fold(forms[0])); got != want {
				t.Errorf("Name(%q) = %q, but Name(%q) = %q", f, got, forms[0], want)
			}
		}
	}
}

// TestNameApart gives runs of names that must differ.
func TestNameApart(t *testing.T) {
	for _, line := range []string{
		"كوريا الشمالية/كوريا الجنوبية", "كيم يو جونغ/كيم جونغ أون", "كيم جونغ إيل/كيم جونغ أون", "كيم إيل سونغ/كيم جونغ إيل", "السودان/جنوب السودان",
		"غينيا/غينيا بيساو", "غينيا/غانا", "النيجر/نيجيريا", "موريتانيا/موريشيوس", "بوتين/بايدن", "سيول/سوريا", "كوريا/كورسك", "الصين/الصومال",
	} {
		a, b, _ := strings.Cut(line, "/")
		key := func(s string) (out []string) {
			for _, w := range Words(s) {
				out = append(out, Name(w))
			}
			return out
		}
		if slices.Equal(key(a), key(b)) {
			t.Errorf("%s and %s have one key %q", a, b, key(a))
		}
	}
}

func TestSplit(t *testing.T) {
	known := func(w string) bool {
		return slices.Contains(strings.Fields("كوريا الشماليه بيونغ يانغ روسيا الرييس الروسي فلاديمير بوتين كيم جونغ اون الشمال"), w)
	}
	for _, c := range []struct{ in, want string }{
		{"كوريا الشمالية", ""}, {"كورياالشمالية", "كوريا الشماليه"}, {"بيونغيانغ", "بيونغ يانغ"}, {"الرئيسالروسيفلاديميربوتين", "الرييس الروسي فلاديمير بوتين"},
		{"كيمجونغاون", "كيم جونغ اون"}, {"كوريا", ""}, {"كورياكوريا", "كوريا كوريا"}, {"روسياالبيضاء", ""}, {"", ""}, {"kimjongun", ""},
		{strings.Repeat("كوريا", 20), ""},
	} {
		if got := Split(Fold(c.in), known); !slices.Equal(got, strings.Fields(c.want)) && (c.want != "" || got != nil) {
			t.Errorf("Split(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
