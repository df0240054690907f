package fetch

import (
	"fmt"
	"strings"
	"time"

	"rasid/news"

	"golang.org/x/net/html"
)

// Limits of reading one page.
const (
	maxPage  = 2 << 20          // bytes of HTML that are looked at; the rest is cut off
	pageTime = 10 * time.Second // of one extraction; far above what a page of maxPage needs
	maxTitle = 300              // characters of a title
	maxName  = 120              // characters of an author
)

// A Page is what was found on one article page or in one text file.
type Page struct {
	Title     string            // one line, without the outlet's name; "" if none was found
	Text      string            // paragraphs parted by a blank line, words as published
	Author    string            // "" if none is named
	Agency    string            // usual Arabic name of the wire service named in dateline or attribution, "" if none
	Published time.Time         // UTC; zero if the page does not say
	Found     map[string]string // which rule found a field: "title" → "og:title"
	Note      string            // what a reader of logs should know of the text, "" if nothing
}

// found sets a field of p by one rule, unless value is empty or the field is set.
func (p *Page) found(field *string, name, rule, value string) bool {
	if *field != "" || value == "" {
		return false
	}
	*field = value
	p.Found[name] = rule
	return true
}

// note adds a remark.
func (p *Page) note(remark string) {
	if p.Note != "" {
		p.Note += "; "
	}
	p.Note += remark
}

// ParsePage reads an article page. Its selectors s overrule what is found automatically; base is the
// page's address and contentType its header of that name, either may be "". A time without a zone is read in s.Zone.
// Where base is the address of a copy in a web archive, the page is that of the address it is a copy of.
//
// The error is ErrChallenge, ErrConsent, ErrPaywall or ErrMissing for a page that is not the article, ErrEmpty
// for one without a text, ErrUnread for one that cannot be read; the Page then holds what was found all the
// same. Whatever the input, ParsePage ends within about ten seconds and does not panic. It is safe for concurrent
// use and alters nothing that it is handed.
func ParsePage(html []byte, contentType, base string, s news.Source) (Page, error) {
	if len(html) > maxPage {
		html = html[:maxPage]
	}
	return bounded(pageTime, func() (Page, error) { return parsePage(html, contentType, base, s) })
}

// bounded returns the result of read, or ErrUnread if it panics or takes longer than limit. A read that is
// given up runs to its end unseen: maxPage bounds what that costs.
func bounded(limit time.Duration, read func() (Page, error)) (Page, error) {
	type result struct {
		page Page
		err  error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r = result{err: fmt.Errorf("page: %w: extraction failed: %v", ErrUnread, p)}
			}
			done <- r
		}()
		r.page, r.err = read()
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.page, r.err
	case <-timer.C:
		return Page{}, fmt.Errorf("page: %w: extraction took longer than %s", ErrUnread, limit)
	}
}

func parsePage(raw []byte, contentType, base string, s news.Source) (Page, error) {
	p := Page{Found: map[string]string{}}
	source, _ := unicoded(raw, contentType)
	root, flat, err := tree(source)
	if err != nil {
		return p, fmt.Errorf("page: %w: %w", ErrUnread, err)
	}
	if flat {
		p.note("nesting too deep, read as flat text")
	}
	h := headOf(root, base, s)
	p.title(root, h, s)
	p.published(root, h, s)
	p.author(root, h)
	prune(root, h.headline, h.apart)
	paras := p.body(root, h, s)
	p.take(clean(paras, learnt{title: p.Title, author: p.Author, site: h.site, clock: h.clock}))
	p.credit(h)
	if err := p.marked(h, lines(paras), source); err != nil {
		return p, fmt.Errorf("page: %w", err)
	}
	return p, nil
}

// take fills p with the outcome of cleaning; what is set already stays.
func (p *Page) take(c cleaned) {
	p.Text = c.text
	p.found(&p.Agency, "agency", c.found["agency"], c.agency)
	p.found(&p.Author, "author", "byline in the text", c.author)
	if p.Published.IsZero() && !c.published.IsZero() {
		p.Published = c.published
		p.Found["published"] = "line in the text"
	}
}

// textOf returns the text of n as one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	for _, p := range paragraphs(n) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
	}
	return b.String()
}
