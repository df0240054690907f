package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/news"
)

// anArchive answers as the CDX server and the replay of the Wayback Machine are documented: columns in the first row, at most
// limit rows, an empty row and the escaped key of the next, which it takes back as it is written in a query.
func anArchive(t *testing.T, rows [][2]string, perAnswer int) *httptest.Server {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case r.URL.Path == "/cdx/search/cdx":
			asked++
			want := url.Values{
				"url": {"www.paper.example/*"}, "output": {"json"}, "fl": {"timestamp,original"}, "from": {"20180510000000"}, "to": {"20180510235959"},
				"filter": {"statuscode:200", "mimetype:text/html"}, "collapse": {"urlkey"}, "limit": {"2000"}, "showResumeKey": {"true"},
			}
			from := 0
			if key := q.Get("resumeKey"); key != "" {
				if _, err := fmt.Sscanf(key, "example,paper)/ %d!", &from); err != nil || !strings.Contains(r.URL.RawQuery, "resumeKey=example%2Cpaper%29%2F+") {
					t.Errorf("resume key %q in %s", key, r.URL.RawQuery)
				}
				q.Del("resumeKey")
			}
			if q.Encode() != want.Encode() {
				t.Errorf("asked %s\nwant  %s", q.Encode(), want.Encode())
			}
			if from == len(rows) {
				fmt.Fprint(w, "[]")
				return
			}
			fmt.Fprint(w, `[["timestamp","original"]`)
			to := min(len(rows), from+perAnswer)
			for _, row := range rows[from:to] {
				fmt.Fprintf(w, ",\n [%q, %q]", row[0], row[1])
			}
			if to < len(rows) {
				fmt.Fprintf(w, ",\n [],\n [%q]", url.QueryEscape(fmt.Sprintf("example,paper)/ %d!", to)))
			}
			fmt.Fprint(w, "]")
		case r.URL.Path == "/web/20180510091500id_/https://www.paper.example/news/7":
			fmt.Fprint(w, `<html lang="ar"><head><meta charset="utf-8"><title>بدء المحادثات</title></head><body><article><h1>بدء المحادثات بين الجانبين</h1><time>منذ ساعتين</time><p>بدأت اليوم في العاصمة المحادثات بين الجانبين بحضور وفدين من البلدين، وتستمر ثلاثة أيام.</p></article></body></html>`)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

// TestWayback lists a day of an outlet that has no archive from the Wayback Machine, over several answers, and reads a copy.
func TestWayback(t *testing.T) {
	web := anArchive(t, [][2]string{
		{"20180510000500", "http://www.paper.example:80/"},                                       // a front page
		{"20180510091500", "https://www.paper.example/news/7?utm_source=rss"},                    // twice,
		{"20180510101500", "https://www.paper.example/news/7"},                                   // once
		{"20180510101600", "https://www.paper.example/2018/05/10/%D8%AE%D8%A8%D8%B1"},            // of the day
		{"20180510101700", "https://www.paper.example/2012/01/03/old"},                           // of another day
		{"20180510101800", "mailto:editor@paper.example"}, {"no", "https://www.paper.example/x"}, // nothing
	}, 3)
	o := loopback()
	o.Wayback = web.URL + "/"
	c := fetch.New(o)
	defer c.Close()
	at := time.Date(2018, 5, 10, 12, 0, 0, 0, time.UTC)
	s := news.Source{Name: "paper", URL: "https://www.paper.example/rss.xml", Archive: fetch.Wayback}
	l, err := c.Past(context.Background(), s, at)
	if err != nil || l.Method != fetch.Wayback || l.Dropped != 2 {
		t.Fatalf("%+v %v", l, err)
	}
	var got []string
	for _, e := range l.Entries {
		if !e.Published.IsZero() || e.Source != "paper" {
			t.Errorf("%+v", e)
		}
		got = append(got, e.URL)
	}
	if want := "https://www.paper.example/news/7 https://www.paper.example/2018/05/10/%D8%AE%D8%A8%D8%B1"; strings.Join(got, " ") != want {
		t.Errorf("listed %v\nwant %s", got, want)
	}
	a, err := c.Copy(context.Background(), s, l.Entries[0])
	if err != nil || a.Title != "بدء المحادثات" || a.Basis != news.OnPage || !a.Published.Equal(time.Date(2018, 5, 10, 7, 15, 0, 0, time.UTC)) ||
		a.URL != "https://www.paper.example/news/7" || !strings.Contains(a.Note, "/web/20180510091500id_/") {
		t.Errorf("%+v %v", a, err)
	}
	if _, err := c.Copy(context.Background(), s, l.Entries[1]); !fetch.Lost(err) {
		t.Errorf("a copy that is not there: %v", err)
	}
	if _, err := c.Copy(context.Background(), s, news.Entry{URL: "https://www.paper.example/y"}); err == nil {
		t.Error("a copy of no time")
	}
}

// TestIndexWithoutPlace has an index of sitemaps as archive that names no days: the parts tell by their times of change.
func TestIndexWithoutPlace(t *testing.T) {
	asked := map[string]int{}
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path]++
		var n int
		switch _, err := fmt.Sscanf(r.URL.Path, "/part-%d.xml", &n); {
		case r.URL.Path == "/index.xml":
			fmt.Fprint(w, `<sitemapindex>`)
			for i := range 16 { // part i holds the days 10i … 10i+9 from 1 January 2018, and was changed on the last of them
				fmt.Fprintf(w, `<sitemap><loc>%s/part-%d.xml</loc><lastmod>%s</lastmod></sitemap>`, server.URL, i, time.Date(2018, 1, 10*i+10, 23, 0, 0, 0, time.UTC).Format(time.RFC3339))
			}
			fmt.Fprint(w, `</sitemapindex>`)
		case err == nil:
			fmt.Fprint(w, `<urlset>`)
			for i := range 10 {
				fmt.Fprintf(w, `<url><loc>%s/a/%d</loc><lastmod>%s</lastmod></url>`, server.URL, 10*n+i, time.Date(2018, 1, 10*n+i+1, 12, 0, 0, 0, time.UTC).Format(time.RFC3339))
			}
			fmt.Fprint(w, `</urlset>`)
		case r.URL.Path == "/flat.xml":
			fmt.Fprintf(w, `<urlset><url><loc>%s/a/1</loc></url></urlset>`, server.URL)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	c := fetch.New(loopback())
	defer c.Close()
	s := news.Source{Name: "paper", URL: server.URL + "/rss", Archive: server.URL + "/index.xml"}
	for day := range 30 {
		at := time.Date(2018, 3, 1+day, 0, 0, 0, 0, time.UTC)
		l, err := c.Past(context.Background(), s, at)
		if err != nil || l.Method != "sitemap" || len(l.Entries) != 2 && len(l.Entries) != 3 {
			t.Fatalf("%v: %+v %v", at, l, err)
		}
		found := false
		for _, e := range l.Entries {
			found = found || strings.HasSuffix(e.URL, fmt.Sprint("/a/", 59+day))
		}
		if !found {
			t.Errorf("%v: %+v", at, l.Entries)
		}
	}
	if asked["/index.xml"] != 1 || asked["/part-7.xml"] != 1 || asked["/part-0.xml"] != 0 {
		t.Errorf("asked %v", asked)
	}
	s.Archive = server.URL + "/flat.xml"
	if l, err := c.Past(context.Background(), s, time.Date(2018, 3, 1, 0, 0, 0, 0, time.UTC)); err == nil {
		t.Errorf("a map that is no index: %+v", l)
	}
}

// TestPastEdges: outlets that count their days by clocks east and west of UTC, or name the parts of an index so, lose no hour of
// the UTC day, and the map of a neighbouring day is asked for only where theirs show it; whether their times tell the zone or the
// source does.
func TestPastEdges(t *testing.T) {
	for _, c := range []struct{ name, told, layout string }{
		{"Asia/Baghdad", "", time.RFC3339}, {"UTC", "", time.RFC3339}, {"America/New_York", "", time.RFC3339},
		{"Asia/Baghdad", "Asia/Baghdad", "2006-01-02T15:04:05"}, {"UTC", "", "2006-01-02T15:04:05"}, {"America/New_York", "America/New_York", "2006-01-02T15:04:05"},
	} {
		name := c.name + " " + c.layout
		zone, err := time.LoadLocation(c.name)
		if err != nil {
			t.Fatal(err)
		}
		asked := map[string]int{}
		var server *httptest.Server
		server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			day := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/map-"), ".xml")
			asked[day]++
			from, err := time.ParseInLocation(time.DateOnly, day, zone)
			switch {
			case r.URL.Path == "/index.xml":
				fmt.Fprint(w, "<sitemapindex>")
				for d := range 9 {
					fmt.Fprintf(w, "<sitemap><loc>%s/map-2018-06-%02d.xml</loc></sitemap>", server.URL, d+1)
				}
				fmt.Fprint(w, "</sitemapindex>")
			case err != nil:
				http.NotFound(w, r)
			default:
				fmt.Fprint(w, "<urlset>")
				for h := range 24 {
					at := from.Add(time.Duration(h) * time.Hour)
					fmt.Fprintf(w, "<url><loc>%s/a/%d</loc><lastmod>%s</lastmod></url>", server.URL, at.Unix(), at.Format(c.layout))
				}
				fmt.Fprint(w, "</urlset>")
			}
		}))
		client := fetch.New(loopback())
		for _, archive := range []string{"/map-{yyyy}-{mm}-{dd}.xml", "/index.xml"} {
			clear(asked)
			from := time.Date(2018, 6, 5, 0, 0, 0, 0, time.UTC)
			l, err := client.Past(context.Background(), news.Source{Name: "paper", URL: server.URL + "/rss", Archive: server.URL + archive, Zone: c.told}, from)
			within := map[string]bool{}
			for _, e := range l.Entries {
				if !e.Published.Before(from) && e.Published.Before(from.Add(24*time.Hour)) {
					within[e.URL] = true
				}
			}
			if err != nil || len(within) != 24 {
				t.Errorf("%s%s: %d of 24 hours, %v", name, archive, len(within), err)
			}
			if archive != "/index.xml" && c.name == "UTC" && len(asked) > 1 {
				t.Errorf("asked %v", asked)
			}
		}
		client.Close()
		server.Close()
	}
}
