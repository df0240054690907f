package fetch_test

import (
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/news"
)

// TestProbeZone: an outlet three hours east of UTC whose times do not say so. The clock shows noon in UTC.
func TestProbeZone(t *testing.T) {
	const bare = "Mon, 02 Jan 2006 15:04:05"
	local := func(from time.Time, layout string) string { // the times of items, told otherwise
		text := items(5, "$WEB", from)
		for i := range 5 {
			at := from.Add(-time.Duration(i) * time.Hour)
			text = strings.Replace(text, at.Format(time.RFC1123Z), at.Format(layout), 1)
		}
		return rssOf(text)
	}
	meta := func(at string) string {
		return strings.Replace(articlePage(), "</head>", `<meta property="article:published_time" content="`+at+`"></head>`, 1)
	}
	fresh := noon.Add(3*time.Hour - 4*time.Minute) // by the clock of the outlet, four minutes ago
	stale := noon.Add(-2 * time.Hour)              // by that clock, five hours ago
	undated := strings.NewReplacer("<pubDate>", "<x>", "</pubDate>", "</x>").Replace(rssOf(items(5, "$WEB", noon)))
	for name, c := range map[string]struct {
		feed, page, zone, remark string
		newest                   time.Time
	}{
		"future":           {local(fresh, bare), articlePage(), "Asia/Riyadh", "as UTC the newest lies 2h56m in the future", noon.Add(-4 * time.Minute)},
		"page has zone":    {local(stale, bare), meta("2018-06-12T10:00:30+03:00"), "Asia/Riyadh", "so 1 of 1 articles tell it", noon.Add(-5 * time.Hour)},
		"zone of nobody":   {local(stale, bare), meta("2018-06-12T06:30:00Z"), "", "so 1 of 1 articles tell it whose time is told with a zone elsewhere; set zone", stale}, // Tehran had summer time
		"UTC after all":    {local(stale, bare), meta("2018-06-12T10:00:00Z"), "", "", stale},
		"cannot be told":   {local(stale, bare), meta("2018-06-12T04:17:00Z"), "", "read as UTC", stale},
		"too old to tell":  {local(noon.Add(75*time.Minute), bare), articlePage(), "", "as UTC the newest lies 1h15m in the future; set zone", noon.Add(75 * time.Minute)},
		"one mistyped":     {strings.Replace(local(stale, bare), stale.Format(bare), noon.Add(340*time.Minute).Format(bare), 1), articlePage(), "", "as UTC the newest lies 5h40m in the future, no other does; set zone", noon.Add(340 * time.Minute)},
		"article renewed":  {local(stale, bare), meta("2018-06-12T12:00:00Z"), "", "so 1 of 1 articles tell it whose time is told with a zone elsewhere; set zone", stale},
		"all have zones":   {local(stale, time.RFC1123Z), meta("2018-06-12T10:00:00"), "", "", stale},
		"wrong zone":       {local(fresh, time.RFC1123Z), articlePage(), "", "by the zone that it names its newest time lies 2h56m in the future", fresh},
		"days only":        {local(stale, "2006-01-02"), articlePage(), "", "", noon.Add(-12 * time.Hour)},
		"day has begun":    {local(noon.Add(13*time.Hour), "2006-01-02"), articlePage(), "", "", noon.Add(12 * time.Hour)},
		"only pages do":    {undated, meta("2018-06-12T14:58:00"), "Asia/Riyadh", "as UTC the newest lies 2h58m in the future", time.Time{}},
		"east of all else": {local(noon.Add(9*time.Hour-time.Minute), bare), articlePage(), "Etc/GMT-9", "8h59m", noon.Add(-time.Minute)},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, map[string]string{"/": home, "/news.xml": c.feed, "/a/0": c.page})
			f := probe(t, s.URL)
			if len(f.Candidates) != 1 {
				t.Fatal(show(f))
			}
			got := f.Candidates[0]
			if got.Source.Zone != c.zone || !strings.Contains(got.Remark, c.remark) || (got.Remark == "") != (c.remark == "") || !got.Newest.Equal(c.newest) {
				t.Errorf("zone %q, newest %s, remark %q\nwant %q, %s, %q", got.Source.Zone, got.Newest, got.Remark, c.zone, c.newest, c.remark)
			}
			if _, err := time.LoadLocation(got.Source.Zone); err != nil {
				t.Error(err)
			}
		})
	}
	// A map tells the times of what the feed lists, with their zone.
	s := newSite(t, map[string]string{"/": home, "/news.xml": local(stale, bare), "/a/0": articlePage(), "/sitemap.xml": `<urlset><url><loc>$WEB/a/1</loc><lastmod>2018-06-12T09:00:00+03:00</lastmod></url>
<url><loc>$WEB/a/2</loc><lastmod>2018-06-12T08:00:20+03:00</lastmod></url><url><loc>$WEB/a/3</loc><lastmod>2018-06-12T11:44:00+03:00</lastmod></url></urlset>`})
	f := probe(t, s.URL)
	if got := f.Candidates[0]; got.Source.Zone != "Asia/Riyadh" || !strings.Contains(got.Remark, "so 2 of 3 articles tell it") {
		t.Errorf("zone %q, %q\n%s", got.Source.Zone, got.Remark, show(f))
	}
	if got := f.Candidates[1]; got.Source != (news.Source{Name: got.Source.Name, Outlet: got.Source.Outlet, Kind: "sitemap", URL: s.URL + "/sitemap.xml", Archive: got.Source.Archive}) {
		t.Errorf("%+v", got.Source)
	}
}

// TestAhead: what a clock that is a little fast does is not the future.
func TestAhead(t *testing.T) {
	for _, c := range []struct{ published, now, ahead time.Duration }{
		{-time.Hour, 0, 0}, {5 * time.Minute, 0, 0}, {6 * time.Minute, 0, 6 * time.Minute}, {3 * time.Hour, 0, 3 * time.Hour},
		{12 * time.Hour, -time.Hour, 0}, {12 * time.Hour, -3 * time.Hour, 15 * time.Hour}, // midnight is a day without a clock
	} {
		if got := fetch.Ahead(noon.Add(c.published), noon.Add(c.now)); got != c.ahead {
			t.Errorf("%s seen at %s is %s ahead, want %s", noon.Add(c.published), noon.Add(c.now), got, c.ahead)
		}
	}
}
