package fetch

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// TestUnicoded reads one Arabic text in the encodings of the field, declared rightly, wrongly and not at all.
func TestUnicoded(t *testing.T) {
	const prose = "أعلن الرئيس الكوري الشمالي كيم جونغ أون اليوم أن بلاده مستعدة لعقد قمة جديدة مع موسكو"
	page := func(head string) string { return head + "<p>" + prose + "</p>" }
	write := func(e encoding.Encoding, s string) []byte {
		b, err := e.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	utf16 := func(order unicode.Endianness, bom unicode.BOMPolicy) encoding.Encoding {
		return unicode.UTF16(order, bom)
	}
	const xml1256, xml8, meta1256 = `<?xml version="1.0" encoding="windows-1256"?>`, `<?xml version="1.0" encoding="UTF-8"?>`, `<meta charset="windows-1256">`
	cases := []struct {
		name        string
		data        []byte
		contentType string
		want        string
	}{
		{"UTF-8", []byte(page("")), "", "utf-8"},
		{"UTF-8 with mark", []byte("\uFEFF" + page("")), "", "utf-8"},
		{"UTF-8 declared windows-1256", []byte(page(xml1256)), "text/xml; charset=windows-1256", "utf-8"},
		{"1256 by header", write(charmap.Windows1256, page("")), "text/xml; charset=windows-1256", "windows-1256"},
		{"1256 by declaration", write(charmap.Windows1256, page(xml1256)), "", "windows-1256"},
		{"1256 by meta", write(charmap.Windows1256, page(meta1256)), "text/html", "windows-1256"},
		{"1256 undeclared", write(charmap.Windows1256, page("")), "", "windows-1256"},
		{"1256 declared UTF-8", write(charmap.Windows1256, page(xml8)), "", "windows-1256"},
		{"1256 declared UTF-8 in the header", write(charmap.Windows1256, page("")), "text/html; charset=utf-8", "windows-1256"},
		{"1256 behind a UTF-8 mark", append([]byte("\uFEFF"), write(charmap.Windows1256, page(""))...), "", "windows-1256"},
		{"ISO-8859-6 declared", write(charmap.ISO8859_6, page("")), "text/html; charset=iso-8859-6", "iso-8859-6"},
		{"ISO-8859-6 undeclared", write(charmap.ISO8859_6, page("")), "", "iso-8859-6"},
		{"UTF-16 with mark", write(utf16(unicode.LittleEndian, unicode.UseBOM), page("")), "", "utf-16le"},
		{"UTF-16 big-endian with mark", write(utf16(unicode.BigEndian, unicode.UseBOM), page("")), "", "utf-16be"},
		{"UTF-16 without mark", write(utf16(unicode.LittleEndian, unicode.IgnoreBOM), "<html><head><title>x</title></head><body>"+page("")), "", "utf-16le"},
		{"UTF-8 declared UTF-16", []byte(page(`<?xml version="1.0" encoding="UTF-16"?>`)), "", "utf-8"},
		{"unknown name", []byte(page("")), "text/html; charset=klingon", "utf-8"},
	}
	for _, c := range cases {
		got, name := unicoded(c.data, c.contentType)
		if name != c.want || !strings.Contains(string(got), prose) {
			t.Errorf("%s: %s: %.80q", c.name, name, got)
		}
	}
	if got, name := unicoded([]byte(prose+"\xff"+prose), ""); name != "utf-8" || string(got) != prose+"\uFFFD"+prose {
		t.Errorf("one broken byte: %s %q", name, got)
	}
	if got, name := unicoded(nil, ""); name != "utf-8" || len(got) != 0 {
		t.Errorf("nothing: %s %q", name, got)
	}
}
