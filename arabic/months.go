package arabic

import "strings"

// months maps folded month names to 1…12: the Gulf and Egyptian names, the Levantine, the Moroccan, the Algerian
// and Tunisian, the Libyan of 1977–2011, French and English with their short forms. Names of two words are joined
// by a space.
var months = table(
	`يناير كانون_الثاني كانون_ثاني كانون_ثان جانفي january jan janvier janv ينايير اي_النار`,
	`فبراير شباط فيفري february feb février fevrier févr فبرابر النوار`,
	`مارس آذار march mar mars`,
	`أبريل إبريل نيسان أفريل april apr avril avr`,
	`مايو أيار ماي may mai`,
	`يونيو يونيه حزيران جوان june jun juin`,
	`يوليو يوليه يوليوز تموز جويلية july jul juillet juil`,
	`أغسطس آب غشت أوت august aug août aout اغسطوس هانيبال`,
	`سبتمبر أيلول شتنبر september sep sept septembre الفاتح`,
	`أكتوبر تشرين_الأول تشرين_أول october oct octobre اكتوبير`,
	`نوفمبر تشرين_الثاني تشرين_ثاني تشرين_ثان نونبر november nov novembre`,
	`ديسمبر كانون_الأول كانون_أول دجنبر december dec décembre decembre déc ديسيمبر`,
)

// hijri holds the folded names of the months of the Islamic calendar; the first word is enough to know one.
var hijri = table(`محرم صفر ربيع جمادى رجب شعبان رمضان شوال ذو ذي القعدة ذوالقعدة ذوالحجة الحجة هـ ه هجري هجرية`)

// numerals maps folded number words to their values, in the forms that stand before a unit of time.
var numerals = table(
	`واحد واحدة`, `اثنين اثنان اثنتين`, `ثلاث ثلاثة`, `أربع أربعة`, `خمس خمسة`, `ست ستة`, `سبع سبعة`,
	`ثمان ثماني ثمانية`, `تسع تسعة`, `عشر عشرة`, ``, ``, ``, ``, ``, ``, ``, ``, ``, `عشرين عشرون`,
)

// ordinals maps folded ordinals to days of the month.
var ordinals = table(
	`الأول`, `الثاني`, `الثالث`, `الرابع`, `الخامس`, `السادس`, `السابع`, `الثامن`, `التاسع`, `العاشر`,
)

// table maps each folded word of its nth argument to n, counted from 1; an underscore stands for a space.
func table(rows ...string) map[string]int {
	t := make(map[string]int)
	for i, row := range rows {
		for w := range strings.FieldsSeq(row) {
			t[strings.ReplaceAll(Fold(w), "_", " ")] = i + 1
		}
	}
	return t
}
