package fetch

import (
	"regexp"
	"strings"

	"rasid/arabic"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

var (
	byWord   = regexp.MustCompile(`(?i)^(?:(?:بقلم|by)(?:\s*[:/\-|]\s*|\s+)|(?:كتب(?:ت|ه|تها)?|إعداد|اعداد|تحرير|الكاتب|المحرر|المراسل)\s*[:/\-|]\s*)`)
	byBare   = regexp.MustCompile(`^كتبت?\s+`)
	notAName = regexp.MustCompile(`[@<>{}\d]|https?:|www\.`)
)

// author sets the author, or the agency where the author is one.
func (p *Page) author(root *html.Node, h *head) {
	candidates := []struct{ rule, text string }{
		{"JSON-LD author", h.linked.author},
		{"meta author", h.meta["author"]},
		{"article:author", h.meta["article:author"]},
		{"dc.creator", h.meta["dc.creator"]},
	}
	doc := goquery.NewDocumentFromNode(root)
	for _, sel := range []string{`[rel="author"]`, `[itemprop="author"]`, ".author-name", ".byline", ".author"} {
		if m := doc.Find(sel); m.Length() > 0 && m.Length() < 4 {
			candidates = append(candidates, struct{ rule, text string }{sel, textOf(m.Get(0))})
		}
	}
	for _, c := range candidates {
		name := arabic.Clean(c.text, maxName)
		if by, ok := byline(name); ok {
			name = by
		}
		f := folded(name)
		if f == "" || len(strings.Fields(name)) > 8 || notAName.MatchString(name) || h.isSite(f) || vague(f) {
			continue
		}
		if a := oneOf(agencyNamed(name), dateline(name)); a != "" {
			p.found(&p.Agency, "agency", c.rule, a)
			continue
		}
		if p.found(&p.Author, "author", c.rule, name) {
			return
		}
	}
}

// byline returns what follows the word by which a line names an author. كتب without a sign behind it is also how
// sentences begin, so it counts in lines of four words at most.
func byline(text string) (name string, ok bool) {
	by := byWord.FindString(text)
	if by == "" && len(strings.Fields(text)) <= 4 {
		by = byBare.FindString(text)
	}
	return strings.TrimSpace(text[len(by):]), by != ""
}

// vague reports whether a folded name stands for nobody.
func vague(f string) bool {
	switch f {
	case "admin", "administrator", "editor", "webmaster", "user", "root", "ادمن", "المحرر", "التحرير", "هيئه التحرير", "وكالات", "متابعات", "خاص", "ا":
		return true
	}
	return false
}

// credit takes the agency from where else the page names its source.
func (p *Page) credit(h *head) {
	for _, name := range []string{"source", "article:source", "news_source", "original-source", "dc.source", "author", "article:author"} {
		if a := agencyNamed(h.meta[name]); a != "" {
			p.found(&p.Agency, "agency", "meta "+name, a)
			return
		}
	}
}
