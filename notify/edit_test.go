package notify_test

import (
	"strings"
	"testing"

	"rasid/notify"
)

// TestEdited has the line of an edited headline in every form and both frames: of a story that is new, of a copy in it, and of
// one that has nothing else to tell.
func TestEdited(t *testing.T) {
	d := edited()
	for language, want := range map[string][]string{
		"ar": {"عُدّل العنوان: كان «بوتين يهنئ كيم جونغ إيل ويشيد بالشراكة»", "عُدّل العنوان لدى الشرق الأوسط: كان «برقية من موسكو» وصار «" + leadTitle + "»",
			"عُدّل العنوان: كان «وصول 10 آلاف جندي إلى كورسك»", "وصول دفعة جديدة من الجنود إلى كورسك", "متابعة"},
		"en": {"Headline edited: it was “بوتين يهنئ كيم جونغ إيل ويشيد بالشراكة”", "الشرق الأوسط edited its headline: it was “برقية من موسكو”", "Follow-up"},
	} {
		d.Language = language
		html, err := notify.HTML(d)
		if err != nil {
			t.Fatal(err)
		}
		for form, text := range map[string]string{"text": notify.Text(d), "markdown": notify.Markdown(d), "html": string(html)} {
			text = plain.Replace(text)
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%s %s has no %s:\n%s", language, form, w, text)
				}
			}
		}
	}
	b, err := notify.JSON(d)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(b), `"was":`); got != 3 {
		t.Errorf("%d edits in JSON: %s", got, b)
	}
}

// plain takes out the marks of direction and elements that stand between the words.
var plain = strings.NewReplacer("\u2067", "", "\u2068", "", "\u2069", "", "\u200f", "", "\\", "", `<bdi dir="rtl" lang="ar">`, "", `<bdi dir="ltr">`, "", "</bdi>", "")
