package config

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

func BenchmarkLoadAThousandSources(b *testing.B) {
	var text strings.Builder
	text.WriteString(base)
	for i := range 1000 {
		fmt.Fprintf(&text, "[[source]]\nname = \"source-%d\"\noutlet = \"الصحيفة\"\nurl = \"https://news-%d.example.org/feed\"\n", i, i)
	}
	path := filepath.Join(b.TempDir(), "rasid.toml")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parse(path, []byte(text.String())); err != nil {
			b.Fatal(err)
		}
	}
}
