package fetch

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

func TestCanonical(t *testing.T) {
	const base = "https://www.alarabiya.net/arab/rss.xml"
	cases := []struct{ raw, base, want string }{
		{"https://www.aljazeera.net/news/2026/3/4/kim", "", "https://www.aljazeera.net/news/2026/3/4/kim"},
		{" \n https://aawsat.com/a/1 \u00a0", "", "https://aawsat.com/a/1"},
		{"HTTPS://WWW.Example.COM:443/A", "", "https://www.example.com/A"},
		{"http://example.com:80", "", "http://example.com/"},
		{"http://example.com:8080/a", "", "http://example.com:8080/a"},
		{"http://user:secret@example.com/a#top", "", "http://example.com/a"},

		// Arabic paths: raw, escaped in small letters, escaped in capitals are one.
		{"https://shafaq.com/ar/كل-الأخبار", "", "https://shafaq.com/ar/%D9%83%D9%84-%D8%A7%D9%84%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"},
		{"https://shafaq.com/ar/%d9%83%d9%84-%d8%a7%d9%84%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1", "", "https://shafaq.com/ar/%D9%83%D9%84-%D8%A7%D9%84%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"},
		{"https://example.com/?q=كيم", "", "https://example.com/?q=%D9%83%D9%8A%D9%85"},
		{"https://example.com/%61%2D%7e", "", "https://example.com/a-~"},
		{"https://example.com/100%", "", "https://example.com/100%25"},
		{"https://موقع.وزارة-الاتصالات.مصر/خبر", "", "https://xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c/%D8%AE%D8%A8%D8%B1"},

		// Tracking.
		{"https://arabic.rt.com/a/1?utm_source=rss&utm_medium=feed", "", "https://arabic.rt.com/a/1"},
		{"https://www.dw.com/ar/a-1?maca=ar-rss-ar-all-1493-rdf", "", "https://www.dw.com/ar/a-1"},
		{"https://www.bbc.com/arabic/a?at_medium=RSS&at_campaign=KARANGA", "", "https://www.bbc.com/arabic/a"},
		{"https://www.france24.com/ar/a?xtor=RSS-1&id=5", "", "https://www.france24.com/ar/a?id=5"},
		{"https://www.aljazeera.net/a?traffic_source=rss", "", "https://www.aljazeera.net/a"},
		{"https://example.com/a?id=3&page=2&fbclid=x", "", "https://example.com/a?id=3&page=2"},
		{"https://example.com/a?ref=rss&b=1", "", "https://example.com/a?b=1"},
		{"https://example.com/a?ref=12", "", "https://example.com/a?ref=12"},
		{"https://example.com/a?", "", "https://example.com/a"},
		{"https://example.com/a;jsessionid=12AB", "", "https://example.com/a"},

		// AMP and mobile forms.
		{"https://www.skynewsarabia.com/world/1/amp", "", "https://www.skynewsarabia.com/world/1"},
		{"https://hespress.com/a-1.html/amp/", "", "https://hespress.com/a-1.html/"},
		{"https://www.bbc.com/arabic/world-1.amp", "", "https://www.bbc.com/arabic/world-1"},
		{"https://www.alaraby.co.uk/amp/politics/1", "", "https://www.alaraby.co.uk/politics/1"},
		{"https://example.com/a?amp=1", "", "https://example.com/a"},
		{"https://example.com/a?outputType=amp", "", "https://example.com/a"},
		{"https://example.com/champions/league", "", "https://example.com/champions/league"},
		{"https://example.com/amp", "", "https://example.com/amp"},
		{"https://m.youm7.com/story/1", "", "https://www.youm7.com/story/1"},
		{"https://m.arabic.cnn.com/a", "", "https://arabic.cnn.com/a"},
		{"https://amp.annahar.com/a", "", "https://www.annahar.com/a"},
		{"https://www.google.com/amp/s/www.alquds.co.uk/a/", "", "https://www.alquds.co.uk/a/"},
		{"https://www-alquds-co-uk.cdn.ampproject.org/c/s/www.alquds.co.uk/a/amp/", "", "https://www.alquds.co.uk/a/"},
		{"https://www.google.com/url?rct=j&url=https://sana.sy/%3Fp%3D1&ct=ga", "", "https://sana.sy/?p=1"},

		// Relative to the document, and addresses without a scheme.
		{"/a/1", base, "https://www.alarabiya.net/a/1"},
		{"a/1", base, "https://www.alarabiya.net/arab/a/1"},
		{"../a/./1", base, "https://www.alarabiya.net/a/1"},
		{"//cdn.alarabiya.net/a", base, "https://cdn.alarabiya.net/a"},
		{"?id=7", base, "https://www.alarabiya.net/arab/rss.xml?id=7"},
		{"www.almada.com/a", base, "https://www.almada.com/a"},
		{"sana.sy/a", "", "https://sana.sy/a"},
		{"//sana.sy/a", "", "https://sana.sy/a"},
		{"http://127.0.0.21:8711/a/1", "", "http://127.0.0.21:8711/a/1"},
		{"http://0x7f.1/a", "", "http://127.0.0.1/a"}, // judged when it is dialled
		{"https://example.com/rss#entry-0123456789abcdef", "", "https://example.com/rss#entry-0123456789abcdef"},

		// Refused.
		{"", base, ""},
		{"javascript:alert(1)", base, ""},
		{"data:text/html,x", base, ""},
		{"file:///etc/passwd", base, ""},
		{"mailto:a@example.com", base, ""},
		{"ftp://example.com/a", base, ""},
		{"http://", "", ""},
		{"http://INTERNAL:8888\\@PUBLIC/", "", ""},
		{"http:\\\\example.com\\a", "", ""},
		{"http://xn--example-.com/", "", ""},
		{"http://[::1%25.ok.example]/", "", ""},
		{"/a/1", "", ""},
		{"https://example.com/" + strings.Repeat("a", 3000), "", ""},
		{strings.Repeat("../", 100_000), base, ""},
	}
	for _, c := range cases {
		got, err := Canonical(c.raw, c.base)
		if got != c.want || (err == nil) != (c.want != "") || err != nil && !errors.Is(err, ErrURL) {
			t.Errorf("Canonical(%.80q, %q) = %q, %v; want %q", c.raw, c.base, got, err, c.want)
		}
		if again, err := Canonical(got, ""); got != "" && (again != got || err != nil) {
			t.Errorf("Canonical(%q) = %q, %v: not idempotent", got, again, err)
		}
	}
}

// FuzzCanonical holds that the result is a settled form, and that the short ways round the parser lead
// where the parser leads.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"https://www.example.com/a?utm_x=1&b=2#c", "http://m.example.com/أ/%d8%aa", "//a/b", "../x", "https://a.com/%%341", "http://1.2.3/amp/amp",
		"https://www.google.com/url?url=https://x.com/", "http://a.com:080/", "http://a..b/", "https://a.com/a/%2e%2e/b", "http://a.com/?a=%27'", "https://a.com/x;jsessionid=1?b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := Canonical(raw, "https://www.example.com/dir/feed")
		if err != nil {
			return
		}
		if !strings.HasPrefix(got, "http://") && !strings.HasPrefix(got, "https://") || len(got) > maxURL || !utf8.ValidString(got) {
			t.Fatalf("%q became %q", raw, got)
		}
		for _, c := range []byte(got) {
			if c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' {
				t.Fatalf("%q became %q", raw, got)
			}
		}
		if again, err := Canonical(got, ""); err != nil || again != got {
			t.Fatalf("%q became %q became %q, %v", raw, got, again, err)
		}
		if s, ok := quick(raw); ok || settled(raw) {
			if settled(raw) {
				s = raw
			}
			if u, err := whatwg.Parse(raw); err != nil || written(u) != s {
				t.Fatalf("short way: %q became %q, the parser says %v %v", raw, s, u, err)
			}
		}
	})
}
