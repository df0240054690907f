package fetch

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"rasid/news"
)

// readFeed reads RSS, RDF, Atom or JSON Feed.
func readFeed(r *reading) (Listing, error) {
	switch shape(r.data) {
	case shapeJSON:
		return readJSONFeed(r)
	case shapeFeed:
	case shapeHTML:
		return Listing{}, fmt.Errorf("%w: an HTML page, not a feed", ErrType)
	case shapeSitemap:
		return Listing{}, fmt.Errorf("%w: a sitemap, not a feed: set kind = \"sitemap\"", ErrType)
	default:
		return Listing{}, fmt.Errorf("%w: no feed within", ErrUnread)
	}
	data, left, expect, err := guard(r.data, r.o.MaxDepth, r.o.MaxEntries)
	if err != nil {
		return Listing{}, err
	}
	items, err := parseFeed(data)
	if err != nil || len(items) < expect {
		// Cut short, broken in one place, or swallowed by an element that was never closed.
		if more := salvaged(data, r.o.MaxDepth, r.o.MaxEntries); len(more) > len(items) {
			items, err = more, nil
		}
	}
	if err != nil {
		return Listing{}, fmt.Errorf("%w: %.200s", ErrUnread, err)
	}
	list := r.items(items)
	list.Left += left
	return list, nil
}

// parseFeed runs gofeed over a guarded feed.
func parseFeed(data []byte) ([]*gofeed.Item, error) {
	f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return f.Items, nil
}

// readJSONFeed reads a JSON Feed. encoding/json bounds its nesting by itself.
func readJSONFeed(r *reading) (Listing, error) {
	f, err := gofeed.NewParser().Parse(bytes.NewReader(bytes.TrimLeft(r.data, "\uFEFF \t\r\n")))
	if err != nil {
		return Listing{}, fmt.Errorf("%w: JSON feed: %.200s", ErrUnread, err)
	}
	if !strings.Contains(f.FeedVersion, "jsonfeed") && len(f.Items) == 0 {
		return Listing{}, fmt.Errorf("%w: JSON, but not a JSON Feed", ErrType)
	}
	return r.items(f.Items), nil
}

// items makes entries of what gofeed found.
func (r *reading) items(items []*gofeed.Item) Listing {
	list := Listing{Entries: make([]news.Entry, 0, min(len(items), r.o.MaxEntries))}
	for _, it := range items {
		if it == nil {
			list.Dropped++
			continue
		}
		text := it.Description
		if text == "" {
			text = it.Content
		}
		r.add(&list, listed{link: link(it), key: it.GUID, title: it.Title, summary: text, time: r.published(it)})
	}
	return list
}

// published is the time of publication, else that of the last change.
func (r *reading) published(it *gofeed.Item) time.Time {
	if it.Published != "" || it.PublishedParsed != nil {
		if t := r.sane(r.date(it.Published, it.PublishedParsed)); !t.IsZero() {
			return t
		}
	}
	return r.date(it.Updated, it.UpdatedParsed)
}

// link returns where the entry leads: past FeedBurner, which no longer answers, and to the guid where that
// is an address and there is no link.
func link(it *gofeed.Item) string {
	if orig := it.Extensions["feedburner"]["origLink"]; len(orig) > 0 && strings.HasPrefix(orig[0].Value, "http") {
		return orig[0].Value
	}
	if s := strings.TrimSpace(it.Link); s != "" {
		return s
	}
	for _, s := range it.Links {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	if s := atomLink(it); s != "" {
		return s
	}
	if strings.HasPrefix(it.GUID, "http://") || strings.HasPrefix(it.GUID, "https://") {
		return it.GUID
	}
	return ""
}

// atomLink returns the Atom link of an RSS item, under whatever prefix.
func atomLink(it *gofeed.Item) string {
	for _, elements := range it.Extensions {
		for _, l := range elements["link"] {
			if rel := l.Attrs["rel"]; l.Attrs["href"] != "" && (rel == "" || rel == "alternate") {
				return l.Attrs["href"]
			}
		}
	}
	return ""
}
