package fetch

import (
	"fmt"

	"rasid/news"
)

// A kind of source: how one document of it is read.
type kind struct {
	name   string
	accept string                             // Accept header
	polite bool                               // robots.txt is asked first: it is a page for readers, not a file for programs
	read   func(r *reading) (Listing, error)  // one document
	nested func(r *reading) ([]submap, error) // further documents that it leads to, nil = never
}

const (
	acceptFeed = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
	acceptXML  = "application/xml, text/xml;q=0.9, */*;q=0.5"
	acceptJSON = "application/json, */*;q=0.5"
	acceptPage = "text/html, application/xhtml+xml;q=0.9"
)

// kinds is the table of kinds: a new one is a file and a row.
func kinds() []kind {
	return []kind{
		{name: "feed", accept: acceptFeed, read: readFeed},
		{name: "sitemap", accept: acceptXML, read: readSitemap, nested: sitemapsIn},
		{name: "listing", accept: acceptPage, polite: true, read: readListing},
		{name: "wordpress", accept: acceptJSON, read: readWordPress},
		{name: "telegram", accept: acceptPage, polite: true, read: readTelegram},
	}
}

// Kinds returns the kinds of source there are, as Source.Kind names them; "" stands for the first.
func Kinds() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

// kindOf returns the kind that s names.
func kindOf(s news.Source) (kind, error) {
	for _, k := range kinds() {
		if k.name == s.Kind || s.Kind == "" {
			return k, nil
		}
	}
	return kind{}, fmt.Errorf("kind %.40q: %w", s.Kind, ErrKind)
}
