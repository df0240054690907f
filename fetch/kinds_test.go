package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

func list(t *testing.T, o fetch.Options, s news.Source) fetch.Listing {
	t.Helper()
	c := fetch.New(o)
	defer c.Close()
	l, err := c.List(context.Background(), s, news.Poll{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range l.Entries {
		checkEntry(t, s.Name, e)
	}
	return l
}

func titlesOf(l fetch.Listing) string {
	var all []string
	for _, e := range l.Entries {
		all = append(all, e.Title)
	}
	return strings.Join(all, "|")
}

func TestSitemap(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, `<urlset><url><loc>http://example.com/packed</loc></url></urlset>`)
	z.Close()
	web := fetchtest.NewWeb(t, `
-- /news.xml --
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>$WEB/ar/خبر-أول</loc><lastmod>2018-06-12</lastmod>
 <news:news><news:publication><news:name>قناة</news:name><news:language>ar</news:language></news:publication>
 <news:publication_date>2018-06-11T10:00:00+03:00</news:publication_date><news:title><![CDATA[  كيم &amp; ترامب  ]]></news:title></news:news>
 <image:image><image:loc>$WEB/a.jpg</image:loc><image:title>صورة</image:title></image:image></url>
<url><loc>$WEB/en/first</loc><news:news><news:publication><news:language>en</news:language></news:publication><news:title>First</news:title></news:news></url>
<url><loc>$WEB/ar/2</loc><lastmod>ليس تاريخا</lastmod><news:news><news:title>الثاني</news:title><news:publication><news:language>ar</news:language></news:publication></news:news></url>
<url><loc></loc></url>
<url><loc>$WEB/ar/3</loc><news:news><news:title>مقطو
-- /days.xml --
<sitemapindex>
<sitemap><loc>$WEB/days.xml</loc></sitemap>
<sitemap><loc>http://elsewhere.example/1.xml</loc></sitemap>
<sitemap><loc>$WEB/2018-06-11.xml</loc><lastmod>2018-06-11</lastmod></sitemap>
<sitemap><loc>$WEB/2018-06-12.xml</loc><lastmod>2018-06-12</lastmod></sitemap>
<sitemap><loc>$WEB/nested.xml</loc><lastmod>2018-06-10</lastmod></sitemap>
</sitemapindex>
-- /2018-06-11.xml --
<urlset><url><loc>$WEB/11</loc><lastmod>2018-06-11T08:00:00Z</lastmod></url></urlset>
-- /2018-06-12.xml --
<urlset><url><loc>$WEB/12</loc><lastmod>2018-06-12T08:00:00Z</lastmod></url></urlset>
-- /nested.xml --
<sitemapindex><sitemap><loc>$WEB/days.xml</loc></sitemap></sitemapindex>
-- /feed --
`+sound+`
-- /deep.xml --
<urlset>`+strings.Repeat("<x:a>", 200)+`
-- /many.xml --
<urlset>`+many(3000)+`</urlset>`)
	o := loopback()
	at := func(path string) news.Source { return news.Source{Name: "x", Kind: "sitemap", URL: web.URL + path} }
	l := list(t, o, at("/news.xml"))
	if got := titlesOf(l); got != "كيم & ترامب|الثاني" || l.Dropped != 1 {
		t.Errorf("news sitemap: %q, %d dropped", got, l.Dropped)
	}
	if e := l.Entries[0]; e.URL != web.URL+"/ar/%D8%AE%D8%A8%D8%B1-%D8%A3%D9%88%D9%84" || !e.Published.Equal(time.Date(2018, 6, 11, 7, 0, 0, 0, time.UTC)) || !l.Entries[1].Published.IsZero() {
		t.Errorf("first entry %+v", e)
	}
	l = list(t, o, at("/days.xml"))
	if len(l.Entries) != 2 || l.Entries[0].URL != web.URL+"/12" || l.ETag != "" || web.Count("/days.xml") != 1 || web.Count("/nested.xml") != 1 {
		t.Errorf("index: %+v", l)
	}
	server := httptest.NewServer(text(packed.String()))
	defer server.Close()
	if l = list(t, o, news.Source{Kind: "sitemap", URL: server.URL + "/sitemap.xml.gz"}); len(l.Entries) != 1 || l.Entries[0].URL != "http://example.com/packed" {
		t.Errorf("gzip: %+v", l)
	}
	if l = list(t, o, at("/many.xml")); len(l.Entries) != 2000 || l.Left != 1000 || l.Entries[0].URL != "http://example.com/2999" {
		t.Errorf("many: %d entries, %d left, first %s", len(l.Entries), l.Left, l.Entries[0].URL)
	}
	c := fetch.New(o)
	defer c.Close()
	for path, want := range map[string]error{"/feed": fetch.ErrType, "/deep.xml": fetch.ErrDepth} {
		if _, err := c.List(context.Background(), at(path), news.Poll{}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if web.Count("/robots.txt") != 0 {
		t.Error("robots.txt asked for a sitemap")
	}
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<url><loc>http://example.com/%d</loc><lastmod>%s</lastmod></url>", i, time.Date(2018, 1, 1, 0, i, 0, 0, time.UTC).Format(time.RFC3339))
	}
	return b.String()
}

func TestListingPage(t *testing.T) {
	web := fetchtest.NewWeb(t, `
-- /latest --
Content-Type: text/html; charset=utf-8

<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><base href="/news/"></head><body>
<nav><a href="/politics">أخبار السياسة والاقتصاد في العالم العربي</a></nav>
<main><div class="card"><h2><a href="1001">كيم جونغ أون يصل إلى سنغافورة</a></h2><a href="1001">المزيد</a><span class="when">10 يونيو 2018 09:15</span></div>
<div class="card"><a href="/news/1002"><img src="a.jpg"><h3>بوتين يستقبل وزير الخارجية</h3></a><time datetime="2018-06-11T10:00:00Z">أمس</time></div>
<div class="card"><a href="$WEB/news/1003?utm_source=home" title="x">ترامب يقول إن القمة ستعقد في موعدها</a><span class="date">قبل ساعتين</span></div>
<a href="https://ads.example/offer-2018-06-11">عروض كبيرة على السيارات الجديدة هذا الأسبوع</a>
<a href="/about">من نحن</a><a href="/section/world">اقرأ كل الأخبار العالمية من هنا</a></main>
<footer><a href="/contact-us-2018">اتصل بنا عبر البريد الإلكتروني أو الهاتف</a></footer></body></html>
-- /empty --
Content-Type: text/html

<html><body><a href="/">home</a></body></html>
-- /robots.txt --
User-agent: *
Disallow: /private
`)
	s := news.Source{Name: "x", Kind: "listing", URL: web.URL + "/latest"}
	for _, item := range []string{"", "div.card"} {
		s.Item = item
		l := list(t, loopback(), s)
		if got := titlesOf(l); got != "كيم جونغ أون يصل إلى سنغافورة|بوتين يستقبل وزير الخارجية|ترامب يقول إن القمة ستعقد في موعدها" {
			t.Errorf("item %q: %s", item, got)
			continue
		}
		want := []time.Time{time.Date(2018, 6, 10, 9, 15, 0, 0, time.UTC), time.Date(2018, 6, 11, 10, 0, 0, 0, time.UTC), time.Date(2018, 6, 12, 10, 0, 0, 0, time.UTC)}
		for i, e := range l.Entries {
			if e.URL != fmt.Sprintf("%s/news/%d", web.URL, 1001+i) || !e.Published.Equal(want[i]) {
				t.Errorf("item %q: entry %d at %s, %v", item, i, e.URL, e.Published)
			}
		}
	}
	c := fetch.New(loopback())
	defer c.Close()
	for path, want := range map[string]error{"/empty": fetch.ErrUnread, "/private": fetch.ErrRobots} {
		if _, err := c.List(context.Background(), news.Source{Kind: "listing", URL: web.URL + path}, news.Poll{}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	s.Item = "div.gone" // the outlet has another layout since
	if _, err := c.List(context.Background(), s, news.Poll{}); !errors.Is(err, fetch.ErrUnread) || !strings.Contains(err.Error(), `matches item "div.gone"`) {
		t.Errorf("another layout: %v", err)
	}
}

func TestWordPressAndTelegram(t *testing.T) {
	web := fetchtest.NewWeb(t, `
-- /wp-json/wp/v2/posts --
Content-Type: application/json

[{"id":7,"guid":{"rendered":"$WEB/?p=7"},"date":"2018-06-10T12:15:00","date_gmt":"2018-06-10T09:15:00","link":"$WEB/7","title":{"rendered":"كيم &#8220;يصل&#8221;"},"excerpt":{"rendered":"<p>موجز &hellip;</p>\n"},"content":{"rendered":"<p>نص</p>"}},
{"id":8,"date":"2018-06-10T12:15:00","link":"$WEB/8","title":{"rendered":"بلا موجز"},"excerpt":{"rendered":""},"content":{"rendered":"<p>النص كله</p>"}}]
-- /s/channel --
Content-Type: text/html; charset=utf-8

<html><body><div class="tgme_widget_message" data-post="channel/41"><div class="tgme_widget_message_text">الخبر الأول.<br/>وتفاصيله هنا.</div><a class="tgme_widget_message_date" href="https://t.me/channel/41"><time datetime="2018-06-10T09:15:00+00:00">09:15</time></a></div>
<div class="tgme_widget_message" data-post="channel/42"><div class="tgme_widget_message_text">الخبر الثاني</div><a class="tgme_widget_message_date" href="https://t.me/channel/42"><time datetime="2018-06-10T10:15:00+00:00">10:15</time></a></div>
<div class="tgme_widget_message" data-post="channel/43"><a class="tgme_widget_message_photo"></a></div></body></html>
-- /feed --
`+sound)
	l := list(t, loopback(), news.Source{Name: "wp", Kind: "wordpress", URL: web.URL + "/wp-json/wp/v2/posts"})
	if got := titlesOf(l); got != "كيم “يصل”|بلا موجز" || l.Entries[0].Summary != "موجز …" || l.Entries[1].Summary != "النص كله" || l.Entries[0].Key != web.URL+"/?p=7" ||
		!l.Entries[0].Published.Equal(time.Date(2018, 6, 10, 9, 15, 0, 0, time.UTC)) {
		t.Errorf("wordpress: %+v", l.Entries)
	}
	l = list(t, loopback(), news.Source{Name: "tg", Kind: "telegram", URL: web.URL + "/s/channel"})
	if got := titlesOf(l); got != "الخبر الثاني|الخبر الأول." || l.Entries[0].URL != "https://t.me/channel/42" || l.Entries[1].Summary != "الخبر الأول. وتفاصيله هنا." {
		t.Errorf("telegram: %q %+v", got, l.Entries)
	}
	c := fetch.New(loopback())
	defer c.Close()
	for kind, want := range map[string]error{"wordpress": fetch.ErrUnread, "telegram": fetch.ErrType, "gopher": fetch.ErrKind} {
		if _, err := c.List(context.Background(), news.Source{Kind: kind, URL: web.URL + "/feed"}, news.Poll{}); !errors.Is(err, want) {
			t.Errorf("%s over a feed: %v, want %v", kind, err, want)
		}
	}
}

// TestMonthFirst: one date of a feed that can be read in one way only settles how the others are read.
func TestMonthFirst(t *testing.T) {
	feed := func(dates ...string) []byte {
		var b strings.Builder
		for _, d := range dates {
			b.WriteString("<item><title>خبر " + d + "</title><pubDate>" + d + "</pubDate><description>&lt;p&gt;ملخص&lt;/p&gt; The post خبر appeared first on صحيفة.</description></item>")
		}
		return []byte(`<rss version="2.0"><channel>` + b.String() + "</channel></rss>")
	}
	for name, c := range map[string]struct {
		dates []string
		want  string
	}{
		"month first": {[]string{"3/5/2023 2:20:33 PM", "2/28/2023 9:00:00 AM"}, "2023-03-05T14:20:33Z"},
		"day first":   {[]string{"3/5/2023 2:20:33 PM", "28/2/2023 9:00:00 AM"}, "2023-05-03T14:20:33Z"},
		"either":      {[]string{"3/5/2023 2:20:33 PM", "4/5/2023 9:00:00 AM"}, "2023-05-03T14:20:33Z"},
	} {
		seen, err := fetch.Options{}.Read(feed(c.dates...), "", "https://example.com/rss", news.Source{})
		if err != nil || len(seen.Listing.Entries) != 2 || seen.Listing.Entries[0].Published.Format(time.RFC3339) != c.want || seen.Listing.Entries[0].Summary != "ملخص" {
			t.Errorf("%s: %v, %+v", name, err, seen.Listing.Entries)
		}
	}
}
