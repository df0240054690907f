package arabic

import "unicode/utf8"

// Name returns the key under which the spellings of one loan name fall together: one letter for the ways to
// write g (جونغ, جونج, جونق, غ ق ك), for t, s and z, long vowels within the word dropped (بوتين, بوتن; سيول,
// سيئول, سول), doubled letters single. A first and a last vowel stay, and so does a yeh before an alef, so
// that كوريا, كور and غينيا, غانا are apart.
//
// The key is coarse: it brings unlike native words together (قمر, جمر) and is for words already believed to be
// names. A word with nothing but vowels is its own key.
func Name(folded string) string {
	var buf [64]byte
	out := buf[:0]
	rs := []rune(folded)
	for i, r := range rs {
		next := rune(0)
		if i+1 < len(rs) {
			next = rs[i+1]
		}
		r = nameLetter(r, i == len(rs)-1)
		last, _ := utf8.DecodeLastRune(out)
		switch {
		case r == Hamza, r == last && i > 0:
			continue
		case i == 0 || next == 0:
		case r == Yeh && (next == Alef || next == Heh && i+2 == len(rs)): // يا, and يه at the end
		case r == Alef, r == Waw, r == Yeh:
			continue
		}
		out = utf8.AppendRune(out, r)
	}
	if utf8.RuneCount(out) < 2 {
		return folded
	}
	return string(out)
}

// nameLetter returns the letter that stands for r in a Name.
func nameLetter(r rune, last bool) rune {
	switch r {
	case Ghain, Qaf, Kaf:
		return Jeem
	case Tah:
		return Teh
	case Sad:
		return Seen
	case Zah, Thal:
		return Zain
	case Dad:
		return Dal
	case Heh:
		if last {
			return Alef // روسيه, روسيا
		}
	}
	return r
}

// Split returns the known words of which the folded word is run together (كورياالشماليه, بيونغيانغ), fewest
// first and longest first among equals, or nil if it is none. Parts have at least three letters. The time is
// bounded: words of more than 40 letters are not tried.
func Split(folded string, known func(string) bool) []string {
	const minPart, maxWord = 3, 40
	n := len(folded)
	if n < 4*minPart || n > 2*maxWord || arabicRun(folded) != n {
		return nil
	}
	// cost[i] is the least number of known words that make up folded[i:], from[i] the end of the first.
	var cost, end [2*maxWord + 1]int
	for i := n - 2; i >= 0; i -= 2 {
		for j := n; j >= i+2*minPart; j -= 2 {
			if i == 0 && j == n || j < n && cost[j] == 0 || !known(folded[i:j]) {
				continue
			}
			if c := cost[j] + 1; cost[i] == 0 || c < cost[i] {
				cost[i], end[i] = c, j
			}
		}
	}
	if cost[0] == 0 {
		return nil
	}
	var parts []string
	for i := 0; i < n; i = end[i] {
		parts = append(parts, folded[i:end[i]])
	}
	return parts
}
