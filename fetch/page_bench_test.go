package fetch

import (
	"testing"

	"rasid/news"
)

func BenchmarkParsePage(b *testing.B) {
	titles, texts := reference(b)
	for _, sh := range shapes() {
		b.Run(sh.name, func(b *testing.B) {
			page := []byte(sh.page(titles[4], texts[4], titles))
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParsePage(page, "text/html", "http://news.example/a", news.Source{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseText(b *testing.B) {
	raw := seed(b, "004")
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseText(raw); err != nil {
			b.Fatal(err)
		}
	}
}
