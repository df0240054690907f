package fetch

import (
	"strings"
	"testing"
	"time"
)

// TestCleanDrops: lines that surround articles on Arabic pages.
func TestCleanDrops(t *testing.T) {
	const body = "قال وزير الخارجية إن المحادثات التي جرت في العاصمة تناولت التعاون بين البلدين في مجالات الطاقة والنقل."
	const end = "وأضاف أن وفدا من رجال الأعمال سيزور المنطقة الشهر المقبل لبحث فرص الاستثمار."
	for _, line := range []string{
		"أضف تعليق", "أضف تعليقا", "اترك تعليقاً", "تصنيفات", "قصص قد تهمك", "اقرأ أيضًا:", "إقرأ أيضاً", "اقرأ المزيد", "شاهد أيضا",
		"يقرأ  وزير ألماني يلتقي بعائلات الرهائن", "اقرأ أيضا: عنوان خبر آخر من أخبار اليوم", "اقرأ.. عنوان خبر آخر", "للمزيد: عنوان خبر آخر", "قد يهمك أيضا: عنوان خبر آخر",
		"شارك هذا الخبر", "مشاركة", "فيسبوك تويتر واتساب", "Facebook Twitter WhatsApp", "Share", "طباعة", "نسخ الرابط", "إعلان", "Advertisement",
		"انسخ الرابطhttps://ar.example.com/j17e", "FacebookTwitterPinterestLinkedInWhatsAppTelegram", "فيسبوكتويتر", "1,245 مشاهدة", "عدد القراءات: 1532", "3 دقائق قراءة", "list 1 of 2", "(انتهى)", "// انتهى //", "reporter@example.com",
		"منذ 3 ساعات", "[[{\"fid\":\"1\"}]]", "صدر الصورة، Getty Images", "تابعوا قناة الصحيفة على واتساب", "انقر هنا لقراءة الخبر من مصدره.", "REUTERS / SHOKRY HUSSIEN", "© Sputnik . Mikhail Metzel",
		"إذا كنت تعتقد أن المقال يحوي معلومات خاطئة أرسل تصحيحا", "الكلمات المفتاحية", "الوسوم: روسيا، كوريا", "جميع الحقوق محفوظة © 2024", "جميع الحقوق محفوظة لموقعنا", "© 2024", "تابعنا على تويتر", "تابعوا آخر الأخبار عبر قناتنا على تلغرام",
		"اشترك في نشرتنا البريدية", "اشتركوا في خدمة الصحيفة لتصلكم العناوين كل صباح.", "لمتابعة آخر التطورات انضموا إلى قناتنا.", "حمل تطبيق الأخبار", "الآراء الواردة في المقال لا تعبر عن رأي الموقع.", "تنويه: جميع المقالات المنشورة هنا لا تمثل إلا أصحابها", "الأكثر قراءة", "مواضيع ذات صلة",
		"الرئيس خلال لقائه الوزير. 13 سبتمبر 2023 - Reuters", "الرئيس خلال لقائه الوزير (أ ف ب)", "ولي العهد خلال استقباله الوزير في الرياض (واس)", "جنود في ساحة العاصمة (الفرنسية)", "الوزيران في موسكو - وكالة الأناضول", "الوزيران في موسكو، 27 أكتوبر 2025. Vyacheslav Prokofyev/Sputnik", "صورة أرشيفية للوزير", "صورة من الاجتماع (وزارة الخارجية)", "صورة نشرتها وكالة الأنباء السورية (سانا)", "صورة من الاجتماع",
		"12 مايو 2024", "الأحد، 12 مايو/أيار 2024 - 09:30 بتوقيت غرينتش", "نُشر في 27 ديسمبر 2025", "آخر تحديث: 12/05/2024 10:30 ص", "بقلم: سمير حداد", "كتبت- نهى سالم:", "كتب: سمير حداد", "كتبت نهى سالم",
	} {
		c := clean([]para{{text: line}, {text: body}, {text: end}}, learnt{title: "عنوان الخبر"})
		if want := body + "\n\n" + end; c.text != want {
			t.Errorf("%q before the text: %q", line, c.text)
		}
		if opening := strings.HasPrefix(line, "بقلم") || strings.HasPrefix(line, "كتب") || hasDigit(line); opening {
			continue // bylines and dates stand above the text
		}
		if c = clean([]para{{text: body}, {text: end}, {text: line}}, learnt{title: "عنوان الخبر"}); c.text != body+"\n\n"+end {
			t.Errorf("%q behind the text: %q", line, c.text)
		}
	}
}

// TestCleanKeeps: sentences that open like such lines.
func TestCleanKeeps(t *testing.T) {
	for _, line := range []string{
		"شارك الرئيس في مراسم الاحتفال بالعيد الوطني في العاصمة.", "تابع الوزير أن بلاده لن تقبل بأي شروط.", "اقرأ الكتاب قبل أن تحكم على صاحبه، كما قال الوزير للصحفيين.",
		"المزيد من العقوبات لن يغير موقف بلاده، كما قال الوزير.", "كتب الرئيس على حسابه في تويتر أن الاتفاق قريب.", "كتب محمد شعراً", "كتب الوزير في تغريدة", "إعلان باريس وقعته عشرون دولة.", "تحرير المدينة استغرق شهرين.", "إعداد القانون الجديد",
		"أول زيارة منذ 24 عاماً", "منذ بداية العام الجديد وقعت عشرون دولة", "انتخابات 2024", "سيول: 15 ألف جندي كوري شمالي في روسيا", "في 12 مايو 2024 وقع الزعيمان اتفاقا للدفاع المشترك.", "2024 عام الانتخابات",
		"القمة الفرنسية - الألمانية", "وأكد الجانبان عمق العلاقات العمانية - الفرنسية", "زار الوفد مدينة الأنباط - بترا", "فاز بالمركز الأول في السباق - فارس", "مشروع الهوية المحلية – الوطنية",
		"حررت المملكة رهينة فرنسيا، وفقا لما ذكرته وكالة الأنباء السعودية (واس)", "أعفت الدولة القروض الصغيرة من الضريبة. المصدر (وات)", "قال متحدث (رويترز)، إن الاجتماع أرجئ إلى الأسبوع المقبل.", "صورة الوضع في المدينة قاتمة، كما يقول السكان.", "موسكو وبيونغ يانغ", "لا تعبر الشاحنات الحدود إلا بتصريح من الجيش.", "تعليقات الرئيس أثارت غضب المعارضة.",
		"من هو؟", "لا.", "منذ البداية", "منذ عام 1948", "تابع: «لن نقبل بأي تدخل في شؤون بلادنا».", "رويترز: مقتل عشرة جنود في هجوم", "وقال الوزير إن التقرير يتضمن أربعين شكوى ضد الشركة.", "شارك عبر الفيديو في القمة رئيسا الوزراء.", "اشترك في المؤتمر عشرون وفدا من دول المنطقة.", "لمتابعة آخر التطورات عقد الوزير اجتماعا في مكتبه.", "تم تحديث هذه الطائرات في عام 2015.", "آخر تعديل على الدستور جرى قبل عشر سنوات.",
		"وأضاف الوزير أن هذه التعليقات لا تعكس موقف الحكومة من المحادثات.",
	} {
		c := clean([]para{{text: "فقرة أولى من الخبر تسبق ما نحن بصدده هنا."}, {text: line}, {text: "فقرة أخيرة من الخبر تلي ما نحن بصدده هنا."}}, learnt{})
		if !strings.Contains(c.text, line) {
			t.Errorf("%q was dropped", line)
		}
	}
}

func TestCleanPublished(t *testing.T) {
	for line, want := range map[string]string{
		"نُشر في 27 ديسمبر 2025": "2025-12-27T00:00:00Z", "تاريخ النشر: 12/05/2024": "2024-05-12T00:00:00Z", "الأحد ١٢ أيار ٢٠٢٤": "2024-05-12T00:00:00Z",
		"الثلثاء 14 أيار 2024 - 8:30 مساءاً": "2024-05-14T20:30:00Z", "14 مايس 2024 12:30 بعد منتصف الليل": "2024-05-14T00:30:00Z", "14 ماي 2024 - 21سا30": "2024-05-14T21:30:00Z",
		"12 مايو/أيار 2024 - 09:30 بتوقيت غرينتش": "2024-05-12T09:30:00Z", "بقلم: سمير حداد - 12 مايو 2024": "2024-05-12T00:00:00Z",
		"تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً": "2020-04-24T21:22:00Z", "العالم العربيGMT 17:27 17.03.2020(محدثة GMT 17:49 17.03.2020)": "2020-03-17T17:27:00Z",
		"الأحد ٥ آذار ٢٠٢٣ النشرة": "2023-03-05T00:00:00Z", "2023-03-05 10:20:33|news.example.com": "2023-03-05T10:20:33Z", "5 مارس 2023•3 دقائق قراءة": "2023-03-05T00:00:00Z",
		"الأحد 1444/8/13 هـ الموافق 2023/03/05 م واس": "2023-03-05T00:00:00Z", "الأربعاء، 28 آب/اغسطس 2013، آخر تحديث 14:00 (GMT+0400)": "2013-08-28T10:00:00Z",
		"خطة 2030 الجديدة":          "0001-01-01T00:00:00Z",
		"وقع في 12 مايو 2024 اتفاق": "0001-01-01T00:00:00Z", "أحداث 11 سبتمبر": "0001-01-01T00:00:00Z",
	} {
		c := clean([]para{{text: line}, {text: "قال وزير الخارجية إن المحادثات التي جرت في العاصمة تناولت التعاون."}}, learnt{})
		if got := c.published.Format(time.RFC3339); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

// TestCleanEnd: what stands below texts, and that headings of the text itself stay.
func TestCleanEnd(t *testing.T) {
	const body = "قال وزير الخارجية إن المحادثات التي جرت في العاصمة تناولت التعاون بين البلدين في مجالات الطاقة والنقل."
	const more = "وأضاف أن وفدا من رجال الأعمال سيزور المنطقة الشهر المقبل لبحث فرص الاستثمار في قطاع السياحة."
	for name, c := range map[string]struct {
		ps                   []para
		text, author, agency string
	}{
		"source and signature":  {[]para{{text: body}, {text: more}, {text: `المصدر: "نوفوستي"`}, {text: "صفوان سالم"}}, body + "\n\n" + more, "صفوان سالم", "نوفوستي"},
		"initials":              {[]para{{text: body}, {text: more}, {text: "(النهاية)"}, {text: "ن ع / م م ج"}}, body + "\n\n" + more, "", ""},
		"clock and number":      {[]para{{text: body}, {text: more}, {text: "12:30 ت م"}, {text: "0045"}}, body + "\n\n" + more, "", ""},
		"initials above a date": {[]para{{text: body}, {text: more}, {text: "--(بترا)"}, {text: "م ت/ أ أ/ ب ط"}, {text: "05/03/2023 12:20:33"}, {text: "facebook"}, {text: "twitter"}}, body + "\n\n" + more, "", "بترا"},
		"who prepared":          {[]para{{text: "5 مارس آذار (رويترز) -"}, {text: body}, {text: more}, {text: "(إعداد أميرة سالم للنشرة العربية)"}}, body + "\n\n" + more, "", "رويترز"},
		"name under an agency":  {[]para{{text: body}, {text: more}, {text: "/العُمانية/"}, {text: "أنور"}}, body + "\n\n" + more, "", "العمانية"},
		"place and short name":  {[]para{{text: "غزة - الشرق"}, {text: body}, {text: more}}, body + "\n\n" + more, "", ""},
		"editor":                {[]para{{text: body}, {text: more}, {text: "المحرر: سمير حداد"}}, body + "\n\n" + more, "", ""},
		"comments":              {[]para{{text: body}, {text: more}, {text: "تعليقات القراء"}, {text: "1 - أبو محمد"}, {text: "خبر مهم ونتمنى المزيد من التوضيح من الجهات المعنية."}}, body + "\n\n" + more, "", ""},
		"links, then a heading": {[]para{{text: body}, {text: "اقرأ أيضا"}, {text: "عنوان خبر آخر من أخبار اليوم", link: 1}, {text: "2- خدمات جديدة"}, {text: more}},
			body + "\n\n2- خدمات جديدة\n\n" + more, "", ""},
		"place, author, agency":  {[]para{{text: "إسطنبول / محمد سالم يوسف / الأناضول"}, {text: body}, {text: more}}, body + "\n\n" + more, "محمد سالم يوسف", "الأناضول"},
		"outlet and place":       {[]para{{text: "واشنطن- “الشرق العربي”:"}, {text: body}, {text: more}}, body + "\n\n" + more, "", ""},
		"credit of a photo":      {[]para{{text: "© REUTERS / SHOKRY HUSSIEN"}, {text: body}, {text: more}}, body + "\n\n" + more, "", ""},
		"heading of short words": {[]para{{text: "فقرة أولى."}, {text: "ما هي"}, {text: "فقرة ثانية."}, {text: body}, {text: more}}, "فقرة أولى.\n\nما هي\n\nفقرة ثانية.\n\n" + body + "\n\n" + more, "", ""},
		"section and title":      {[]para{{text: "سياسي / عنوان الخبر الأول اليوم"}, {text: body}, {text: more}}, body + "\n\n" + more, "", ""},
	} {
		got := clean(c.ps, learnt{title: "عنوان الخبر الأول اليوم", site: []string{folded("الشرق العربي"), folded("وكالة الشرق الإخبارية")}})
		if got.text != c.text || got.author != c.author || got.agency != c.agency {
			t.Errorf("%s: author %q, agency %q\n%s", name, got.author, got.agency, got.text)
		}
	}
}

// TestCleanKeepsOpening: what opens like the outlet's or the author's name and tells more is text.
func TestCleanKeepsOpening(t *testing.T) {
	const body = "قال وزير الخارجية إن المحادثات التي جرت في العاصمة تناولت التعاون بين البلدين."
	for _, line := range []string{"القدس: إضراب شامل يعم المدينة", "علينا أن نبدأ من جديد", "سمير يعود إلى البيت", "رويترز: مقتل عشرة جنود في هجوم"} {
		for _, author := range []string{"علي", "سمير"} {
			if got := clean([]para{{text: line}, {text: body}}, learnt{author: author, site: []string{folded("القدس نت")}}); !strings.HasPrefix(got.text, line) {
				t.Errorf("%q above the text of %s was dropped", line, author)
			}
		}
	}
}

// TestCleanPlace: a place alone above a text is no part of it; one that heads a part of it is.
func TestCleanPlace(t *testing.T) {
	const body = "قال وزير الخارجية إن المحادثات التي جرت في العاصمة تناولت التعاون بين البلدين في مجالات الطاقة والنقل."
	const end = "وأضاف أن وفدا من رجال الأعمال سيزور المنطقة الشهر المقبل لبحث فرص الاستثمار."
	for _, c := range []struct {
		name string
		ps   []para
		want string
	}{
		{"a city", []para{{text: "القاهرة"}, {text: body}, {text: end}}, body + "\n\n" + end},
		{"with a sign", []para{{text: "غزة -"}, {text: body}, {text: end}}, body + "\n\n" + end},
		{"and its country, below the headline", []para{{text: "عنوان الخبر"}, {text: "فيينا، النمسا"}, {text: body}}, body},
		{"a heading", []para{{text: "القاهرة", head: true}, {text: body}}, "القاهرة\n\n" + body},
		{"no text below", []para{{text: "القاهرة"}, {text: "مباراة الليلة"}, {text: body}}, "القاهرة\n\nمباراة الليلة\n\n" + body},
		{"one of several", []para{{text: "القاهرة"}, {text: body}, {text: "بيروت"}, {text: end}}, "القاهرة\n\n" + body + "\n\nبيروت\n\n" + end},
		{"within the text", []para{{text: body}, {text: "القاهرة"}, {text: end}}, body + "\n\nالقاهرة\n\n" + end},
		{"no place", []para{{text: "سام كير"}, {text: body}}, "سام كير\n\n" + body},
	} {
		if got := clean(c.ps, learnt{title: "عنوان الخبر"}).text; got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
