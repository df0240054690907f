package fetch

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"rasid/arabic"
	"rasid/news"
)

// readFeed reads RSS, RDF, Atom or JSON Feed.
func readFeed(r *reading) (Listing, error) {
	switch shapeOf(r.data) {
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
	g, err := guard(r.data, r.o.MaxDepth, r.o.MaxEntries)
	if err != nil {
		return Listing{}, err
	}
	items, err := r.parseFeed(g.data)
	if err != nil || len(items) < g.expect {
		// Cut short, broken in one place, or swallowed by an element that was never closed.
		if more := r.salvaged(g.data); len(more) > len(items) {
			items, err = more, nil
		}
	}
	if err != nil {
		return Listing{}, fmt.Errorf("%w: %s", ErrUnread, arabic.Clean(err.Error(), 200))
	}
	list := Listing{Entries: make([]news.Entry, 0, min(len(items), r.o.MaxEntries)), Left: g.left, short: g.short}
	for _, l := range items {
		r.add(&list, l)
	}
	return list, nil
}

// parseFeed runs gofeed over a guarded feed. Its format parsers are used without its universal layer, which
// parses the text of every item once more to look for a picture.
func (r *reading) parseFeed(data []byte) ([]listed, error) {
	if _, name := root(data); name == "feed" {
		f, err := (&atom.Parser{}).Parse(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		return r.atomEntries(f.Entries), nil
	}
	f, err := (&rss.Parser{}).Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return r.rssItems(f.Items), nil
}

func (r *reading) rssItems(items []*rss.Item) []listed {
	dates := make([]string, 0, len(items))
	for _, it := range items {
		dates = append(dates, it.PubDate)
	}
	r.monthFirst = monthFirst(dates)
	found := make([]listed, 0, len(items))
	for _, it := range items {
		l := listed{link: it.Link, title: it.Title, time: r.date(it.PubDate, it.PubDateParsed)}
		if it.GUID != nil {
			l.key = it.GUID.Value
		}
		l.summary = first(it.Description, extension(it.Extensions, "summary"), it.Content)
		if it.DublinCoreExt != nil && l.time.IsZero() && len(it.DublinCoreExt.Date) > 0 {
			l.time = r.stamp(it.DublinCoreExt.Date[0])
		}
		if l.time.IsZero() {
			l.time = r.stamp(first(extension(it.Extensions, "published"), extension(it.Extensions, "updated")))
		}
		l.link = first(original(it.Extensions), l.link, extendedLink(it.Extensions), addressLike(l.key))
		found = append(found, l)
	}
	return found
}

func (r *reading) atomEntries(entries []*atom.Entry) []listed {
	found := make([]listed, 0, len(entries))
	for _, e := range entries {
		l := listed{key: e.ID, title: e.Title, summary: e.Summary}
		if l.summary == "" && e.Content != nil {
			l.summary = e.Content.Value
		}
		if l.time = r.sane(r.date(e.Published, e.PublishedParsed)); l.time.IsZero() {
			l.time = r.date(e.Updated, e.UpdatedParsed)
		}
		l.link = first(original(e.Extensions), atomLink(e.Links), addressLike(l.key))
		found = append(found, l)
	}
	return found
}

// readJSONFeed reads a JSON Feed. encoding/json bounds its nesting by itself.
func readJSONFeed(r *reading) (Listing, error) {
	f, err := (&json.Parser{}).Parse(bytes.NewReader(bytes.TrimLeft(r.data, "\uFEFF \t\r\n")))
	if err != nil {
		return Listing{}, fmt.Errorf("%w: JSON feed: %s", ErrUnread, arabic.Clean(err.Error(), 200))
	}
	if !strings.Contains(f.Version, "jsonfeed") && len(f.Items) == 0 {
		return Listing{}, fmt.Errorf("%w: JSON, but not a JSON Feed", ErrType)
	}
	list := Listing{}
	for _, it := range f.Items {
		if it == nil {
			list.Dropped++
			continue
		}
		at := r.stamp(it.DatePublished)
		if at.IsZero() {
			at = r.stamp(it.DateModified)
		}
		r.add(&list, listed{link: first(it.URL, it.ExternalURL, addressLike(it.ID)), key: it.ID, title: it.Title,
			summary: first(it.Summary, it.ContentText, it.ContentHTML), time: at})
	}
	return list, nil
}

// first returns the first of its arguments that holds more than blanks.
func first(all ...string) string {
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

// addressLike returns key where it is an address: many feeds give nothing but a guid.
func addressLike(key string) string {
	if strings.HasPrefix(key, "http://") || strings.HasPrefix(key, "https://") {
		return key
	}
	return ""
}

// atomLink picks the link to the page: rel alternate or none, else any that is not the feed's own.
func atomLink(links []*atom.Link) string {
	best := ""
	for _, l := range links {
		switch l.Rel {
		case "", "alternate":
			if l.Type == "" || strings.Contains(l.Type, "html") {
				return l.Href
			}
			best = l.Href
		case "self", "via", "related":
			best = first(best, l.Href)
		}
	}
	return best
}

// original is where an entry led before FeedBurner, which no longer answers.
func original(x ext.Extensions) string {
	return addressLike(valueOf(x["feedburner"]["origLink"]))
}

func valueOf(all []ext.Extension) string {
	if len(all) == 0 {
		return ""
	}
	return all[0].Value
}

// extension returns the text of an element of Atom or iTunes within an RSS item, under whatever prefix.
func extension(x ext.Extensions, name string) string {
	for prefix, elements := range x {
		if prefix == "itunes" || strings.HasPrefix(prefix, "a") {
			if s := valueOf(elements[name]); s != "" {
				return s
			}
		}
	}
	return ""
}

// extendedLink returns the Atom link of an RSS item, under whatever prefix.
func extendedLink(x ext.Extensions) string {
	for _, elements := range x {
		for _, l := range elements["link"] {
			if rel := l.Attrs["rel"]; l.Attrs["href"] != "" && (rel == "" || rel == "alternate") {
				return l.Attrs["href"]
			}
		}
	}
	return ""
}
