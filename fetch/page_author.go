package fetch

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"rasid/arabic"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	byWord   = regexp.MustCompile(`(?i)^(?:(?:بقلم|by)(?:\s*[:/\-|]\s*|\s+)|(?:author|role)\s*[,:]\s*|مرسلة بواسطة\s+|(?:كتب(?:ت|ه|تها)?|إعداد|اعداد|تحرير|الكاتب|المحرر|المراسل)\s*[:/\-|]\s*)`)
	byBare   = regexp.MustCompile(`^كتبت?\s+`)
	notAName = regexp.MustCompile(`[@<>{}«»\d]|https?:|www\.|(?i:(?:developed|powered|designed) by)`)
)

// author sets the author, or the agency where the author is one.
func (p *Page) author(root *html.Node, h *head) {
	candidates := []credit{
		{"JSON-LD author", h.linked.author, nil},
		{"meta author", h.meta["author"], nil},
		{"article:author", h.meta["article:author"], nil},
		{"dc.creator", h.meta["dc.creator"], nil},
	}
	doc := goquery.NewDocumentFromNode(root)
	for _, sel := range []string{`[rel="author"]`, `[itemprop="author"]`, ".author-name", ".byline", ".author"} {
		if m := doc.Find(sel); m.Length() > 0 && m.Length() < 4 {
			candidates = append(candidates, credit{sel, textOf(m.Get(0)), nil})
		}
	}
	for _, n := range h.signed {
		candidates = append(candidates, credit{"named author", cmp.Or(firstLink(n), textOf(n)), n})
	}
	for _, c := range candidates {
		name := arabic.Clean(c.text, maxName)
		if by, ok := byline(name); ok {
			name = by
		}
		if a := agencyIn(lineParts.Split(name, -1)); a != "" {
			p.found(&p.Agency, "agency", c.rule, a)
			continue
		}
		if name = h.nameOnly(name); name == "" {
			continue
		}
		p.found(&p.Author, "author", c.rule, name)
		if c.at != nil && name == p.Author {
			h.apart = append(h.apart, c.at)
		}
	}
	if a := arabic.Agency(h.linked.outlet); a != "" {
		p.found(&p.Agency, "agency", "JSON-LD author", a)
	}
}

// A credit names an author, by a rule; at is the element that shows it, nil if none does.
type credit struct {
	rule, text string
	at         *html.Node
}

// nameOnly returns the person in a text that names an author, "" if it names nobody but the outlet.
func (h *head) nameOnly(text string) string {
	text = strings.Trim(text, "()[]«»\"“” ")
	for _, sep := range []string{" - ", " – ", " | ", "/", ":"} {
		a, b, ok := strings.Cut(text, sep)
		switch {
		case !ok:
			continue
		case h.isSite(folded(a)):
			text = b
		case h.isSite(folded(b)):
			text = a
		default:
			continue
		}
		if wordCount(strings.TrimSpace(text)) == 1 { // the place from which the outlet writes
			return ""
		}
	}
	name := person(text)
	if f := folded(name); f == "" || len(strings.Fields(name)) > 6 || notAName.MatchString(name) || h.isSite(f) || vague(f) {
		return ""
	}
	return name
}

// authorNames are parts of class and id names under which outlets show who wrote.
var authorNames = map[string]bool{"author": true, "authors": true, "writer": true, "writers": true, "byline": true, "reporter": true, "writeby": true, "writtenby": true}

// Limits of looking for an author among the elements of a page.
const (
	maxSigned  = 8
	maxBylines = 400 // elements behind the headline among which bylines are looked for
)

// sign remembers an element behind the first headline that is named for an author, or opens as bylines do, and is short
// enough to name one.
func (h *head) sign(n *html.Node) {
	if h.looked++; len(h.signed) >= maxSigned || h.looked > maxBylines || wordsIn(n, 1) == 0 || wordsIn(n, 9) > 8 {
		return
	}
	if (named(n, authorNames) || byWord.MatchString(textOf(n))) && setOff(n) {
		h.signed = append(h.signed, n)
	}
}

// firstLink returns the text of the first link below n, "" if none.
func firstLink(n *html.Node) string {
	if n.DataAtom == atom.A {
		return textOf(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if text := firstLink(c); text != "" {
			return text
		}
	}
	return ""
}

// named reports whether a part of the class or id of n is one of names: "authorName", "field-name-author".
func named(n *html.Node, names map[string]bool) bool {
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" {
			continue
		}
		for word := range strings.FieldsFuncSeq(parted(a.Val), notWord) {
			if names[strings.ToLower(word)] {
				return true
			}
		}
	}
	return false
}

// parted puts a blank between the words of a name in camel case, behind the name itself.
func parted(s string) string {
	var b strings.Builder
	b.WriteString(s + " ")
	before := ' '
	for _, r := range s {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// saying is what follows كتب in a sentence and stands in no name: the ending of an object, a preposition.
var saying = regexp.MustCompile(`ً|(?:^|\s)(?:في|عن|إلى|الى|من|مع|أن|أنه|أنها|إن|هذا|هذه|على)(?:\s|$)`)

// byline returns what follows the word by which a line names an author. كتب without a sign behind it is also how
// sentences begin, so it counts in lines of four words at most that hold nothing but a name.
func byline(text string) (name string, ok bool) {
	by := byWord.FindString(text)
	if by == "" && len(strings.Fields(text)) <= 4 {
		if by = byBare.FindString(text); saying.MatchString(text[len(by):]) {
			by = ""
		}
	}
	return strings.TrimSpace(text[len(by):]), by != ""
}

// vague reports whether a folded name stands for nobody.
func vague(f string) bool {
	switch f {
	case "admin", "administrator", "editor", "webmaster", "user", "root", "ادمن", "المحرر", "التحرير", "هيئه التحرير", "وكالات", "متابعات", "خاص", "ا", "فريق التحرير", "قسم التحرير", "اسره التحرير", "قسم الاخبار", "غرفه الاخبار", "مراسلون", "المصدر", "رصد":
		return true
	}
	return false
}

// credit takes the agency from where else the page names its source.
func (p *Page) credit(h *head) {
	for _, name := range []string{"source", "article:source", "news_source", "original-source", "dc.source", "author", "article:author"} {
		if a := arabic.Agency(h.meta[name]); a != "" {
			p.found(&p.Agency, "agency", "meta "+name, a)
			return
		}
	}
}
