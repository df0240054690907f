package fetch

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rasid/news"
)

// limits are small, so that a fuzzer reaches them.
func limits() Options {
	return Options{MaxDepth: 16, MaxEntries: 8, Now: func() time.Time { return time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC) }}.filled()
}

// sane holds what is promised of a listing, whatever it was made of.
func sane(t *testing.T, o Options, l Listing) {
	t.Helper()
	if len(l.Entries) > o.MaxEntries || l.Left < 0 || l.Dropped < 0 {
		t.Fatalf("%d entries, %d left, %d dropped", len(l.Entries), l.Left, l.Dropped)
	}
	for _, e := range l.Entries {
		if c, err := Canonical(e.URL, ""); err != nil || c != e.URL {
			t.Fatalf("address %q is not canonical: %q, %v", e.URL, c, err)
		}
		for _, s := range []string{e.Title, e.Summary, e.Key} {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r >= 0x202a && r <= 0x202e }) {
				t.Fatalf("field %q", s)
			}
		}
		if !e.Published.IsZero() && (e.Published.Year() < 1990 || e.Published.After(o.Now().Add(25*time.Hour)) || e.Published.Location() != time.UTC) {
			t.Fatalf("published %v", e.Published)
		}
	}
}

// FuzzFeed holds that what the guard lets through is no deeper for the parser's own decoder than allowed,
// and that what comes out is sane.
func FuzzFeed(f *testing.F) {
	for _, s := range []string{
		`<?xml version="1.0"?><rss xmlns:a="b"><channel><item><title>ت&#11;&amp;amp;</title><link>/a</link><a:b><a:c/></a:b></item></channel></rss>`,
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">&lt;b&gt;x</title><link href="a"/><id>1</id></entry></feed>`,
		`<rdf:RDF><item><title><![CDATA[<p>]]></title></item></rdf:RDF>`, `<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel>&a;<item/>`,
		`<rss><channel><!-- <a> --><?p <a>?><item a='<' b=">">` + strings.Repeat("<x>", 20), "\xef\xbb\xbf\n <rss><channel><item><title>\xc7\xe1</title>",
		`<a></b></c><rss><channel><item></channel></rss>`, `<rss><channel>` + strings.Repeat("<item><guid>http://x.com</guid></item>", 12),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o := limits()
		r := o.reading(news.Source{Name: "x"}, data, "", "http://example.com/feed")
		if safe, err := guard(r.data, o.MaxDepth, o.MaxEntries); err == nil {
			if d := depth(safe.data); d > o.MaxDepth {
				t.Fatalf("the guard let depth %d through: %q", d, safe.data)
			}
		}
		if l, err := readFeed(&r); err == nil {
			sane(t, o, l)
		}
	})
}

// depth is how deep encoding/xml finds data nested when it reads as gofeed has it read.
func depth(data []byte) int {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	now, most := 0, 0
	for {
		tok, err := d.Token()
		if err != nil {
			return most
		}
		switch tok.(type) {
		case xml.StartElement:
			now++
			most = max(most, now)
		case xml.EndElement:
			now--
		}
	}
}

func FuzzJSONFeed(f *testing.F) {
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"url":"/a","title":"ت","date_published":"2026-03-04T00:00:00Z"},null]}`))
	f.Add([]byte(`[{"id":7,"link":"http://x.com","date_gmt":"2018-06-10T09:15:00","title":{"rendered":"&amp;"},"excerpt":{}}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		o := limits()
		r := o.reading(news.Source{Name: "x"}, data, "", "http://example.com/feed")
		for _, read := range []func(*reading) (Listing, error){readJSONFeed, readWordPress} {
			if l, err := read(&r); err == nil {
				sane(t, o, l)
			}
		}
	})
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(`<urlset><url><loc>http://example.com/ar/1</loc><lastmod>2026-03-04</lastmod><news:news><news:title><![CDATA[ ت ]]></news:title><news:language>ar</news:language></news:news></url>`))
	f.Add([]byte(`<sitemapindex><sitemap><loc>http://example.com/1.xml</loc></sitemap></sitemapindex>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		o := limits()
		r := o.reading(news.Source{Name: "x"}, data, "", "http://example.com/sitemap.xml")
		if l, err := readSitemap(&r); err == nil {
			sane(t, o, l)
		}
		parts, err := sitemapsIn(&r)
		for _, p := range parts {
			if err != nil || !strings.HasPrefix(p.url, "http") || !strings.Contains(p.url, "example.com") {
				t.Fatalf("part %q, %v", p.url, err)
			}
		}
	})
}

// FuzzPlain holds that the text of a field has no tag left of those that are taken off in one layer, and
// that nothing grows.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"<p>خبر</p>", "a < b &amp;amp; c", "<script>x</script>y", `<a title="a>b">c</a>`, "&lt;b&gt;x", "<b", "<!-- x -->y", "&#x1F600;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if out := title(s); len([]rune(out)) > maxTitle || strings.Contains(strings.ToLower(out), "<script>alert(1)</script>") {
			t.Fatalf("%q became %q", s, out)
		}
		if l := cleanLine(s, 50); len([]rune(l)) > 50 {
			t.Fatalf("%q became %q", s, l)
		}
	})
}
