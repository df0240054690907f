package arabic

import (
	"slices"
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	for _, in := range []string{ // the sentences are parted by |
		"", "قال بوتين نعم.", "قال نعم. | وأضاف لا.", "نقلت سي.إن.إن عن بنك بي.إن.بي باريبا. | ثم نفت إف.بي.آي ذلك.", "ظهر في سي.إن.إن. | ثم عاد.|وقال نعم.", "هل يزور كيم موسكو؟ | لا أحد يعرف!", "عنوان بلا نقطة\n|ثم النص.", "انتهى الخبر.|وقال آخر.",
		"بلغت النسبة 3.5 في المئة. | وهذا كثير.", "في 28.12.2025 وصل الوفد. | ثم غادر.", "نقلت أ.ف.ب عن المصدر. | وأكدت د.ب.أ ذلك.", "قال د. محمد علي إن الأمر انتهى. | ثم سكت.",
		"قال: «نحن معكم. لن نتراجع» أمام الجمهور. | وصفق الحاضرون.", "«لن نتراجع.» | وصفقوا.", "أعلن “الأمر انتهى. حقا” ثم مضى. | نعم.", "نشر على cnn.com اليوم. | انتهى.",
		"عيد ميلاد «بوتين».. | رسالة صداقة", "ماذا؟! | لا شيء...", "1. البند الأول\n|2. البند الثاني", "عام 2018. | وفي 2019 عاد.", "خبر عاجل… | التفاصيل لاحقا۔ | انتهى",
		"فقرة أولى.\n\n|فقرة ثانية.\r\n|ثالثة", "قال «بلا إغلاق. | ثم مضى.", "وصل (كيم). | ثم غادر.",
		"عقدت القمة في 12 رمضان 1439 هـ. | وقال الملك إن ذلك مهم.", "عقدت القمة عام ٢٠١٨ م. | ثم سكت.", "سعره 370 د. | وقد ارتفع.", "1. د. محمد علي\n|2. د. سمير حداد", "في القرن الخامس ق.م. وكان ذلك مهما.",
	} {
		var want []string
		for s := range strings.SplitSeq(in, "|") {
			if s = strings.TrimSpace(s); s != "" {
				want = append(want, s)
			}
		}
		if got := Sentences(strings.ReplaceAll(in, "|", "")); !slices.Equal(got, want) {
			t.Errorf("Sentences(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestSentencesBounded sees that the time does not grow with the square of the length: it would take minutes.
func TestSentencesBounded(t *testing.T) {
	for _, s := range []string{
		strings.Repeat(" ", 300_000) + strings.Repeat("1.", 300_000), strings.Repeat("«", 300_000), strings.Repeat("ا.", 300_000),
		strings.Repeat("« .", 200_000), strings.Repeat(". ", 300_000), strings.Repeat(".", 600_000),
	} {
		checkSentences(t, s)
	}
}
