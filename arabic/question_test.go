package arabic_test

import (
	"testing"

	"rasid/arabic"
)

func TestExplains(t *testing.T) {
	for headline, want := range map[string]bool{
		"من هو عمر الرزاز المكلف برئاسة الحكومة؟":                true,
		"ما هو \"غاز الأعصاب\" وماذا يفعل؟":                      true,
		"كَيف تجري عملية الإنقاذ":                                true,
		"لماذا استقال المدرب؟":                                   true,
		"أزمة الليرة.. ما الذي يجري في تركيا؟":                   true,
		"رونالدو يعلنها: لماذا رحلت؟":                            true,
		"هل ستعتذر كندا؟ هذا ما قاله ترودو":                      false,
		"ماذا فعل الأسد عقب الهجوم؟":                             false,
		"من هنا يبدأ الطريق إلى القمة":                           false,
		"الرئيس يشرح كيف انتهت المفاوضات":                        false,
		"وزير الخارجية: من يهدد أمن المنطقة هو من يرسل الصواريخ": false,
		"كيف": false,
		"":    false,
	} {
		if got := arabic.Explains(headline); got != want {
			t.Errorf("Explains(%q) = %v", headline, got)
		}
	}
}
