package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

const story = `<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>كيم يصل إلى سنغافورة - قناة</title>
<meta property="og:type" content="article"><meta property="og:title" content="كيم يصل إلى سنغافورة"><meta property="article:published_time" content="2018-06-10T06:15:00Z"></head>
<body><article><h1>كيم يصل إلى سنغافورة</h1>
<p>وصل الزعيم الكوري الشمالي كيم جونغ أون الأحد إلى سنغافورة لعقد قمة تاريخية مع الرئيس الأمريكي دونالد ترامب بعد أشهر من المحادثات بين البلدين.</p>
<p>وقال متحدث باسم وزارة الخارجية السنغافورية إن الطائرة التي تقل الزعيم الكوري حطت في مطار شانغي بعد ظهر اليوم وسط إجراءات أمنية مشددة.</p>
<p>ومن المقرر أن يلتقي الزعيمان يوم الثلاثاء في فندق كابيلا بجزيرة سنتوسا في أول لقاء من نوعه بين رئيس أمريكي في منصبه وزعيم كوري شمالي.</p></article></body></html>`

func TestArticle(t *testing.T) {
	web := fetchtest.NewWeb(t, `
-- /a/1 --
Content-Type: text/html; charset=utf-8

`+story+`
-- /a/pdf --
Content-Type: application/pdf

%PDF
-- /a/403 --
Status: 403
`)
	c := fetch.New(loopback())
	defer c.Close()
	s := news.Source{Name: "x", Outlet: "قناة"}
	e := news.Entry{Source: "x", URL: web.URL + "/a/1", Title: "كما في القائمة", Summary: "موجز"}
	a, err := c.Article(context.Background(), s, e)
	if err != nil {
		t.Fatal(err)
	}
	if a.Basis != news.OnPage || a.ID != fetch.ID(e.URL) || a.Outlet != "قناة" || a.Title != e.Title || !strings.Contains(a.Text, "مطار شانغي") ||
		!a.Published.Equal(time.Date(2018, 6, 10, 6, 15, 0, 0, time.UTC)) || a.Fetched.IsZero() || a.Note != "" {
		t.Errorf("%+v", a)
	}
	for path, want := range map[string]error{"/a/pdf": fetch.ErrType, "/a/403": nil} {
		_, err := c.Article(context.Background(), s, news.Entry{URL: web.URL + path})
		if err == nil || want != nil && !errors.Is(err, want) || !fetch.Permanent(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := c.Article(context.Background(), s, news.Entry{URL: web.URL + "/rss#entry-0123456789abcdef"}); !errors.Is(err, fetch.ErrNoPage) {
		t.Errorf("an entry without a link: %v", err)
	}
	if n := web.Count("/robots.txt"); n != 1 {
		t.Errorf("robots.txt asked %d times, want once", n)
	}
	l := fetch.Listed(s, e, "403 Forbidden")
	if l.Basis != news.OnSummary || l.Note != "403 Forbidden" || l.ID != a.ID || l.Text != "" {
		t.Errorf("%+v", l)
	}
	if e.Summary = ""; fetch.Listed(s, e, "").Basis != news.OnTitle {
		t.Error("a headline alone is not OnTitle")
	}
}

// TestRobots holds RFC 9309 as far as it is ours: what the states of the file mean, how long it is kept,
// and who must ask. Matching is the library's.
func TestRobots(t *testing.T) {
	cases := []struct {
		name    string
		robots  http.HandlerFunc
		allowed bool
	}{
		{"none", http.NotFound, true},
		{"401", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }, true},
		{"500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, false},
		{"503", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, false},
		{"broken off", rawly("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nUser-agent"), false},
		{"loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, true},
		{"a page", text("<!doctype html><html><body>hello</body></html>"), true},
		{"forbids all", text("User-agent: *\nDisallow: /\n"), false},
		{"forbids us", text("User-agent: rasid\nDisallow: /\n\nUser-agent: *\nAllow: /\n"), false},
		{"forbids others", text("User-agent: ras\nDisallow: /\n"), true},
		{"forbids an Arabic path", text("User-agent: *\nDisallow: /خبر\n"), false},
		{"forbids it escaped in small letters", text("User-agent: *\nDisallow: /%d8%ae%d8%a8%d8%b1\n"), false},
		{"with a mark", text("\uFEFFUser-agent: *\nDisallow: /\n"), false},
		{"ten MB, the rule at the end", text("User-agent: *\n" + strings.Repeat("# nothing\n", 1<<20) + "Disallow: /\n"), true},
	}
	for _, k := range cases {
		var asked atomic.Int64
		mux := http.NewServeMux()
		mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, r *http.Request) { asked.Add(1); k.robots(w, r) })
		mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Write([]byte(story))
		})
		server := httptest.NewServer(mux)
		c := fetch.New(loopback())
		e := news.Entry{URL: server.URL + "/%D8%AE%D8%A8%D8%B1/1"}
		for range 2 {
			_, err := c.Article(context.Background(), news.Source{}, e)
			if (err == nil) != k.allowed || err != nil && (!errors.Is(err, fetch.ErrRobots) || fetch.Health(err) != news.Blocked) {
				t.Errorf("%s: %v, want allowed = %t", k.name, err, k.allowed)
			}
		}
		if n := asked.Load(); n != 1 && k.name != "loop" {
			t.Errorf("%s: asked %d times", k.name, n)
		}
		server.Close()
	}
}

// TestCrawlDelay holds that a long Crawl-delay puts the second page off instead of blocking, and that
// another host is not touched by it.
func TestCrawlDelay(t *testing.T) {
	files := `
-- /robots.txt --
User-agent: *
Crawl-delay: 120

-- /1 --
Content-Type: text/html; charset=utf-8

` + story
	slow, other := fetchtest.NewWeb(t, files), fetchtest.NewWeb(t, strings.Replace(files, "120", "0", 1))
	c := fetch.New(loopback())
	defer c.Close()
	page := func(w *fetchtest.Web) error {
		_, err := c.Article(context.Background(), news.Source{}, news.Entry{URL: w.URL + "/1"})
		return err
	}
	if err := page(slow); err != nil {
		t.Fatal(err)
	}
	var busy *fetch.BusyError
	err := page(slow)
	if !errors.As(err, &busy) || busy.Wait < 100*time.Second || fetch.RetryAfter(err) != busy.Wait || fetch.Permanent(err) || fetch.Health(err) != news.Healthy || slow.Count("/1") != 1 {
		t.Errorf("second page: %v", err)
	}
	for range 3 {
		if err := page(other); err != nil {
			t.Errorf("another host: %v", err)
		}
	}
}

// TestTwoAtOnce holds that a host gets two requests at once by default, however many are wanted.
func TestTwoAtOnce(t *testing.T) {
	var now, most atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer now.Add(-1)
		w.Write([]byte(sound))
	}))
	defer server.Close()
	c := fetch.New(loopback())
	defer c.Close()
	done := make(chan error)
	for range 40 {
		go func() {
			_, err := c.List(context.Background(), news.Source{Name: "x", URL: server.URL}, news.Poll{})
			done <- err
		}()
	}
	for range 40 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most.Load() > 2 {
		t.Errorf("%d requests at once", most.Load())
	}
}
