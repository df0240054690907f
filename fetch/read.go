package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/PuerkitoBio/goquery"

	"rasid/news"
)

// Seen is what Rasid sees in one document.
type Seen struct {
	Kind    string  // "feed", "sitemap", "listing", "wordpress", "telegram" or "page"; "index" for a sitemap index
	Listing Listing // its entries, unless Kind is "page" or "index"
	Parts   []string
	Page    Page
}

// MarshalJSON writes {"kind","entries":[{"url","title","summary","published"}]} or
// {"kind":"page","title","text","published","author","agency","found","note"}; a time that is not known is
// left out.
func (s Seen) MarshalJSON() ([]byte, error) {
	if s.Kind == "page" {
		return json.Marshal(struct {
			Kind      string            `json:"kind"`
			Title     string            `json:"title"`
			Text      string            `json:"text"`
			Published string            `json:"published,omitempty"`
			Author    string            `json:"author,omitempty"`
			Agency    string            `json:"agency,omitempty"`
			Found     map[string]string `json:"found,omitempty"`
			Note      string            `json:"note,omitempty"`
		}{s.Kind, s.Page.Title, s.Page.Text, stamped(s.Page.Published), s.Page.Author, s.Page.Agency, s.Page.Found, s.Page.Note})
	}
	type entry struct {
		URL       string `json:"url"`
		Title     string `json:"title"`
		Summary   string `json:"summary"`
		Published string `json:"published,omitempty"`
		Key       string `json:"key,omitempty"`
	}
	entries := make([]entry, 0, len(s.Listing.Entries))
	for _, e := range s.Listing.Entries {
		entries = append(entries, entry{e.URL, e.Title, e.Summary, stamped(e.Published), e.Key})
	}
	return json.Marshal(struct {
		Kind    string   `json:"kind"`
		Entries []entry  `json:"entries"`
		Parts   []string `json:"parts,omitempty"`
		Left    int      `json:"left,omitempty"`
		Dropped int      `json:"dropped,omitempty"`
	}{s.Kind, entries, s.Parts, s.Listing.Left, s.Listing.Dropped})
}

func stamped(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Read tells what a document is and reads it: a feed, a sitemap, wp-json, a page of headlines or an
// article page. contentType is its header of that name and base its address, either may be "". The
// selectors of s are used; s.Kind "listing" or "telegram" settles what a page is taken for. It does no I/O
// and is safe for concurrent use. Errors are those of List and ParsePage; what was found of a page that is
// not an article is returned beside the error.
func (o Options) Read(data []byte, contentType, base string, s news.Source) (Seen, error) {
	o = o.filled()
	data, err := gunzipped(data, o.MaxBytes)
	if err != nil {
		return Seen{}, fmt.Errorf("read: %w", err)
	}
	if int64(len(data)) > o.MaxBytes {
		return Seen{}, fmt.Errorf("read: %w (%d)", ErrTooLarge, o.MaxBytes)
	}
	r := o.reading(s, data, contentType, base)
	seen, err := r.see(data, contentType, base)
	if err != nil {
		return seen, fmt.Errorf("read: %w", err)
	}
	return seen, nil
}

// see reads the document by its shape; raw is what it was before it became UTF-8, base its address, also where it is a copy.
func (r *reading) see(raw []byte, contentType, base string) (Seen, error) {
	switch shapeOf(r.data) {
	case shapeSitemap:
		parts, err := sitemapsIn(r)
		if err != nil {
			return Seen{Kind: "sitemap"}, err
		}
		if parts != nil {
			return Seen{Kind: "index", Parts: addresses(parts)}, nil
		}
	case shapeFeed, shapeJSON:
	default:
		return r.seePage(raw, contentType, base)
	}
	list, err := readAny(r)
	return Seen{Kind: list.Method, Listing: list}, err
}

// fewHeadlines is how many headlines a page may hold and still be taken for an article when it has no
// other sign of one.
const fewHeadlines = 8

// seePage tells an article page from a page of headlines.
func (r *reading) seePage(raw []byte, contentType, base string) (Seen, error) {
	switch {
	case r.source.Kind == "telegram", r.source.Kind == "" && bytes.Contains(r.data, []byte("tgme_channel_history")):
		list, err := readTelegram(r)
		return Seen{Kind: "telegram", Listing: list}, err
	case r.source.Kind == "listing" || r.source.Item != "":
		list, err := readListing(r)
		return Seen{Kind: "listing", Listing: list}, err
	}
	if at, _ := root(r.data); at < 0 {
		page, err := ParseText(raw)
		return Seen{Kind: "page", Page: page}, err
	}
	page, err := ParsePage(raw, contentType, base, r.source)
	seen := Seen{Kind: "page", Page: page}
	if errors.Is(err, ErrChallenge) || errors.Is(err, ErrConsent) || articlePage(r.data) {
		return seen, err
	}
	list, none := readListing(r)
	if none == nil && (errors.Is(err, ErrEmpty) || len(list.Entries) >= fewHeadlines && len(page.Text) < 3*len(titles(list))) {
		return Seen{Kind: "listing", Listing: list}, nil
	}
	return seen, err
}

// articlePage reports whether a page calls itself an article.
func articlePage(data []byte) bool {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(data))
	if err != nil {
		return false
	}
	kind, _ := doc.Find(`meta[property="og:type"]`).Attr("content")
	return kind == "article" || doc.Find(`meta[property="article:published_time"], [itemprop="articleBody"]`).Length() > 0
}

func titles(l Listing) string {
	var b bytes.Buffer
	for _, e := range l.Entries {
		b.WriteString(e.Title)
	}
	return b.String()
}

// Read asks for an address, once and for a reader who wants to see it, and tells what is there. robots.txt is
// asked first where s.Kind is one that List asks it for.
func (c *Client) Read(ctx context.Context, url string, s news.Source) (Seen, error) {
	k, err := kindOf(s)
	if err != nil {
		return Seen{}, fmt.Errorf("read %.200s: %w", url, err)
	}
	a, err := c.ask(ctx, request{url: url, accept: acceptPage + ", " + acceptFeed, polite: k.polite})
	if err != nil {
		return Seen{}, fmt.Errorf("read: %w", err)
	}
	return c.o.Read(a.body, a.ctype, a.url, s)
}
