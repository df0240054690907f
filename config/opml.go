package config

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rasid/arabic"
	"rasid/fetch"
	"rasid/news"
)

// Lists of feeds in OPML 2.0 (http://opml.org/spec2.opml), by which readers of feeds exchange their subscriptions. A
// feed is an outline of type rss. The other kinds of source have no type of their own there and are outlines of
// type link; the category "/rasid/KIND/NAME" tells Rasid what they are and what both were called, "/rasid-zone/ZONE" where
// their times without a zone belong.

const zoneCategory = "/rasid-zone/"

type opml struct {
	XMLName xml.Name  `xml:"opml"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"head>title"`
	Created string    `xml:"head>dateCreated"`
	Body    []outline `xml:"body>outline"`
}

type outline struct {
	Type     string `xml:"type,attr"`
	Text     string `xml:"text,attr"`
	Title    string `xml:"title,attr"`
	XMLURL   string `xml:"xmlUrl,attr,omitempty"`
	URL      string `xml:"url,attr,omitempty"`
	Language string `xml:"language,attr,omitempty"`
	Category string `xml:"category,attr"`
}

// OPML returns sources as an OPML 2.0 document made at the time given. Archives, selectors and spans between polls
// have no place in it.
func OPML(sources []news.Source, now time.Time) ([]byte, error) {
	doc := opml{Version: "2.0", Title: "Rasid", Created: now.UTC().Format(time.RFC1123)}
	for _, s := range sources {
		o := outline{Type: "rss", Text: s.Outlet, Title: s.Outlet, XMLURL: s.URL, Language: "ar", Category: "/rasid/" + s.Kind + "/" + s.Name}
		if s.Zone != "" {
			o.Category += "," + zoneCategory + s.Zone
		}
		if s.Kind != "feed" {
			o.Type, o.XMLURL, o.URL = "link", "", s.URL
		}
		doc.Body = append(doc.Body, o)
	}
	b, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write OPML: %w", err)
	}
	return append(append([]byte(xml.Header), b...), '\n'), nil
}

// FromOPML returns the sources that an OPML document names and how many of its outlines name none that can be
// used, folders not counted. A source is left out, and counted among neither, where one with its address is in
// have or came before. Names are made of the category or the address and differ from those in have and each other.
func FromOPML(data []byte, have []news.Source) (sources []news.Source, skipped int, err error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	d.Strict = false
	known, taken := map[string]bool{}, map[string]bool{}
	for _, s := range have {
		known[s.URL], taken[s.Name] = true, true
	}
	whole := false // the document is OPML
	for {
		t, err := d.RawToken()
		if err == io.EOF && whole {
			return sources, skipped, nil
		}
		if err == io.EOF {
			return nil, 0, errors.New("read OPML: the document has no opml element: it is something else")
		}
		if err != nil {
			return nil, 0, fmt.Errorf("read OPML: %w", err)
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if whole = whole || strings.EqualFold(e.Name.Local, "opml"); !whole {
			return nil, 0, fmt.Errorf("read OPML: the document is %.40q, not opml", e.Name.Local)
		}
		if !strings.EqualFold(e.Name.Local, "outline") {
			continue
		}
		s, found, empty := fromOutline(e.Attr)
		switch {
		case empty, found && known[s.URL]:
		case !found:
			skipped++
		default:
			s.Name = free(s.Name, taken)
			known[s.URL], taken[s.Name] = true, true
			sources = append(sources, s)
		}
	}
}

// fromOutline returns the source of one outline; empty says that it has no address and is a folder.
func fromOutline(attrs []xml.Attr) (s news.Source, ok, empty bool) {
	at := map[string]string{}
	for _, a := range attrs {
		at[strings.ToLower(a.Name.Local)] = strings.TrimSpace(a.Value)
	}
	s.Kind, s.URL = "feed", at["xmlurl"]
	for category := range strings.SplitSeq(at["category"], ",") {
		if parts := strings.Split(strings.TrimSpace(category), "/"); len(parts) == 4 && parts[1] == "rasid" && slices.Contains(fetch.Kinds(), parts[2]) {
			s.Kind, s.Name = parts[2], parts[3]
		}
		if zone, ok := strings.CutPrefix(strings.TrimSpace(category), zoneCategory); ok && IsZone(zone) {
			s.Zone = zone
		}
	}
	if s.URL == "" && s.Name != "" {
		s.URL = at["url"]
	}
	if s.URL == "" {
		return s, false, at["url"] == "" && at["htmlurl"] == ""
	}
	if rest, isFeed := strings.CutPrefix(s.URL, "feed:"); isFeed {
		if s.URL = rest; strings.HasPrefix(rest, "//") {
			s.URL = "http:" + rest
		}
	}
	for _, name := range []string{at["title"], at["text"]} {
		if s.Outlet == "" {
			s.Outlet = arabic.Clean(name, 200)
		}
	}
	if s.Name == "" || !sound(func(l *loader) { l.name("source", s.Name, map[string]string{}) }) {
		s.Name = fetch.SourceName(s.URL)
	}
	return s, sound(func(l *loader) { l.address("url", s.URL) }), false
}

// sound reports whether a check of a configuration finds no fault.
func sound(check func(l *loader)) bool {
	good := true
	l := loader{}
	l.reader.faulty = map[string]bool{}
	l.reader.report = func(int, string, string, string) { good = false }
	check(&l)
	return good
}

// free returns name, or name with the first number behind it that is not taken.
func free(name string, taken map[string]bool) string {
	one := name
	for n := 2; taken[one]; n++ {
		tail := fmt.Sprintf("-%d", n)
		one = name[:min(len(name), maxName-len(tail))] + tail
	}
	return one
}

// FreeName returns name, or name with the first number behind it that no source has.
func FreeName(name string, have []news.Source) string {
	taken := map[string]bool{}
	for _, s := range have {
		taken[s.Name] = true
	}
	return free(name, taken)
}
