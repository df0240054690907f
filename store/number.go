package store

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"rasid/arabic"
)

// An articleNumber is the number by which an outlet knows an article, found in an address whose other words may be
// edited along with the headline ("/world/1713452-قمة-كيم", "/story/1590123/قمة-كيم").
type articleNumber struct {
	n     int64  // 0 = none
	frame string // host and what stands before the number: under another frame the number counts other things
	glued bool   // in one piece with the words
}

// The least and most digits of an article's number. What is shorter counts things, and years.
const (
	leastDigits = 5
	mostDigits  = 10
)

// numberIn finds the article's number in a canonical address. It finds none where two numbers could be it, where the
// number may be a date or a round sum, and where no words stand beside it that an edit could change.
func numberIn(address string) (found articleNumber) {
	u, err := url.Parse(address)
	if err != nil {
		return found
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	last := len(parts) - 1
	parts[last] = strings.TrimSuffix(parts[last], path.Ext(parts[last]))
	at, digits := -1, ""
	for i, p := range parts {
		words := slugWords(p)
		for k, w := range words {
			if !plausible(w) {
				continue
			}
			if at >= 0 || k > 0 && k < len(words)-1 {
				return articleNumber{} // which of them, or a sum within the headline
			}
			at, digits = i, w
		}
	}
	if at < 0 {
		return found
	}
	before := parts[:at]
	words := slugWords(parts[at])
	found.glued = len(words) > 2
	switch {
	case found.glued:
	case len(words) == 2: // "a-69012345": a letter of the kind belongs to the frame
		rest := strings.Trim(strings.Replace(parts[at], digits, "", 1), "-_")
		if len(rest) > 2 {
			found.glued = true
			break
		}
		before = append(slices.Clone(withoutSlug(before)), rest)
	case at < last && isSlug(parts[last]):
	case at == last && at > 0 && isSlug(parts[at-1]):
		before = withoutSlug(before)
	default:
		return articleNumber{} // nothing beside it: the address is the same as long as the number is
	}
	found.n, _ = strconv.ParseInt(digits, 10, 64)
	found.frame = strings.ToLower(u.Host) + "/" + strings.Join(before, "/")
	return found
}

func slugWords(segment string) []string {
	return strings.FieldsFunc(segment, func(r rune) bool { return r == '-' || r == '_' || r == ' ' || r == '+' })
}

// isSlug reports whether a part of a path is a headline and not the name of a section.
func isSlug(segment string) bool { return len(slugWords(segment)) >= 3 }

func withoutSlug(parts []string) []string {
	if n := len(parts); n > 0 && isSlug(parts[n-1]) {
		return parts[:n-1]
	}
	return parts
}

// plausible reports whether a word of an address may be an article's number: no date, no round sum.
func plausible(w string) bool {
	if len(w) < leastDigits || len(w) > mostDigits || strings.Trim(w, "0123456789") != "" || w[0] == '0' || strings.HasSuffix(w, "000") {
		return false
	}
	layouts := map[int][]string{6: {"200601", "012006", "020106", "060102", "010206"}, 8: {"20060102", "02012006", "01022006"}}
	return !slices.ContainsFunc(layouts[len(w)], func(layout string) bool {
		t, err := time.Parse(layout, w)
		return err == nil && t.Year() >= 1970 && t.Year() < 2070
	})
}

// numberSpan is the most that may lie between two publications of one article.
const numberSpan = 14 * 24 * time.Hour

// same reports whether two addresses with their headlines are one article: the same number under the same frame, and
// words of the headline in common, because a number in an address may also be that of a dossier or a sum in the headline.
func (a articleNumber) same(b articleNumber, titleA, titleB string) bool {
	if a != b || a.n == 0 {
		return false
	}
	x, y, shared := sharedStems(titleA, titleB)
	number := strconv.FormatInt(a.n, 10)
	if slices.Contains(x, number) || slices.Contains(y, number) {
		return false
	}
	if a.glued {
		return shared >= min(2, len(x), len(y)) && shared > 0
	}
	return shared > 0 && 2*shared >= min(len(x), len(y))
}

// sameItem reports whether one of a listing is the entry that has its key under another address. A source may give the
// key of its first place to whatever stands there, so it must be of the same time too or have half the words of the
// headline in common.
func (w *writer) sameItem(k known, h heard) (bool, error) {
	var title string
	var published int64
	err := w.row(`SELECT title, published FROM listing JOIN entry ON id = entry WHERE entry = ?`, k.id).Scan(&title, &published)
	if err != nil {
		return false, err
	}
	x, y, shared := sharedStems(title, h.Title)
	return published != 0 && published == ms(h.Published) || 2*shared >= min(len(x), len(y)), nil
}

// sharedStems returns the stems of two headlines and how many they have in common.
func sharedStems(a, b string) (x, y []string, shared int) {
	x, y = headlineStems(a), headlineStems(b)
	for _, w := range x {
		if slices.Contains(y, w) {
			shared++
		}
	}
	return x, y, shared
}

// headlineStems are the different stems of a headline without stop words.
func headlineStems(title string) []string {
	var all []string
	for _, w := range arabic.Words(title) {
		if s := arabic.Stem(w); !arabic.Stop(w) && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

const knownByNumber = `SELECT entry.id, entry.address, said, source, disposition IN ('unread', 'wanted'), listing.url, listing.title,
	iif(published = 0 OR ?2 = 0, seen, published)
	FROM entry JOIN listing ON listing.entry = entry.id WHERE number = ?1 ORDER BY entry.id`

// sameNumber returns the entry that one of a listing is by its outlet's number; here are the addresses of that listing.
func (w *writer) sameNumber(h heard, here map[int64]bool) (k known, found bool, err error) {
	number := numberIn(h.URL)
	if number.n == 0 {
		return k, false, nil
	}
	rows, err := w.rows(knownByNumber, number.n, ms(h.Published))
	if err != nil {
		return k, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var url, title string
		var when int64
		if err := rows.Scan(&k.id, &k.address, &k.said, &k.source, &k.unread, &url, &title, &when); err != nil {
			return k, false, err
		}
		near := cmp.Or(ms(h.Published), ms(h.Seen))-when < numberSpan.Milliseconds()
		if near && !here[k.address] && !here[digits64(url)] && number.same(numberIn(url), title, h.Title) {
			return k, true, nil
		}
	}
	return k, false, rows.Err()
}
