package fetch_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/news"
)

// TestRetry holds what is tried again at once and what is left to the schedule.
func TestRetry(t *testing.T) {
	tries := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.RequestURI()
		tries[path]++
		switch r.URL.Path {
		case "/502":
			if tries[path] == 1 {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
		case "/cut":
			if tries[path] == 1 {
				rawly("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>")(w, r)
				return
			}
		case "/429":
			w.WriteHeader(http.StatusTooManyRequests)
			return
		case "/503":
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		case "/404":
			w.WriteHeader(http.StatusNotFound)
			return
		}
		io.WriteString(w, sound)
	}))
	defer server.Close()
	o := loopback()
	o.Retries = 2
	c := fetch.New(o)
	defer c.Close()
	known := news.Poll{Answered: time.Now()}
	for path, want := range map[string]struct {
		poll  news.Poll
		tries int
		ok    bool
	}{"/502": {known, 2, true}, "/cut": {known, 2, true}, "/429": {known, 1, false}, "/503": {known, 1, false}, "/404": {known, 1, false}, "/good": {known, 1, true},
		"/502?first": {news.Poll{}, 1, false}} { // a first look is one try
		_, err := c.List(context.Background(), news.Source{Name: path, URL: server.URL + path}, want.poll)
		if (err == nil) != want.ok || tries[path] != want.tries {
			t.Errorf("%s: %d tries, %v; want %d", path, tries[path], err, want.tries)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := c.List(context.Background(), news.Source{Name: "closed", URL: "http://" + l.Addr().String()}, news.Poll{}); fetch.Health(err) != news.Down || fetch.Permanent(err) {
		t.Errorf("a closed port: %v is %s", err, fetch.Health(err))
	}
}
