package fetch

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"rasid/arabic"
)

// maxShown is how many words a line may have that shows a date.
const maxShown = 16

var publishedLine = regexp.MustCompile(`^(?:(?:تم\s+)?نُ?شره?(?:ت)?(?:\s+في)?|تاريخ النشر|تم النشر(?:\s+في)?|آ?خر تحديث|اخر تحديث|أضيف(?:\s+في)?|تحديث|حدث في|date|published(?:\s+on)?|updated|التاريخ)\s*[:\-]?\s*`)

// dateWords are what a line may hold that tells a date and, at most, how long reading takes, besides numbers. Folded.
var dateWords = foldedSet("يناير", "فبراير", "مارس", "أبريل", "إبريل", "مايو", "ماي", "مايس", "يونيو", "يونيه", "جوان", "يوليو", "يوليه", "جويلية", "أغسطس", "أوت", "غشت", "سبتمبر", "شتنبر", "أكتوبر", "أوكتوبر", "نوفمبر", "نونبر", "ديسمبر", "دجنبر",
	"جانفي", "فيفري", "أفريل", "يوليوز", "كانون", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين", "الأول", "الثاني", "أول", "ثاني",
	"الأحد", "الاثنين", "الإثنين", "الثلاثاء", "الثلثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "يوم", "اليوم",
	"محرم", "صفر", "ربيع", "جمادى", "الأولى", "الآخر", "الآخرة", "الثانية", "رجب", "شعبان", "رمضان", "شوال", "ذو", "ذي", "القعدة", "الحجة", "هـ", "ه", "هجري", "هجرية", "الموافق", "ميلادي", "ميلادية",
	"ص", "م", "صباحا", "مساء", "مساءا", "ظهرا", "عصرا", "ليلا", "فجرا", "زوالا", "بعد", "قبل", "منتصف", "الليل", "الظهر", "الزوال", "سا", "الساعة", "س", "د", "دقيقة", "غرينتش", "جرينتش", "بتوقيت", "gmt", "utc", "am", "pm", "t", "z",
	"نشر", "نشره", "بتاريخ", "نشرت", "محدث", "محدثة", "العدد", "عدد", "التحديث", "دقائق", "قراءة", "للقراءة", "مكة", "المكرمة", "ksa", "في", "تاريخ", "النشر", "التاريخ", "آخر", "تحديث", "تم", "أضيف", "حدث", "و", "date", "published", "updated", "on", "last",
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "sun", "mon", "tue", "wed", "thu", "fri", "sat",
	"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")

var (
	clockOf = regexp.MustCompile(`بتوقيت\s+\S+(?:\s+(?:المكرمة|ظبي|المحلي))?`)
	fullDay = regexp.MustCompile(`(?:^|[^\d٠-٩])(?:[\d٠-٩]{4}|[\d٠-٩]{1,2}\s*[/.\-]\s*[\d٠-٩]{1,2}\s*[/.\-]\s*[\d٠-٩]{2,4})(?:[^\d٠-٩]|$)`)
)

// onlyDate reports whether a line tells a day of some year and nothing else.
func onlyDate(text string) bool {
	if !hasDigit(text) || wordCount(text) > maxShown || !fullDay.MatchString(text) {
		return false
	}
	for _, w := range arabic.Words(clockOf.ReplaceAllString(text, "")) {
		if !dateWords[w] && (w[0] < '0' || w[0] > '9') {
			return false
		}
	}
	return true
}

// changeWord opens what a line of dates says of a later change.
var changeWord = regexp.MustCompile(`\(?(?:تم التحديث|محدثة?\s*:|محدثة |آ?اخر تحديث|آخر تحديث|تحديث|(?i:updated))`)

var someYear = regexp.MustCompile(`(?:19|20|١٩|٢٠)[\d٠-٩]{2}`)

// bySign opens a byline within a line.
var bySign = regexp.MustCompile(`\s*[-–|،]?\s*(?:بقلم|كتبت?|إعداد)\s*[:\-]`)

// beforeChange returns a line of dates without the day that it names for a later change.
func beforeChange(text string) string {
	if i := changeWord.FindStringIndex(text); i != nil && fullDay.MatchString(text[:i[0]]) && someYear.MatchString(text[i[0]:]) {
		return text[:i[0]]
	}
	return text
}

// dateLine returns the time that a line tells which tells nothing else, or only where it was said to be the
// time of publication.
func (c clock) dateLine(text string) (time.Time, bool) {
	if !hasDigit(text) || endsSentence(text) || wordCount(text) > maxShown {
		return time.Time{}, false
	}
	text = beforeChange(text)
	rest := publishedLine.ReplaceAllString(text, "")
	if !onlyDate(rest) && (rest == text || !fullDay.MatchString(rest)) {
		return time.Time{}, false
	}
	return c.timeIn(rest)
}

// maxBeside is how many words may stand beside a date in a line above a text: the outlet, the author, readers.
const maxBeside = 4

// datedLine returns the time that a short line tells which begins or ends with it: "الأحد ٥ آذار ٢٠٢٣ النشرة".
func (c clock) datedLine(text string) (time.Time, bool) {
	if !hasDigit(text) || endsSentence(text) || wordCount(text) > maxShown {
		return time.Time{}, false
	}
	text = beforeChange(text)
	if i := bySign.FindStringIndex(text); i != nil {
		text = text[:i[0]]
	}
	t, ok := c.timeIn(text)
	if !ok {
		return t, false
	}
	words := arabic.Words(clockOf.ReplaceAllString(text, ""))
	year, told, changes, beside := strconv.Itoa(t.Year()), false, 0, 0
	for i, w := range words {
		dated := isDated(w)
		told = told || strings.Contains(w, year)
		if !dated {
			beside++
		}
		if i > 0 && dated != isDated(words[i-1]) {
			changes++
		}
	}
	return t, told && beside <= maxBeside && changes <= 1
}

func isDated(word string) bool {
	return dateWords[word] || arabic.Agency(word) != "" || word[0] >= '0' && word[0] <= '9'
}
