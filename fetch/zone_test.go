package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

// localPress is an outlet in Riyadh whose times tell no zone: /a at half past two there, /b the same moment with its zone, /c a
// day alone, /d at eight in the morning.
const localPress = `
-- /robots.txt --
User-agent: *
-- /rss.xml --
<rss version="2.0"><channel>
<item><title>الخبر الأول من الصحيفة</title><link>$WEB/a</link><pubDate>Tue, 12 Jun 2018 14:30:00</pubDate></item>
<item><title>الخبر الثاني من الصحيفة</title><link>$WEB/b</link><pubDate>Tue, 12 Jun 2018 11:30:00 GMT</pubDate></item>
<item><title>الخبر الثالث من الصحيفة</title><link>$WEB/c</link><pubDate>12/06/2018</pubDate></item>
<item><title>الخبر الرابع من الصحيفة</title><link>$WEB/d</link><pubDate>12 حزيران 2018 الساعة 8 صباحا</pubDate></item>
</channel></rss>
-- /atom.xml --
<feed xmlns="http://www.w3.org/2005/Atom">
<entry><title>الخبر الأول من الصحيفة</title><id>1</id><link href="$WEB/a"/><published>2018-06-12T14:30:00</published></entry>
<entry><title>الخبر الثاني من الصحيفة</title><id>2</id><link href="$WEB/b"/><published>2018-06-12T14:30:00+03:00</published></entry>
<entry><title>الخبر الثالث من الصحيفة</title><id>3</id><link href="$WEB/c"/><updated>2018-06-12</updated></entry>
<entry><title>الخبر الرابع من الصحيفة</title><id>4</id><link href="$WEB/d"/><updated>2018-06-12 08:00:00</updated></entry>
</feed>
-- /feed.json --
{"version":"https://jsonfeed.org/version/1.1","items":[
{"id":"1","url":"$WEB/a","title":"الخبر الأول من الصحيفة","date_published":"2018-06-12T14:30:00"},
{"id":"2","url":"$WEB/b","title":"الخبر الثاني من الصحيفة","date_published":"2018-06-12T11:30:00Z"},
{"id":"3","url":"$WEB/c","title":"الخبر الثالث من الصحيفة","date_published":"2018-06-12"},
{"id":"4","url":"$WEB/d","title":"الخبر الرابع من الصحيفة","date_modified":"2018-06-12 08:00"}]}
-- /map.xml --
<urlset>
<url><loc>$WEB/a</loc><lastmod>2018-06-12T14:30:00</lastmod></url>
<url><loc>$WEB/b</loc><lastmod>2018-06-12T14:30+03:00</lastmod></url>
<url><loc>$WEB/c</loc><lastmod>2018-06-12</lastmod></url>
<url><loc>$WEB/d</loc><lastmod>2018-06-12 08:00:00</lastmod></url>
</urlset>
-- /listing --
<html><body><ul>
<li><a href="/a"><h3>الخبر الأول من الصحيفة</h3></a><span class="date">12-06-2018 14:30</span></li>
<li><a href="/b"><h3>الخبر الثاني من الصحيفة</h3></a><span class="date">12-06-2018 11:30 بتوقيت غرينتش</span></li>
<li><a href="/c"><h3>الخبر الثالث من الصحيفة</h3></a><span class="date">12 يونيو 2018</span></li>
<li><a href="/d"><h3>الخبر الرابع من الصحيفة</h3></a><span class="date">اليوم 8:00 ص</span></li>
</ul></body></html>
-- /posts --
[{"link":"$WEB/a","title":{"rendered":"الخبر الأول من الصحيفة"},"date":"2018-06-12T14:30:00"},
{"link":"$WEB/b","title":{"rendered":"الخبر الثاني من الصحيفة"},"date":"2018-06-12T14:30:00","date_gmt":"2018-06-12T11:30:00"},
{"link":"$WEB/c","title":{"rendered":"الخبر الثالث من الصحيفة"},"date":"2018-06-12"},
{"link":"$WEB/d","title":{"rendered":"الخبر الرابع من الصحيفة"},"date":"2018-06-12T08:00:00"}]
`

// TestZone: what every kind of source lists without a zone is read in that of the source, UTC if it has none; what tells its zone
// is not moved, and a day alone stays that day.
func TestZone(t *testing.T) {
	web := fetchtest.NewWeb(t, localPress)
	for _, at := range []struct{ kind, path string }{{"feed", "/rss.xml"}, {"feed", "/atom.xml"}, {"feed", "/feed.json"}, {"sitemap", "/map.xml"}, {"listing", "/listing"}, {"wordpress", "/posts"}} {
		for zone, want := range map[string]string{
			"":                 "14:30 11:30 00:00 08:00",
			"Asia/Riyadh":      "11:30 11:30 00:00 05:00",
			"Asia/Tehran":      "10:00 11:30 00:00 03:30", // +4:30 in summer
			"America/New_York": "18:30 11:30 04:00 12:00",
		} {
			s := news.Source{Name: "paper", Kind: at.kind, URL: web.URL + at.path, Zone: zone}
			if at.kind == "listing" {
				s.Item = "li"
			}
			var got []string
			for _, e := range list(t, loopback(), s).Entries {
				got = append(got, e.Published.Format("15:04"))
				if e.Published.Format(time.DateOnly) != "2018-06-12" {
					t.Errorf("%s in %q: %s", at.path, zone, e.Published)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s in %q: %v, want %s", at.path, zone, got, want)
			}
		}
	}
}

// TestZoneless: where it is asked for, a listing tells how many of its times name no zone, a day alone not among them; a source with a zone
// of its own has none.
func TestZoneless(t *testing.T) {
	web := fetchtest.NewWeb(t, localPress+"-- /index.xml --\n<sitemapindex><sitemap><loc>$WEB/map.xml</loc></sitemap></sitemapindex>\n")
	for _, at := range []struct{ kind, path string }{{"feed", "/rss.xml"}, {"feed", "/atom.xml"}, {"feed", "/feed.json"}, {"sitemap", "/map.xml"}, {"sitemap", "/index.xml"}, {"wordpress", "/posts"}} {
		for _, c := range []struct {
			asked bool
			zone  string
			want  int
		}{{true, "", 2}, {true, "Asia/Riyadh", 0}, {false, "", 0}} {
			o := loopback()
			o.Zoneless = c.asked
			l := list(t, o, news.Source{Name: "paper", Kind: at.kind, URL: web.URL + at.path, Zone: c.zone})
			if l.Zoneless != c.want || c.zone == "" && l.Entries[0].Published.Format("15:04") != "14:30" {
				t.Errorf("%s asked %v, zone %q: %d, want %d: %v", at.path, c.asked, c.zone, l.Zoneless, c.want, l.Entries[0].Published)
			}
		}
	}
}

// TestZoneOfPage: wherever a page tells its time.
func TestZoneOfPage(t *testing.T) {
	const text = `<p>بدأت اليوم في العاصمة المحادثات بين الجانبين بحضور وفدين من البلدين، وتستمر ثلاثة أيام.</p><p>وقال المتحدث إن الجانبين يبحثان التعاون في مجالات عدة منها الاقتصاد والتعليم والصحة.</p>`
	riyadh := news.Source{Name: "paper", Zone: "Asia/Riyadh"}
	for name, c := range map[string]struct{ head, body, want string }{
		"meta":         {`<meta property="article:published_time" content="2018-06-12T14:30:00">`, "", "2018-06-12T11:30:00Z"},
		"meta zoned":   {`<meta property="article:published_time" content="2018-06-12T14:30:00Z">`, "", "2018-06-12T14:30:00Z"},
		"linked data":  {`<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2018-06-12 14:30:00"}</script>`, "", "2018-06-12T11:30:00Z"},
		"time element": {"", `<time datetime="2018-06-12T14:30">أمس</time>`, "2018-06-12T11:30:00Z"},
		"shown":        {"", `<div class="date">الثلاثاء 12 يونيو 2018 - 14:30</div>`, "2018-06-12T11:30:00Z"},
		"shown zoned":  {"", `<div class="date">الثلاثاء 12 يونيو 2018 - 14:30 بتوقيت القاهرة</div>`, "2018-06-12T12:30:00Z"},
		"day":          {"", `<div class="date">الثلاثاء 12 يونيو 2018</div>`, "2018-06-12T00:00:00Z"},
		"line of text": {"", `<p>نشر في: 12/06/2018 14:30</p>`, "2018-06-12T11:30:00Z"},
	} {
		page := `<html lang="ar"><head><meta charset="utf-8"><title>بدء المحادثات بين الجانبين</title>` + c.head + `</head><body><article><h1>بدء المحادثات بين الجانبين</h1>` + c.body + text + `</article></body></html>`
		p, err := fetch.ParsePage([]byte(page), "text/html", "https://paper.example/a", riyadh)
		if got := p.Published.Format(time.RFC3339); err != nil || got != c.want {
			t.Errorf("%s: %s by %q, want %s (%v)", name, got, p.Found["published"], c.want, err)
		}
	}
	web := fetchtest.NewWeb(t, "\n-- /a --\n<html lang=\"ar\"><head><title>بدء المحادثات</title></head><body><article><h1>بدء المحادثات بين الجانبين</h1><div>12 يونيو 2018 - 14:30</div>"+text+"</article></body></html>\n")
	client := fetch.New(loopback())
	defer client.Close()
	a, err := client.Article(context.Background(), riyadh, news.Entry{URL: web.URL + "/a"})
	if err != nil || a.Published.Format(time.RFC3339) != "2018-06-12T11:30:00Z" {
		t.Errorf("article: %s, %v", a.Published, err)
	}
}

// TestSeenCopy: an article in a copy that an operator looks at was published two hours before the copy; at its own address nothing is known.
func TestSeenCopy(t *testing.T) {
	const page = `<html lang="ar"><head><meta charset="utf-8"><title>بدء المحادثات</title></head><body><article><h1>بدء المحادثات بين الجانبين</h1><time>منذ ساعتين</time><p>بدأت اليوم في العاصمة المحادثات بين الجانبين بحضور وفدين من البلدين، وتستمر ثلاثة أيام.</p></article></body></html>`
	for base, want := range map[string]string{"https://web.archive.example/web/20180510131500id_/https://paper.example/a": "2018-05-10T11:15:00Z", "https://paper.example/a": "0001-01-01T00:00:00Z"} {
		seen, err := fetch.Options{}.Read([]byte(page), "text/html", base, news.Source{Name: "read"})
		if got := seen.Page.Published.Format(time.RFC3339); err != nil || got != want {
			t.Errorf("%s: %s, want %s (%v)", base, got, want, err)
		}
	}
}

// TestCopiedListing: a page of headlines that a web archive kept says "two hours ago" of the moment at which it was kept, and its
// links lead to the outlet, also where the archive made others of them.
func TestCopiedListing(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/web/20180510120000id_/https://paper.example/latest":
			w.Header().Set("Location", "/web/20180510131500id_/https://paper.example/latest") // the nearest there is
			w.WriteHeader(http.StatusFound)
		case "/web/20180510131500id_/https://paper.example/latest":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, `<!doctype html><html><body><ul><li><a href="/a/1"><h3>الخبر الأول من الصحيفة</h3></a><span class="time">منذ ساعتين</span></li>
<li><a href="/web/20180510131500/https://paper.example/a/2"><h3>الخبر الثاني من الصحيفة</h3></a><span class="time">أمس 23:30</span></li></ul>`)
		default:
			http.NotFound(w, r)
		}
	}))
	defer web.Close()
	c := fetch.New(loopback())
	defer c.Close()
	s := news.Source{Name: "paper", Kind: "listing", URL: "https://paper.example/latest", Zone: "Asia/Riyadh", Archive: web.URL + "/web/{yyyy}{mm}{dd}120000id_/https://paper.example/latest"}
	l, err := c.Past(context.Background(), s, time.Date(2018, 5, 10, 0, 0, 0, 0, time.UTC))
	var got []string
	for _, e := range l.Entries {
		got = append(got, e.URL+" "+e.Published.Format(time.RFC3339))
	}
	if want := "https://paper.example/a/1 2018-05-10T11:15:00Z https://paper.example/a/2 2018-05-09T20:30:00Z"; err != nil || strings.Join(got, " ") != want {
		t.Errorf("%v\nwant %s (%v)", got, want, err)
	}
}

// TestZoneNames: names of zones at the end of a feed's times, as the Arabic press means them, whatever the zone of the source.
func TestZoneNames(t *testing.T) {
	for told, want := range map[string]string{"GMT": "14:30", "UTC": "14:30", "AST": "11:30", "KSA": "11:30", "TRT": "11:30", "EET": "12:30", "CEST": "12:30", "EST": "19:30", "KST": "05:30", "GMT+3": "11:30", "+03": "11:30", "+0430": "10:00", "-0500": "19:30", "-05:00": "19:30"} {
		web := fetchtest.NewWeb(t, "\n-- /rss --\n<rss version=\"2.0\"><channel><item><title>الخبر الأول</title><link>$WEB/a</link><pubDate>Mon, 11 Jun 2018 14:30:00 "+told+"</pubDate></item></channel></rss>\n")
		for _, zone := range []string{"", "Asia/Dubai"} {
			l := list(t, loopback(), news.Source{Name: "paper", URL: web.URL + "/rss", Zone: zone})
			if got := l.Entries[0].Published.Format("15:04"); got != want {
				t.Errorf("%s in %q: %s, want %s", told, zone, got, want)
			}
		}
	}
}
