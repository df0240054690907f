package notify

import (
	"strings"
	"testing"
	"time"

	"rasid/news"
)

func TestArabicCount(t *testing.T) {
	f := frameOf("ar")
	for n, want := range map[int]string{
		0: "لا أخبار", 1: "خبر واحد", 2: "خبران", 3: "3 أخبار", 9: "9 أخبار", 10: "10 أخبار", 11: "11 خبرًا", 20: "20 خبرًا",
		99: "99 خبرًا", 100: "100 خبر", 101: "101 خبر", 102: "102 خبر", 103: "103 أخبار", 110: "110 أخبار", 111: "111 خبرًا",
		199: "199 خبرًا", 200: "200 خبر", 1000: "1000 خبر", 1002: "1002 خبر", 1003: "1003 أخبار", 1011: "1011 خبرًا",
	} {
		if got := f.count(n, f.story); got != want {
			t.Errorf("%d stories: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{
		1: "وسيلة إعلامية واحدة", 2: "وسيلتان إعلاميتان", 3: "3 وسائل إعلامية", 11: "11 وسيلة إعلامية", 100: "100 وسيلة إعلامية",
	} {
		if got := f.count(n, f.outlet); got != want {
			t.Errorf("%d outlets: %q, want %q", n, got, want)
		}
	}
}

func TestEnglishCount(t *testing.T) {
	f := frameOf("en")
	for n, want := range map[int]string{0: "no stories", 1: "1 story", 2: "2 stories", 101: "101 stories"} {
		if got := f.count(n, f.story); got != want {
			t.Errorf("%d stories: %q, want %q", n, got, want)
		}
	}
}

func TestFrameLanguage(t *testing.T) {
	day := time.Date(2026, 1, 18, 9, 5, 0, 0, time.UTC)
	for tag, want := range map[string]string{
		"ar": "الأحد 18 يناير 2026، 09:05", "": "الأحد 18 يناير 2026، 09:05", "ar-SA": "الأحد 18 يناير 2026، 09:05",
		"ar-LB": "الأحد 18 كانون الثاني 2026، 09:05", "ar-TN": "الأحد 18 جانفي 2026، 09:05",
		"ar-EG-u-nu-arab": "الأحد ١٨ يناير ٢٠٢٦، ٠٩:٠٥", "ar-u-nu-arab": "الأحد ١٨ يناير ٢٠٢٦، ٠٩:٠٥",
		"en": "Sunday 18 January 2026, 09:05", "en-GB": "Sunday 18 January 2026, 09:05",
	} {
		if got := frameOf(tag).instant(day); got != unbroken(want) {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// TestMoment guards that a time says its day where the reader could take it for another's.
func TestMoment(t *testing.T) {
	riyadh, err := time.LoadLocation("Asia/Riyadh")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 1, 1, 4, 0, 0, 0, time.UTC) // 07:00
	for _, c := range []struct {
		t    time.Time
		want string
	}{
		{now, "07:00"},
		{now.Add(-7 * time.Hour), "00:00"},
		{now.Add(-7*time.Hour - time.Minute), "31\u00a0ديسمبر 2025\u00a023:59"},
		{now.Add(40 * 24 * time.Hour), "10\u00a0فبراير\u00a007:00"},
		{time.Time{}, ""},
	} {
		if got := frameOf("ar").moment(c.t, now, riyadh); got != c.want {
			t.Errorf("%v: %q, want %q", c.t, got, c.want)
		}
	}
}

func TestIsolated(t *testing.T) {
	for in, want := range map[string]string{
		"كوريا الشمالية":                     "كوريا الشمالية",
		"وكالة (KCNA) قالت":                  "وكالة (<KCNA>) قالت",
		"هاتف iPhone 17 Pro الجديد":          "هاتف <iPhone 17 Pro> الجديد",
		"صواريخ KN-23 وC++ إلى":              "صواريخ <KN-23> و<C++> إلى",
		"في 18 BBC قالت":                     "في <18> <BBC> قالت",
		"بنسبة 12.5% خلال 2026":              "بنسبة <12.5%> خلال <2026>",
		"بين 24-26 جنديا":                    "بين <24>-<26> جنديا",
		"يوم 2026-03-04 عند 10:30":           "يوم <2026-03-04> عند <10:30>",
		"موقع https://example.org/a?b=1 هنا": "موقع <https://example.org/a?b=1> هنا",
		"(https://example.org/a/).":          "(<https://example.org/a/>).",
		"KN-23/سيول":                         "<KN-23>/سيول",
		"شبكة 5G في $300 مليون":              "شبكة <5G> في <$300> مليون",
		"قذائف 152 mm و3.5 km/h و2 iPhone":   "قذائف <152 mm> و<3.5 km/h> و<2> <iPhone>",
		"مساحة 152 km² تقريبا":               "مساحة <152 km²> تقريبا",
		"Kim وBBC News، قالت":                "<Kim> و<BBC News>، قالت",
		"١٢ جنديا":                           "١٢ جنديا",
		"ذكرت 北京 أن Москва":                  "ذكرت <北京> أن <Москва>",
	} {
		got := ""
		for _, r := range isolated(in) {
			switch r {
			case fsi:
				got += "<"
			case pdi:
				got += ">"
			default:
				got += string(r)
			}
		}
		if got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
		if again := isolated(isolated(in)); again != isolated(in) {
			t.Errorf("%q: set apart twice: %q", in, again)
		}
	}
}

func TestLink(t *testing.T) {
	long := make([]byte, 3000)
	for i := range long {
		long[i] = 'a'
	}
	for in, want := range map[string]string{
		"https://example.org/a?b=1#c": "https://example.org/a?b=1#c", "http://example.org/خبر": "http://example.org/%D8%AE%D8%A8%D8%B1",
		"javascript:alert(1)": "", "JaVaScRiPt:alert(1)": "", "data:text/html,x": "", "file:///etc/passwd": "", "//example.org/a": "", "": "", "خبر": "",
		"https://user:pw@example.org/": "", "https://example.org/\r\nBcc: x": "", "https://example.org/a b": "", " https://example.org": "",
		"https:///a": "", "https://example.org/" + string(long): "", "vbscript:x": "", "java\tscript:alert(1)": "",
	} {
		if got := link(in); got != want {
			t.Errorf("%.60q: %q, want %q", in, got, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	const title = "بوتين يهنئ كيم جونغ أون ويشيد بالشراكة العسكرية"
	const a, b, c = "أرسل الرئيس الروسي برقية تهنئة أشاد فيها بالقوات.", "وقالت الوكالة إن الجنود وصلوا إلى مقاطعة كورسك.", "وأضافت أن البلدين سيوسعان التعاون بينهما."
	long := ""
	for len([]rune(long)) < 900 {
		long += "كلمة طويلة جدا "
	}
	for name, m := range map[string]struct {
		article news.Article
		want    string
	}{
		"two sentences":                  {news.Article{Text: a + " " + b + " " + c}, a + " " + b},
		"headline again":                 {news.Article{Text: title + ".\n\n" + a + " " + b}, a + " " + b},
		"dateline":                       {news.Article{Text: "موسكو - رويترز\n\n" + a}, a},
		"dateline with a sentence":       {news.Article{Text: "دبي، الإمارات العربية المتحدة (CNN)-- " + a}, a},
		"dateline without brackets":      {news.Article{Text: "القاهرة – أ ف ب: " + a}, a},
		"dateline with a day":            {news.Article{Text: "أبوظبي في 12 مايو / وام / " + a}, a},
		"dateline and a dash":            {news.Article{Text: "نيويورك، الولايات المتحدة الأمريكية (CNN)-- - " + a}, a},
		"man's word":                     {news.Article{Text: "فارس: لن نستقيل قبل أن يعود الجنود من كورسك."}, "فارس: لن نستقيل قبل أن يعود الجنود من كورسك."},
		"agency that speaks":             {news.Article{Text: "قالت وكالة رويترز: إن الجنود وصلوا إلى كورسك."}, "قالت وكالة رويترز: إن الجنود وصلوا إلى كورسك."},
		"agency in brackets that speaks": {news.Article{Text: "قالت وكالة الأنباء السورية (سانا): إن الجنود وصلوا إلى كورسك."}, "قالت وكالة الأنباء السورية (سانا): إن الجنود وصلوا إلى كورسك."},
		"agency that is quoted":          {news.Article{Text: "ونقلت (الأناضول): وصول الجنود الكوريين إلى مقاطعة كورسك أمس."}, "ونقلت (الأناضول): وصول الجنود الكوريين إلى مقاطعة كورسك أمس."},
		"name in brackets":               {news.Article{Text: "أقر بنك التنمية الإفريقي (AfDB) - ومقره أبيدجان - قرضا جديدا للطرق."}, "أقر بنك التنمية الإفريقي (\u2068AfDB\u2069) - ومقره أبيدجان - قرضا جديدا للطرق."},
		"call in quotation marks":        {news.Article{Text: a + ` وقال بوتين للجنود أمس: "سننتصر عليهم جميعا!" ` + b}, a + ` وقال بوتين للجنود أمس: "سننتصر عليهم جميعا!"`},
		"question with a Latin mark":     {news.Article{Text: a + "\nمن هو الزعيم الكوري الشمالي كيم جونغ أون الذي أرسل آلاف الجنود من بلاده إلى مقاطعة كورسك الروسية?\n" + b}, a + " " + b},
		"told twice at the top":          {news.Article{Text: a + "\n\nأرسل الرئيس الروسي فلاديمير بوتين برقية تهنئة أشاد فيها بالقوات اليوم. " + b}, a + " " + b},
		"question":                       {news.Article{Text: a + "\nمن هو الزعيم الكوري الشمالي كيم جونغ أون؟\n" + b}, a + " " + b},
		"headline of another article":    {news.Article{Text: a + "\nقد يهمك| موسكو تفتح أول مصنع لها هناك\n" + b + "\n" + c}, a + " " + b},
		"what is said goes on":           {news.Article{Text: a + ` وقال بوتين: "نشكر الجنود كلهم. ولن ننسى ما فعلوه." ` + b}, a + ` وقال بوتين: "نشكر الجنود كلهم. ولن ننسى ما فعلوه."`},
		"what is said does not end":      {news.Article{Text: a + ` وقال بوتين: "نشكر الجنود كلهم شكرا جزيلا اليوم.` + "\n" + strings.Repeat(b+" ", 20)}, a + ` وقال بوتين: "نشكر الجنود كلهم شكرا جزيلا اليوم…`},
		"caption twice":                  {news.Article{Text: a + " " + a + " " + b}, a + " " + b},
		"summary only":                   {news.Article{Entry: news.Entry{Summary: a}}, a},
		"nothing but a title":            {news.Article{}, ""},
		"nothing but the headline again": {news.Article{Text: title}, ""},
	} {
		m.article.Title = title
		got, right := excerpt(news.Member{Article: m.article}, nil)
		if got != m.want || !right {
			t.Errorf("%s: %q, want %q", name, got, m.want)
		}
	}
	got, _ := excerpt(news.Member{Article: news.Article{Text: long}}, nil)
	if n := len([]rune(got)); n > excerptLength+1 || n < excerptLength/2 || got[len(got)-len("…"):] != "…" {
		t.Errorf("long sentence became %d letters: %q", n, got)
	}
}

// TestExcerptOfFollowUp guards that a story told before is told on, not again.
func TestExcerptOfFollowUp(t *testing.T) {
	const told, fresh = "أرسل الرئيس الروسي برقية تهنئة أشاد فيها بالقوات.", "وقالت سيول إن سفينة تحمل ذخيرة غادرت ميناء راسون."
	old := []news.Member{{Article: news.Article{Text: told}}}
	if got, _ := excerpt(news.Member{Article: news.Article{Text: told + " " + fresh}}, old); got != fresh {
		t.Errorf("%q, want %q", got, fresh)
	}
	if got, _ := excerpt(news.Member{Article: news.Article{Text: told}}, old); got != told {
		t.Errorf("nothing new: %q, want %q", got, told)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC)
	for h, want := range map[string]time.Duration{
		"": 0, "soon": 0, "NaN": 0, "0": time.Minute, "-1": time.Minute, "90": 90 * time.Second, "1e12": 24 * time.Hour, "1000000000": 24 * time.Hour,
		"Wed, 04 Mar 2026 05:00:00 GMT": time.Hour, "Thu, 01 Jan 1970 00:00:00 GMT": time.Minute, "Sat, 04 Mar 2126 05:00:00 GMT": 24 * time.Hour,
		"Wednesday, 04-Mar-26 05:00:00 GMT": time.Hour, "Wed Mar  4 05:00:00 2026": time.Hour,
	} {
		if got := retryAfter(h, now); got != want {
			t.Errorf("Retry-After %q: %v, want %v", h, got, want)
		}
	}
}

func TestStatus(t *testing.T) {
	got := status(550, "\x1b[31mno\r\nsuch user s3cret-token \u202exyz", "s3cret-token")
	if want := "550 \u2068no such user [secret] xyz\u2069"; got != want && got != "550 \u2068[31mno such user [secret] xyz\u2069" {
		t.Errorf("%q, want %q", got, want)
	}
	long := make([]rune, 1000)
	for i := range long {
		long[i] = 'خ'
	}
	if got := status(503, string(long)); len(got) > maxStatus || len(got) < maxStatus-8 {
		t.Errorf("long answer became %d bytes", len(got))
	}
}

// TestSpan guards that a reader is told the day of a digest once where it spans no other.
func TestSpan(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		from, to time.Time
		ar, en   string
	}{
		{at(4, 4), at(4, 14), "الأربعاء 4 مارس 2026، من 07:00 إلى 17:00 (بتوقيت الرياض)", "Wednesday 4 March 2026, 07:00 to 17:00 (Riyadh time)"},
		{at(3, 22), at(4, 4), "الأربعاء 4 مارس 2026، من 01:00 إلى 07:00 (بتوقيت الرياض)", "Wednesday 4 March 2026, 01:00 to 07:00 (Riyadh time)"},
		{at(3, 4), at(4, 4), "من الثلاثاء 3 مارس، 07:00 إلى الأربعاء 4 مارس 2026، 07:00 (بتوقيت الرياض)", "From Tuesday 3 March, 07:00 to Wednesday 4 March 2026, 07:00 (Riyadh time)"},
	} {
		d := news.Digest{From: c.from, To: c.to, Zone: "Asia/Riyadh"}
		for tag, want := range map[string]string{"ar": c.ar, "en": c.en} {
			if got := strings.ReplaceAll(unmarked(frameOf(tag).spanLine(d, zoneOf(d.Zone))), nbsp, " "); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}
