package fetch

import (
	"cmp"
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// linkedData is what the schema.org description of a page (JSON-LD 1.1) says of its article.
type linkedData struct {
	found                     bool // there is an article
	headline, body, published string
	author, publisher         string
	outlet                    string // an organisation that is named as the author
	locked                    bool   // isAccessibleForFree is false
}

// add reads one script; the first article that any script describes is kept.
func (l *linkedData) add(script string) {
	if l.found || len(script) > maxPage {
		return
	}
	clean := strings.Map(func(r rune) rune { // raw line ends within strings are common, and not JSON
		if r < ' ' {
			return ' '
		}
		return r
	}, script)
	var v any
	if json.Unmarshal([]byte(clean), &v) == nil {
		l.search(v, 0)
	}
}

// search looks for an article among values and graphs, not in lists of other pages.
func (l *linkedData) search(v any, depth int) {
	if l.found || depth > 4 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			l.search(e, depth+1)
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			l.read(v)
			return
		}
		l.search(v["@graph"], depth+1)
		l.search(v["mainEntity"], depth+1)
		l.search(v["mainEntityOfPage"], depth+1)
	}
}

func isArticle(t any) bool {
	switch t := t.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || t == "Report"
	case []any:
		for _, e := range t {
			if isArticle(e) {
				return true
			}
		}
	}
	return false
}

func (l *linkedData) read(v map[string]any) {
	l.found = true
	l.headline = cmp.Or(plain(v["headline"]), plain(v["name"]))
	l.body, _ = v["articleBody"].(string)
	l.published = cmp.Or(plain(v["datePublished"]), plain(v["dateCreated"]))
	l.author, l.outlet = authors(v["author"])
	l.publisher = names(v["publisher"])
	switch free := v["isAccessibleForFree"].(type) {
	case bool:
		l.locked = !free
	case string:
		l.locked = strings.EqualFold(free, "false")
	}
}

// authors returns the persons and the organisations among the authors.
func authors(v any) (persons, organisations string) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var people, others []any
	for _, one := range list {
		if m, ok := one.(map[string]any); ok && strings.Contains(plain(m["@type"]), "Organization") {
			others = append(others, one)
			continue
		}
		people = append(people, one)
	}
	return names(people), names(others)
}

// names returns the names of one or more persons or organisations.
func names(v any) string {
	switch v := v.(type) {
	case string:
		return plain(v)
	case map[string]any:
		return names(v["name"])
	case []any:
		var all []string
		for _, e := range v {
			if n := names(e); n != "" && len(all) < 5 {
				all = append(all, n)
			}
		}
		return strings.Join(all, "، ")
	}
	return ""
}

func plain(v any) string {
	s, _ := v.(string)
	return strings.TrimSpace(html.UnescapeString(s))
}

const (
	maxLinked = 200_000 // bytes of JSON-LD text that are compared with the page
	covered   = 0.8     // share of the JSON-LD text that paragraphs of the page must hold to stand for it
)

// linkedBody returns the JSON-LD text: as the paragraphs of the page that make it up, where the page has
// them, because publishers put it on one line; nil if there is none or it is cut short.
func linkedBody(root *html.Node, body string) []para {
	if strings.Contains(body, "<") || strings.Contains(body, "&") {
		if n, err := html.Parse(strings.NewReader(html.UnescapeString(body))); err == nil {
			body = lines(paragraphs(n))
		}
	}
	body = strings.TrimSpace(body)
	if len(strings.Fields(body)) < tooFew || cutOff(body) {
		return nil
	}
	if len(body) > maxLinked {
		return split(body)
	}
	whole := bareLetters(body)
	var shown []para
	n := 0
	seen := map[string]bool{}
	ps := paragraphs(root)
	for _, p := range ps[:min(len(ps), 2000)] {
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
