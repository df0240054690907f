package arabic

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"pgregory.net/rapid"
)

// alphabet holds what Arabic news text is made of, and what makes trouble in it.
var alphabet = []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئٱ" + "ـًٌٍَُِّْٰ" + "پچژگڤکیہۀڨڭ" + "،؛؟۔٪٫٬٠١٢٣۴۵" +
	"\u200b\u200c\u200d\u200e\u200f\u202e\u2066\u2069\ufeff\u061c\u00ad\u00a0" + "ﻛﻮﷲﷺﷻﹰﹱﱞ" + "abcXYZ019" + " \n\t.,:;'\"_-/()[]«»“”‘’…–·" +
	"éüßİſςж中カ한👍🇸🇦\u0301\u093f\u0489\u2044½²㌖\U000E0041\ufffd")

func text(t *rapid.T) string {
	return rapid.OneOf(
		rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 40, -1),
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	).Draw(t, "s")
}

func checkFold(t interface{ Fatalf(string, ...any) }, s string) {
	f := Fold(s)
	if !utf8.ValidString(f) {
		t.Fatalf("Fold(%q) = %q is not valid UTF-8", s, f)
	}
	if again := Fold(f); again != f {
		t.Fatalf("Fold(%q) = %q, but folded again it is %q", s, f, again)
	}
	if len(f) > maxGrowth*len(s) {
		t.Fatalf("Fold(%q) has %d bytes, the text %d", s, len(f), len(s))
	}
	marks := 0
	for _, r := range f {
		if unicode.Is(unicode.M, r) {
			marks++
		} else {
			marks = 0
		}
		if marks > maxMarks {
			t.Fatalf("Fold(%q) = %q has more than %d marks on a letter", s, f, maxMarks)
		}
		if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && r != '\n' {
			t.Fatalf("Fold(%q) = %q holds %U", s, f, r)
		}
	}
	checkWords(t, s, f)
}

func checkWords(t interface{ Fatalf(string, ...any) }, s, f string) {
	got := Words(s)
	if want := Words(f); !slices.Equal(got, want) {
		t.Fatalf("Words(%q) = %q, but of the folded %q", s, got, want)
	}
	if want := reference(f); !slices.Equal(got, want) {
		t.Fatalf("Words(%q) = %q, but UAX #29 gives %q", s, got, want)
	}
	start := 0
	for i, tok := range Tokens(s) {
		// One character may decompose into several words, so that spans may be equal, but never go back.
		if tok.Fold != got[i] || tok.Surface != s[tok.Start:tok.End] || tok.Start < start || tok.Surface == "" {
			t.Fatalf("Tokens(%q)[%d] = %+v, but the word is %q and the one before begins at %d", s, i, tok, got[i], start)
		}
		if start = tok.Start; !strings.Contains(Fold(tok.Surface), tok.Fold) {
			t.Fatalf("Tokens(%q)[%d] = %+v: the surface does not fold to the word", s, i, tok)
		}
	}
}

// reference returns the words of the folded text f by the full algorithm, without the short cuts.
func reference(f string) (out []string) {
	for it := words.FromString(f); it.Next(); {
		segment(f, it.Start(), it.End(), func(from, to int) { out = append(out, f[from:to]) })
	}
	return out
}

func TestFoldProperties(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r == 0x323B0 { // the rest but the tags is unassigned or private
			r = 0xE0000
		}
		if s := string(r); utf8.ValidRune(r) && r < 0xF0000 {
			checkFold(t, s+"ب"+s+"و1"+s+"a"+s)
		}
	}
	rapid.Check(t, func(t *rapid.T) { checkFold(t, text(t)) })
}

func TestSentencesAreSlices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkSentences(t, text(t)) })
}

// checkSentences sees that nothing but blanks is lost between the sentences.
func checkSentences(t interface{ Fatalf(string, ...any) }, s string) {
	rest := s
	for _, one := range Sentences(s) {
		i := strings.Index(rest, one)
		if one == "" || i < 0 || strings.TrimSpace(rest[:i]) != "" {
			t.Fatalf("Sentences(%q) gives %q, left was %q", s, one, rest)
		}
		rest = rest[i+len(one):]
	}
	if strings.TrimSpace(rest) != "" {
		t.Fatalf("Sentences(%q) leaves out %q", s, rest)
	}
}

func TestStemProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, w := range Words(text(t)) {
			checkStem(t, w)
		}
	})
}

func checkStem(t interface{ Fatalf(string, ...any) }, w string) {
	s := Stem(w)
	if !strings.Contains(w, s) || len(s) < min(len(w), 3*letterSize) {
		t.Fatalf("Stem(%q) = %q", w, s)
	}
	if n := Name(w); n == "" && w != "" || !utf8.ValidString(n) {
		t.Fatalf("Name(%q) = %q", w, n)
	}
}

func checkLine(t interface{ Fatalf(string, ...any) }, s string) {
	c := Clean(s, 300)
	if again := Clean(c, 300); again != c || !utf8.ValidString(c) || utf8.RuneCountInString(c) > 300 {
		t.Fatalf("Clean(%q) = %q, again %q", s, c, again)
	}
	i := strings.TrimSuffix(strings.TrimPrefix(Isolate(s), string(firstIsolate)), string(popIsolate))
	for _, line := range []string{c, i} {
		if strings.ContainsFunc(line, func(r rune) bool { return isHidden(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
			t.Fatalf("control or bidi characters are left of %q in %q", s, line)
		}
	}
}

func TestCleanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkLine(t, text(t)) })
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "كوريا الشماليّة: «بيونغ يانغ» 3.5٪", "#عاصي_الحلاني أ.ف.ب. CNN.com 2018م", "رءوس مسئول ئءو ءءءو", "a\u0301\u093f中 1,2'3", "\xff\xd8\xd9ا",
		strings.Repeat("ﷺ", 20), "د. محمد قال.ثم «نعم. لا» ٣٫٥"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkFold(t, s)
		checkSentences(t, s)
		checkLine(t, s)
		for _, w := range Words(s) {
			checkStem(t, w)
		}
		if x := Share(s); x < 0 || x > 1 {
			t.Fatalf("Share(%q) = %v", s, x)
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"4 مارس/آذار 2026 - 10:30 ص", "منذ ساعة و20 دقيقة", "Wed, 04 Mar 2026 10:30:00 +0400", "2026-03-04T10:30:00.5Z", "1447/09/15هـ", "أمس 14:30 بتوقيت القاهرة"} {
		f.Add(s)
	}
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := Date(s, now, time.UTC)
		if ok != !d.IsZero() || ok && (d.Year() < firstYear || d.After(now.Add(tolerance)) || d.Location() != time.UTC) {
			t.Fatalf("Date(%q) = %v, %v", s, d, ok)
		}
	})
}
