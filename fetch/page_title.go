package fetch

import (
	"cmp"
	"slices"
	"strings"

	"rasid/arabic"
	"rasid/news"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// title sets the title and remembers in h which element shows it, and as what the page names the outlet beside it.
func (p *Page) title(root *html.Node, h *head, s news.Source) {
	p.findTitle(root, h, s)
	if rest, ok := strings.CutPrefix(arabic.Clean(h.title, maxTitle), p.Title); ok && p.Title != "" {
		parts := strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("|-–—:«»•·", r) })
		if len(parts) > 0 {
			if f := folded(parts[len(parts)-1]); f != "" && wordCount(f) <= 4 {
				h.site = append(h.site, f)
			}
		}
	}
}

func (p *Page) findTitle(root *html.Node, h *head, s news.Source) {
	if s.Title != "" {
		if m := goquery.NewDocumentFromNode(root).Find(s.Title); m.Length() > 0 {
			n := m.Get(0)
			if p.found(&p.Title, "title", "selector", arabic.Clean(cmp.Or(attr(n, "content"), textOf(n)), maxTitle)) {
				h.headline = n
				return
			}
		}
	}
	for _, c := range []struct{ rule, text string }{
		{"og:title", h.meta["og:title"]},
		{"JSON-LD headline", h.linked.headline},
		{"twitter:title", h.meta["twitter:title"]},
		{"title element", h.title},
	} {
		text := arabic.Clean(c.text, maxTitle)
		if text == "" || h.isSite(folded(text)) {
			continue
		}
		if n, shown := h.shownAs(text); n != nil {
			h.headline = n
			p.found(&p.Title, "title", c.rule+" and h1", shown)
			return
		}
		if p.Title == "" {
			p.found(&p.Title, "title", c.rule, h.withoutSite(text))
		}
	}
	if n, shown := h.shownWithin(p.Title); n != nil {
		p.Title, h.headline = shown, n
		p.Found["title"] += " and heading"
		return
	}
	if left := maxPlain; len(h.h1) == 0 && p.Title != "" {
		if n, shown := plainHeadline(root, p.Title, &left); n != nil {
			p.Title, h.headline = shown, n
			p.Found["title"] += " and element"
		}
	}
	if len(h.h1) > 0 {
		if p.found(&p.Title, "title", "h1", arabic.Clean(textOf(h.h1[0]), maxTitle)) || h.headline == nil {
			h.headline = h.h1[0]
		}
	}
}

// shownAs returns the h1 that shows the title text, which may add the outlet's name to it.
func (h *head) shownAs(text string) (*html.Node, string) {
	f := folded(text)
	for _, n := range h.h1 {
		shown := arabic.Clean(textOf(n), maxTitle)
		g := folded(shown)
		if len(g) < 12 || h.isSite(g) {
			continue
		}
		if f == g || strings.HasPrefix(f, g+" ") || strings.HasSuffix(f, " "+g) {
			return n, shown
		}
	}
	return nil, ""
}

// called is isSite for a name that nothing can be taken for but an outlet: before a colon "السودان" is what a headline is about, also
// where the outlet is "السودان نيوز".
func (h *head) called(f string) bool {
	return slices.Contains(h.site, f) || ownName(f) != f && h.isSite(f)
}

func (h *head) isSite(f string) bool { return outletAmong(h.site, f) }

// outletAmong reports whether a folded name is one of an outlet's, the words aside that say what it is: "سوا" of "وكالة سوا الإخبارية".
func outletAmong(site []string, f string) bool {
	own := ownName(f)
	for _, s := range site {
		if f == s || own != "" && own == ownName(s) {
			return true
		}
	}
	return false
}

// kindOfOutlet are words that say what an outlet is. Folded.
var kindOfOutlet = foldedSet("شبكة", "صحيفة", "جريدة", "موقع", "قناة", "وكالة", "بوابة", "مجلة", "إذاعة", "منصة", "نت", "نيوز", "أونلاين", "الإخبارية", "الإخباري", "الإلكترونية", "للأنباء", "للأخبار", "com", "net", "news", "online")

func ownName(f string) string {
	words := strings.Fields(f)
	kept := words[:0]
	for _, w := range words {
		if !kindOfOutlet[w] {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

const colon = ": "

// separators stand between a headline and the outlet's name.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " • ", " · ", "|", colon}

// withoutSite takes the outlet's name off either end of a title: what stands beyond a separator and is the
// name, or at the end a web name (CNNArabic.com), or beyond a bar at most four words.
func (h *head) withoutSite(title string) string {
	for range 3 {
		cut := title
		for _, sep := range separators {
			if i := strings.LastIndex(title, sep); i > 0 && h.siteLike(title[i+len(sep):], sep) {
				cut = strings.TrimSpace(title[:i])
				break
			}
			if i := strings.Index(title, sep); i > 0 && (h.called(folded(title[:i])) || sep != colon && h.isSite(folded(title[:i]))) {
				cut = strings.TrimSpace(title[i+len(sep):])
				break
			}
		}
		if cut == title || cut == "" {
			return title
		}
		title = cut
	}
	return title
}

func (h *head) siteLike(end, sep string) bool {
	f := folded(end)
	if sep == colon {
		return f == "" || h.called(f)
	}
	if f == "" || h.isSite(f) {
		return true
	}
	for _, s := range h.site { // "العربية نت" for "العربية", but not a headline that holds the name
		if len(strings.Fields(f)) <= 4 && len(s) >= 8 && (strings.HasPrefix(f, s+" ") || strings.HasSuffix(f, " "+s)) {
			return true
		}
	}
	if strings.Contains(sep, "|") {
		return len(strings.Fields(f)) <= 4
	}
	return arabic.Share(end) == 0 && strings.Contains(end, ".") && len(strings.Fields(end)) == 1
}
