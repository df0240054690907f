package arabic

import "unicode"

// asciiFold maps ASCII to its folded form: letters lower, control characters but the new line to spaces.
var asciiFold = func() (t [128]byte) {
	for c := range t {
		switch {
		case c >= 'A' && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		case c == '\n' || c >= ' ' && c < 0x7F:
			t[c] = byte(c)
		default:
			t[c] = ' '
		}
	}
	return t
}()

// arabicFold maps U+0600+i to its folded form; 0 = dropped.
var arabicFold = func() (t [256]uint16) {
	for i := range t {
		r := rune(0x600 + i)
		if unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		t[i] = uint16(r)
	}
	t[Tatweel-0x600] = 0
	for to, from := range shapes {
		for _, r := range from {
			t[r-0x600] = uint16(to)
		}
	}
	for d := range uint16(10) {
		t[0x60+d], t[0xF0+d] = '0'+d, '0'+d
	}
	t[Percent-0x600], t[Decimal-0x600], t[Thousands-0x600] = '%', '.', ','
	return t
}()

// arabicBytes holds the UTF-8 of arabicFold for the letters that need no look at what stands before them; zero for
// the others.
var arabicBytes = func() (t [256][2]byte) {
	for i, to := range arabicFold {
		if to < 0x80 || to == Waw || to == Hamza || rune(0x600+i) == YehHamza {
			continue
		}
		t[i] = [2]byte{0xC0 | byte(to>>6), 0x80 | byte(to&0x3F)}
	}
	return t
}()

// arabicLetter says whether U+0600+i is a letter.
var arabicLetter = func() (t [256]bool) {
	for i := range t {
		r := rune(0x600 + i)
		t[i] = unicode.IsLetter(r) && r != Tatweel
	}
	return t
}()

// shapes lists the letters that are written for another one. High hamza forms (U+0675…U+0678) count by
// their seat.
var shapes = map[rune][]rune{
	Alef:  {AlefMadda, AlefHamza, AlefBelow, AlefWasla, 0x672, 0x673, 0x675},
	Waw:   {WawHamza, 0x676, 0x677, 0x6C4, 0x6C5, 0x6C6, 0x6C7, 0x6C8, 0x6C9, 0x6CA, 0x6CB, 0x6CF},
	Yeh:   {YehHamza, AlefMaksura, FarsiYeh, YehBarree, 0x620, 0x63D, 0x63E, 0x63F, 0x678, 0x6CD, 0x6CE, 0x6D0, 0x6D1, 0x6D3},
	Heh:   {TehMarbuta, HehDoachash, HehGoal, Ae, 0x6C0, 0x6C2, 0x6C3, 0x6FF},
	Beh:   {Peh, 0x66E, 0x67B, 0x680},
	Teh:   {0x679, 0x67A, 0x67C, 0x67D},
	Theh:  {0x67F},
	Jeem:  {Tcheh, Jeh, 0x683, 0x684, 0x687, 0x6BF},
	Hah:   {0x681, 0x682, 0x685},
	Dal:   {0x688, 0x689, 0x68A, 0x68B, 0x68D, 0x690, 0x6EE},
	Thal:  {0x68C, 0x68E, 0x68F},
	Reh:   {0x691, 0x692, 0x693, 0x694, 0x695, 0x696, 0x697, 0x6EF},
	Zain:  {0x699},
	Seen:  {0x69A, 0x69B, 0x69C},
	Sheen: {0x6FA},
	Sad:   {0x69D, 0x69E},
	Dad:   {0x6FB},
	Tah:   {0x69F},
	Ain:   {0x6A0},
	Ghain: {0x6FC},
	Feh:   {Veh, 0x6A1, 0x6A2, 0x6A3, 0x6A5, 0x6A6},
	Qaf:   {QafThree, 0x66F, 0x6A7},
	Kaf:   {Keheh, KafSwash, Ng, Gaf, 0x63B, 0x63C, 0x6AB, 0x6AC, 0x6AE, 0x6B0, 0x6B1, 0x6B2, 0x6B3, 0x6B4},
	Lam:   {0x6B5, 0x6B6, 0x6B7, 0x6B8},
	Noon:  {0x6B9, 0x6BA, 0x6BB, 0x6BC, 0x6BD},
	Hamza: {0x674, 0x6FD},
}
