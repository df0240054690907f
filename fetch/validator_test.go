package fetch_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestValidators is H13: what came is sent back as it came, what is too long to be a validator is not.
func TestValidators(t *testing.T) {
	var mu sync.Mutex
	var sent []string
	etag := `weird "tag`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		sent = append(sent, r.Header.Get("If-None-Match")+"|"+r.Header.Get("If-Modified-Since"))
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", "yesterday")
		io.WriteString(w, sound)
	}))
	defer server.Close()
	c := fetch.New(loopback())
	defer c.Close()
	s := news.Source{Name: "x", URL: server.URL}
	list, err := c.List(context.Background(), s, news.Poll{})
	if err != nil || list.ETag != etag || list.LastModified != "yesterday" {
		t.Fatalf("%+v, %v", list, err)
	}
	mu.Lock()
	etag = strings.Repeat("a", 8<<10)
	mu.Unlock()
	list, err = c.List(context.Background(), s, news.Poll{ETag: list.ETag, LastModified: list.LastModified})
	if err != nil || list.ETag != "" || list.LastModified != "yesterday" {
		t.Errorf("a validator of 8 KB was kept: %d bytes, %v", len(list.ETag), err)
	}
	if want := `weird "tag|yesterday`; sent[1] != want || sent[0] != "|" {
		t.Errorf("sent %q, want %q", sent, want)
	}
}

// TestStale is the second half of H12: a source that says 304 for ever is asked in full once a day.
func TestStale(t *testing.T) {
	full := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == "" {
			full++
			io.WriteString(w, sound)
			return
		}
		w.WriteHeader(http.StatusNotModified)
	}))
	defer server.Close()
	now := time.Date(2018, 6, 1, 0, 0, 0, 0, time.UTC)
	o := loopback()
	o.Now = func() time.Time { return now }
	p := news.Poll{ETag: "a", Full: now}
	for range 7 * 24 {
		c := fetch.New(o) // a new process knows no more than the poll
		l, err := c.List(context.Background(), news.Source{Name: "x", URL: server.URL}, p)
		if err != nil {
			t.Fatal(err)
		}
		if !l.Unchanged {
			p.Full = now
		}
		now = now.Add(time.Hour)
		c.Close()
	}
	if full != 6 {
		t.Errorf("%d full requests in seven days of 304, want one a day after the first", full)
	}
}

func TestMoved(t *testing.T) {
	web := fetchtest.NewWeb(t, `
-- /old --
Status: 301
Location: /older

-- /older --
Status: 308
Location: $WEB/new

-- /soon --
Status: 302
Location: /new

-- /new --
`+sound)
	c := fetch.New(loopback())
	defer c.Close()
	for path, moved := range map[string]string{"/old": web.URL + "/new", "/soon": "", "/new": ""} {
		list, err := c.List(context.Background(), news.Source{Name: path, URL: web.URL + path}, news.Poll{})
		if err != nil || list.Moved != moved || len(list.Entries) != 1 {
			t.Errorf("%s: moved to %q, %v; want %q", path, list.Moved, err, moved)
		}
	}
}
