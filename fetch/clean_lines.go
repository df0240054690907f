package fetch

import (
	"regexp"
	"strings"

	"rasid/arabic"
)

// listHeadings head lists of other articles, tags or comments. Folded; what follows them and reads like a
// headline goes with them.
var listHeadings = foldedSet("تصنيفات", "التصنيفات", "تصنيف", "قصص قد تهمك", "أضف تعليق", "أضف تعليقا", "أضف تعليقك", "اترك تعليقا", "اترك تعليق", "اترك رد", "اترك ردا",
	"إضافة تعليق", "إضافة تعليق جديد", "التعليقات", "تعليقات", "تعليقات القراء", "شارك برأيك", "علق", "اقرأ أيضا", "اقرأ ايضا", "اقرأ المزيد", "اقرأ كذلك", "إقرأ أيضا", "اقرأوا أيضا",
	"اقرأ أيضا في", "يقرأ أيضا", "مواضيع ذات صلة", "مواضيع متعلقة", "مواضيع مرتبطة", "موضوعات ذات صلة", "موضوعات مرتبطة", "موضوعات متعلقة", "أخبار ذات صلة",
	"أخبار متعلقة", "أخبار مرتبطة", "مقالات ذات صلة", "مقالات مشابهة", "قصص ذات صلة", "ذات صلة", "ذو صلة", "متعلقات", "الأكثر قراءة", "الأكثر مشاهدة", "الأكثر تداولا", "مواضيع إضافية", "قصص مقترحة", "مواضيع ساخنة", "مواضيع ساخنة أخرى", "المواضيع ذات الصلة", "تم نسخ الرابط", "تعليقات الزوار", "المزيد من", "المزيد عن", "الموضوع", "الموضوعات", "المواضيع", "الأكثر شعبية",
	"قد يعجبك أيضا", "قد يعجبك", "قد يهمك", "قد يهمك أيضا", "ربما يعجبك أيضا", "شاهد أيضا", "شاهد المزيد", "طالع أيضا", "انظر أيضا", "الكلمات المفتاحية", "الكلمات الدالة", "كلمات مفتاحية",
	"كلمات دلالية", "كلمات البحث", "الوسوم", "وسوم", "علامات", "تاغات", "سمات", "هاشتاغ", "المزيد", "للمزيد", "المزيد من الأخبار", "المزيد حول هذه القصة", "المزيد في هذا القسم", "آخر الأخبار", "أحدث الأخبار", "أهم الأخبار",
	"أخبار أخرى", "اخترنا لك", "اخترنا لكم", "ننصح بقراءة", "مختارات", "المقال السابق", "المقال التالي", "الخبر السابق", "الخبر التالي", "روابط ذات صلة", "في هذا الموضوع", "مواضيع أخرى", "تابعنا", "تابعونا",
	"tags", "related", "related articles", "related posts", "read more", "read also", "comments", "leave a comment", "leave a reply", "most read", "you may also like", "recommended")

// commentHeadings head what readers wrote: nothing of the article stands below. Folded.
var commentHeadings = foldedSet("تعليقات القراء", "تعليقات الزوار", "تعليقات الزائرين", "التعليقات", "تعليقات", "آراء القراء", "ردود القراء")

// calls open lines that lead the reader elsewhere. Folded words.
var calls = foldedWords("اقرأ أيضا", "اقرأ ايضا", "اقرأ المزيد", "اقرأ كذلك", "اقرأوا أيضا", "شاهد أيضا", "شاهدوا أيضا", "طالع أيضا", "انظر أيضا", "قد يهمك أيضا", "قد يعجبك أيضا", "مواضيع ذات صلة",
	"أخبار ذات صلة", "موضوعات ذات صلة", "جميع الحقوق محفوظة", "كل الحقوق محفوظة", "كافة الحقوق محفوظة", "حقوق النشر محفوظة", "حقوق النشر والطبع", "الكلمات الدالة", "الكلمات المفتاحية", "كلمات مفتاحية", "تابعنا على", "تابعونا على", "تابعوا آخر", "لمتابعة آخر",
	"لمتابعة أحدث", "اشترك في", "اشتركوا في", "للاشتراك في", "سجل في النشرة", "انضم إلى قناتنا", "انضموا إلى", "حمل تطبيق", "حملوا تطبيق", "حمل التطبيق", "تابع أحدث الأخبار", "تابع آخر الأخبار",
	"شارك هذا الخبر", "شارك الخبر", "شارك المقال", "شارك الموضوع", "شارك عبر", "شارك على", "مشاركة عبر", "نسخ الرابط", "استمع إلى المقال", "استمع للمقال", "آخر تحديث", "الصورة الرئيسية", "انقر هنا", "اضغط هنا", "تابعنا عبر", "تابعونا عبر", "تابعوا قناة", "تابع قناة", "تابعوا أخبارنا", "تابع آخر", "تابع أحدث", "اشترك الآن", "اشترك بقناة", "هذا المحتوى من", "لن يتم نشر عنوان بريدك", "آخر تعديل", "تم تحديث هذا", "تم تحديث هذه", "your browser does not support", "read more", "read also", "share this", "copyright", "all rights reserved", "click here")

// barred opens a call only where a sign parts it from the headline it leads to: "اقرأ..", "للمزيد:", "شاهد |".
var barred = regexp.MustCompile(`^(?:[إا]قرأ|اقرا|اقرؤوا|أيضا|أيضاً|ايضا|شاهد|للمزيد|المزيد|طالع|تابع|قد يهمك|قد يعجبك|ذات صلة|وسوم|الوسوم|علامات|تصنيفات|التصنيفات|مرتبط)\s*(?:[:|/\-–—•»]|\.\.+|…)`)

// notice is what a site tells its readers about opinions, comments and rights.
var notice = regexp.MustCompile(`^[^\p{L}]*(?:(?:ملاحظة|تنويه)[^\p{L}]*)?(?:\p{L}+ )?(?:الآراء|الاراء|المقالات|التعليقات|المشاركات).{0,60}لا (?:تعبر|تمثل|تعكس)|لا (?:يعبر|يعبّر|تعبر|تعبّر) (?:بالضرورة )?عن (?:رأي|وجهة نظر|آراء) (?:ال)?(?:موقع|صحيفة|جريدة|شبكة|قناة|كاتب)|التعليقات قبل نشرها|(?:ننصحك|نرجو|يرجى|بموافقتك|باستخدامك).{0,80}(?:إرشادات|شروط الاستخدام|سياسة الخصوصية)|نستخدم ملفات تعريف الارتباط|(?:تعتقد|ترى|وجدت|لاحظت) .{0,20}(?:المقال|الخبر|التقرير) (?:يحوي|يحتوي|ينتهك|يتضمن).{0,90}(?:تصحيح|شكوى)|(?:الأخبار|المواد) المنشورة (?:على|في) .{0,90}(?:للمشتركين|محفوظة)|يمنع (?:النسخ|النقل|الاقتباس)`)

// noticeWords are words of which every notice holds one; looking for them costs far less than the expression.
var noticeWords = []string{"لا ت", "لا ي", "التعليقات قبل", "إرشادات", "شروط", "سياسة", "تعريف الارتباط", "يمنع", "تصحيح", "شكوى", "المنشورة"}

func holdsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// counter tells how often or how long a text is read, how a list goes on, where to write, or is what a content system should
// have filled in.
var counter = regexp.MustCompile(`^(?:عدد )?(?:القراءات|المشاهدات|الزيارات|مشاهدات|قراءات)\s*:?\s*[\d٠-٩]|^[\d٠-٩][\d٠-٩.,٬]*\s*(?:مشاهدة|مشاهدات|قراءة|قراءات|زيارة|تعليق|تعليقات|views?|دقائق قراءة|دقيقة قراءة|دقائق للقراءة)$|^(?:تمت? )?(?:القراءة|قراءة|الزيارة|زيارة|مشاهدة)\s*:?\s*[\d٠-٩]+ (?:مرة|مرات)|^(?:وقت|مدة) القراءة|^(?i)(?:list \d+ of \d+|list of \d+ items|end of list)$|^(?:\S+ ){0,3}\S*https?://\S+$|^[\d٠-٩.,٬ ]*(?:دقائق|دقيقة|دقيقتان)(?: قراءة)?$|^\S+@\S+\.\w+$|^\[\[?[{\w].*\]$|^منذ (?:\S+ ){0,2}(?:لحظات|قليل|ثانية|ثانيتين|ثوان|ثواني|دقيقة|دقيقتين|دقائق|ساعة|ساعتين|ساعات|يوم|يومين|يوما|أيام|أسبوع|أسبوعين|أسابيع|شهر|شهرين|أشهر|سنة|سنتين|سنوات|عام|عامين|أعوام)$`)

// openingCalls are those of calls that sentences open with as well. Folded.
var openingCalls = foldedSet("اشترك في", "اشتركوا في", "انضموا إلى", "شارك عبر", "شارك على", "آخر تعديل", "تم تحديث هذا", "تم تحديث هذه", "لمتابعة آخر", "لمتابعة أحدث", "أخبار ذات صلة", "موضوعات ذات صلة", "مواضيع ذات صلة", "كلمات مفتاحية")

// calledTo are parts of words for what such a call leads to. Folded.
var calledTo = foldedWords("قناتنا", "قنواتنا", "نشرتنا", "النشرة", "صفحتنا", "صفحاتنا", "حسابنا", "حساباتنا", "تطبيق", "موقعنا", "أخبارنا", "الأخبار", "واتساب", "تلغرام", "تليغرام", "فيسبوك", "تويتر", "يوتيوب", "نيوز",
	"خدمة", "الخبر", "المقال", "التقرير", "الموضوع", "القصة", "المادة", "الصفحة", "الرابط")

// tells reports whether a paragraph that opens with a call is a sentence of the text: "شارك عبر الفيديو في القمة رئيسا الوزراء."
func tells(call, text string) bool {
	return openingCalls[call] && wordCount(text) > 4 && endsSentence(text) && !holdsAny(folded(text), calledTo)
}

// speech reports whether a paragraph goes on with what somebody said: "تابع: «لن نقبل».", not a call to follow.
func speech(text string) bool { return strings.HasPrefix(text, "تابع") && endsSentence(text) }

// readsOn is the call of a widespread plug-in: "يقرأ  headline".
var readsOn = regexp.MustCompile(`^(?:يقرأ|اقرأ|إقرأ)\s+\S`)

// shareWords make up share bars.
var shareWords = foldedSet("شارك", "مشاركة", "شاركها", "انشر", "غرد", "على", "عبر", "هذا", "الخبر", "المقال", "فيسبوك", "الفيسبوك", "تويتر", "إكس", "واتساب", "واتس", "اب", "آب", "تلغرام", "تليغرام", "تليجرام",
	"تيليجرام", "لينكدإن", "لينكدان", "بنترست", "بينتيريست", "ماسنجر", "فايبر", "البريد", "الإلكتروني", "بريد", "إلكتروني", "إيميل", "ايميل", "طباعة", "اطبع", "حفظ", "نسخ", "الرابط", "رابط", "تم", "إرسال", "أرسل", "إعلان", "إعلانات", "ا",
	"facebook", "twitter", "x", "whatsapp", "telegram", "linkedin", "pinterest", "messenger", "viber", "email", "mail", "print", "share", "tweet", "copy", "link", "reddit", "instagram", "youtube", "on", "via",
	"advertisement", "advertising", "حجم", "الخط", "أكبر", "أصغر", "تكبير", "تصغير", "انسخ", "إلى", "صديق", "لصديق", "tumblr", "buffer", "skype", "vk", "threads", "bluesky", "gmail", "tt", "a", "استمع", "عين", "ع", "الرئيسية", "جاري", "التحميل", "loading")

func foldedSet(list ...string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[folded(s)] = true
	}
	return set
}

func foldedWords(list ...string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = folded(s)
	}
	return out
}

// listHeading reports whether a paragraph that opens with the folded words f heads a list.
func listHeading(f, text string) bool {
	return listHeadings[f] && wordCount(text) <= 8
}

// furnitureLine reports whether a paragraph that opens with the folded words f is a call, a share bar or the
// like. Longer than 40 words it is text, whatever it opens with.
func furnitureLine(f, text string) bool {
	n := wordCount(text)
	if n <= 80 && holdsAny(text, noticeWords) && notice.MatchString(text) {
		return true
	}
	if n > 40 {
		return false
	}
	for _, call := range calls {
		if strings.HasPrefix(f, call) && (len(f) == len(call) || f[len(call)] == ' ') {
			return !tells(call, text)
		}
	}
	if barred.MatchString(text) && !speech(text) || strings.HasPrefix(text, "©") || readsOn.MatchString(text) && headlineLike(text) {
		return true
	}
	if n > 12 {
		return false
	}
	if counter.MatchString(text) {
		return true
	}
	for w := range strings.FieldsSeq(f) {
		if !shareWords[w] && !hasDigit(w) && !runTogether(w) {
			return false
		}
	}
	return f != "" && !onlyNumber.MatchString(f)
}

// runTogether reports whether word is made of words of share bars whose elements stand without a blank between them.
func runTogether(word string) bool {
	ends := make([]bool, len(word)+1) // ends[i]: the first i bytes are such words
	ends[0] = true
	for i := range word {
		if !ends[i] {
			continue
		}
		for j := i + 4; j <= len(word); j++ {
			ends[j] = ends[j] || shareWords[word[i:j]]
		}
	}
	return ends[len(word)]
}

var onlyNumber = regexp.MustCompile(`^\d+$`)

var (
	slashCredit = regexp.MustCompile(`\p{Lu}[\p{Latin}.'’ -]+/\s?\p{Lu}[\p{Latin} ]+\)?\.?$`)
	endOfCredit = regexp.MustCompile(`(\s[-–—|/]\s*|[(\[©]\s*|\s/)((?:[\p{L}\p{M} ]|\.\p{L})+?)\s*[)\]]?\s*$`)
	namesNext   = regexp.MustCompile(`المصدر\s*:?$`)
	photoWord   = regexp.MustCompile(`^(?:صدر الصورة|مصدر الصورة|التعليق على الصورة|حقوق (?:الصورة|النشر)|الصورة الملتقطة|صورة (?:من|أرشيفية|ارشيفية|تعبيرية|نشرتها|توضيحية|مركبة)|صورة:|الصورة:|تصوير:|تصوير\s|أرشيفية|أرشيف$|المصور:|Photo|Image)`)
)

// maxCredit is how many bytes a credit has at most.
const maxCredit = 60

// caption reports whether a paragraph stands under a photograph: it ends with its credit or opens as such
// lines do, and is no sentence.
func caption(text string) bool {
	n := wordCount(text)
	switch {
	case n > 60:
		return false
	case strings.Contains(text, "/") && slashCredit.MatchString(text):
		return true
	case n <= 30:
		at := max(0, len(text)-maxCredit)
		if m := endOfCredit.FindStringSubmatchIndex(text[at:]); m != nil && credited(strings.TrimSpace(text[:at+m[0]]), text[at+m[2]:at+m[3]], text[at+m[4]:at+m[5]]) {
			return true
		}
	}
	return n <= 40 && photoWord.MatchString(text) && !strings.HasSuffix(text, ".")
}

// photoSources are who has photographs to give besides the wire services. Folded.
var photoSources = foldedSet("EPA", "الأوروبية", "Getty", "Getty Images", "غيتي", "غيتي إيميجز", "Shutterstock", "iStock", "أرشيفية", "أرشيف", "مواقع التواصل", "إكس", "الإنترنت")

// credited reports whether a paragraph is a caption that ends with a name set off from the rest of it by a sign: that of a wire service
// or another source of photographs, behind no sentence, to which the paragraph does not attribute its words; a common word in brackets only.
func credited(before, sign, name string) bool {
	if arabic.CommonWord(name) && !strings.ContainsAny(sign, "([©") {
		return false // "عمق العلاقات العمانية - الفرنسية", "في مدينة الأنباط - بترا"
	}
	a := arabic.Agency(name)
	return (a != "" || photoSources[folded(name)]) && !endsSentence(before) && (a == "" || arabic.Attribution(before) != a && !namesNext.MatchString(before))
}
