package arabic

import (
	"cmp"
	"strings"
)

// agencies are the wire services of the Arabic press under their usual Arabic names, with what else they are
// called. Names in tight are also words or initials of other things: they count only where nothing but an agency can stand.
var agencies = []struct {
	name         string
	clear, tight []string
}{
	{"رويترز", []string{"رويترز", "رويتر", "reuters"}, nil},
	{"أ ف ب", []string{"فرانس برس", "فرانس بريس", "وكالة الصحافة الفرنسية", "الصحافة الفرنسية", "afp"}, []string{"أ ف ب", "أفب", "الفرنسية"}},
	{"أ ب", []string{"أسوشيتد برس", "أسوشييتد برس", "اسوشيتدبرس", "أسوشيتدبرس", "أسوشيتد بريس", "associated press"}, []string{"أ ب", "ap"}},
	{"د ب أ", []string{"وكالة الأنباء الألمانية", "dpa"}, []string{"د ب أ", "دبأ", "الألمانية"}},
	{"وام", []string{"وكالة أنباء الإمارات"}, []string{"وام", "wam"}},
	{"واس", []string{"وكالة الأنباء السعودية"}, []string{"واس", "spa"}},
	{"كونا", []string{"وكالة الأنباء الكويتية", "kuna"}, []string{"كونا"}},
	{"قنا", []string{"وكالة الأنباء القطرية"}, []string{"قنا", "qna"}},
	{"بنا", []string{"وكالة أنباء البحرين"}, []string{"بنا", "bna"}},
	{"العمانية", []string{"وكالة الأنباء العمانية"}, []string{"العمانية", "ona"}},
	{"بترا", []string{"وكالة الأنباء الأردنية"}, []string{"بترا", "petra"}},
	{"سانا", []string{"وكالة الأنباء السورية", "الوكالة العربية السورية للأنباء"}, []string{"سانا", "sana"}},
	{"واع", []string{"وكالة الأنباء العراقية"}, []string{"واع", "ina"}},
	{"وفا", []string{"وكالة الأنباء الفلسطينية", "وكالة الأنباء والمعلومات الفلسطينية", "wafa"}, []string{"وفا"}},
	{"سبأ", []string{"وكالة الأنباء اليمنية"}, []string{"سبأ", "سبأنت"}},
	{"الوكالة الوطنية للإعلام", []string{"الوكالة الوطنية للإعلام"}, []string{"الوطنية", "nna"}},
	{"أ ش أ", []string{"وكالة أنباء الشرق الأوسط"}, []string{"أ ش أ", "mena"}},
	{"وات", []string{"وكالة تونس أفريقيا للأنباء", "وكالة تونس إفريقيا للأنباء"}, []string{"وات", "tap"}},
	{"وأج", []string{"وكالة الأنباء الجزائرية"}, []string{"وأج", "aps"}},
	{"ماب", []string{"وكالة المغرب العربي للأنباء"}, []string{"و م ع", "ماب", "map"}},
	{"وال", []string{"وكالة الأنباء الليبية"}, []string{"وال", "lana"}},
	{"سونا", []string{"وكالة السودان للأنباء", "suna"}, []string{"سونا"}},
	{"الأناضول", []string{"وكالة الأناضول", "وكالة أنباء الأناضول", "anadolu"}, []string{"الأناضول", "الاناضول", "aa"}},
	{"تاس", []string{"وكالة تاس", "وكالة أنباء تاس", "tass", "إيتار تاس"}, []string{"تاس"}},
	{"سبوتنيك", []string{"وكالة سبوتنيك", "sputnik"}, []string{"سبوتنيك"}},
	{"نوفوستي", []string{"نوفوستي", "ريا نوفوستي", "ria novosti"}, nil},
	{"إنترفاكس", []string{"إنترفاكس", "انترفاكس", "interfax"}, nil},
	{"شينخوا", []string{"شينخوا", "وكالة أنباء الصين الجديدة", "xinhua"}, nil},
	{"كيودو", []string{"كيودو", "kyodo"}, nil},
	{"يونهاب", []string{"يونهاب", "يونهأب", "yonhap"}, nil},
	{"وكالة الأنباء المركزية الكورية", []string{"وكالة الأنباء المركزية الكورية", "وكالة الأنباء الكورية المركزية", "وكالة الأنباء الكورية الشمالية",
		"وكالة أنباء كوريا الشمالية", "وكالة الأنباء المركزية", "الوكالة المركزية الكورية", "kcna"}, []string{"وكالة الأنباء الكورية"}},
	{"إرنا", []string{"وكالة الأنباء الإيرانية", "وكالة الجمهورية الإسلامية للأنباء", "irna"}, []string{"إرنا"}},
	{"تسنيم", []string{"وكالة تسنيم", "tasnim"}, []string{"تسنيم"}},
	{"فارس", []string{"وكالة فارس", "وكالة أنباء فارس"}, []string{"فارس"}},
	{"مهر", []string{"وكالة مهر", "وكالة مهر للأنباء"}, []string{"مهر"}},
	{"إفي", []string{"وكالة الأنباء الإسبانية", "وكالة إفي"}, []string{"إفي", "efe"}},
	{"أنسا", []string{"وكالة الأنباء الإيطالية", "ansa"}, []string{"أنسا"}},
	{"بلومبرغ", []string{"وكالة بلومبرغ", "وكالة بلومبرج"}, []string{"بلومبرغ", "بلومبرج", "bloomberg"}},
	{"يو بي آي", []string{"يونايتد برس", "upi"}, []string{"يو بي آي", "يو بي أي"}},
}

// clearNames and tightNames map folded names to the usual one.
var clearNames, tightNames = agencyNames()

func agencyNames() (clear, tight map[string]string) {
	clear, tight = map[string]string{}, map[string]string{}
	for _, a := range agencies {
		for _, s := range a.clear {
			clear[named(s)] = a.name
		}
		for _, s := range append(a.tight, a.name) {
			tight[named(s)] = a.name
		}
	}
	return clear, tight
}

// Limits of an agency's name.
const (
	maxAgencyWords = 5
	maxAgencyBytes = 120
)

// agencyWord is what opens the names of agencies, folded.
const agencyWord = "وكاله"

var nameSigns = strings.NewReplacer(".", " ", string(Tatweel), "", `"`, " ", "«", " ", "»", " ")

// nameWords returns the folded words of s, initials parted (أ.ف.ب is three).
func nameWords(s string) []string { return Words(nameSigns.Replace(s)) }

func named(s string) string { return strings.Join(nameWords(s), " ") }

// Agency returns the usual Arabic name of the wire service that s names and nothing else, "" if it names none or says
// more: "رويترز" for "وكالة رويترز" and "Reuters", "د ب أ" for "(د.ب.أ)" and "وكالة الأنباء الألمانية (د ب أ)". Some names are
// common words as well (وفا, الفرنسية): ask only about what stands where an agency may.
func Agency(s string) string {
	if len(s) > maxAgencyBytes {
		return ""
	}
	if a := agencyOf(named(s)); a != "" {
		return a
	}
	if full, _, ok := strings.Cut(s, "("); ok && full != "" { // the name with its initials behind it
		return Agency(full)
	}
	return ""
}

// agencyOf is Agency of folded words joined by blanks.
func agencyOf(f string) string {
	for _, name := range []string{f, strings.TrimPrefix(f, agencyWord+" ")} {
		if a := cmp.Or(clearNames[name], tightNames[name]); a != "" {
			return a
		}
	}
	return ""
}

// commonWords are names of agencies that sentences hold as words, places and men, otherInitials those that are short for other bodies and things as
// well: MENA is the Middle East and North Africa, تاس the court of sports, TAP a pipeline. Folded.
var (
	commonWords   = foldedSet("الفرنسية الألمانية الأوروبية العمانية الوطنية بنا وفا فارس مهر تسنيم سبأ بترا قنا")
	otherInitials = foldedSet("تاس mena map tap aps spa bna ona ina aa nna wam petra lana sana qna")
)

func foldedSet(list string) map[string]bool {
	t := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		t[Fold(w)] = true
	}
	return t
}

// CommonWord reports whether a name for which Agency finds a wire service, or that of a photo agency (الأوروبية), is a word, a place or a man more
// often than not: الفرنسية, بترا, فارس. Behind a mere dash it may be any of them.
func CommonWord(name string) bool { return commonWords[named(name)] }

// Doubtful reports whether a name for which Agency finds a wire service is a common word (see CommonWord) or short for something else as well: MENA,
// تاس. In brackets within a sentence it may be that: "الشرق الأوسط وشمال أفريقيا (MENA)".
func Doubtful(name string) bool { return doubtful(named(name)) }

// doubtful is Doubtful of folded words joined by blanks.
func doubtful(f string) bool { return commonWords[f] || otherInitials[f] }

// Paired reports whether a name that stands behind before and a sign is the second of two adjectives and no agency: الألمانية in
// "القمة الفرنسية - الألمانية". A single word before it is a place: "اللاذقية - الفرنسية".
func Paired(before, name string) bool {
	words := nameWords(before)
	return len(words) > 1 && isRelation(words[len(words)-1]) && isRelation(named(name))
}

// isRelation reports whether a folded word has the form of الفرنسية.
func isRelation(w string) bool {
	return strings.HasPrefix(w, "ال") && strings.HasSuffix(w, "يه") && !strings.Contains(w, " ")
}
