package notify

import "rasid/news"

// arabicForm is the Arabic rule of counting: 1, 2, 3–10 and 11–99 each have a form, and so have the hundreds,
// with their 1 and 2, that are counted like 100 (Unicode CLDR, plural rules, "ar").
func arabicForm(n int) plural {
	switch h := n % 100; {
	case n == 0:
		return zero
	case n == 1:
		return one
	case n == 2:
		return two
	case h >= 3 && h <= 10:
		return few
	case h >= 11:
		return many
	}
	return other
}

// arabicFrame returns the Arabic frame with the names of the months as a region uses them: of the Levant and Iraq,
// of Algeria and Tunisia, of Morocco, and in any other the ones that most of the press uses.
func arabicFrame(region string) frame {
	months := [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}
	switch region {
	case "iq", "jo", "lb", "ps", "sy":
		months = [12]string{"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"}
	case "dz", "tn":
		months = [12]string{"جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}
	case "ma":
		months = [12]string{"يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"}
	}
	return frame{
		lang: "ar", dir: "rtl", start: "right",
		story:   noun{"لا أخبار", "خبر واحد", "خبران", "%d أخبار", "%d خبرًا", "%d خبر", arabicForm},
		outlet:  noun{"لا وسائل إعلامية", "وسيلة إعلامية واحدة", "وسيلتان إعلاميتان", "%d وسائل إعلامية", "%d وسيلة إعلامية", "%d وسيلة إعلامية", arabicForm},
		article: noun{"لا مواد", "مادة واحدة", "مادتان", "%d مواد", "%d مادة", "%d مادة", arabicForm},
		hour:    noun{"", "ساعة", "ساعتين", "%d ساعات", "%d ساعة", "%d ساعة", arabicForm},
		minute:  noun{"", "دقيقة", "دقيقتين", "%d دقائق", "%d دقيقة", "%d دقيقة", arabicForm},
		source:  noun{"", "مصدر واحد", "مصدرين", "%d مصادر", "%d مصدرًا", "%d مصدر", arabicForm},
		months:  months,
		zones:   arabicZones(),
		days:    [7]string{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
		comma:   "، ",
		spanDay: "%s، من" + nbsp + "%s إلى" + nbsp + "%s (بتوقيت %s)",
		span:    "من" + nbsp + "%s إلى" + nbsp + "%s (بتوقيت %s)",
		upTo:    "حتى %s (بتوقيت %s)",

		first: "أول من نشر", followUp: "متابعة", context: "في السياق نفسه", copies: "نقلته أيضًا: %s", rewrites: "بصياغة أخرى:", why: "سبب الإدراج: %s",
		edited: "عُدّل العنوان: كان «%s»", editedBy: "عُدّل العنوان لدى %s: كان «%s» وصار «%s»",
		noNews: "لا أخبار جديدة", noNewsFrom: " · أجاب %s من %s", onSummary: "عن ملخص المصدر وحده؛ تعذّرت قراءة الصفحة", onTitle: "عن العنوان وحده؛ تعذّرت قراءة الصفحة",
		answered: "المصادر: أجاب %s من %s.", dark: "غاب عن التغطية:", never: "لم يُجب قط", since: "آخر جواب %s", noNewsEver: "لم يأت بجديد قط", lastNews: "آخر جديد %s",
		listed: "المواد المرصودة: %s (%s).", left: "لم تتسع لها النشرة: %s.", more: "وغيرها: %s",
		mentioned: "ورد الموضوع عرضًا في:", laterOf: "أُرجئ إلى النشرة التالية لكثرة ما نشره المصدر: %s.",
		volume:     "حجم التغطية في %s يومًا: %s، أكثرها %s يوم %s، واليوم %s.",
		volumeNone: "حجم التغطية في %s يومًا: لا مواد.",

		urgent: "عاجل:", alerted: "سبق التنبيه إليه في %s", instantIn: "%s (بتوقيت %s)", alsoNext: "سيرد ذلك في النشرة التالية أيضًا.",
		held: "أُرجئ الإرسال حتى انتهاء ساعات الهدوء.", over: "أُحيل إلى النشرة منذ التنبيه السابق، لبلوغ حدّ التنبيهات: %s.",
		limit:    "بلغت التنبيهات حدّها؛ وما يستجدّ بعدها يأتي في النشرة.",
		bySource: "سبب التنبيه: نشرته %s", byOutlets: "سبب التنبيه: نشرته %s خلال %s", byScore: "سبب التنبيه: درجة صلته بالموضوع %s",
		dayNoun: noun{"لا أيام", "يوم واحد", "يومين", "%d أيام", "%d يومًا", "%d يوم", arabicForm},
		entry:   noun{"لا شيء", "مادة واحدة", "مادتان", "%d مواد", "%d مادة", "%d مادة", arabicForm},
		past:    "من أيام مضت:", pastSpan: "من %s إلى %s (بالتوقيت العالمي)", pastSpanIn: "من %s إلى %s (الأيام بالتوقيت العالمي، والساعات بتوقيت %s)",
		pastNote:  "ليست هذه نشرة اليوم، بل قراءة في محفوظات المصادر.",
		pastCover: "%s: غُطّي %s من %s؛ المرصود %s، والمقروء %s، وفي الموضوع %s", pastLater: "، وينتظر القراءة %s",
		pastGap: "%s، لم يُغطَّ %s: %s", pastDay: "%s، %s: المرصود %s، والمقروء %s، وفي الموضوع %s (%s)",
		pastAll:   "المجموع: غُطّي %s من %s من أيام المصادر؛ المرصود %s، جديدها %s، والمقروء %s، وفي الموضوع %s.",
		pastTable: "دفتر التغطية: المصادر والأيام", pastStories: "ما وُجد", pastNone: "لا أخبار في هذه الأيام",
		pastMissing: map[string]string{news.NoArchive: "لا محفوظات معروفة لهذا المصدر", news.NoCopies: "لا شيء من هذا اليوم في أرشيف الإنترنت"},
		pastMethod:  map[string]string{"sitemap": "خريطة الموقع", "wordpress": "واجهة الموقع", "feed": "صفحات الخلاصة", "listing": "صفحة عناوين", news.Wayback: "أرشيف الإنترنت"},
		health: map[news.Health]string{
			news.Slow: "بطيء", news.Blocked: "يمنع الوصول", news.Silent: "بلا جديد على غير عادته", news.Broken: "تعذّرت قراءة جوابه",
			news.Frozen: "تواريخ مواده متوقفة", news.Empty: "قائمته فارغة", news.Hijacked: "يبدو أن عنوانه آل إلى غيره", news.Moved: "انتقل إلى عنوان آخر",
			news.Down: "لا يستجيب أو يستجيب بخطأ", news.Gone: "توقف نهائيًا", news.Quarantined: "معزول حتى يفحصه المشغّل", news.Healthy: "لم يحن سؤاله في هذه المدة",
		},
		yes: "في الموضوع", no: "خارج الموضوع", leave: "إلغاء الاشتراك في هذه النشرة",
		notices: "تنبيهات راصد", back: "انتهى",
		notice: noun{"لا تنبيهات", "تنبيه واحد", "تنبيهان", "%d تنبيهات", "%d تنبيهًا", "%d تنبيه", arabicForm},
		about: map[news.NoticeKind]string{
			news.AboutDelivery: "الإرسال إلى", news.AboutTarget: "وجهة الإرسال", news.AboutSource: "المصدر", news.AboutStore: "قاعدة البيانات", news.AboutService: "البرنامج",
		},
		ends: []ending{
			{[]news.Disposition{news.Waiting, news.Sent}, "في الموضوع"},
			{[]news.Disposition{news.Folded}, "نسخ من أخبار سبق إرسالها"},
			{[]news.Disposition{news.Mention}, "ذكر عابر"},
			{[]news.Disposition{news.OffTopic}, "خارج الموضوع"},
			{[]news.Disposition{news.Outside}, "أقدم من المدة المحددة"},
			{[]news.Disposition{news.Past}, "من الأرشيف"},
			{[]news.Disposition{news.Unread, news.Wanted}, "لم تُقرأ بعد"},
			{[]news.Disposition{news.Failed}, "تعذّر الحكم عليها"},
		},
	}
}
