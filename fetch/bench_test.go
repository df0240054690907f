package fetch_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"rasid/fetch"
	"rasid/news"
)

// sample is a feed as outlets write them: forty entries with headline, link, date and a short summary.
func sample() []byte {
	words := strings.Fields("أعلن الرئيس الكوري الشمالي كيم جونغ أون اليوم الأحد أن بلاده مستعدة لعقد قمة جديدة مع موسكو في سنغافورة بعد أيام من المحادثات")
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>قناة</title><link>https://www.example.com/</link>`)
	for i := range 40 {
		line := func(n int) string {
			var out []string
			for k := range n {
				out = append(out, words[(i*7+k*3)%len(words)])
			}
			return strings.Join(out, " ")
		}
		at := time.Date(2026, 3, 4, 10, i, 0, 0, time.UTC)
		fmt.Fprintf(&b, "<item><title>%s</title><link>https://www.example.com/world/2026/03/04/%d</link><guid isPermaLink=\"false\">%d</guid><pubDate>%s</pubDate><description><![CDATA[<p>%s</p>]]></description></item>\n",
			line(9), i, i, at.Format(time.RFC1123Z), line(35))
	}
	b.WriteString("</channel></rss>")
	return []byte(b.String())
}

// BenchmarkFeed reads one feed with everything that stands around the parser, and with gofeed alone, in
// turn, and reports the ratio of the two.
func BenchmarkFeed(b *testing.B) {
	data := sample()
	s := news.Source{Name: "x", URL: "https://www.example.com/rss"}
	var ours, bare time.Duration
	b.ReportAllocs()
	for b.Loop() {
		t0 := time.Now()
		if _, err := gofeed.NewParser().Parse(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
		t1 := time.Now()
		seen, err := fetch.Options{}.Read(data, "application/rss+xml", s.URL, s)
		if err != nil || len(seen.Listing.Entries) != 40 {
			b.Fatal(len(seen.Listing.Entries), err)
		}
		bare += t1.Sub(t0)
		ours += time.Since(t1)
	}
	b.ReportMetric(float64(ours)/float64(bare), "ratio")
	b.SetBytes(int64(len(data)))
}

func BenchmarkCanonical(b *testing.B) {
	for name, url := range map[string]string{
		"settled": "https://www.example.com/world/2026/03/04/1234",
		"tracked": "https://www.example.com/world/2026/03/04/1234?utm_source=rss&id=7",
		"arabic":  "https://www.example.com/أخبار/كوريا-الشمالية",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := fetch.Canonical(url, ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
