package fetch_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

// loopback are the options of every test here: its own servers may be dialled, nothing waits.
func loopback() fetch.Options {
	return fetch.Options{
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		Pace:  fetch.NoPace, Retries: fetch.NoRetries, Timeout: 20 * time.Second,
		Now: func() time.Time { return time.Date(2018, 6, 12, 12, 0, 0, 0, time.UTC) },
	}
}

const rss = `
-- /rss.xml --
Content-Type: application/rss+xml

<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>قناة</title><link>$WEB/</link>
<item><title>كيم يصل إلى سنغافورة</title><link>/a/1?utm_source=rss</link><guid isPermaLink="false">1</guid>
<pubDate>Sun, 10 Jun 2018 09:15:00 +0300</pubDate><description>&lt;p&gt;وصل &lt;b&gt;الزعيم&lt;/b&gt; الكوري&lt;/p&gt;</description></item>
<item><title>بلا تاريخ</title><link>$WEB/a/2</link><pubDate>قريبا</pubDate></item>
<item><title>بلا رابط</title><description>نص</description></item>
<item><title>رابط مسموم</title><link>javascript:alert(1)</link></item>
</channel></rss>
`

func TestListFeed(t *testing.T) {
	web := fetchtest.NewWeb(t, rss)
	c := fetch.New(loopback())
	defer c.Close()
	s := news.Source{Name: "one", Outlet: "قناة", Kind: "feed", URL: web.URL + "/rss.xml"}
	list, err := c.List(context.Background(), s, news.Poll{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Entries) != 3 || list.Dropped != 1 {
		t.Fatalf("%d entries, %d dropped; want 3 and 1", len(list.Entries), list.Dropped)
	}
	want := news.Entry{Source: "one", URL: web.URL + "/a/1", Key: "1", Title: "كيم يصل إلى سنغافورة", Summary: "وصل الزعيم الكوري",
		Published: time.Date(2018, 6, 10, 6, 15, 0, 0, time.UTC)}
	if list.Entries[0] != want {
		t.Errorf("got %+v\nwant %+v", list.Entries[0], want)
	}
	if e := list.Entries[1]; !e.Published.IsZero() {
		t.Errorf("an unreadable date became %v", e.Published)
	}
	if a, b := list.Entries[2].URL, list.Entries[1].URL; a == "" || a == b {
		t.Errorf("an entry without a link has the address %q", a)
	}
	if list.ETag == "" || web.Count("/robots.txt") != 0 {
		t.Errorf("ETag %q, robots.txt asked %d times for a feed", list.ETag, web.Count("/robots.txt"))
	}
	again, err := c.List(context.Background(), s, news.Poll{ETag: list.ETag})
	if err != nil || !again.Unchanged || again.ETag != list.ETag || web.Count("/rss.xml") != 2 {
		t.Errorf("second poll: %+v, %v, %d requests", again, err, web.Count("/rss.xml"))
	}
}

func TestListErrors(t *testing.T) {
	web := fetchtest.NewWeb(t, `
-- /403 --
Status: 403

-- /410 --
Status: 410

-- /429 --
Status: 429
Retry-After: 7200

-- /503 --
Status: 503
Retry-After: 1

-- /page --
Content-Type: text/html

<!doctype html><html><body>Please verify that you are human</body></html>
-- /cut --
<rss><channel><title>x</title><item><title>
-- /zip --
Content-Encoding: br

xxx
`)
	c := fetch.New(loopback())
	defer c.Close()
	cases := []struct {
		path      string
		health    news.Health
		permanent bool
		wait      time.Duration
	}{
		{"/403", news.Blocked, true, 0},
		{"/410", news.Gone, true, 0},
		{"/429", news.Blocked, false, 2 * time.Hour},
		{"/503", news.Down, false, time.Minute},
		{"/page", news.Broken, true, 0},
		{"/cut", news.Broken, false, 0},
		{"/zip", news.Broken, false, 0},
	}
	for _, k := range cases {
		_, err := c.List(context.Background(), news.Source{Name: "x", URL: web.URL + k.path}, news.Poll{})
		if err == nil || fetch.Health(err) != k.health || fetch.Permanent(err) != k.permanent || fetch.RetryAfter(err) != k.wait {
			t.Errorf("%s: %v: health %s, permanent %t, wait %s", k.path, err, fetch.Health(err), fetch.Permanent(err), fetch.RetryAfter(err))
		}
	}
	o := loopback()
	o.Allow = nil
	strict := fetch.New(o)
	_, err := strict.List(context.Background(), news.Source{Name: "x", URL: web.URL + "/403"}, news.Poll{})
	if !errors.Is(err, fetch.ErrRefused) || web.Count("/403") != 1 {
		t.Errorf("loopback without leave: %v, asked %d times", err, web.Count("/403"))
	}
}

// TestShort holds that a feed cut short leaves no validators: its other items would be lost behind a 304.
func TestShort(t *testing.T) {
	web := fetchtest.NewWeb(t, `
-- /rss.xml --
<rss><channel><item><title>أول</title><link>$WEB/1</link></item><item><title>ثان</title><link>$WEB/2`)
	c := fetch.New(loopback())
	defer c.Close()
	list, err := c.List(context.Background(), news.Source{Name: "x", URL: web.URL + "/rss.xml"}, news.Poll{})
	if err != nil || len(list.Entries) != 1 || list.ETag != "" {
		t.Errorf("%+v, %v", list, err)
	}
}
