//go:build compare

package fetch

import (
	"bytes"
	"testing"
	"time"

	"rasid/news"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

// TestCompareExtractors sets the libraries side by side with ParsePage over the recorded articles: go test -tags
// compare -run CompareExtractors -v ./fetch. The figures are in docs/extraction.md.
func TestCompareExtractors(t *testing.T) {
	all := sample(t, 50)
	raw := func(ps []para) Page {
		return Page{Text: lines(ps), Published: time.Time{}}
	}
	for _, way := range []struct {
		name string
		read func([]byte) (Page, error)
	}{
		{"readability", func(page []byte) (Page, error) {
			a, err := readability.FromReader(bytes.NewReader(page), nil)
			if err != nil || a.Node == nil {
				return Page{}, err
			}
			return raw(paragraphs(a.Node)), nil
		}},
		{"trafilatura", func(page []byte) (Page, error) {
			return trafiled(page, raw, false)
		}},
		{"trafilatura with fallback", func(page []byte) (Page, error) {
			return trafiled(page, raw, true)
		}},
		{"readability, pruned and cleaned", func(page []byte) (Page, error) {
			root, _, err := tree(page)
			if err != nil {
				return Page{}, err
			}
			prune(root, nil, nil)
			return Page{Text: clean(readable(root), learnt{}).text}, nil
		}},
		{"trafilatura with fallback, pruned and cleaned", func(page []byte) (Page, error) {
			root, _, err := tree(page)
			if err != nil {
				return Page{}, err
			}
			prune(root, nil, nil)
			var b bytes.Buffer
			if err := html.Render(&b, root); err != nil {
				return Page{}, err
			}
			return trafiled(b.Bytes(), func(ps []para) Page { return Page{Text: clean(ps, learnt{}).text} }, true)
		}},
		{"ParsePage", func(page []byte) (Page, error) {
			return ParsePage(page, "text/html; charset=utf-8", "", news.Source{})
		}},
	} {
		for _, end := range []struct{ name, html string }{{"marked", pageEnd}, {"unmarked", looseEnd}} {
			for _, src := range []string{"BBC", "alarabia", "CNN", "france24", "skynews"} {
				t.Logf("%s | %s | %s | %v", way.name, end.name, src, readAll(t, all[src], end.html, way.read))
			}
		}
	}
}

func trafiled(page []byte, done func([]para) Page, fallback bool) (Page, error) {
	r, err := trafilatura.Extract(bytes.NewReader(page), trafilatura.Options{EnableFallback: fallback, ExcludeComments: true, HtmlDateOverride: &htmldate.Result{}})
	if err != nil || r.ContentNode == nil {
		return Page{}, nil
	}
	return done(paragraphs(r.ContentNode)), nil
}
