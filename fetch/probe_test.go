package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"rasid/fetch"
)

func TestProbeHome(t *testing.T) {
	s := newSite(t, map[string]string{
		"/":           home,
		"/news.xml":   rssOf(items(12, "$WEB", noon.Add(-time.Hour))),
		"/a/0":        articlePage(),
		"/robots.txt": "User-agent: *\nDisallow: /private\nSitemap: $WEB/map.xml\n",
		"/map.xml": `<sitemapindex><sitemap><loc>$WEB/maps/2018-06-12.xml</loc></sitemap><sitemap><loc>$WEB/maps/2018-06-11.xml</loc></sitemap>
<sitemap><loc>$WEB/maps/2018-06-10.xml</loc></sitemap></sitemapindex>`,
		"/maps/2018-06-12.xml": `<urlset><url><loc>$WEB/a/0</loc><lastmod>2018-06-12T08:00:00Z</lastmod></url></urlset>`,
	})
	for _, at := range []string{"/", "/news.xml", "/a/0", "/map.xml"} {
		f := probe(t, s.URL+at)
		if len(f.Candidates) < 2 {
			t.Fatalf("%s: %s", at, show(f))
		}
		best := f.Candidates[0]
		if best.Grade != fetch.GradeGood || best.Source.Kind != "feed" || best.Source.URL != s.URL+"/news.xml" || best.Entries != 12 || best.Own != 1 ||
			!best.Newest.Equal(noon.Add(-time.Hour)) || best.Arabic < 0.95 || best.Text != "page" || best.Words < 100 || best.Status != 200 || !best.Allowed {
			t.Errorf("%s: best is not the feed as it is:\n%s", at, show(f))
		}
		if best.Source.Outlet != "جريدة الميناء" || best.Source.Archive != s.URL+"/maps/{yyyy}-{mm}-{dd}.xml" {
			t.Errorf("%s: outlet %q, archive %q", at, best.Source.Outlet, best.Source.Archive)
		}
		second := f.Candidates[1]
		if second.Source.Kind != "sitemap" || second.Grade != fetch.GradeLacking || !strings.Contains(second.Reason, "no titles") {
			t.Errorf("%s: sitemap:\n%s", at, show(f))
		}
	}
	if s.count("/comments/feed") != 0 {
		t.Error("the feed of comments was tried")
	}
}

func TestProbeGrades(t *testing.T) {
	latin := strings.NewReplacer("وزير الخارجية يلتقي نظيره في العاصمة رقم", "minister meets his colleague", "قال الوزير إن اللقاء كان مثمرا", "it was said to be fruitful")
	w1256, err := charmap.Windows1256.NewEncoder().String(strings.Replace(rssOf(items(5, "/x", noon)), "UTF-8", "windows-1256", 1))
	if err != nil {
		t.Fatal(err)
	}
	undated := strings.NewReplacer("<pubDate>", "<x>", "</pubDate>", "</x>")
	unpaged := strings.NewReplacer("/a/", "/refused/")
	for name, c := range map[string]struct {
		feed   string
		grade  fetch.Grade
		reason string
	}{
		"good":         {rssOf(items(5, "", noon)), "A", "all as it should be"},
		"windows-1256": {w1256, "A", "all as it should be"},
		"moved":        {"-> $WEB/new.xml", "A", "all as it should be"},
		"hijacked":     {rssOf(items(5, "https://casino.example", noon)), "X", "hijacked: links lead to casino.example"},
		"frozen":       {rssOf(items(5, "", noon.Add(-90*24*time.Hour))), "X", "frozen: nothing new for 90 days"},
		"html":         {`<html><title>خلاصات</title><p>لا شيء هنا</p></html>`, "X", "broken: an HTML page under status 200"},
		"not Arabic":   {rssOf(latin.Replace(items(5, "", noon))), "X", "not Arabic: 0 %"},
		"empty":        {rssOf(""), "X", "empty: lists nothing"},
		"refused":      {"403", "X", "blocked: 403 Forbidden"},
		"cut":          {`<?xml version="1.0"?><rss><channel><item><title>x`, "X", "broken"},
		"undated":      {rssOf(undated.Replace(items(5, "", noon))), "B", "no dates"},
		"no pages":     {rssOf(unpaged.Replace(items(5, "", noon))), "B", "judged by their title, for no page could be read: 403 Forbidden"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"/": strings.Replace(home, "/news.xml", "/the.xml", 1), "/the.xml": c.feed, "/new.xml": rssOf(items(5, "", noon)), "/refused/0": "403", "/refused/1": "403"}
			for _, prefix := range []string{"/a/", "/x/a/"} {
				for i := range 5 {
					files[fmt.Sprint(prefix, i)] = articlePage()
				}
			}
			s := newSite(t, files)
			f := probe(t, s.URL)
			if len(f.Candidates) != 1 {
				t.Fatalf("%d candidates:\n%s", len(f.Candidates), show(f))
			}
			got := f.Candidates[0]
			if got.Grade != c.grade || !strings.Contains(got.Reason, c.reason) {
				t.Errorf("graded %s %q, want %s %q\n%s", got.Grade, got.Reason, c.grade, c.reason, show(f))
			}
			if name == "moved" && got.Source.URL != s.URL+"/new.xml" {
				t.Errorf("moved feed is at %s", got.Source.URL)
			}
		})
	}
}

func TestProbeWordPress(t *testing.T) {
	posts := `[{"id":1,"date_gmt":"2018-06-12T09:00:00","link":"$WEB/a/1","title":{"rendered":"وزير الخارجية يلتقي نظيره في العاصمة"},"excerpt":{"rendered":"<p>موجز</p>"}}]`
	feed := func(page int) string {
		return rssOf(items(5, fmt.Sprintf("$WEB/%d", page), noon.Add(-time.Duration(page)*10*time.Hour)))
	}
	files := map[string]string{"/": `<title>مدونة الميناء</title><h1>أهلا</h1>`, "/wp-json/wp/v2/posts": posts, "/feed": feed(1), "/feed?paged=2": feed(2), "/a/1": articlePage(), "/1/a/0": articlePage()}
	s := newSite(t, files)
	f := probe(t, s.URL)
	if len(f.Candidates) != 2 || f.Candidates[0].Source.Kind != "feed" || f.Candidates[1].Source.Kind != "wordpress" || f.Candidates[1].Grade != fetch.GradeGood {
		t.Fatal(show(f))
	}
	if got := f.Candidates[0].Source.Archive; got != s.URL+"/wp-json/wp/v2/posts?after={from}&before={to}&per_page=100&page={page}" || f.Candidates[1].Source.Archive != "" {
		t.Errorf("archives %q, %q", got, f.Candidates[1].Source.Archive)
	}
	delete(files, "/wp-json/wp/v2/posts")
	if f = probe(t, s.URL); len(f.Candidates) != 1 || f.Candidates[0].Source.Archive != s.URL+"/feed?paged={page}" {
		t.Errorf("paged feed: archive %q\n%s", f.Candidates[0].Source.Archive, show(f))
	}
	files["/feed?paged=2"] = feed(1) // the same again
	if f = probe(t, s.URL); f.Candidates[0].Source.Archive != "" {
		t.Errorf("a feed without pages has the archive %q", f.Candidates[0].Source.Archive)
	}
	files["/sitemap_index.xml"] = `<sitemapindex><sitemap><loc>$WEB/post-sitemap.xml</loc></sitemap><sitemap><loc>$WEB/post-sitemap2.xml</loc></sitemap></sitemapindex>`
	files["/post-sitemap.xml"] = `<urlset><url><loc>$WEB/1/a/0</loc><lastmod>2018-06-12T09:00:00Z</lastmod></url></urlset>`
	files["/post-sitemap2.xml"] = files["/post-sitemap.xml"]
	if f = probe(t, s.URL); f.Candidates[0].Source.Archive != s.URL+"/sitemap_index.xml" {
		t.Errorf("an index of few parts is not the archive: %q\n%s", f.Candidates[0].Source.Archive, show(f))
	}
}

func TestProbeRobots(t *testing.T) {
	s := newSite(t, map[string]string{
		"/": home, "/news.xml": rssOf(items(5, "$WEB", noon)), "/feed": rssOf(items(5, "$WEB", noon)), "/a/0": articlePage(),
		"/robots.txt": "User-agent: *\nDisallow: /news.xml\nDisallow: /feed\nCrawl-delay: 1\n",
	})
	f := probe(t, s.URL)
	if len(f.Candidates) != 1 || f.Candidates[0].Grade != fetch.GradeUseless || f.Candidates[0].Allowed || f.Candidates[0].Reason != "blocked: robots.txt does not allow it" || f.Delay != time.Second {
		t.Errorf("delay %v, candidates:\n%s", f.Delay, show(f))
	}
	if s.count("/news.xml")+s.count("/feed") != 0 {
		t.Error("asked for what robots.txt forbids")
	}
}

func TestProbeForbidden(t *testing.T) {
	s := newSite(t, map[string]string{"/robots.txt": "User-agent: *\nDisallow: /\n"})
	if f := probe(t, s.URL); len(f.Candidates) != 1 || f.Candidates[0].Reason != "blocked: robots.txt does not allow it" || len(s.asked) != 1 {
		t.Errorf("%q asked\n%s", s.asked, show(f))
	}
	down := newSite(t, map[string]string{"/robots.txt": "403"})
	c := fetch.New(fetch.Options{Allow: loopback().Allow, Pace: fetch.NoPace, Retries: fetch.NoRetries})
	defer c.Close()
	if _, err := c.Probe(context.Background(), strings.Replace(down.URL, "127.0.0.1", "127.0.0.9", 1)); err == nil || errors.Is(err, fetch.ErrRobots) {
		t.Errorf("nobody listens: %v", err)
	}
}

// TestProbePages finds what only pages lead to: a page of feeds under the name of one, a page of headlines.
func TestProbePages(t *testing.T) {
	var cards strings.Builder
	for i := range 12 {
		fmt.Fprintf(&cards, `<h2><a href="/a/%d">وزير الخارجية يلتقي نظيره في العاصمة للمرة %d</a></h2>`, i, i)
	}
	s := newSite(t, map[string]string{
		"/":        `<html><head><meta property="og:site_name" content="صحيفة الجسر"><title>x</title></head><body><a href="/ar/rss">RSS</a></body></html>`,
		"/ar/rss":  `<html><body><a href="/sport/feed.xml">رياضة</a><a href="/rss/all">كل الأخبار</a></body></html>`,
		"/rss/all": rssOf(items(3, "", noon)),
		"/a/0":     articlePage(),
	})
	f := probe(t, s.URL)
	if c := f.Candidates[0]; c.Grade != "A" || c.Source.URL != s.URL+"/rss/all" || c.Source.Outlet != "صحيفة الجسر" {
		t.Error(show(f))
	}
	s = newSite(t, map[string]string{
		"/":       `<html><body><a href="/latest">آخر الأخبار</a><a href="/about">من نحن</a></body></html>`,
		"/latest": "<html><body>" + cards.String() + "</body></html>", "/a/0": articlePage(),
	})
	f = probe(t, s.URL)
	if len(f.Candidates) != 1 || f.Candidates[0].Grade != "B" || f.Candidates[0].Source.Kind != "listing" || f.Candidates[0].Source.URL != s.URL+"/latest" || f.Candidates[0].Entries != 12 || f.Candidates[0].Text != "page" {
		t.Error(show(f))
	}
}

func TestProbeBounds(t *testing.T) {
	files := map[string]string{"/robots.txt": ""}
	var links strings.Builder
	for i := range 40 {
		fmt.Fprintf(&links, `<link rel="alternate" type="application/rss+xml" href="/r%d.xml">`, i)
		files[fmt.Sprintf("/r%d.xml", i)] = fmt.Sprintf("-> $WEB/r%d.xml", i+1)
		files["/robots.txt"] += fmt.Sprintf("Sitemap: $WEB/s%d.xml\n", i)
	}
	files["/"] = "<html><head>" + links.String() + "</head></html>"
	s := newSite(t, files)
	f := probe(t, s.URL)
	if n := len(s.asked); n > 25 || n != f.Requests {
		t.Errorf("%d requests, told %d", n, f.Requests)
	}

	c := fetch.New(loopback())
	defer c.Close()
	if _, err := c.Probe(context.Background(), "ftp://x.example/"); !errors.Is(err, fetch.ErrURL) {
		t.Errorf("ftp: %v", err)
	}
	if _, err := c.Probe(context.Background(), "http://10.0.0.1/"); !errors.Is(err, fetch.ErrRefused) {
		t.Errorf("private address: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Probe(ctx, s.URL); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestSourceName(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.aljazeera.net/feed": "aljazeera", "https://www.france24.com/ar/rss": "france24-ar", "https://arabic.cnn.com/": "arabic-cnn",
		"https://feeds.bbci.co.uk/arabic/rss.xml": "bbci-arabic", "http://127.0.0.21:8733/rss.xml": "127-0-0-21-8733", "https://t.me/s/Some_Channel": "telegram-some-channel",
		"https://xn--mgbh0fb.example/": "xn--mgbh0fb", "https://مثال.إختبار/": "source", "": "source", "http://[::1]:80/": "1-80",
		"https://" + strings.Repeat("a", 60) + "." + strings.Repeat("b", 60) + ".com/": strings.Repeat("a", 60) + "-bbb",
	} {
		if got := fetch.SourceName(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
