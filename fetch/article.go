package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"

	"rasid/news"
)

// Article reads the page of e, asking robots.txt first. The Article is filled from the page where the page
// says more than the listing: Text, Author, Agency; Title where the listing had none; Published where the
// listing had none. Its Basis is OnPage. An error is one of the request, or of ParsePage; Listed then makes
// an Article of what is at hand.
func (c *Client) Article(ctx context.Context, s news.Source, e news.Entry) (news.Article, error) {
	a, err := c.article(ctx, s, e)
	if err != nil {
		return news.Article{}, fmt.Errorf("article: %w", err)
	}
	return a, nil
}

func (c *Client) article(ctx context.Context, s news.Source, e news.Entry) (news.Article, error) {
	_, p, err := c.articlePage(ctx, s, e)
	if err != nil {
		return news.Article{}, err
	}
	return c.filled(s, e, p), nil
}

// articlePage asks for the page of e and reads it.
func (c *Client) articlePage(ctx context.Context, s news.Source, e news.Entry) (answer, Page, error) {
	if isMark(e.URL) {
		return answer{}, Page{}, ErrNoPage
	}
	a, err := c.ask(ctx, request{url: e.URL, accept: acceptPage, polite: true, fits: page, pace: s.Pace})
	if err != nil {
		return answer{}, Page{}, err
	}
	p, err := c.parsed(s, a)
	if err != nil {
		return a, p, fmt.Errorf("%s: %w", e.URL, err)
	}
	return a, p, nil
}

// filled is the Article of an entry whose page was read. An entry that only a capture of its page tells of was published by
// then: where nothing else is known that is its time.
func (c *Client) filled(s news.Source, e news.Entry, p Page) news.Article {
	out := Listed(s, e, "")
	out.Text, out.Author, out.Agency, out.Basis, out.Note = p.Text, p.Author, p.Agency, news.OnPage, ""
	if out.Title == "" {
		out.Title = p.Title
	}
	if out.Published.IsZero() {
		out.Published = p.Published
	}
	if out.Published.IsZero() {
		out.Published = captured(e)
	}
	out.Fetched = c.o.Now().UTC()
	return out
}

// parsed reads the page that came with a.
func (c *Client) parsed(s news.Source, a answer) (Page, error) {
	p, err := ParsePage(a.body, a.ctype, a.url, s)
	if err == nil && p.Text == "" {
		err = fmt.Errorf("%w: no text on the page", ErrUnread)
	}
	return p, err
}

// page refuses what is not an HTML page by its declared type.
func page(contentType string) error {
	if contentType == "" {
		return nil
	}
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		return nil // not to be understood: the content will tell
	}
	switch kind {
	case "text/html", "application/xhtml+xml", "application/xml", "text/xml":
		return nil
	}
	return fmt.Errorf("%w: %.60s, not a page", ErrType, kind)
}

// Listed returns the Article that the listing alone gives, with why as its Note: no page text, Basis
// OnSummary, or OnTitle where there is no summary.
func Listed(s news.Source, e news.Entry, why string) news.Article {
	a := news.Article{Entry: e, ID: ID(e.URL), Outlet: s.Outlet, Basis: news.OnSummary, Note: why}
	if e.Summary == "" {
		a.Basis = news.OnTitle
	}
	return a
}

// ID returns the identity of a canonical address: the first 16 hexadecimal digits of its SHA-256.
func ID(url string) string {
	sum := sha256.Sum256([]byte(url))
	return hex.EncodeToString(sum[:8])
}
