package fetch_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"rasid/fetch"
)

// A site is an outlet on loopback: what it does not hold is 404.
type site struct {
	URL string

	mu    sync.Mutex
	asked []string
}

// newSite serves files by path and query. A body may begin with "STATUS " or "TYPE:"; $WEB stands for the
// address of the site.
func newSite(t *testing.T, files map[string]string) *site {
	t.Helper()
	s := &site{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.RequestURI())
		s.mu.Unlock()
		body, ok := files[r.URL.RequestURI()]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if to, ok := strings.CutPrefix(body, "-> "); ok {
			http.Redirect(w, r, strings.ReplaceAll(to, "$WEB", s.URL), http.StatusMovedPermanently)
			return
		}
		if body == "403" {
			http.Error(w, "forbidden", http.StatusForbidden)
			return
		}
		io.WriteString(w, strings.ReplaceAll(body, "$WEB", s.URL))
	}))
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

func (s *site) count(path string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.asked {
		if one == path {
			n++
		}
	}
	return n
}

const home = `<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>الرئيسية | جريدة الميناء</title>
<link rel="alternate" type="application/rss+xml" href="/news.xml"><link rel="alternate" type="application/rss+xml" href="/comments/feed">
</head><body><p>أهلا بكم</p></body></html>`

// items writes n items of a feed, an hour apart, the newest at from.
func items(n int, base string, from time.Time) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<item><title>وزير الخارجية يلتقي نظيره في العاصمة رقم %d</title><link>%s/a/%d</link><pubDate>%s</pubDate><description>قال الوزير إن اللقاء كان مثمرا</description></item>\n",
			i, base, i, from.Add(-time.Duration(i)*time.Hour).Format(time.RFC1123Z))
	}
	return b.String()
}

func rssOf(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>الميناء - آخر الأخبار</title>` + items + `</channel></rss>`
}

func articlePage() string {
	var b strings.Builder
	for _, subject := range []string{"التجارة", "النقل", "الطاقة", "التعليم", "السياحة"} {
		fmt.Fprintf(&b, "<p>وقال وزير الخارجية في مؤتمر صحفي عقب اللقاء إن الجانبين اتفقا على توسيع التعاون في مجال %s خلال الأشهر المقبلة، وإن لجنة مشتركة تعنى بشؤون %s ستجتمع قريبا في العاصمة.</p>", subject, subject)
	}
	return `<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>وزير الخارجية يلتقي نظيره</title></head><body><article><h1>وزير الخارجية يلتقي نظيره في العاصمة</h1>` + b.String() + `</article></body></html>`
}

var noon = time.Date(2018, 6, 12, 12, 0, 0, 0, time.UTC) // the clock of loopback

func probe(t *testing.T, url string) fetch.Findings {
	t.Helper()
	c := fetch.New(loopback())
	defer c.Close()
	f, err := c.Probe(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	if f.Requests > 25 {
		t.Errorf("%d requests", f.Requests)
	}
	return f
}

func show(f fetch.Findings) string {
	var b strings.Builder
	for _, c := range f.Candidates {
		fmt.Fprintf(&b, "%s %s %s (%s) %d entries, newest %v, %.2f Arabic, %.2f own, text %q %d words: %s\n", c.Grade, c.Source.Kind, c.Source.URL, c.How, c.Entries, c.Newest, c.Arabic, c.Own, c.Text, c.Words, c.Reason)
	}
	return b.String() + strings.Join(f.Missing, "\n")
}
