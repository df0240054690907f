package notify_test

import (
	"strings"
	"testing"

	"rasid/news"
	"rasid/notify"
)

// TestPreview guards what a mailbox shows beside the subject: the first headlines; of an alert, whose subject is its
// headline, its first words; of a digest without news, which its subject tells whole, nothing.
func TestPreview(t *testing.T) {
	for name, c := range map[string]struct {
		digest news.Digest
		want   string
	}{
		"digest": {sample(), leadTitle + " · موسكو تؤكد وصول الجنود الكوريين إلى كورسك · سيول: بيونغ يانغ ترسل صواريخ KN-23 إلى موسكو"},
		"alert":  {alert(), "أرسل الرئيس الروسي برقية تهنئة أشاد فيها بمشاركة القوات الكورية الشمالية في مقاطعة كورسك."},
		"empty":  {empty(), ""},
	} {
		got := ""
		for n := range parsed(t, c.digest).Descendants() {
			if attr(n, "class") == "p" {
				got = content(n)
			}
		}
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestDark guards that sources which are missing are named each on a line of its own, with the hour of the last answer only
// while that is near.
func TestDark(t *testing.T) {
	text := strings.NewReplacer("\u2068", "", "\u2069", "", "\u200f", "", "\u00a0", " ").Replace(notify.Text(looks()["dark"]))
	want := "غاب عن التغطية:\n• RT عربي (يمنع الوصول، آخر جواب 2 مارس 05:00)\n• الشرق الأوسط (لا يستجيب أو يستجيب بخطأ، آخر جواب 12 فبراير)\n"
	for _, want := range []string{want, " (بلا جديد على غير عادته، آخر جديد 12 فبراير)\n"} { // which answers
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}
