package arabic

import (
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"", 10, ""}, {"كوريا", 0, ""}, {"كوريا", 5, "كوريا"}, {"كوريا", 4, "كور…"}, {"كوريا الشمالية", 7, "كوريا…"},
		{"  عنوان\r\nBcc: x@y \t z ", 50, "عنوان Bcc: x@y z"}, {"\u202eعنوان\u2066 a\u2069\u200f", 50, "عنوان a"}, {"\x1b[31mأحمر\x00", 50, "[31mأحمر"},
		{"می\u200cشود", 50, "می\u200cشود"}, {"e\u0301", 50, "é"}, {"{{.}} <script>", 50, "{{.}} <script>"}, {"\ufeffخبر", 9, "خبر"}, {"a\xffb", 9, "a\ufffdb"},
		{"ا" + strings.Repeat("\u0651", 100), 50, "ا" + strings.Repeat("\u0651", maxMarks)}, {strings.Repeat("خ", 200_000), 3, "خخ…"},
	} {
		if got := Clean(c.in, c.max); got != c.want {
			t.Errorf("Clean(%.40q, %d) = %q, want %q", c.in, c.max, got, c.want)
		}
	}
}

func TestIsolate(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "\u2068\u2069",
		"العربية":                     "\u2068العربية\u2069",
		"\u202eabc\u2069\x1b[2J\nدول": "\u2068abc[2J دول\u2069",
	} {
		if got := Isolate(in); got != want {
			t.Errorf("Isolate(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestShare(t *testing.T) {
	for in, want := range map[string]float64{"": 0, "123 !": 0, "كوريا": 1, "abcde": 0, "كوريا abcde": 0.5, "كُورِيَا ـــ abcde 123": 0.5, "Москва": 0, "ﻛﻮﺭﻳﺎ": 1} {
		if got := Share(in); got != want {
			t.Errorf("Share(%q) = %v, want %v", in, got, want)
		}
	}
}
