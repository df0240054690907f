package detect

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

const plainText = `وصل المبعوث الأممي إلى صنعاء اليوم في مهمة عاجلة لمحاولة تجنيب مدينة الحديدة ومينائها الرئيسي معركة قد تقطع وصول الغذاء والدواء إلى ملايين السكان. وقال مسؤول في الأمم المتحدة إن المبعوث سيلتقي قادة الجماعة غدا ثم يتوجه إلى الرياض لإطلاع التحالف على نتائج المحادثات.`

// Letters and signs that a rival adds or writes otherwise leave the sketch as it is.
func TestSketchSurvivesSprinkledSigns(t *testing.T) {
	want := Sketch("عنوان", plainText)
	if want == nil {
		t.Fatal("no sketch")
	}
	for name, other := range map[string]string{
		"tatweel":          strings.ReplaceAll(plainText, "م", "مـ"),
		"zero width":       strings.ReplaceAll(plainText, "ل", "ل\u200c\u200d"),
		"byte order mark":  "\ufeff" + plainText,
		"vowel signs":      strings.ReplaceAll(plainText, "د", "دَّ"),
		"hamza":            strings.NewReplacer("أ", "ا", "إ", "ا").Replace(plainText),
		"bidi marks":       strings.ReplaceAll(plainText, " ", " \u200f"),
		"name spelling":    strings.ReplaceAll(plainText, "الحديدة", "الحديده"),
		"another headline": plainText,
	} {
		if !bytes.Equal(Sketch(name, other), want) {
			t.Errorf("%s: another sketch", name)
		}
	}
}

func TestSketchTooShort(t *testing.T) {
	for _, text := range []string{"", "خبر عاجل", "قتل خمسة في انفجار"} {
		if s := Sketch("", text); s != nil {
			t.Errorf("Sketch(%q) = %x", text, s)
		}
	}
	if Bands(nil) != nil || Alike(nil, nil) != 0 || Alike(Sketch("", plainText), []byte{9, 9}) != 0 {
		t.Error("what is no sketch is like something")
	}
}

// The estimate is near the truth and bands meet as often as promised.
func TestSketchAgainstRandomSets(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, jaccard := range []float64{0.1, 0.5, 0.9} {
		const runs = 2000
		missed, sum := 0, 0.0
		for range runs {
			a, b := setsOf(rnd, 300, jaccard)
			x, y := sketch(a), sketch(b)
			sum += Alike(x, y)
			if !meet(Bands(x), Bands(y)) {
				missed++
			}
		}
		if mean := sum / runs; mean < jaccard-0.02 || mean > jaccard+0.02 {
			t.Errorf("jaccard %.1f: mean estimate %.3f", jaccard, mean)
		}
		if jaccard >= 0.5 && missed > runs/100 {
			t.Errorf("jaccard %.1f: %d of %d pairs share no band", jaccard, missed, runs)
		}
	}
}
