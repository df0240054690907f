package detect

import (
	"slices"
	"strings"
	"time"
)

// alignWords is how many words and numbers of a text are laid beside another's.
const alignWords = 600

// A change is a run of words of one text that stands where another run stands in the other.
type change struct{ a, b span }

// A span is words[from:to].
type span struct{ from, to int }

func (s span) len() int { return s.to - s.from }

// changes lays two lists of words beside each other by their longest common subsequence and returns where
// they differ, in order.
func changes(a, b []uint64) (out []change) {
	a, b = a[:min(len(a), alignWords)], b[:min(len(b), alignWords)]
	width := len(b) + 1
	best := make([]uint16, (len(a)+1)*width) // of a[i:], b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		row, below := best[i*width:], best[(i+1)*width:]
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				row[j] = below[j+1] + 1
			} else {
				row[j] = max(below[j], row[j+1])
			}
		}
	}
	var open change
	end := func(i, j int) {
		open.a.to, open.b.to = i, j
		if open.a.len()+open.b.len() > 0 {
			out = append(out, open)
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			end(i, j)
			i, j = i+1, j+1
			open = change{span{i, i}, span{j, j}}
		case best[(i+1)*width+j] >= best[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	end(len(a), len(b))
	return out
}

// shortChange is the most words a change may have on either side to be one thing put in place of another.
const shortChange = 4

// A clash says what two nearly equal texts say differently in the same place.
type clash struct {
	numbers  int // other numbers
	ordinals int // other ordinals: the fifth, the sixth
	days     int // other days of the week
	names    int // other rare words that are not spellings of each other
	same     int // words and numbers in common, in their order
}

// clashes returns how two texts contradict each other. rare says whether a folded word is rare enough to be a name.
func clashes(a, b []piece, rare func(string) bool) clash {
	x, y := keysOf(a), keysOf(b)
	c := clash{same: min(len(x), alignWords)}
	for _, ch := range changes(x, y) {
		c.same -= ch.a.len()
		if ch.a.len() == 0 || ch.b.len() == 0 || ch.a.len() > shortChange || ch.b.len() > shortChange {
			continue
		}
		c.compare(a[ch.a.from:ch.a.to], b[ch.b.from:ch.b.to], rare)
	}
	return c
}

// compare adds what one change says.
func (c *clash) compare(a, b []piece, rare func(string) bool) {
	x, y := sayingOf(a, rare), sayingOf(b, rare)
	c.numbers += differ(x.numbers, y.numbers)
	c.ordinals += differ(x.ordinals, y.ordinals)
	c.days += differ(x.days, y.days)
	if len(x.names) > 0 && len(y.names) > 0 && !anySpelling(x.names, y.names) {
		c.names++
	}
}

// A saying is what the pieces of one text say that those of another may contradict.
type saying struct {
	numbers, ordinals []float64
	days              []time.Weekday
	names             []string
}

func sayingOf(all []piece, rare func(string) bool) (s saying) {
	for _, p := range all {
		w := p.words[0]
		day, isDay := weekday(w)
		switch {
		case p.ordinal:
			s.ordinals = append(s.ordinals, p.number)
		case p.number > 0:
			s.numbers = append(s.numbers, p.number)
		case isDay:
			s.days = append(s.days, day)
		case rare(w):
			s.names = append(s.names, w)
		}
	}
	return s
}

// differ returns 1 when both lists say something and share nothing.
func differ[T comparable](a, b []T) int {
	if len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(v T) bool { return slices.Contains(b, v) }) {
		return 0
	}
	return 1
}

// anySpelling reports whether some word of a is some word of b spelled otherwise, or all of a together all of b
// (بيونغ يانغ, بيونغيانغ).
func anySpelling(a, b []string) bool {
	if len(a) != len(b) && spelling(strings.Join(a, ""), strings.Join(b, "")) {
		return true
	}
	for _, x := range a {
		for _, y := range b {
			if spelling(x, y) {
				return true
			}
		}
	}
	return false
}

// spelling reports whether two folded words may be one: their letters without weak ones differ in at most a
// third of the longer.
func spelling(a, b string) bool {
	x, y := letters(a), letters(b)
	n := max(len(x), len(y))
	return 3*distance(x, y) <= n
}

// letters returns the bones of a word.
func letters(w string) (out []rune) {
	for _, r := range w {
		if r = bones(r); r != 0 {
			out = append(out, r)
		}
	}
	return out
}

// distance is the edit distance of Levenshtein.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		last := row[0]
		row[0] = i + 1
		for j, y := range b {
			sub := last
			if x != y {
				sub++
			}
			last = row[j+1]
			row[j+1] = min(sub, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
