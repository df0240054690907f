package fetch

import (
	"bytes"
	"fmt"
)

// readAny reads a document of any kind, by its shape, and says as what it did.
func readAny(r *reading) (list Listing, err error) {
	method := ""
	switch shapeOf(r.data) {
	case shapeFeed:
		method = "feed"
		list, err = readFeed(r)
	case shapeSitemap:
		method = "sitemap"
		list, err = readSitemap(r)
	case shapeJSON:
		if method = "wordpress"; bytes.HasPrefix(bytes.TrimLeft(r.data, "\uFEFF \t\r\n"), []byte("[")) {
			list, err = readWordPress(r)
		} else {
			method = "feed"
			list, err = readJSONFeed(r)
		}
	case shapeHTML:
		method = "listing"
		list, err = readListing(r)
	default:
		err = fmt.Errorf("%w: neither feed nor sitemap nor page", ErrUnread)
	}
	list.Method = method
	return list, err
}
