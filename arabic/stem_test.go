package arabic

import (
	"strings"
	"testing"
)

// TestStem gives lines of words that have one stem.
func TestStem(t *testing.T) {
	for _, line := range []string{
		"روسيا لروسيا وروسيا بروسيا الروسي الروسية والروسية للروس الروسيين",
		"كوريا لكوريا وكوريا الكورية كوري الكوريين", "بوتين لبوتين وبوتين", "كيم لكيم وكيم", "لبنان ولبنان اللبنانية لبناني للبنان",
		"زعيم بزعيم لزعيم كزعيم وزعيم الزعيم للزعيم زعيمها وللزعيم ولزعيم", "لجنة اللجنة للجنة", "لقاء اللقاء لقاؤه لقائه لقاءات",
		"أمريكا الأمريكية الأمريكيين أمريكي", "حكومة الحكومة حكومته حكومتها بالحكومة", "تصريح تصريحات تصريحاته تصريحاتهم",
		"كيمياء كيميائية الكيميائي والكيميائية", "السودان سوداني السودانية", "بيونغ وبيونغ", "رئيس رئيسا للرئيس الرئيسي ورئيس",
		"عسكري عسكرية العسكرية عسكريا", "اتفاق اتفاقا الاتفاقية لاتفاق باتفاق", "كورسك وكورسك", "صواريخ الصواريخ بصواريخ",
	} {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			if got, want := Stem(Fold(w)), Stem(Fold(words[0])); got != want {
				t.Errorf("Stem(%q) = %q, but Stem(%q) = %q", w, got, words[0], want)
			}
		}
	}
}

// TestStemWhole gives words that lose nothing.
func TestStemWhole(t *testing.T) {
	for w := range strings.FieldsSeq("بوتين كيم جونغ اون بيونغ يانغ لبنان ايران لافروف فلاديمير ترامب بايدن وزير كورسك وفد قمه صاروخ سيول لي وي ب kcna 2026 ا.ف.ب f16") {
		if got := Stem(w); got != w {
			t.Errorf("Stem(%q) = %q", w, got)
		}
	}
}

func TestStop(t *testing.T) {
	for w := range strings.FieldsSeq("في من على وعلى إلى هذا وهذا بهذا لهذا التي قال وقال أن وأن بأنها لأنه كانت منذ وقد ولم the") {
		if !Stop(Fold(w)) {
			t.Errorf("%s is no stop word", w)
		}
	}
	for w := range strings.FieldsSeq("روسيا كوريا زعيم ماء لقاء صاروخ وزير جيش بوتين اتفاق حرب") {
		if Stop(Fold(w)) {
			t.Errorf("%s is a stop word", w)
		}
	}
}
