package fetch

import "bytes"

// salvaged reads the entries of a feed that cannot be read as a whole, each for itself, and returns those
// that can. A feed that was cut short keeps its whole items; one broken item costs only itself.
func (r *reading) salvaged(data []byte) []listed {
	head, tail := frame(data)
	if head == nil {
		return nil
	}
	var items []listed
	doc := bytes.Clone(head)
	for rest, tries := data, 0; tries < r.o.MaxEntries; tries++ {
		var one []byte
		if one, rest = nextEntry(rest); one == nil {
			break
		}
		doc = append(append(append(doc[:0], head...), one...), tail...)
		// Cut out of its place an entry may read otherwise than within it: it is measured anew.
		safe, err := guard(doc, r.o.MaxDepth, r.o.MaxEntries)
		if err != nil {
			continue
		}
		if found, err := r.parseFeed(safe.data); err == nil {
			items = append(items, found...)
		}
	}
	return items
}

// frame returns what must stand before and after an entry to make a feed of it: the root's own tag, for
// it declares the prefixes.
func frame(data []byte) (head, tail []byte) {
	at, name := root(data)
	if at < 0 {
		return nil, nil
	}
	n, kind := tag(data[at:])
	if kind != startTag {
		return nil, nil
	}
	head = bytes.Clone(data[at : at+n])
	tail = []byte("</" + string(tagName(data[at+1:])) + ">")
	if name == "rss" {
		head = append(head, "<channel>"...)
		tail = append([]byte("</channel>"), tail...)
	}
	return head, tail
}

// nextEntry cuts the first whole <item> or <entry> out of data; nil if there is none.
func nextEntry(data []byte) (one, rest []byte) {
	for i := 0; ; i++ {
		n := bytes.IndexByte(data[i:], '<')
		if n < 0 || i+n+1 >= len(data) {
			return nil, nil
		}
		i += n
		name := tagName(data[i+1 : min(len(data), i+64)])
		if !isEntry(name) {
			continue
		}
		end := append(append([]byte("</"), name...), '>')
		n = bytes.Index(data[i:], end)
		if n < 0 {
			return nil, nil
		}
		return data[i : i+n+len(end)], data[i+n+len(end):]
	}
}
