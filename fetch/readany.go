package fetch

import (
	"bytes"
	"fmt"
)

// readAny reads a document of any kind, by its shape.
func readAny(r *reading) (Listing, error) {
	switch shapeOf(r.data) {
	case shapeFeed:
		return readFeed(r)
	case shapeSitemap:
		return readSitemap(r)
	case shapeJSON:
		if bytes.HasPrefix(bytes.TrimLeft(r.data, "\uFEFF \t\r\n"), []byte("[")) {
			return readWordPress(r)
		}
		return readJSONFeed(r)
	case shapeHTML:
		return readListing(r)
	}
	return Listing{}, fmt.Errorf("%w: neither feed nor sitemap nor page", ErrUnread)
}
