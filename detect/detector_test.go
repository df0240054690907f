package detect

import (
	"os"
	"path/filepath"
	"testing"

	"rasid/news"
)

// seeds returns the shipped example articles of the first topic.
func seeds(t testing.TB) []Example {
	t.Helper()
	files, err := filepath.Glob("../topics/dprk-russia/*.txt")
	if err != nil || len(files) < 5 {
		t.Fatalf("seeds: %d files, %v", len(files), err)
	}
	var out []Example
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Example{Name: filepath.Base(f), Text: string(data)})
	}
	return out
}

func TestSeedsFindEachOther(t *testing.T) {
	all := seeds(t)
	for i, left := range all {
		var rest []Example
		for j, e := range all {
			if j != i {
				rest = append(rest, e)
			}
		}
		d, err := New([]Topic{{Name: "dprk-russia", Examples: rest}}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		v := d.Judge(news.Article{Text: left.Text})[0]
		if !v.Relevant || len(v.Facets) == 0 {
			t.Errorf("%s: score %.3f, cut-off %.3f, %d facets", left.Name, v.Score, v.Cutoff, len(v.Facets))
		}
	}
}
