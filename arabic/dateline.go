package arabic

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of the head of a paragraph, in which its agency stands.
const (
	headBytes  = 160
	headSigns  = 5
	placeWords = 5 // "دبي، الإمارات العربية المتحدة", or a place and an author; numbers aside
	placeRunes = 60
	cityWords  = 2 // "القدس المحتلة"; where nothing is told beside it
)

// headSign parts the place, the author and the agency of a dateline and closes it, as the end of its line does; it also parts what stands aside in a
// sentence from the rest. Several signs in a row are one.
var headSign = regexp.MustCompile(`\s*(?:[-–—:()|/،,]+\s*)+|\s*\n\s*`)

// endsLine matches the signs behind an agency that nothing but the end of its line parts from the text.
var endsLine = regexp.MustCompile(`^[ \r)]*\n`)

// What the signs around a part of a head may be where it is an agency that ends a dateline, a tab standing for the part and a line
// feed for the end of the line; where it may be a man of that name who says something; and where a common word is just that, with what
// it is put behind a dash: "بترا - المدينة الوردية - تستقبل الزوار".
var (
	inBrackets = regexp.MustCompile(`\( *\t *\)[ \r]*[-–—:|/\n]`)
	betweenTwo = regexp.MustCompile(`(?:^|[-–—:|/،,]) *\t[ )\r]*[-–—:|/\n]`)
	saysWhat   = regexp.MustCompile(`(?:^|[:،,]) *\t *:`)
	isWhat     = regexp.MustCompile(`(?:^|[:،,]) *\t *[-–—|]`)
)

// Dateline returns how many bytes of a paragraph or text are the dateline it opens with, the blanks behind it included, 0 if it has
// none, and the usual name of the agency in it (see Agency), "" where a broadcaster or "agencies" stands in its place:
// "دبي، الإمارات (CNN) -- ", "موسكو في 12 يونيو (أ ف ب) - ", "أبوظبي / وام / ", "رويترز: "; "سول - رويترز" as a whole line.
//
// An agency without brackets needs a sign on both sides, for "قالت رويترز:" is no dateline. Where what stands before it is no
// place, as in "قالت وكالة الأنباء (سانا): ", it says whose words follow, which is no dateline either; nor is what initials are short for,
// as in "الشرق الأوسط وشمال أفريقيا (MENA) - ". A line above others is a dateline where its place has two words at most, or is parted or
// dated: "انفجار سيارة مفخخة (رويترز)" tells more.
func Dateline(s string) (agency string, n int) {
	head := headOf(s)
	from, before := 0, ""
	for _, at := range append(headSign.FindAllStringIndex(head, headSigns), []int{len(head), len(head)}) {
		part, behind := head[from:at[0]], head[at[0]:at[1]]
		if at[1] == len(s) {
			behind += "\n"
		}
		a, ok := signature(part, before+"\t"+behind)
		switch place := s[:from]; {
		case !ok || !isPlace(place) || Paired(place, part) || Doubtful(part) && isOther(place, s[at[1]:]):
		case at[1] < len(s) && endsLine.MatchString(behind) && !isCity(place):
		default:
			return a, at[1]
		}
		from, before = at[1], behind
	}
	return "", 0
}

// headOf returns the start of a paragraph, at most headBytes.
func headOf(s string) string {
	n := min(len(s), headBytes)
	for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// signature reports whether a part of a head ends a dateline where it stands between these signs, and its agency, "" if it is
// none.
func signature(part, between string) (agency string, ok bool) {
	bracketed := inBrackets.MatchString(between)
	if !bracketed && !betweenTwo.MatchString(between) {
		return "", false
	}
	words := nameWords(part)
	if len(words) == 0 || len(words) > maxAgencyWords+1 {
		return "", false
	}
	f := strings.Join(words, " ")
	switch agency = agencyOf(f); {
	case agency != "":
		asWord := saysWhat.MatchString(between) || CommonWord(f) && isWhat.MatchString(between) // "فارس: لن نستقيل"
		return agency, len(words) > 1 || clearNames[f] != "" || !asWord
	case slices.Contains(agenciesAtLarge, f):
		return "", true
	case bracketed && f[0] < utf8.RuneSelf && len(words) <= 3: // "CNN Business"
		if !doubtful(words[0]) {
			agency = agencyOf(words[0])
		}
		return agency, agency != "" || slices.Contains(broadcasters, words[0])
	}
	return "", false
}

// Who signs datelines and is no agency. Folded.
var (
	agenciesAtLarge = []string{"وكالات", "الوكالات"}
	broadcasters    = []string{"cnn", "bbc", "rt", "dw"}
)

// speaker matches a folded word by which an agency is the one who says what follows; those of Stop are others.
var speaker = regexp.MustCompile(`^[وف]?(?:نقل|كتب|نشر|بث|صرح)ت?$|وكال`)

// isPlace reports whether the head of a paragraph up to its agency may be a place and a day, and an author; there may be
// nothing.
func isPlace(s string) bool {
	if utf8.RuneCountInString(s) > placeRunes || strings.ContainsAny(s, `"«»“”'.!?؟؛…`) {
		return false
	}
	words := Words(s)
	n := 0
	for i, w := range words {
		if isDigit(w[0]) || inDate(words, i) {
			continue
		}
		if n++; n > placeWords || speaker.MatchString(w) || Stop(w) {
			return false
		}
	}
	return true
}

var (
	// isBody matches the head of the name of a body or thing.
	isBody = regexp.MustCompile(`^\P{L}*(?:ال)?(?:بنك|مصرف|شركه|مجموعه|موسسه|منظمه|هييه|جمعيه|اتحاد|رابطه|حزب|حركه|جبهه|محكمه|برنامج|مشروع|صندوق|معهد|مركز|مجلس|شبكه|بورصه|خط|خطه|نظام|منطقه|دول|اسواق)(?: |$)`)
	// andIt matches words that say of a body or thing just named what it is.
	andIt = regexp.MustCompile(`^(?:وه[ويم]|ومقر\p{L}*|ال(?:ذ|ت)ي) `)
)

// isOther reports whether a doubtful name stands for something else than an agency between these words: it is short for the words before
// it, one of three and more words or of a body, or what follows says what it is.
func isOther(before, behind string) bool {
	return andIt.MatchString(behind) || isBody.MatchString(Fold(before)) || !isCity(before)
}

// isCity reports whether what may be a place is no more than a city, or parted or with a day: "القدس المحتلة", "دبي، الإمارات العربية المتحدة".
func isCity(place string) bool {
	place = strings.Trim(Fold(place), " (-–—:|/،,")
	return len(Words(place)) <= cityWords || strings.ContainsAny(place, "-–—:|/،,0123456789")
}

// inDate reports whether a common word is part of a date: "في 12 يونيو", "1439 هـ", "كانون الثاني".
func inDate(words []string, i int) bool {
	return i+1 < len(words) && words[i] == "في" && isDigit(words[i+1][0]) ||
		i > 0 && (isDigit(words[i-1][0]) && utf8.RuneCountInString(words[i]) == 1 || slices.Contains(doubleMonths, words[i-1]))
}

// doubleMonths open the names of months that have two words. Folded.
var doubleMonths = []string{"كانون", "تشرين", "ربيع", "جمادي"}

// asideWords is how many words may stand between two signs before an agency that stands aside.
const asideWords = 6

// Aside returns the usual name of the agency that the head of a paragraph names between two signs, "" if it names none so: "أعلنت
// وكالة أنباء الإمارات (وام) أن", "أبلغ المتحدث، رويترز، بأن". A name that is a word or initials of other things too counts in
// brackets only, a doubtful one (see Doubtful) and one without brackets only where the words before it speak of an agency: "وكالة الأنباء الفلسطينية (وفا)".
func Aside(s string) string {
	head := headOf(s)
	from, before := 0, ""
	for _, at := range headSign.FindAllStringIndex(head, headSigns) {
		part := head[from:at[0]]
		words := nameWords(part)
		if len(words) > asideWords {
			return ""
		}
		f := strings.Join(words, " ")
		if a := agencyOf(f); a != "" && (clearNames[f] != "" || isTold(before) || !doubtful(f) && strings.Contains(head[at[0]:at[1]], ")")) {
			return a
		}
		if from = at[1]; len(words) > 0 {
			before = part
		}
	}
	return ""
}

// isTold reports whether the words before a name speak of an agency: "نقلت وكالة الأنباء", "في تصريح لمراسل", "وذكرت".
func isTold(before string) bool {
	words := nameWords(before)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return strings.Contains(before, "وكال") || cues[last] || speaker.MatchString(last) || last == "ل" || strings.Contains(last, "مراسل")
}

// cues are the words that attribute a report. Folded.
var cues = foldedSet(cueList)

const cueList = `
نقلا بحسب حسب وحسب وبحسب وفقا ووفقا وفق نقلت ونقلت نقلته نقلتها ذكرت وذكرت ذكرته أفادت وأفادت أفادته أوردت وأوردت أوردته أوردتها
بثت وبثت بثته بثتها نشرت نشرته نشرتها قالت وقالت أعلنت عن
`

// cueReach is how many words may stand between an attribution and the agency.
const cueReach = 5

// Attribution returns the usual name of the agency to which a paragraph attributes what it says in words, "" if to none: "نقلا عن
// وكالة الأنباء الكورية", "ذكرت رويترز".
func Attribution(s string) string {
	w := nameWords(s)
	for i := range w {
		if !cues[w[i]] {
			continue
		}
		for j := i + 1; j < len(w) && j <= i+cueReach; j++ {
			for n := min(maxAgencyWords, len(w)-j); n > 0; n-- {
				f := strings.Join(w[j:j+n], " ")
				if a := clearNames[f]; a != "" {
					return a
				}
				if w[j-1] == agencyWord && tightNames[f] != "" {
					return tightNames[f]
				}
			}
		}
	}
	return ""
}
