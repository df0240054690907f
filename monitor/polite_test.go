package monitor

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// A scorer is an outlet that scores every request by what a patient client would do.
type scorer struct {
	t   *testing.T
	now func() time.Time

	list     string        // path of the listing
	kind     string        // of the source
	pace     time.Duration // least time between two requests
	every    time.Duration // a listing with news in so much time
	robots   string        // robots.txt, "" = none
	topic    string        // article that it lists, of testdata
	refuse   func(n int, now time.Time, h http.Header) (status int, wait time.Duration)
	modified bool // Last-Modified in the place of ETag

	mu        sync.Mutex
	last      time.Time
	listed    time.Time // last request for the listing
	full      time.Time // last listing given in full
	until     time.Time // not to be asked before
	asked     bool      // robots.txt
	pages     map[string]int
	n         int
	unchanged int // 304s
	faults    []string
	server    *httptest.Server
}

func (s *scorer) fault(format string, a ...any) {
	s.faults = append(s.faults, s.now().Format("Jan 2 15:04:05 ")+fmt.Sprintf(format, a...))
}

func (s *scorer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if !strings.Contains(r.UserAgent(), "editor@example.org") {
		s.fault("no contact in %q", r.UserAgent())
	}
	if now.Before(s.until) {
		s.fault("asked %v before the end of Retry-After", s.until.Sub(now))
	}
	pace := s.pace
	if r.URL.Path == "/robots.txt" {
		pace = time.Second // it is what says more
		s.asked = true
	}
	if since := now.Sub(s.last); !s.last.IsZero() && since < pace {
		s.fault("%s asked %v after the request before", r.URL.Path, since)
	}
	if r.URL.Path != "/robots.txt" || s.robots == "" {
		s.last = now // a delay is known only once robots.txt was read
	}
	switch r.URL.Path {
	case "/robots.txt":
		if s.robots == "" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, s.robots)
	case s.list:
		s.serveList(w, r, now)
	default:
		s.pages[r.URL.Path]++
		if !s.asked {
			s.fault("page asked without robots.txt")
		}
		if s.pages[r.URL.Path] > 1 {
			s.fault("%s asked %d times", r.URL.Path, s.pages[r.URL.Path])
		}
		articles, _ := pieces()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<html lang="ar"><head><title>%s</title></head><body><article><h1>%s</h1>`, articles["talks"].title, articles["talks"].title)
		for _, p := range strings.Split(articles["talks"].text, "\n\n") {
			fmt.Fprintf(w, "<p>%s</p>", p)
		}
		fmt.Fprint(w, `</article></body></html>`)
	}
}

func (s *scorer) serveList(w http.ResponseWriter, r *http.Request, now time.Time) {
	if s.kind == "listing" && !s.asked {
		s.fault("listing asked without robots.txt")
	}
	if since := now.Sub(s.listed); !s.listed.IsZero() && since < leastEvery {
		s.fault("listing asked again after %v", since)
	}
	s.listed = now
	s.n++
	if s.refuse != nil {
		if status, wait := s.refuse(s.n, now, w.Header()); status != 0 {
			s.until = now.Add(wait)
			w.WriteHeader(status)
			return
		}
	}
	edition := now.Truncate(s.every)
	tag, stamp := fmt.Sprintf(`"%d"`, edition.Unix()), edition.Format(http.TimeFormat)
	conditional := r.Header.Get("If-None-Match")
	if s.modified {
		conditional = r.Header.Get("If-Modified-Since")
		w.Header().Set("Last-Modified", stamp)
		tag = stamp
	} else {
		w.Header().Set("ETag", tag)
	}
	if conditional == tag {
		s.unchanged++
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if conditional == "" && !s.full.IsZero() && now.Sub(s.full) < 24*time.Hour {
		s.fault("asked in full %v after it was given in full", now.Sub(s.full))
	}
	s.full = now
	s.write(w, edition)
}

// write lists an article of this edition and of the ten before.
func (s *scorer) write(w http.ResponseWriter, edition time.Time) {
	articles, _ := pieces()
	if s.kind == "listing" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<html lang="ar"><body><main>`)
		defer fmt.Fprint(w, `</main></body></html>`)
	} else {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>صحيفة</title>`)
		defer fmt.Fprint(w, `</channel></rss>`)
	}
	for i := range 10 {
		at := edition.Add(time.Duration(-i) * s.every)
		link := fmt.Sprintf("%s/%d", s.server.URL, at.Unix())
		if s.kind == "listing" {
			fmt.Fprintf(w, `<article><h2><a href="%s">%s</a></h2></article>`, link, articles[s.topic].title)
			continue
		}
		fmt.Fprintf(w, `<item><title>%s</title><link>%s</link><pubDate>%s</pubDate></item>`, articles[s.topic].title, link, at.Format(time.RFC1123Z))
	}
}

// TestPolite is T12: eight outlets score a week of requests, with a restart of the program every seventeen hours, all
// on a virtual clock that also the waits for a turn pass on. No request is early, none asks in full what was given. In each
// group one outlet alone has pages to read: pages of several are read side by side, and a wait for one would move the
// clock while another is asked.
func TestPolite(t *testing.T) {
	if testing.Short() {
		t.Skip("days of requests are left to the run without -short")
	}
	after := func(seconds int) func(int, time.Time, http.Header) (int, time.Duration) {
		return func(n int, _ time.Time, h http.Header) (int, time.Duration) {
			if n%3 != 0 {
				return 0, 0
			}
			h.Set("Retry-After", fmt.Sprint(seconds))
			return http.StatusTooManyRequests, time.Duration(seconds) * time.Second
		}
	}
	date := func(n int, now time.Time, h http.Header) (int, time.Duration) {
		if n%4 != 0 {
			return 0, 0
		}
		h.Set("Date", now.Format(http.TimeFormat))
		h.Set("Retry-After", now.Add(5*time.Hour).Format(http.TimeFormat))
		return http.StatusServiceUnavailable, 5 * time.Hour
	}
	const crawl = "User-agent: *\nCrawl-delay: 120\n"
	for name, scorers := range map[string][]*scorer{
		"by validators": {
			{list: "/rss", kind: "feed", pace: time.Second, every: 3 * time.Hour},
			{list: "/rss", kind: "feed", pace: time.Second, every: 5 * time.Hour, modified: true, topic: "match"},
			{list: "/rss", kind: "feed", pace: time.Second, every: 400 * time.Hour, topic: "match"},
		},
		"at a pace of its own": {
			{list: "/rss", kind: "feed", pace: 30 * time.Second, every: 4 * time.Hour},
			{list: "/rss", kind: "feed", pace: time.Second, every: 6 * time.Hour, refuse: after(9000), topic: "match"},
			{list: "/rss", kind: "feed", pace: time.Second, every: 6 * time.Hour, refuse: date, topic: "match"},
		},
		"by robots.txt": {
			{list: "/all", kind: "listing", pace: 2 * time.Minute, every: 7 * time.Hour, robots: crawl},
			{list: "/rss", kind: "feed", pace: time.Second, every: 20 * time.Minute, topic: "oil"},
		},
	} {
		t.Run(name, func(t *testing.T) { score(t, scorers) })
	}
}

// score lets outlets score a week of requests.
func score(t *testing.T, scorers []*scorer) {
	const days = 7
	var mu sync.Mutex
	now := start
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	wait := func(_ context.Context, d time.Duration) error {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(max(0, d))
		return nil
	}
	var sources []news.Source
	for i, s := range scorers {
		s.t, s.now, s.pages = t, clock, map[string]int{}
		if s.topic == "" {
			s.topic = "talks"
		}
		s.server = httptest.NewServer(s)
		t.Cleanup(s.server.Close)
		one := news.Source{Name: fmt.Sprintf("outlet-%d", i), Kind: s.kind, URL: s.server.URL + s.list}
		if s.pace > time.Second && s.robots == "" {
			one.Pace = s.pace
		}
		sources = append(sources, one)
	}
	path := filepath.Join(t.TempDir(), "rasid.db")
	for clock().Before(start.Add(days * 24 * time.Hour)) {
		run(t, path, sources, clock, wait, clock().Add(17*time.Hour))
	}
	for i, s := range scorers {
		for _, f := range s.faults[:min(len(s.faults), 5)] {
			t.Errorf("outlet %d (%d faults): %s", i, len(s.faults), f)
		}
		t.Logf("outlet %d: %d requests for the listing, %d of them unchanged, %d pages", i, s.n, s.unchanged, len(s.pages))
		if s.n < days*24/6 || len(s.pages) == 0 && s.topic == "talks" {
			t.Errorf("outlet %d was asked %d times, %d pages", i, s.n, len(s.pages))
		}
	}
}

// run is one life of the program, from start to kill: everything but the file is new.
func run(t *testing.T, path string, sources []news.Source, clock func() time.Time, wait func(context.Context, time.Duration) error, until time.Time) {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Path: path, Bands: detect.Bands, Gather: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	web := fetch.New(fetch.Options{Now: clock, Wait: wait, Contact: "editor@example.org", PerHost: 1, // so that the clock stands still while one is asked
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	defer web.Close()
	m := New(db, web, judge, Options{Sources: sources, Topics: []Topic{{Name: "dam", Title: "سد النهضة"}}, Workers: 1, Now: clock})
	if err := m.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	beat := func(ctx context.Context, _ *Round) error { return m.db.Beat(ctx, m.now()) }
	for clock().Before(until) { // each pass ends with a beat, so that a kill follows upon one as in life
		var r Round
		for _, stage := range []func(context.Context, *Round) error{m.Poll, m.Read, beat} {
			if err := stage(t.Context(), &r); err != nil {
				t.Fatal(err)
			}
		}
		if err := wait(t.Context(), 10*time.Minute); err != nil {
			t.Fatal(err)
		}
	}
}
