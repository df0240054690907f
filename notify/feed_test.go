package notify_test

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rasid/news"
	"rasid/notify"
)

// An entry is one item of a feed as a reader takes it from either form.
type entry struct {
	ID, URL, Title, HTML string
	Modified             time.Time
}

// feeds returns the entries of both files of the topic, which are the same.
func feeds(t *testing.T, dir string) []entry {
	t.Helper()
	var j struct {
		Version, Language string
		Items             []struct {
			ID, URL, Title string
			HTML           string    `json:"content_html"`
			Modified       time.Time `json:"date_modified"`
		}
	}
	var a struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		ID      string   `xml:"id"`
		Updated string   `xml:"updated"`
		Entry   []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Content string `xml:"content"`
			Link    struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Updated time.Time `xml:"updated"`
		} `xml:"entry"`
	}
	unmarshal(t, file(t, dir, "dprk-russia.json"), &j)
	if err := xml.Unmarshal(file(t, dir, "dprk-russia.atom"), &a); err != nil {
		t.Fatal(err)
	}
	if j.Version != "https://jsonfeed.org/version/1.1" || j.Language != "ar" || a.Lang != "ar" || !strings.HasPrefix(a.ID, "urn:uuid:") {
		t.Errorf("json feed %s in %s, atom %s in %s", j.Version, j.Language, a.ID, a.Lang)
	}
	var one, two []entry
	for _, i := range j.Items {
		one = append(one, entry{i.ID, i.URL, i.Title, i.HTML, i.Modified})
	}
	for _, i := range a.Entry {
		two = append(two, entry{i.ID, i.Link.Href, i.Title, i.Content, i.Updated})
	}
	if !slices.Equal(one, two) {
		t.Errorf("the two forms differ:\n%+v\n%+v", one, two)
	}
	if len(a.Entry) > 0 && a.Updated != a.Entry[0].Updated.Format(time.RFC3339) {
		t.Errorf("feed updated %s, its latest entry %s", a.Updated, a.Entry[0].Updated)
	}
	return one
}

func file(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// deliverTo sends what a target renders of d.
func deliverTo(t *testing.T, n notify.Target, d news.Digest) {
	t.Helper()
	for _, one := range render(t, n, d) {
		if err := n.Notify(t.Context(), one, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFeed guards that each story is one entry under one identity, best first, that a later digest takes the place of an
// earlier one's entry and not the other way round, and that a repeated delivery changes no byte.
func TestFeed(t *testing.T) {
	dir := t.TempDir()
	n := target(t, notify.Options{Name: "feed", Kind: "feed", Path: dir, Keep: 4})
	deliverTo(t, n, sample())
	first := feeds(t, dir)
	if len(first) != 3 || first[0].URL != "https://example.org/news/1" || first[0].Title != leadTitle || !first[0].Modified.Equal(due) {
		t.Fatalf("entries are %+v", first)
	}
	for _, e := range first {
		doc, err := html.Parse(strings.NewReader(e.HTML))
		if err != nil {
			t.Fatal(err)
		}
		for x := range doc.Descendants() {
			if x.Type == html.ElementNode && (x.Data == "p" || x.Data == "blockquote") && (len(x.Attr) != 1 || x.Attr[0].Key != "dir") {
				t.Errorf("a paragraph of %s has no direction", e.Title)
			}
		}
	}
	before := [2]string{string(file(t, dir, "dprk-russia.json")), string(file(t, dir, "dprk-russia.atom"))}
	next := sample()
	next.ID, next.Due, next.To = "00000000000000ac", due.Add(24*hour), due.Add(24*hour)
	next.Stories = slices.Clone(next.Stories[1:2])
	next.Stories[0].Members = append([]news.Member{}, next.Stories[0].Members...)
	next.Stories[0].Members[1].Title = "موسكو تؤكد مجددًا وصول الجنود"
	fresh := next.Stories[0]
	fresh.ID = "00000000000000b9"
	next.Stories = append(next.Stories, fresh)

	deliverTo(t, n, sample())
	if again := [2]string{string(file(t, dir, "dprk-russia.json")), string(file(t, dir, "dprk-russia.atom"))}; again != before {
		t.Error("a repeated delivery changes the feed")
	}
	deliverTo(t, n, next)
	deliverTo(t, n, sample()) // an old one that was sent again
	got := feeds(t, dir)
	if len(got) != 4 || got[0].ID != first[1].ID || got[0].Title != next.Stories[0].Members[1].Title || got[2] != first[0] || got[3] != first[2] {
		t.Errorf("after a second digest the entries are %+v", got)
	}
	next.ID, next.Due, next.Stories = "00000000000000ad", due.Add(48*hour), next.Stories[:1]
	next.Stories[0].ID = "00000000000000ba"
	deliverTo(t, n, next)
	if got = feeds(t, dir); len(got) != 4 || got[3] != first[0] {
		t.Errorf("%d entries are kept, the last %+v", len(got), got[len(got)-1])
	}
}

// TestFeedFromOutside guards that no element of what outlets wrote comes into a feed.
func TestFeedFromOutside(t *testing.T) {
	n := target(t, notify.Options{Name: "feed", Kind: "feed", Path: t.TempDir()})
	for _, v := range vectors {
		d := sample()
		m := &d.Stories[0].Members[0]
		m.Title, m.Outlet, m.Text, m.URL, m.Verdict.Facets[0].Terms[0].Text = v, v, v+" قالت المصادر إن الوفد عاد أمس.", "https://example.org/"+v, v
		var doc struct {
			Items []struct {
				URL  string
				HTML string `json:"content_html"`
			}
		}
		if err := json.Unmarshal(render(t, n, d)[0].Body, &doc); err != nil {
			t.Fatal(err)
		}
		for _, i := range doc.Items {
			z := html.NewTokenizer(strings.NewReader(i.HTML))
			for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
				name, _ := z.TagName()
				if tag := string(name); kind != html.TextToken && !slices.Contains([]string{"p", "blockquote", "a", "b"}, tag) {
					t.Errorf("%q makes a <%s>", v, tag)
				}
			}
			if i.URL != "" && !strings.HasPrefix(i.URL, "https://example.org/") {
				t.Errorf("%q makes the address %q", v, i.URL)
			}
		}
	}
}

// TestFeedKeepsWhatItCannotRead guards that a file that is no feed is left as it is.
func TestFeedKeepsWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	n := target(t, notify.Options{Name: "feed", Kind: "feed", Path: dir})
	if err := os.WriteFile(filepath.Join(dir, "dprk-russia.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if f := failure(t, n.Notify(t.Context(), render(t, n, sample())[0], nil)); f.Permanent || !strings.Contains(f.Error(), "move it away") {
		t.Errorf("failure is %v", f)
	}
	if string(file(t, dir, "dprk-russia.json")) != "{" {
		t.Error("the file was written over")
	}
}
