package demo

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// An item is what a listing says of one article.
type item struct{ title, url, summary string }

// readXML reads a feed or a sitemap, in the code page it declares, into v.
func readXML(body []byte, v any) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if charset != "windows-1256" {
			return nil, fmt.Errorf("charset %q", charset)
		}
		return charmap.Windows1256.NewDecoder().Reader(in), nil
	}
	return d.Decode(v)
}

func readRSS(body []byte) (items []item, err error) {
	var f struct {
		Items []struct {
			Title       string `xml:"title"`
			Link        string `xml:"link"`
			Description string `xml:"description"`
		} `xml:"channel>item"`
	}
	err = readXML(body, &f)
	for _, i := range f.Items {
		summary := html.UnescapeString(strings.TrimSuffix(strings.TrimPrefix(i.Description, "<p>"), "</p>"))
		items = append(items, item{i.Title, strings.TrimSuffix(i.Link, "?utm_source=rss"), summary})
	}
	return items, err
}

func readAtom(body []byte) (items []item, err error) {
	var f struct {
		Entries []struct {
			Title   string `xml:"http://www.w3.org/2005/Atom title"`
			Summary string `xml:"http://www.w3.org/2005/Atom summary"`
			Link    struct {
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/2005/Atom link"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
	}
	err = readXML(body, &f)
	for _, e := range f.Entries {
		items = append(items, item{e.Title, e.Link.Href, e.Summary})
	}
	return items, err
}

func readJSON(body []byte) (items []item, err error) {
	var f struct {
		Version string
		Items   []struct{ Title, URL, Summary string }
	}
	err = json.Unmarshal(body, &f)
	for _, i := range f.Items {
		items = append(items, item{i.Title, i.URL, i.Summary})
	}
	return items, err
}

func readSitemap(body []byte) (items []item, err error) {
	var f struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			Title string `xml:"http://www.google.com/schemas/sitemap-news/0.9 news>title"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	err = readXML(body, &f)
	for _, u := range f.URLs {
		items = append(items, item{title: strings.TrimSpace(u.Title), url: u.Loc})
	}
	return items, err
}

// habits tells, by outlet, what its listing is and how it is read.
var habits = []struct {
	outlet, contentType string
	summaries           bool
	read                func([]byte) ([]item, error)
}{
	{"manara", "application/rss+xml", true, readRSS},
	{"furat", "text/xml; charset=windows-1256", true, readRSS},
	{"nakhil", "application/atom+xml", true, readAtom},
	{"sahil", "application/feed+json", true, readJSON},
	{"jabal", "application/rss+xml", false, readRSS},
	{"bahr", "application/xml", false, readSitemap},
}

// listed returns the titles that an outlet lists now.
func listed(t *testing.T, p *Press, outlet string) (titles []string) {
	t.Helper()
	for _, h := range habits {
		if h.outlet != outlet {
			continue
		}
		items, err := h.read(ask(t, p.listing(t, outlet), "").body)
		if err != nil {
			t.Fatalf("%s: %v", outlet, err)
		}
		for _, i := range items {
			titles = append(titles, i.title)
		}
	}
	return titles
}

func TestOutletsKeepTheirHabits(t *testing.T) {
	p := press(t, end())
	for _, h := range habits {
		got := ask(t, p.listing(t, h.outlet), "")
		if got.status != 200 || got.contentType != h.contentType {
			t.Errorf("%s: %d %s", h.outlet, got.status, got.contentType)
		}
		items, err := h.read(got.body)
		if err != nil {
			t.Errorf("%s: %v", h.outlet, err)
		}
		var want []item
		for _, a := range p.articles {
			if a.outlet != h.outlet {
				continue
			}
			i := item{title: a.title, url: p.url(a)}
			if !a.editedAt.IsZero() {
				i.title = a.retitled
			}
			if h.summaries {
				i.summary = a.summary()
			}
			want = append(want, i)
		}
		slices.Reverse(want) // the newest first
		if len(items) != len(want) {
			t.Errorf("%s lists %d articles, want %d", h.outlet, len(items), len(want))
			continue
		}
		for i, got := range items {
			if got != want[i] {
				t.Errorf("%s lists at %d %q\nwant %q", h.outlet, i, got, want[i])
			}
		}
	}
}

func TestWindows1256(t *testing.T) {
	p := press(t, end())
	body := ask(t, p.listing(t, "furat"), "").body
	a := p.named(t, "congress")
	want, err := charmap.Windows1256.NewEncoder().String(a.title)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(body, []byte(want)) {
		t.Errorf("the bytes of %q in windows-1256 are not in the feed", a.title)
	}
	if bytes.Contains(body, []byte(a.title)) {
		t.Error("the feed holds UTF-8")
	}
	// Arabic-Indic digits are not in the code page, so a feed must write them as references.
	if !bytes.Contains(body, []byte("&#1633;")) {
		t.Error("the feed holds no reference to a character outside its code page")
	}
}

func TestFailingOutlet(t *testing.T) {
	p := press(t, end())
	if got := ask(t, p.listing(t, "ramal"), ""); got.status != http.StatusInternalServerError {
		t.Errorf("ramal: %d, want 500", got.status)
	}
	if got, want := len(p.Outlets()), len(habits)+1; got != want {
		t.Errorf("%d outlets, %d are told of here", got, want)
	}
}
