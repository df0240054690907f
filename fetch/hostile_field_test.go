package fetch_test

import (
	"rasid/fetch"
	"rasid/news"
	"strings"
	"testing"
	"time"
)

// checkEntry holds what is promised of every entry, whatever it came from.
func checkEntry(t testing.TB, name string, e news.Entry) {
	t.Helper()
	if !strings.HasPrefix(e.URL, "http://") && !strings.HasPrefix(e.URL, "https://") || len(e.URL) > 2<<10 {
		t.Errorf("%s: address %.100q", name, e.URL)
	}
	for _, s := range []string{e.Title, e.Summary, e.Key} {
		if n := len([]rune(s)); n > 2000 || strings.ContainsFunc(s, func(r rune) bool {
			return r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		}) {
			t.Errorf("%s: field of %d characters: %.100q", name, n, s)
		}
	}
	if len([]rune(e.Title)) > 300 {
		t.Errorf("%s: title of %d characters", name, len([]rune(e.Title)))
	}
	if at := e.Published; !at.IsZero() && (at.Year() < 1990 || at.After(loopback().Now().Add(25*time.Hour))) {
		t.Errorf("%s: published %v", name, at)
	}
}

func TestHostileFields(t *testing.T) {
	item := func(title, link, date string) string {
		return "<item><title><![CDATA[" + title + "]]></title><link>" + link + "</link><pubDate>" + date + "</pubDate></item>"
	}
	const good = "http://example.com/a"
	cases := []struct {
		name, item  string
		title       string
		entries     int
		published   bool
		wantAddress string
	}{
		{"H22 year 1", item("ت", good, "Mon, 01 Jan 0001 00:00:00 GMT"), "ت", 1, false, good},
		{"H22 year 9999", item("ت", good, "Fri, 31 Dec 9999 00:00:00 GMT"), "ت", 1, false, good},
		{"H22 in a hundred years", item("ت", good, "Tue, 12 Jun 2118 00:00:00 GMT"), "ت", 1, false, good},
		{"H22 ten KB of text", item("ت", good, strings.Repeat("x", 10_000)), "ت", 1, false, good},
		{"H22 two hours ahead", item("ت", good, "Tue, 12 Jun 2018 14:00:00 GMT"), "ت", 1, true, good},
		{"H22 Hijri year as it stands", item("ت", good, "1439-09-15"), "ت", 1, false, good},
		{"H26 javascript", item("ت", "javascript:alert(1)", ""), "", 0, false, ""},
		{"H26 data", item("ت", "data:text/html,x", ""), "", 0, false, ""},
		{"H26 file", item("ت", "file:///etc/passwd", ""), "", 0, false, ""},
		{"H26 64 KB", item("ت", "http://example.com/"+strings.Repeat("a", 64<<10), ""), "", 0, false, ""},
		{"H26 without scheme", item("ت", "//example.com/a", ""), "ت", 1, false, "http://example.com/a"},
		{"H26 steps up", item("ت", strings.Repeat("../", 100_000), ""), "", 0, false, ""},
		{"H26 user", item("ت", "http://u:p@example.com/a", ""), "ت", 1, false, good},
		{"H26 backslash", item("ت", `http://10.0.0.1\@example.com/`, ""), "", 0, false, ""},
		{"a link to the front page", item("ت", "http://example.com", ""), "ت", 1, false, "http://example.com/rss#entry-2641841c8e117387"},
		{"H27 header lines", item("عنوان\r\nBcc: a@example.com", good, ""), "عنوان Bcc: a@example.com", 1, false, good},
		{"H27 right-to-left override", item("a\u202Ecod.exe\u2066b", good, ""), "acod.exeb", 1, false, good},
		{"H27 terminal", item("a\x1b[31mb", good, ""), "a [31mb", 1, false, good},
		{"H27 template", item("{{.}}", good, ""), "{{.}}", 1, false, good},
		{"H27 script", item("خبر<script>alert(1)</script> عاجل", good, ""), "خبر عاجل", 1, false, good},
		{"H27 escaped script", item("خبر &lt;b&gt;عاجل&lt;/b&gt;", good, ""), "خبر عاجل", 1, false, good},
		{"a lesser sign is no tag", item("5 < 6 & 7", good, ""), "5 < 6 & 7", 1, false, good},
		{"escaped twice", "<item><title>كيم &amp;amp; ترامب &amp;quot;معا&amp;quot;</title><link>" + good + "</link></item>", `كيم & ترامب "معا"`, 1, false, good},
		{"Arabia Standard Time", item("ت", good, "Sun, 10 Jun 2018 09:15:00 AST"), "ت", 1, true, good},
		{"Arabic month", item("ت", good, "10 حزيران/يونيو 2018 09:15"), "ت", 1, true, good},
	}
	for _, c := range cases {
		seen, err := loopback().Read([]byte("<rss><channel>"+c.item+"</channel></rss>"), "", "http://example.com/rss", news.Source{Name: "x"})
		list := seen.Listing
		if err != nil || len(list.Entries) != c.entries || list.Dropped != 1-c.entries {
			t.Errorf("%s: %d entries, %d dropped, %v", c.name, len(list.Entries), list.Dropped, err)
			continue
		}
		for _, e := range list.Entries {
			checkEntry(t, c.name, e)
			if e.Title != c.title || e.Published.IsZero() == c.published || e.URL != c.wantAddress {
				t.Errorf("%s: %q at %s, published %v", c.name, e.Title, e.URL, e.Published)
			}
		}
	}
	for name, title := range map[string]string{
		"H19": strings.Repeat("\uFDFA", 300_000),
		"H20": "ا" + strings.Repeat("\u064E", 2_000_000),
		"H27": strings.Repeat("خبر ", 50_000),
	} {
		seen, err := fetch.Options{}.Read([]byte("<rss><channel>"+item(title, good, "")+"</channel></rss>"), "", good, news.Source{})
		if err != nil || len(seen.Listing.Entries) != 1 {
			t.Fatalf("%s: %v", name, err)
		}
		checkEntry(t, name, seen.Listing.Entries[0])
	}
}
