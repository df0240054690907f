package notify_test

import (
	"fmt"
	"strings"

	"rasid/news"
)

// longTitle is a headline of 300 letters, the longest that a digest shows.
var longTitle = longOf("الرئاسة الروسية تعلن تفاصيل الاجتماع المطول بين الوفدين في موسكو وبيونغ يانغ وتكشف عن بنود جديدة ", 300)

func longOf(s string, letters int) string {
	return string([]rune(strings.Repeat(s, letters/len([]rune(s))+1))[:letters])
}

// looks returns the digests that a reader may meet, by name: what is looked at when the page changes.
func looks() map[string]news.Digest {
	one := sample()
	one.Stories, one.Left = one.Stories[:1], 0
	forty := sample()
	forty.Stories, forty.Left = nil, 0
	for i := range 40 {
		s := sample().Stories[i%3]
		s.ID = fmt.Sprintf("%016x", i)
		forty.Stories = append(forty.Stories, s)
	}
	dark := sample()
	for i, state := range []news.Health{news.Down, news.Broken, news.Silent, news.Gone} {
		dark.Coverage.Dark = append(dark.Coverage.Dark, news.Dark{
			Source: fmt.Sprintf("source-%d", i), Outlet: []string{"الشرق الأوسط", "Sky News عربية", "اليوم السابع", "Independent عربية"}[i], State: state, Since: due.Add(-hour * 24 * 20),
		})
	}
	dark.Coverage.Asked, dark.Coverage.Answered = 12, 7
	long := sample()
	long.Stories[0].Members[0].Title, long.Stories[0].Members[2].Title = longTitle, longTitle
	long.Stories[1].Members[1].Title = "عنوان فيه كلمة بلا فراغ https://example.org/" + strings.Repeat("averylongpath", 12) + "/"
	mixed := sample()
	mixed.Title = "كوريا الشمالية و Russia"
	mixed.Stories[0].Members[0].Title = "قمة 2026: Kim Jong Un يلتقي Putin في موسكو (3.5 ساعات)، وCNN تنقلها!"
	mixed.Stories[0].Members[0].Text = "قالت شركة Rostec (التي يرأسها Sergey Chemezov) إن 60% من قذائف 152 mm جاءت بين 24-26 فبراير. ونفى المتحدث باسم NATO ذلك في 2026/03/04: «لا تعليق»."
	mixed.Stories[1].Members[1].Title, mixed.Stories[1].Members[1].Text = "Kim Jong Un meets Putin in Moscow, says KCNA", "The two leaders met on Tuesday in the Kremlin. They signed a treaty."
	mixed.Stories[2].Members[0].Outlet = "Sky News عربية"
	english := sample()
	english.Language = "en"
	alerted := sample()
	alerted.Stories[0].Alerted, alerted.Stories[1].Alerted = due.Add(-8*hour), due.Add(-4*hour)
	alerted.Mentions = nil
	for i := range 14 {
		alerted.Mentions = append(alerted.Mentions, member(30+i, "الأهرام", longOf("مجلس الأمن يناقش ملفات آسيا ", 220), "", due.Add(-6*hour), news.Lead).Article)
	}
	indic := sample()
	indic.Language = "ar-LB-u-nu-arab"
	return map[string]news.Digest{
		"one": one, "three": sample(), "forty": forty, "empty": empty(), "dark": dark, "long": long, "mixed": mixed, "english": english,
		"notices": notices(7), "alert": alert(), "alerted": alerted, "indic": indic, "edited": edited(), "past": past(),
	}
}
