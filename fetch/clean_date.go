package fetch

import (
	"regexp"
	"time"

	"rasid/arabic"
)

// maxShown is how many words a line may have that shows a date.
const maxShown = 16

var publishedLine = regexp.MustCompile(`^(?:نُ?شر(?:ت)?(?:\s+في)?|تاريخ النشر|تم النشر(?:\s+في)?|آ?خر تحديث|اخر تحديث|أضيف(?:\s+في)?|تحديث|حدث في|date|published(?:\s+on)?|updated|التاريخ)\s*[:\-]?\s*`)

// dateWords are what a line may hold that tells a date and nothing else, besides numbers. Folded.
var dateWords = foldedSet("يناير", "فبراير", "مارس", "أبريل", "إبريل", "مايو", "ماي", "يونيو", "يونيه", "جوان", "يوليو", "يوليه", "جويلية", "أغسطس", "أوت", "غشت", "سبتمبر", "شتنبر", "أكتوبر", "نوفمبر", "نونبر", "ديسمبر", "دجنبر",
	"جانفي", "فيفري", "أفريل", "يوليوز", "كانون", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين", "الأول", "الثاني", "أول", "ثاني",
	"الأحد", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "يوم", "اليوم",
	"محرم", "صفر", "ربيع", "جمادى", "الأولى", "الآخر", "الآخرة", "الثانية", "رجب", "شعبان", "رمضان", "شوال", "ذو", "ذي", "القعدة", "الحجة", "هـ", "ه", "هجري", "هجرية", "الموافق", "ميلادي", "ميلادية",
	"ص", "م", "صباحا", "مساء", "ظهرا", "عصرا", "ليلا", "الساعة", "س", "د", "دقيقة", "غرينتش", "جرينتش", "بتوقيت", "gmt", "utc", "am", "pm", "t", "z",
	"نشر", "نشرت", "في", "تاريخ", "النشر", "التاريخ", "آخر", "تحديث", "تم", "أضيف", "حدث", "و", "date", "published", "updated", "on", "last",
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

// dateLine returns the time that a line tells which tells nothing else, or only where it was said to be the
// time of publication.
func dateLine(text string) (time.Time, bool) {
	if !hasDigit(text) || endsSentence(text) || wordCount(text) > maxShown {
		return time.Time{}, false
	}
	rest := publishedLine.ReplaceAllString(text, "")
	if !onlyDate(rest) && (rest == text || !fullDay.MatchString(rest)) {
		return time.Time{}, false
	}
	return timeIn(rest)
}
