package fetch

import (
	"fmt"
	"strings"

	"rasid/news"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/PuerkitoBio/goquery"
	"github.com/go-shiori/dom"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

const (
	enough  = 40  // words of a text that needs no second opinion if nothing else speaks against it
	apart   = 2.0 // two extractors that differ by more than this factor disagree
	tooFew  = 8   // words below which JSON-LD names no text
	covered = 0.8 // share of the JSON-LD text that paragraphs of the page must hold to stand for it
)

// body returns the paragraphs of the article: those of the selector, of JSON-LD, or of what the extractors
// find in the pruned tree.
func (p *Page) body(root *html.Node, h *head, s news.Source) []para {
	if s.Body != "" {
		var ps []para
		goquery.NewDocumentFromNode(root).Find(s.Body).Each(func(_ int, m *goquery.Selection) { ps = append(ps, paragraphs(m.Get(0))...) })
		if len(ps) > 0 {
			p.Found["text"] = "selector"
			return ps
		}
		p.note("body selector finds nothing")
	}
	if ps := linkedBody(root, h.linked.body); len(ps) > 0 {
		p.Found["text"] = "JSON-LD articleBody"
		return ps
	}
	return p.extracted(root)
}

// extracted returns what readability finds, and asks trafilatura where that is too little to trust.
func (p *Page) extracted(root *html.Node) []para {
	first := readable(root)
	n := words(first)
	if n >= enough {
		p.Found["text"] = "readability"
		return first
	}
	second := trafiled(root)
	m := words(second)
	switch {
	case m == 0 || n > 0 && float64(m) > apart*float64(n):
		p.Found["text"] = "readability"
		if m > 0 {
			p.note(fmt.Sprintf("extractors disagree (%d and %d words), the shorter kept", n, m))
		}
		return first
	}
	p.Found["text"] = "trafilatura"
	return second
}

func words(ps []para) int {
	n := 0
	for _, p := range ps {
		n += len(strings.Fields(p.text))
	}
	return n
}

// readable returns what readability takes for the article.
func readable(root *html.Node) []para {
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	a, err := parser.ParseAndMutate(dom.Clone(root, true), nil)
	if err != nil || a.Node == nil {
		return nil
	}
	return paragraphs(a.Node)
}

// trafiled returns what trafilatura with its fallbacks takes for the article.
func trafiled(root *html.Node) []para {
	r, err := trafilatura.ExtractDocument(root, trafilatura.Options{EnableFallback: true, ExcludeComments: true, HtmlDateOverride: &htmldate.Result{}})
	if err != nil || r.ContentNode == nil {
		return nil
	}
	return paragraphs(r.ContentNode)
}

// linkedBody returns the JSON-LD text: as the paragraphs of the page that make it up, where the page has
// them, because publishers put it on one line; nil if there is none or it is cut short.
func linkedBody(root *html.Node, body string) []para {
	if strings.Contains(body, "<") || strings.Contains(body, "&") {
		if n, err := html.Parse(strings.NewReader(html.UnescapeString(body))); err == nil {
			body = lines(paragraphs(n))
		}
	}
	body = strings.TrimSpace(body)
	if len(strings.Fields(body)) < tooFew || strings.HasSuffix(body, "...") || strings.HasSuffix(body, "…") {
		return nil
	}
	whole := bareLetters(body)
	var shown []para
	n := 0
	seen := map[string]bool{}
	for _, p := range paragraphs(root) {
		l := bareLetters(p.text)
		if l != "" && !seen[l] && strings.Contains(whole, l) {
			shown, seen[l] = append(shown, p), true
			n += len(l)
		}
	}
	if float64(n) >= covered*float64(len(whole)) {
		return shown
	}
	return split(body)
}

func lines(ps []para) string {
	all := make([]string, len(ps))
	for i, p := range ps {
		all[i] = p.text
	}
	return strings.Join(all, "\n")
}
