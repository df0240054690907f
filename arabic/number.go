package arabic

// A Number is a number that folded words say.
type Number struct {
	Value      float64 // above 0
	Ordinal    bool    // the fifth, not five
	Start, End int     // words[Start:End] say it
}

// Numbers returns the numbers that folded words (see Words) say, in their order, in digits, in words and in both: "21", "واحد وعشرون",
// "3 آلاف", "ثلاثة آلاف وخمسمئة", "2.5 مليون", "مليونين ونصف المليون", "الخامس والعشرون".
//
// What stands together as one number is written is one: units before tens, hundreds before both, each scale before lower ones, parts joined by و.
// What is told between two numbers parts them: "خمسة قتلى وعشرون جريحا" are two. No numbers are, since they as often are none: واحد alone, the
// first two ordinals without article, مئات and آلاف that nothing counts, المئة of percentages, and the days of the week.
func Numbers(words []string) []Number {
	var all []Number
	for i := 0; i < len(words); {
		n := numberAt(words, i)
		if n.End == i {
			i++
			continue
		}
		all = append(all, n)
		i = n.End
	}
	return all
}

// numberAt returns the number that begins at word i; it ends where it begins if there is none.
func numberAt(words []string, i int) Number {
	r := numberReader(words)
	first := readNumberWord(words[i])
	n := Number{Start: i, End: i}
	switch first.kind {
	case notNumeral:
	case kindFirst, kindOrdinal:
		n.Ordinal = true
		n.Value, n.End = r.ordinal(i)
	default:
		n.Value, n.End = r.cardinal(i)
		if n.End == i+1 && first.kind == kindUnit && first.value == 1 {
			n.End = i // واحد
		}
	}
	return n
}

// A numberReader reads the numbers of folded words. Each of its methods returns the value of what begins at word i and where it
// ends, which is i if nothing does.
type numberReader []string

// word reads word i, with a و before it that stands alone (و 200).
func (r numberReader) word(i int) (w numberWord) {
	joined := i+1 < len(r) && r[i] == "و"
	if joined {
		i++
	}
	if i < len(r) {
		w = readNumberWord(r[i])
	}
	w.joined = w.joined || joined
	w.end = i + 1
	return w
}

// goesOn reports whether a word may be the next part of a number that و joins.
func (w numberWord) goesOn() bool { return w.kind != notNumeral && w.joined && !w.bound }

// counted reports whether a word, which is no part of its own, may be what the number before it counts: a hundred, a scale.
func (w numberWord) counted() bool { return !w.joined && !w.definite && !w.bound }

func (r numberReader) ordinal(i int) (float64, int) {
	first := r.word(i)
	next := r.word(first.end)
	switch {
	case first.kind == kindOrdinal && first.value < 10 && next.kind == kindTen && next.counted():
		return first.value + 10, next.end
	case first.kind == kindOrdinal && first.value < 10 && next.kind == kindTens && next.goesOn() && next.definite == first.definite:
		return first.value + next.value, next.end
	case first.definite || first.value > 2:
		return first.value, first.end
	}
	return 0, i
}

// cardinal reads a whole number: terms of ever lower scales, and a fraction of the last.
func (r numberReader) cardinal(i int) (float64, int) {
	value, end, scale := r.term(i)
	first := r.word(i)
	pair := first.kind == kindBoth && end == first.end
	for scale > 1 {
		next := r.word(end)
		if !next.goesOn() {
			break
		}
		if next.kind == kindFraction {
			value, end = value+next.value*scale, next.end
			if of := r.word(end); of.kind == kindScale && of.value == scale && !of.joined && !of.bound {
				end = of.end // مليون ونصف المليون
			}
			scale = 1
		} else {
			more, to, lower := r.term(end)
			if to == end || more >= scale {
				break
			}
			value, end, scale = value+more, to, lower
		}
		if pair { // ألفا ومئة are 1100: in a pair the noon would stand before و
			value, pair = value-first.value, false
		}
	}
	return value, end
}

// term reads a number below a thousand with the scale behind it, or a scale alone; scale is 1 where there is none.
func (r numberReader) term(i int) (value float64, end int, scale float64) {
	first := r.word(i)
	switch first.kind {
	case kindFraction:
		if of := r.word(first.end); of.kind == kindScale && !of.joined && !of.bound {
			return first.value * of.value, of.end, 1
		}
		return 0, i, 1
	case kindScale:
		value, end, scale = first.value, first.end, first.value
	case kindPair, kindBoth:
		value, end, scale = 2*first.value, first.end, first.value
	default:
		value, end = r.hundreds(i)
		scale = 1
	}
	for end > i {
		next := r.word(end)
		isScale := next.kind == kindScale || next.kind == kindScales || next.kind == kindBoth
		if !isScale || !next.counted() || value >= next.value {
			break
		}
		if first.kind == kindDigits && scale == 1 {
			value = first.scaled
		}
		value, end, scale = value*next.value, next.end, next.value
	}
	return value, end, scale
}

// hundreds reads digits or a number below a thousand.
func (r numberReader) hundreds(i int) (value float64, end int) {
	first := r.word(i)
	switch next := r.word(first.end); {
	case first.kind == kindDigits:
		return first.value, first.end
	case first.kind == kindHundred, first.kind == kindHundreds:
		value, end = first.value, first.end
	case first.kind == kindUnit && first.value > 2 && next.kind == kindHundred && next.counted():
		value, end = first.value*next.value, next.end
	default:
		return r.small(i)
	}
	next := r.word(end)
	if !next.goesOn() {
		return value, end
	}
	if next.kind == kindDigits && next.value < 100 {
		return value + next.value, next.end
	}
	more, to := r.small(end)
	if to == end {
		return value, end
	}
	return value + more, to
}

// small reads a number below a hundred.
func (r numberReader) small(i int) (float64, int) {
	first := r.word(i)
	next := r.word(first.end)
	unit := first.kind == kindUnit || first.kind == kindOne
	switch {
	case unit && next.kind == kindTen && next.counted():
		return first.value + next.value, next.end
	case unit && next.kind == kindTens && next.goesOn() && next.definite == first.definite:
		return first.value + next.value, next.end
	case first.kind == kindUnit, first.kind == kindTen, first.kind == kindTens:
		return first.value, first.end
	}
	return 0, i
}
