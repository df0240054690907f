package fetch

import (
	"fmt"
	"strings"

	"rasid/news"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/PuerkitoBio/goquery"
	"github.com/go-shiori/dom"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	enough      = 60  // words above which what readability finds is compared only by its place
	maxDeck     = 80  // words that may stand between headline and text: deck, caption, byline
	teaser      = 200 // words of a JSON-LD text below which it may be a teaser of what the page shows
	maxClimb    = 12  // elements around the headline that are tried one by one
	whollyProse = 0.8 // share of words in whole sentences from which a text is prose
	apart       = 2.0 // two texts that differ by more than this factor disagree
	tooFew      = 8   // words below which JSON-LD names no text
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
	linked := linkedBody(root, h.linked.body)
	n := words(linked)
	if n < teaser {
		if shown := p.extracted(root, h); n == 0 || float64(words(shown)) > apart*float64(n) {
			return shown
		}
	}
	p.Found["text"] = "JSON-LD articleBody"
	return linked
}

// extracted returns what readability finds, unless that is not the text under the headline.
func (p *Page) extracted(root *html.Node, h *head) []para {
	first := readable(root)
	if h.headline == nil {
		p.Found["text"] = "readability"
		return first
	}
	under := underHeadline(h.headline)
	n, m := words(first), words(under)
	switch {
	case m == 0, n >= enough && (follows(first, root, h.headline) || n > 3*m && prose(first)):
		p.Found["text"] = "readability"
		return first
	case n > 0 && n < enough && holds(first, running(under)) && float64(m) > apart*float64(n):
		p.Found["text"] = "readability"
		p.note(fmt.Sprintf("two ways to find the text disagree (%d and %d words), the shorter kept", n, m))
		return first
	}
	p.Found["text"] = "under the headline"
	return under
}

// underHeadline returns the paragraphs behind the headline, from the smallest element around it that holds
// running text.
func underHeadline(headline *html.Node) []para {
	level := 0
	for n := headline.Parent; n != nil; n = n.Parent {
		if level++; level > maxClimb && n.DataAtom != atom.Body { // a tower: no step by step
			continue
		}
		ps := behind(n, headline)
		if running(ps) != "" {
			return ps
		}
	}
	return nil
}

// behind returns the paragraphs below n that follow mark.
func behind(n, mark *html.Node) []para {
	w := walker{from: mark}
	w.walk(n, false, false)
	w.end(false)
	return w.out
}

// running returns the first paragraph that is running text, "" if none.
func running(ps []para) string {
	for _, p := range ps {
		f := opens(p.text)
		if wordCount(p.text) >= tooFew && p.link < 0.5 && !p.head && !furnitureLine(f, p.text) && !caption(p.text) && !listHeading(f, p.text) && !onlyDate(p.text) {
			return p.text
		}
	}
	return ""
}

func holds(ps []para, text string) bool {
	for _, p := range ps {
		if p.text == text {
			return true
		}
	}
	return false
}

// follows reports whether ps begin within maxDeck words of running text behind the headline.
func follows(ps []para, root, headline *html.Node) bool {
	var starts []string
	for _, p := range ps[:min(len(ps), 5)] {
		starts = append(starts, beginning(p.text))
	}
	skipped := 0
	for _, p := range behind(root, headline) {
		if skipped > maxDeck {
			return false
		}
		if holdsAny(p.text, starts) {
			return true
		}
		if p.link < 0.5 && !p.head {
			skipped += wordCount(p.text)
		}
	}
	return false
}

// prose reports whether most of ps is whole sentences: a deck stands in a box of its own, and the article in
// another, while what stands beside a flash is mostly headlines and cut summaries.
func prose(ps []para) bool {
	all, whole := 0, 0
	for _, p := range ps {
		n := wordCount(p.text)
		all += n
		if endsSentence(p.text) && p.link < 0.5 && !cutOff(p.text) {
			whole += n
		}
	}
	return float64(whole) >= whollyProse*float64(all)
}

func cutOff(text string) bool {
	return strings.HasSuffix(text, "...") || strings.HasSuffix(text, "…")
}

// beginning returns the first bytes of a paragraph, enough to know it again where an extractor joined it with
// others.
func beginning(text string) string {
	const enough = 60
	if len(text) <= enough {
		return text
	}
	return strings.ToValidUTF8(text[:enough], "")
}

func words(ps []para) int {
	n := 0
	for _, p := range ps {
		n += wordCount(p.text)
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
	renamed(a.Node)
	return paragraphs(a.Node)
}

// renamed sets the DataAtom of all elements from their names: readability makes paragraphs and renames elements
// by name alone, and what is not known for a block would run into what follows it.
func renamed(n *html.Node) {
	if n.Type == html.ElementNode {
		n.DataAtom = atom.Lookup([]byte(n.Data))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		renamed(c)
	}
}

func lines(ps []para) string {
	all := make([]string, len(ps))
	for i, p := range ps {
		all[i] = p.text
	}
	return strings.Join(all, "\n")
}
