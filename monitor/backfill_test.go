package monitor

import (
	"testing"
	"time"

	"rasid/fetch/fetchtest"
	"rasid/news"
)

// TestNotCovered has what the ledger says of days that no archive covers, and which of them count as asked in vain: those for
// which there was somebody to ask.
func TestNotCovered(t *testing.T) {
	const posts = "after=2026-02-14T23:59:59&before=2026-02-16T00:00:00&per_page=100&page=1"
	web := fetchtest.NewWeb(t, `
-- /map.xml --
Content-Type: application/xml

<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>$WEB/2026-01-10.xml</loc></sitemap><sitemap><loc>$WEB/2026-01-11.xml</loc></sitemap></sitemapindex>
-- /15.xml --
Status: 404

-- /feed?paged=1 --
Content-Type: application/rss+xml

<rss version="2.0"><channel><item><title>سد النهضة يمتلئ</title><link>$WEB/a</link><pubDate>Mon, 16 Feb 2026 08:00:00 GMT</pubDate></item></channel></rss>
-- /feed?paged=2 --
Status: 404

-- /young/wp-json?`+posts+` --
Content-Type: application/json

[]
-- /closed/wp-json?`+posts+` --
Status: 404

-- /maps/wp-json?`+posts+` --
Content-Type: application/xml

<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>$WEB/2026-01-10.xml</loc></sitemap><sitemap><loc>$WEB/2026-01-11.xml</loc></sitemap></sitemapindex>
`)
	day := time.Date(2026, 2, 15, 0, 0, 0, 0, time.UTC)
	const past = "past 2026-02-15 of paper: archive does not have the day: "
	for _, c := range []struct {
		name   string
		source news.Source
		want   string
		asked  Round
	}{
		{"names no archive", news.Source{Kind: "feed", URL: web.URL + "/rss"}, news.NoArchive, Round{}},
		{"no part for the day", news.Source{Kind: "feed", URL: web.URL + "/rss", Archive: web.URL + "/map.xml"}, past + "its index has no part for it", Round{Asked: 1}},
		{"no map of the day", news.Source{Kind: "feed", URL: web.URL + "/rss", Archive: web.URL + "/{dd}.xml"},
			past + "archive has no such page: " + web.URL + "/15.xml: 404 Not Found", Round{Asked: 1}},
		{"ends after the day", news.Source{Kind: "feed", URL: web.URL + "/rss", Archive: web.URL + "/feed?paged={page}"}, past + "it does not reach back so far", Round{Asked: 1}},
		{"posts that begin after the day", news.Source{Kind: "wordpress", URL: web.URL + "/young/wp-json"}, "", Round{Asked: 1, Answered: 1}},
		{"posts that are not there", news.Source{Kind: "wordpress", URL: web.URL + "/closed/wp-json"},
			"past 2026-02-15 of paper: archive has no such page: " + web.URL + "/closed/wp-json?…: 404 Not Found", Round{Asked: 1}},
		{"maps in place of posts", news.Source{Kind: "wordpress", URL: web.URL + "/maps/wp-json"}, past + "its index has no part for it", Round{Asked: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.source.Name, c.source.Outlet = "paper", "الصحيفة"
			w := newWorld(t, Options{Sources: []news.Source{c.source}})
			var r Round
			d, err := w.Backfill(t.Context(), Span{Topic: "dam", From: day, To: day.AddDate(0, 0, 1)}, &r)
			w.must(err)
			if len(d.Past.Days) != 1 || d.Past.Days[0].Missing != c.want || r != c.asked {
				t.Errorf("%+v, counted %+v", d.Past.Days, r)
			}
		})
	}
}
