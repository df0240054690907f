package monitor

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

// A graveyard serves sources that live and sources that are dead in eight ways, each source under a name of its own.
type graveyard struct {
	*world
	dead    []string // ways
	revived atomic.Bool
	open    atomic.Int64 // connections
	most    atomic.Int64

	mu    sync.Mutex
	asked map[string]int // by host name
	order []string       // the same, one after the other
	live  time.Time      // when one that lives was asked last, by the machine's clock
}

const wayGone = "gone"

// newGraveyard has so many sources, one of twenty alive.
func newGraveyard(t *testing.T, sources int, timeout time.Duration) *graveyard {
	g := &graveyard{asked: map[string]int{}, dead: []string{"nxdomain", "reset", "silent", "tls", "forbidden", wayGone, "error", "endless"}}
	names := fetchtest.NewNames(t, fetchtest.Lead(func(name string) netip.Addr {
		if strings.HasPrefix(name, "nxdomain-") && !g.revived.Load() {
			g.note(name)
			return netip.Addr{}
		}
		return netip.MustParseAddr("127.0.0.1")
	}))
	plain := httptest.NewUnstartedServer(g)
	plain.Config.ConnState = g.count
	plain.Start()
	t.Cleanup(plain.Close)
	u, err := url.Parse(plain.URL)
	if err != nil {
		t.Fatal(err)
	}
	var all []news.Source
	for i := range sources {
		way := g.dead[i%len(g.dead)]
		if i%20 == 0 {
			way = "live"
		}
		all = append(all, news.Source{Name: fmt.Sprintf("%s-%04d", way, i), Kind: "feed", URL: fmt.Sprintf("http://%s-%04d.example:%s/rss", way, i, u.Port())})
	}
	g.world = newWorldOver(t, Options{Sources: all, Every: time.Hour},
		fetch.Options{Pace: fetch.NoPace, Timeout: timeout, Resolver: names.Resolver, MaxBytes: 64 << 10})
	return g
}

func (g *graveyard) count(c net.Conn, s http.ConnState) {
	switch s {
	case http.StateNew:
		n := g.open.Add(1)
		for most := g.most.Load(); n > most && !g.most.CompareAndSwap(most, n); most = g.most.Load() {
		}
	case http.StateClosed, http.StateHijacked:
		g.open.Add(-1)
	}
}

func (g *graveyard) note(host string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	name, _, _ := strings.Cut(host, ".")
	g.asked[name]++
	g.order = append(g.order, name)
	if strings.HasPrefix(name, "live") {
		g.live = time.Now()
	}
}

// requests returns, and forgets, what was asked in order, and when one that lives was asked last.
func (g *graveyard) requests() (order []string, live time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	order, g.order = g.order, nil
	return order, g.live
}

// ServeHTTP answers as the host that was asked does.
func (g *graveyard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.note(r.Host)
	way, _, _ := strings.Cut(r.Host, "-")
	if g.revived.Load() && way != wayGone {
		way = "live"
	}
	switch way {
	case "reset", "tls":
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer c.Close()
		if tcp, ok := c.(*net.TCPConn); ok && way == "reset" {
			tcp.SetLinger(0)
		} else {
			fmt.Fprint(c, "\x15\x03\x01\x00\x02\x02\x28") // a fatal TLS alert
		}
	case "silent":
		<-r.Context().Done()
	case "forbidden":
		w.WriteHeader(http.StatusForbidden)
	case wayGone:
		w.WriteHeader(http.StatusGone)
	case "error":
		w.WriteHeader(http.StatusInternalServerError)
	case "endless":
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 32<<10)); err != nil {
				return
			}
		}
	default:
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>صحيفة</title><item><title>خبر</title><link>http://%s/1</link></item></channel></rss>`, r.Host)
	}
}

// fullCrash reports whether the long forms of tests are wanted.
func fullCrash() bool { return os.Getenv("RASID_CRASH") == "full" }

// TestThousand is O7: of a thousand sources (a hundred in the short form) all but one of twenty are dead in eight ways. The
// living are asked before the dead are, few sockets and goroutines are held. In the very first round, when nothing is known of
// any, none that is silent is waited for longer than a first look takes before all were asked.
func TestThousand(t *testing.T) {
	sources, timeout := 100, time.Second
	if fullCrash() {
		sources, timeout = 1000, 30*time.Second
	}
	before := runtime.NumGoroutine()
	g := newGraveyard(t, sources, timeout)
	var goroutines atomic.Int64
	g.o.Progress = func(string, int, int) {
		if n := int64(runtime.NumGoroutine() - before); n > goroutines.Load() {
			goroutines.Store(n)
		}
	}
	g.restart()
	began := time.Now()
	g.polls()
	first := time.Since(began)
	order, live := g.requests()
	lastLive := live.Sub(began)
	seen, alive := map[string]bool{}, 0
	for _, name := range order { // a new source that is silent is asked again, when all that live have been
		switch {
		case strings.HasPrefix(name, "live-") && !seen[name]:
			alive++
		case strings.HasPrefix(name, "silent-") && seen[name] && alive < sources/20:
			t.Errorf("%s was asked twice when only %d that live had been", name, alive)
		}
		seen[name] = true
	}
	if fullCrash() && lastLive > 60*time.Second {
		t.Errorf("the last that lives was first asked %v after the tick", lastLive)
	}
	for _, p := range g.all() {
		if alive := strings.HasPrefix(p.Source, "live"); alive != (p.State == news.Healthy) || alive != (p.Failures == 0) {
			t.Errorf("%s: %q, failures %v because %s", p.Source, p.State, p.Failures, p.Reason)
		}
	}
	g.now = g.now.Add(25 * time.Hour) // all are due
	g.requests()
	began = time.Now()
	if r := g.polls(); r.Answered != sources/20 {
		t.Errorf("%d of %d that live answered", r.Answered, sources/20)
	}
	order, live = g.requests()
	for i, name := range order[:sources/20] {
		if !strings.HasPrefix(name, "live") {
			t.Errorf("request %d of the second round goes to %s, before those that live", i+1, name)
		}
	}
	if took := live.Sub(began); fullCrash() && took > 60*time.Second {
		t.Errorf("the last that lives was asked %v after the tick", took)
	}
	const ofServer = 2 // goroutines for each connection
	if most := g.most.Load(); most > 64 || goroutines.Load()-ofServer*most > 300 {
		t.Errorf("%d sockets and %d goroutines at once, with the servers' own", most, goroutines.Load())
	}
	t.Logf("%d sources: rounds of %v (the last that lives after %v) and %v, %d sockets, %d goroutines with the servers' own", sources, first.Round(time.Millisecond), lastLive.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), g.most.Load(), goroutines.Load())
}

func (g *graveyard) all() []news.Poll {
	ps, err := g.db.Polls(g.t.Context())
	g.must(err)
	return ps
}

// TestRevived has that after seven virtual days a dead source is asked at most once a day, and that all are back within a day
// and a half hour of their return, but for those that said twice that they have ended.
func TestRevived(t *testing.T) {
	if testing.Short() {
		t.Skip("days of requests are left to the run without -short")
	}
	t.Parallel() // it waits for silence most of the time
	sources := 20
	if fullCrash() {
		sources = 200
	}
	g := newGraveyard(t, sources, 500*time.Millisecond)
	pass := func(d time.Duration) {
		for end := g.now.Add(d); g.now.Before(end); g.now = g.now.Add(15 * time.Minute) {
			g.polls()
		}
	}
	pass(7 * 24 * time.Hour)
	g.mu.Lock()
	clear(g.asked)
	g.mu.Unlock()
	pass(24 * time.Hour)
	g.mu.Lock()
	for _, p := range g.all() {
		n, way := g.asked[p.Source], strings.SplitN(p.Source, "-", 2)[0]
		most := 1
		switch way {
		case "live":
			continue
		case wayGone:
			most = 0
		case "nxdomain":
			most = 2 // one look-up for each family of addresses
		}
		if n > most {
			t.Errorf("%s was asked %d times on the eighth day", p.Source, n)
		}
	}
	g.mu.Unlock()
	g.revived.Store(true)
	back := g.now
	pass(24*time.Hour + 30*time.Minute)
	for _, p := range g.all() {
		if gone := strings.HasPrefix(p.Source, wayGone); gone != p.Answered.Before(back) || gone != p.Next.IsZero() {
			t.Errorf("%s a day after its return: %q, last answer %v after it", p.Source, p.State, p.Answered.Sub(back))
		}
	}
}
