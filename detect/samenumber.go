package detect

import (
	"math"
	"strings"
	"time"

	"rasid/arabic"
)

// A piece of a text is a word or a number, which may have several words.
type piece struct {
	words   []string // folded, one at least
	number  float64  // that they say, 0 = it is a word
	ordinal bool     // of the number: the fifth is not five
}

// pieces returns what folded words say, in their order.
func pieces(words []string) []piece {
	out := make([]piece, 0, len(words))
	at := 0
	plain := func(to int) {
		for ; at < to; at++ {
			out = append(out, piece{words: words[at : at+1]})
		}
	}
	for _, n := range arabic.Numbers(words) {
		plain(n.Start)
		out = append(out, piece{words[n.Start:n.End], n.Value, n.Ordinal})
		at = n.End
	}
	plain(len(words))
	return out
}

// key returns what a piece is compared by: of a number its value, however it is written, of a word its skeleton.
func (p piece) key() uint64 {
	switch {
	case p.number == 0:
		return skeleton(p.words[0])
	case p.ordinal:
		return ^numberKey(p.number)
	}
	return numberKey(p.number)
}

// numberKey returns the key of a number.
func numberKey(value float64) uint64 { return mix(math.Float64bits(value)) }

// keysOf returns the keys of pieces, in their order.
func keysOf(all []piece) []uint64 {
	keys := make([]uint64, len(all))
	for i, p := range all {
		keys[i] = p.key()
	}
	return keys
}

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

// numbersIn returns the keys of the numbers above one that texts say, ascending, without ordinals and what may be a year.
func numbersIn(texts ...[]string) (keys []uint64) {
	for _, words := range texts {
		for _, n := range arabic.Numbers(words) {
			if v := n.Value; v > 1 && !n.Ordinal && (v < 1900 || v > 2100) {
				keys = append(keys, numberKey(v))
			}
		}
	}
	return set(keys)
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
