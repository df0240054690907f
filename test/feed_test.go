package test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/news"
	"rasid/notify"
)

// TestFeedIsRead guards that fetch, whose parser is another library than the one that writes, reads what a target of kind
// "feed" wrote, in both forms: titles, addresses and times.
func TestFeedIsRead(t *testing.T) {
	dir := t.TempDir()
	n, err := notify.New(notify.Options{Name: "feeds", Kind: "feed", Path: dir}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	due := time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC)
	titles := []string{"بوتين يهنئ كيم جونغ أون ويشيد بالشراكة", `سيول: صواريخ KN-23 & "أخرى" <إلى> موسكو`}
	d := news.Digest{ID: "00000000000000aa", Name: "morning", Topic: "talks", Title: "محادثات", Due: due, To: due, Zone: "UTC", Language: "ar"}
	for i, title := range titles {
		m := news.Member{Article: news.Article{Entry: news.Entry{URL: "https://example.org/news?a=1&b=" + string(rune('1'+i)), Title: title, Published: due.Add(-time.Hour)}, Outlet: "العربية", Text: title + ". وقالت المصادر إن الوفد عاد أمس إلى العاصمة."}}
		d.Stories = append(d.Stories, news.Story{ID: "story " + title, Topic: "talks", Opened: due.Add(-time.Hour), Members: []news.Member{m}})
	}
	ds, err := n.Render(d)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Notify(t.Context(), ds[0], nil); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(s.Close)
	web := fetch.New(fetch.Options{Pace: fetch.NoPace, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(web.Close)
	for _, name := range []string{"talks.atom", "talks.json"} {
		l, err := web.List(t.Context(), news.Source{Name: name, Kind: "feed", URL: s.URL + "/" + name}, news.Poll{Source: name})
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Entries) != len(titles) {
			t.Fatalf("%s has %d entries", name, len(l.Entries))
		}
		for i, e := range l.Entries {
			if want := d.Stories[i].Members[0]; e.Title != want.Title || e.URL != want.URL || !e.Published.Equal(want.Published) {
				t.Errorf("%s, entry %d: %q %s %s", name, i, e.Title, e.URL, e.Published)
			}
		}
	}
}
