package fetch

import (
	"regexp"
	"strings"

	"rasid/arabic"
)

// agencies are the wire services of the Arabic press under their usual Arabic names, with what else they are
// called. Names in tight are also common words: they count only where nothing but an agency can stand.
var agencies = []struct {
	name         string
	clear, tight []string
}{
	{"رويترز", []string{"رويترز", "رويتر", "reuters"}, nil},
	{"أ ف ب", []string{"فرانس برس", "فرانس بريس", "وكالة الصحافة الفرنسية", "الصحافة الفرنسية", "afp"}, []string{"أ ف ب", "أفب", "الفرنسية"}},
	{"أ ب", []string{"أسوشيتد برس", "أسوشييتد برس", "اسوشيتدبرس", "أسوشيتدبرس", "أسوشيتد بريس", "associated press"}, []string{"أ ب", "ap"}},
	{"د ب أ", []string{"وكالة الأنباء الألمانية", "dpa"}, []string{"د ب أ", "الألمانية"}},
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
			clear[folded(s)] = a.name
		}
		for _, s := range append(a.tight, a.name) {
			tight[folded(s)] = a.name
		}
	}
	return clear, tight
}

// maxAgencyWords is how many words an agency's name has at most.
const maxAgencyWords = 5

// agencyWords returns the folded words of s, initials parted (أ.ف.ب is three).
func agencyWords(s string) []string {
	return arabic.Words(strings.NewReplacer(".", " ", "ـ", "", "\"", " ", "«", " ", "»", " ").Replace(s))
}

// agencyNamed returns the agency that s names and nothing else, "" if none: "رويترز", "(د ب أ)", "وكالة رويترز".
func agencyNamed(s string) string {
	if len(s) > 120 {
		return ""
	}
	f := strings.Join(agencyWords(s), " ")
	if a := oneOf(clearNames[f], tightNames[f]); a != "" {
		return a
	}
	f = strings.TrimPrefix(f, "وكاله ")
	if a := oneOf(clearNames[f], tightNames[f]); a != "" {
		return a
	}
	if full, _, ok := strings.Cut(s, "("); ok && full != "" { // the name with its initials behind it
		return agencyNamed(full)
	}
	return ""
}

var (
	datelineParts = regexp.MustCompile(`\s*(?:--?|[–—:()|/،,])\s*`)
	sourceLine    = regexp.MustCompile(`^(?:المصدر|مصدر الخبر|المصادر|نقلا عن|source)\s*[:\-–|/]?\s*`)
	endCredit     = regexp.MustCompile(`[(\[]([^()\[\]]{2,40})[)\]][\s.]*$`)
)

// cues are the folded words that attribute a report.
var cues = foldedSet("نقلا", "بحسب", "حسب", "وحسب", "وبحسب", "وفقا", "ووفقا", "وفق", "نقلت", "ونقلت", "نقلته", "نقلتها", "ذكرت", "وذكرت", "ذكرته", "افادت", "وافادت", "افادته", "اوردت", "واوردت", "اوردته", "اوردتها", "بثت", "وبثت", "بثته", "بثتها", "نشرت", "نشرته", "نشرتها", "قالت", "وقالت", "اعلنت", "واعلنت", "عن")

// source learns from a line that only names the agency or the place and the agency ("سول -رويترز", "المصدر:
// وكالات", "(د ب أ)") and reports whether it is one.
func (c *cleaned) source(text string) bool {
	if wordCount(text) > 8 || strings.HasSuffix(text, ".") {
		return false
	}
	rest := sourceLine.ReplaceAllString(text, "")
	a := agencyNamed(rest)
	switch {
	case rest == text && arabic.Share(text) == 0: // whose photograph it is: "Reuters", "© AFP / name"
		return a != ""
	case a == "" && rest == text:
		parts := datelineParts.Split(text, -1)
		if a = dateline(text); a == "" || !namesSource(parts) {
			return false // the caption of a photograph or a headline, if anything
		}
		if len(parts) == 3 && c.author == "" && wordCount(parts[1]) > 1 {
			c.author = person(parts[1])
		}
	}
	if a != "" && c.agency == "" {
		c.agency, c.found["agency"] = a, "line of its own"
	}
	return a != "" || rest != text
}

// namesSource reports whether a line of these parts, of which one is an agency, tells nothing but place, day and, between
// place and agency, the author. "رويترز: مقتل عشرة جنود" tells more.
func namesSource(parts []string) bool {
	for i, part := range parts {
		author := i == 1 && len(parts) > 2 && agencyNamed(parts[2]) != ""
		if !author && !besideName(part) && agencyNamed(part) == "" {
			return false
		}
	}
	return len(parts) > 1
}

// dateline returns the agency in the head of a paragraph: "دبي - رويترز: …", "موسكو (أ ف ب) - …".
func dateline(text string) string {
	if len(text) > 160 {
		text = strings.ToValidUTF8(text[:160], "")
	}
	for i, part := range datelineParts.Split(text, 5) {
		words := strings.Fields(part)
		if i == 4 || len(words) > 6 {
			return ""
		}
		if a := agencyNamed(part); a != "" {
			return a
		}
	}
	return ""
}

// wire returns the agency whose text this is and the rule that found it: by dateline, by a credit at the end,
// or by the attribution of the first paragraphs.
func wire(kept []string) (agency, rule string) {
	for _, text := range kept[:min(len(kept), 2)] {
		if a := dateline(text); a != "" {
			return a, "dateline"
		}
	}
	for _, text := range kept[max(0, len(kept)-2):] {
		if m := endCredit.FindStringSubmatch(text[max(0, len(text)-2*maxCredit):]); m != nil {
			for part := range strings.FieldsFuncSeq(m[1], func(r rune) bool { return strings.ContainsRune("،,/+-–", r) }) {
				if a := agencyNamed(part); a != "" {
					return a, "credit at the end"
				}
			}
		}
	}
	for _, text := range kept[:min(len(kept), 4)] {
		if a := attributed(text); a != "" {
			return a, "attribution"
		}
	}
	return "", ""
}

// reach is how many words may stand between an attribution and the agency.
const reach = 5

// attributed returns the agency to which a paragraph attributes itself: "نقلا عن وكالة … الكورية".
func attributed(text string) string {
	w := agencyWords(text)
	for i := range w {
		if !cues[w[i]] {
			continue
		}
		for j := i + 1; j < len(w) && j <= i+reach; j++ {
			for n := min(maxAgencyWords, len(w)-j); n > 0; n-- {
				f := strings.Join(w[j:j+n], " ")
				if a := clearNames[f]; a != "" {
					return a
				}
				if w[j-1] == "وكاله" && tightNames[f] != "" {
					return tightNames[f]
				}
			}
		}
	}
	return ""
}
