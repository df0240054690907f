package fetch_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rasid/fetch"
	"rasid/news"
)

// TestRead holds that a document is taken for what it is, whatever its address and header say, and that
// the JSON of it keeps its form.
func TestRead(t *testing.T) {
	var cards strings.Builder
	for i := range 12 {
		fmt.Fprintf(&cards, `<div class="card"><h2><a href="/a/%d">كيم جونغ أون يصل إلى سنغافورة رقم %d</a></h2></div>`, i, i)
	}
	cases := []struct {
		name, body, kind, json string
		source                 news.Source
	}{
		{"feed", sound, "feed", `{"kind":"feed","entries":[{"url":"http://example.com/a","title":"خبر سليم","summary":""}]}`, news.Source{}},
		{"JSON feed", `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"7","url":"/a","title":"ت","date_published":"2018-06-10T09:15:00+03:00"}]}`, "feed",
			`{"kind":"feed","entries":[{"url":"http://example.com/a","title":"ت","summary":"","published":"2018-06-10T06:15:00Z","key":"7"}]}`, news.Source{}},
		{"wp-json", `[{"id":7,"guid":{"rendered":"http://example.com/?p=7"},"link":"http://example.com/a","title":{"rendered":"ت"}}]`, "wordpress", `{"kind":"wordpress","entries":[{"url":"http://example.com/a","title":"ت","summary":"","key":"http://example.com/?p=7"}]}`, news.Source{}},
		{"sitemap", `<?xml version="1.0"?><urlset><url><loc>http://example.com/a</loc></url></urlset>`, "sitemap", `{"kind":"sitemap","entries":[{"url":"http://example.com/a","title":"","summary":""}]}`, news.Source{}},
		{"index", `<sitemapindex><sitemap><loc>http://example.com/1.xml</loc></sitemap></sitemapindex>`, "index", `{"kind":"index","entries":[],"parts":["http://example.com/1.xml"]}`, news.Source{}},
		{"page", story, "page", "", news.Source{}},
		{"page of headlines", "<html><body><nav><a href='/'>x</a></nav>" + cards.String() + "</body></html>", "listing", "", news.Source{}},
		{"page of headlines by its kind", "<html><body>" + cards.String()[:200] + "</body></html>", "listing", "", news.Source{Kind: "listing"}},
		{"channel", `<main><section class="tgme_channel_history"><div class="tgme_widget_message" data-post="paper/41"><div class="tgme_widget_message_text">كيم يصل إلى سنغافورة<br/>والقمة غدا</div></div></section></main>`, "telegram",
			`{"kind":"telegram","entries":[{"url":"https://t.me/paper/41","title":"كيم يصل إلى سنغافورة","summary":"كيم يصل إلى سنغافورة والقمة غدا","key":"paper/41"}]}`, news.Source{}},
		{"text", "كيم يصل إلى سنغافورة\n\nوصل الزعيم الكوري الشمالي كيم جونغ أون الأحد إلى سنغافورة لعقد قمة تاريخية.\n", "page", "", news.Source{}},
	}
	for _, c := range cases {
		seen, err := loopback().Read([]byte(c.body), "", "http://example.com/x", c.source)
		if err != nil || seen.Kind != c.kind {
			t.Errorf("%s: kind %q, %v; want %q", c.name, seen.Kind, err, c.kind)
			continue
		}
		got, err := json.Marshal(seen)
		if err != nil || c.json != "" && string(got) != c.json {
			t.Errorf("%s: %s, %v\nwant %s", c.name, got, err, c.json)
		}
	}
	seen, _ := fetch.Options{}.Read([]byte(story), "text/html", "http://example.com/x", news.Source{})
	var form struct{ Kind, Title, Text, Published string }
	if b, err := json.Marshal(seen); err != nil || json.Unmarshal(b, &form) != nil || form.Kind != "page" || form.Title != "كيم يصل إلى سنغافورة" || !strings.Contains(form.Text, "شانغي") || form.Published != "2018-06-10T06:15:00Z" {
		t.Errorf("page: %+v", form)
	}
	if _, err := (fetch.Options{}).Read([]byte("{}"), "", "", news.Source{}); err == nil {
		t.Error("an empty JSON object was read")
	}
}
