package notify

import (
	"bytes"
	_ "embed" // for the template of the HTML form
	"errors"
	"fmt"
	"html/template"
	"strings"

	"rasid/news"
)

// MaxHTML is the most bytes that the HTML form of a digest has: large webmail shows no more than about 102 KB
// of a message.
const MaxHTML = 90_000

// fullStories is how many of the best stories stay whole before any other is shown.
const fullStories = 10

//go:embed digest.html
var digestHTML string

//go:embed past.html
var pastHTML string

// pageTemplate is the HTML form. html/template escapes all that is put into it for the place where it stands.
var pageTemplate = template.Must(template.New("digest").Funcs(template.FuncMap{"runs": runs, "plain": unmarked}).Parse(digestHTML + pastHTML))

// HTML returns a digest as one HTML page without scripts, images or anything else that is fetched, of at most
// MaxHTML bytes. Where the stories do not fit, the last ones shrink to their headlines, and if that is not
// enough the page says how many more there are.
func HTML(d news.Digest) ([]byte, error) { return pageOf(d).html() }

func (p page) html() ([]byte, error) {
	n := len(p.Items)
	whole, err := renderHTML(p, n, n)
	if err != nil || len(whole) <= MaxHTML {
		return whole, err
	}
	fits := func(shown, full int) bool {
		b, failed := renderHTML(p, shown, full)
		err = errors.Join(err, failed)
		return len(b) <= MaxHTML
	}
	shown := most(n, func(k int) bool { return fits(k, min(k, fullStories)) })
	full := most(shown, func(k int) bool { return k <= fullStories || fits(shown, k) })
	if err != nil {
		return nil, err
	}
	return renderHTML(p, shown, full)
}

// most returns the largest n in [0, max] for which fits holds, given that it holds for all smaller ones.
func most(max int, fits func(n int) bool) int {
	low, high := 0, max
	for low < high {
		if mid := (low + high + 1) / 2; fits(mid) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

// renderHTML renders the first shown stories of p, of them the first full ones whole.
func renderHTML(p page, shown, full int) ([]byte, error) {
	v := struct {
		Lang, Dir, Start, End string
		Plain, Mentioned      string
		LeaveText             string
		page
		Items []htmlItem
		More  string
	}{p.lang, p.dir, p.start, map[string]string{"right": "left", "left": "right"}[p.start], unmarked(p.Title), p.mentioned, p.leave, p, make([]htmlItem, shown), p.moreLine(len(p.Items) - shown)}
	for i := range v.Items {
		v.Items[i] = p.htmlItem(p.Items[i], i >= full)
	}
	var b bytes.Buffer
	if err := pageTemplate.ExecuteTemplate(&b, "page", v); err != nil {
		return nil, fmt.Errorf("render html: %w", err)
	}
	return b.Bytes(), nil
}

// moreLine says how many stories the page leaves out, cut of them for its own length; "" if none.
func (p page) moreLine(cut int) string {
	if p.Left+cut == 0 {
		return ""
	}
	return p.line(p.left, p.count(p.Left+cut, p.story))
}

// An htmlItem is an item with the language and direction of each of its blocks.
type htmlItem struct {
	item
	Lang, Dir, Start             string
	HeadLang, HeadDir, HeadStart string
	TextLang, TextDir, TextStart string
	Small                        []smallLine
}

// A smallLine is one of the lines below the excerpt.
type smallLine struct {
	Head *headline // linked before Text, nil for none
	Text string
}

func (p page) htmlItem(it item, brief bool) htmlItem {
	it.Brief = brief
	h := htmlItem{item: it, Lang: p.lang, Dir: p.dir, Start: p.start}
	h.HeadLang, h.HeadDir, h.HeadStart = direction(it.Head.RTL)
	h.TextLang, h.TextDir, h.TextStart = direction(it.RTL)
	add := func(head *headline, s string) {
		if s != "" {
			h.Small = append(h.Small, smallLine{head, s})
		}
	}
	add(nil, it.Note)
	for _, e := range it.Edits {
		add(nil, e)
	}
	if len(it.Rewrites) > 0 {
		add(nil, p.rewrites)
	}
	for _, r := range it.Rewrites {
		add(&r.Head, r.Source)
	}
	add(nil, it.Other)
	add(nil, it.Copies)
	add(nil, it.Why)
	return h
}

// direction returns the language, direction and side of a block of outside text.
func direction(rtl bool) (lang, dir, start string) {
	if rtl {
		return "ar", "rtl", "right"
	}
	return "und", "ltr", "left"
}

// A run is a piece of a line: text, or the begin or the end of a part set apart.
type run struct {
	Kind string // "" text, "ltr" or "rtl" begin, "end"
	Text string
}

// runs splits a line at its direction marks, which HTML has elements for.
func runs(s string) []run {
	var rs []run
	for len(s) > 0 {
		i := strings.IndexFunc(s, isMark)
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			rs = append(rs, run{Text: s[:i]})
			s = s[i:]
			continue
		}
		switch {
		case strings.HasPrefix(s, string(fsi)):
			rs = append(rs, run{Kind: "ltr"})
		case strings.HasPrefix(s, string(rli)):
			rs = append(rs, run{Kind: "rtl"})
		default:
			rs = append(rs, run{Kind: "end"})
		}
		s = s[len(string(fsi)):]
	}
	return rs
}

func isMark(r rune) bool { return r == fsi || r == rli || r == pdi }

// unmarked returns s without direction marks, for places that show none.
func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, s)
}
