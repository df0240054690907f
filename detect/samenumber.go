package detect

import (
	"slices"
	"strings"
	"time"

	"rasid/arabic"
)

// ordinal marks the value of an ordinal: the fifth is not five.
const ordinal = 1 << 32

// numberWords maps the folded words for numbers, without article, to their values.
var numberWords = func() map[string]uint64 {
	t := map[string]uint64{}
	for i, forms := range []string{2: "اثنان اثنين اثنتان اثنتين", 3: "ثلاثة ثلاث", 4: "أربعة أربع", 5: "خمسة خمس", 6: "ستة ست",
		7: "سبعة سبع", 8: "ثمانية ثماني ثمان", 9: "تسعة تسع", 10: "عشرة عشر"} {
		for w := range strings.FieldsSeq(forms) {
			t[arabic.Fold(w)] = uint64(i)
		}
	}
	for i, w := range strings.Fields("عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون") {
		w = arabic.Fold(w)
		t[w], t[strings.TrimSuffix(w, "ون")+"ين"] = uint64(i+2)*10, uint64(i+2)*10
	}
	for i, forms := range []string{1: "أول أولى", 2: "ثانية ثاني", 3: "ثالث ثالثة", 4: "رابع رابعة", 5: "خامس خامسة", 6: "سادس سادسة",
		7: "سابع سابعة", 8: "ثامن ثامنة", 9: "تاسع تاسعة", 10: "عاشر عاشرة"} {
		for w := range strings.FieldsSeq(forms) {
			t[arabic.Fold(w)] = ordinal + uint64(i)
		}
	}
	return t
}()

// days maps the folded names of the days of the week, without article. The press of Beirut writes الثلثاء.
var days = func() map[string]time.Weekday {
	t := map[string]time.Weekday{}
	for i, w := range strings.Fields("أحد اثنين ثلاثاء أربعاء خميس جمعة سبت") {
		t[arabic.Fold(w)] = time.Weekday(i)
	}
	t["ثلثاء"] = time.Tuesday
	return t
}()

// withoutArticle takes the article and what is written together with it off a folded word.
func withoutArticle(w string) (rest string, had bool) {
	for _, p := range []string{"ال", "وال", "بال", "فال", "كال", "لل", "ولل"} {
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) >= 6 {
			return rest, true
		}
	}
	return w, false
}

// numberOf returns the number that a folded word says, 0 for none. An ordinal has its mark.
func numberOf(w string) uint64 {
	if _, day := weekday(w); day {
		return 0 // الاثنين
	}
	w, article := withoutArticle(w)
	if n, ok := numberWords[w]; ok && (article || n < ordinal || n > ordinal+2) {
		return n
	}
	if rest, ok := strings.CutPrefix(w, "و"); ok {
		w = rest
		if n, ok := numberWords[w]; ok {
			return n
		}
	}
	n := uint64(0)
	for i := range len(w) {
		switch c := w[i]; {
		case c >= '0' && c <= '9' && n < ordinal/16:
			n = n*10 + uint64(c-'0')
		case c == '.' || c == ',':
		default:
			return 0
		}
	}
	return n
}

// numbersIn returns the numbers that words say, ascending, without years and ordinals.
func numbersIn(words []string) (out []uint64) {
	for _, w := range words {
		if n := numberOf(w); n > 1 && n < ordinal && (n < 1900 || n > 2100) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// weekday returns the day of the week that a folded word names; the name must have its article.
func weekday(w string) (time.Weekday, bool) {
	rest, article := withoutArticle(w)
	d, ok := days[rest]
	return d, ok && article
}

// firstDay returns the first day of the week that words name, as days since 1970: the last one of that name
// up to the day after at. It returns 0 when they name none or at is unknown.
func firstDay(words []string, at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	today := at.UTC().Unix() / 86400
	for _, w := range words {
		if d, ok := weekday(w); ok {
			back := (int64(at.UTC().Weekday()) - int64(d) + 7) % 7
			if back == 6 {
				back = -1 // the outlet's clock is ahead of UTC
			}
			return today - back
		}
	}
	return 0
}
