package arabic

import "strings"

// months maps folded month names to 1…12: the Gulf and Egyptian names, the Levantine and Iraqi, the Moroccan, the
// Algerian and Tunisian, French and English with their short forms. A name of two words has a space in it.
var months = rows(
	`يناير كانون_الثاني كانون_ثاني كانون_ثان جانفي ينايير january jan janvier janv`,
	`فبراير شباط فيفري فبراير_شباط february feb février févr`,
	`مارس آذار march mar mars`,
	`أبريل إبريل نيسان أفريل april apr avril avr`,
	`مايو أيار ماي مايس may mai`,
	`يونيو يونيه حزيران جوان june jun juin`,
	`يوليو يوليه يوليوز تموز جويلية july jul juillet juil`,
	`أغسطس آب غشت أوت august aug août`,
	`سبتمبر أيلول شتنبر سبتنبر september sep sept septembre`,
	`أكتوبر اكتوبير أوكتوبر تشرين_الأول تشرين_أول october oct octobre`,
	`نوفمبر نونبر تشرين_الثاني تشرين_ثاني تشرين_ثان november nov novembre`,
	`ديسمبر دجنبر ديسيمبر كانون_الأول كانون_أول december dec décembre déc`,
)

// englishNumerals maps English number words to 1…10; the Arabic ones are those of Numbers.
var englishNumerals = rows(`a an one`, `two`, `three`, `four`, `five`, `six`, `seven`, `eight`, `nine`, `ten`)

// units maps the folded names of units of time to their place in steps. The dual and the plural are the tables
// below: the dual stands for two and a plural without a number for "a few".
var (
	units = rows(
		`ثانية second sec`, `دقيقة minute min`, `ساعة hour`, `يوم يوما day`, `أسبوع أسبوعا week`, `شهر شهرا month`, `سنة عام عاما year`,
	)
	dualUnits = rows(
		`ثانيتين ثانيتان`, `دقيقتين دقيقتان`, `ساعتين ساعتان`, `يومين يومان`, `أسبوعين أسبوعان`, `شهرين شهران`, `سنتين سنتان عامين عامان`,
	)
	pluralUnits = rows(
		`ثوان ثواني ثوانٍ seconds secs`, `دقائق minutes mins`, `ساعات hours`, `أيام days`, `أسابيع weeks`, `أشهر شهور months`, `سنوات سنين أعوام years`,
	)
)

// fractions maps folded words to how much they are of each of the units, in the smaller ones.
var (
	fractions = map[string][7]int{"نصف": {0, 30, 30, 12, 84, 15, 6}, "ثلث": {0, 20, 20, 8, 56, 10, 4}, "ربع": {0, 15, 15, 6, 42, 7, 3}}
	smaller   = [7]int{1, 1, 2, 3, 3, 4, 6}
)

// zones maps folded zone names to hours east of Greenwich or, where clocks move, to an IANA zone. AST is Arabia
// Standard Time, as the outlets of the Gulf write it.
var zones = map[string]string{
	"z": "0", "gmt": "0", "utc": "0", "ut": "0", "غرينتش": "0", "جرينتش": "0", "غرينيتش": "0", "جرينيتش": "0", "قرينتش": "0", "كرينتش": "0", "العالمي": "0",
	"ast": "3", "ksa": "3", "msk": "3", "trt": "3", "eat": "3", "gst": "4", "eet": "2", "eest": "3", "cat": "2", "cet": "1", "cest": "2", "wet": "0", "west": "1", "bst": "1",
	"est": "-5", "edt": "-4", "cst": "-6", "cdt": "-5", "mst": "-7", "mdt": "-6", "kst": "9", "pst": "-8", "pdt": "-7",
	"مكه": "3", "السعوديه": "3", "الرياض": "3", "الدوحه": "3", "قطر": "3", "الكويت": "3", "بغداد": "3", "العراق": "3", "المنامه": "3", "البحرين": "3",
	"صنعاء": "3", "عدن": "3", "اليمن": "3", "موسكو": "3", "اسطنبول": "3", "انقره": "3", "تركيا": "3", "دمشق": "3", "سوريا": "3", "عمان": "3", "الاردن": "3",
	"ابو": "4", "سلطنه": "4", "ابوظبي": "4", "الامارات": "4", "دبي": "4", "مسقط": "4", "تونس": "1", "الجزاير": "1", "المغرب": "1", "الرباط": "1", "طرابلس": "2",
	"ليبيا": "2", "الخرطوم": "2", "السودان": "2", "طهران": "3.5", "القاهره": "Africa/Cairo", "مصر": "Africa/Cairo", "بيروت": "Asia/Beirut", "لبنان": "Asia/Beirut",
	"القدس": "Asia/Hebron", "فلسطين": "Asia/Hebron", "غزه": "Asia/Gaza", "لندن": "Europe/London", "باريس": "Europe/Paris", "برلين": "Europe/Berlin",
	"واشنطن": "America/New_York", "نيويورك": "America/New_York", "سيول": "9", "بكين": "8", "طوكيو": "9",
}

// A dayPart says how the word after a clock moves it.
type dayPart int

const (
	morning dayPart = iota + 1 // 12 is 0
	evening                    // 12 stays, the others move by twelve
	night                      // 6 and later are evening, the others morning
	noon                       // 10 to 12 stay, the others move by twelve
)

// dayParts maps the folded words after a clock to what they mean.
var dayParts = map[string]dayPart{
	"ص": morning, "صباحا": morning, "صباح": morning, "فجرا": morning, "am": morning, "م": evening, "مساء": evening, "مساءا": evening, "عصرا": evening,
	"ظهرا": noon, "الظهر": noon, "زوالا": noon, "pm": evening, "ليلا": night,
}

// rows maps each folded word of its nth argument to n, counted from 1; an underscore stands for a space.
func rows(lines ...string) map[string]int {
	t := make(map[string]int)
	for i, line := range lines {
		for w := range strings.FieldsSeq(line) {
			t[strings.ReplaceAll(Fold(w), "_", " ")] = i + 1
		}
	}
	return t
}
