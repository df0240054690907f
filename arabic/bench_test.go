package arabic

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// seed returns the text of a shipped reference article.
func seed(tb testing.TB) string {
	files, _ := filepath.Glob("../topics/*/*.txt")
	if len(files) == 0 {
		tb.Fatal("no reference articles in ../topics")
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

func BenchmarkFold(b *testing.B) {
	s := seed(b)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Fold(s)
	}
}

func BenchmarkFoldFolded(b *testing.B) {
	s := Fold(seed(b))
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Fold(s)
	}
}

func BenchmarkWords(b *testing.B) {
	s := seed(b)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Words(s)
	}
}

func BenchmarkAppendWords(b *testing.B) {
	s := seed(b)
	var buf []string
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendWords(buf[:0], s)
	}
}

func BenchmarkWordsTitle(b *testing.B) {
	s, _, _ := strings.Cut(seed(b), "\n")
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Words(s)
	}
}

func BenchmarkTokens(b *testing.B) {
	s := seed(b)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Tokens(s)
	}
}

func BenchmarkStem(b *testing.B) {
	words := Words(seed(b))
	b.ReportAllocs()
	for b.Loop() {
		for _, w := range words {
			Stem(w)
		}
	}
	b.ReportMetric(float64(len(words)*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkSentences(b *testing.B) {
	s := seed(b)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Sentences(s)
	}
}

func BenchmarkDate(b *testing.B) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		Date("الأربعاء، 4 مارس/آذار 2026 - 10:30 ص بتوقيت غرينتش", now, time.UTC)
	}
}
