package monitor

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

// An outage is ten outlets behind names of their own, and the two ways in which our network can fail them.
type outage struct {
	*world
	log   bytes.Buffer
	names *fetchtest.Names
	lead  func([]byte) []byte
	port  string
	serve http.Handler
	down  atomic.Pointer[httptest.Server]
}

func newOutage(t *testing.T) *outage {
	o := &outage{lead: fetchtest.Lead(func(name string) netip.Addr { return netip.MustParseAddr("127.0.0.1") })}
	o.names = fetchtest.NewNames(t, o.lead)
	o.serve = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>صحيفة</title><item><title>خبر</title><link>http://%s/1</link></item></channel></rss>`, r.Host)
	})
	server := httptest.NewServer(o.serve)
	o.down.Store(server)
	t.Cleanup(func() { o.down.Load().Close() })
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	o.port = u.Port()
	var sources []news.Source
	for i := range 10 {
		sources = append(sources, news.Source{Name: fmt.Sprintf("paper-%d", i), Kind: "feed", URL: fmt.Sprintf("http://paper-%d.example:%s/rss", i, o.port)})
	}
	o.world = newWorldOver(t, Options{Sources: sources, Log: slog.New(slog.NewTextHandler(&o.log, &slog.HandlerOptions{Level: slog.LevelWarn}))},
		fetch.Options{Pace: fetch.NoPace, Retries: fetch.NoRetries, Timeout: 5 * time.Second, Resolver: o.names.Resolver})
	return o
}

// leave and enter close and open the port that all outlets answer at.
func (o *outage) leave() { o.down.Load().CloseClientConnections(); o.down.Load().Close() }

func (o *outage) enter() {
	l, err := net.Listen("tcp", "127.0.0.1:"+o.port)
	o.must(err)
	server := &httptest.Server{Listener: l, Config: &http.Server{Handler: o.serve}}
	server.Start()
	o.down.Store(server)
}

// forget has the name server fail; open connections end, as they would in time.
func (o *outage) forget() {
	o.names.Change(fetchtest.Refuse)
	o.down.Load().CloseClientConnections()
}

// pass lets virtual time pass as Run would, in larger steps.
func (o *outage) pass(d time.Duration) {
	for end := o.now.Add(d); o.now.Before(end); o.now = o.now.Add(20 * time.Second) {
		o.polls()
	}
}

// TestNetworkDown is O10: our network fails for six hours in three ways. No source is counted as failed, the log gets a line
// in ten minutes, the operator one notice, and all are asked within five minutes of its return.
func TestNetworkDown(t *testing.T) {
	for _, tt := range []struct {
		name      string
		staggered bool // the sources are not due at the same time
		cut, mend func(*outage)
		noted     int // sources whose failure may be told before it is understood
	}{
		{"no name is known", false, (*outage).forget, func(o *outage) { o.names.Change(o.lead) }, 0},
		{"nobody answers", false, (*outage).leave, (*outage).enter, 0},
		{"no name is known, one after the other", true, (*outage).forget, func(o *outage) { o.names.Change(o.lead) }, 10},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOutage(t)
			if r := o.polls(); r.Answered != 10 {
				t.Fatalf("%d of 10 answered", r.Answered)
			}
			if tt.staggered {
				for i, p := range o.all() {
					p.Next = start.Add(time.Duration(i) * 90 * time.Second)
					_, err := o.db.SavePoll(t.Context(), p, nil)
					o.must(err)
				}
			}
			tt.cut(o)
			o.now = o.now.Add(time.Minute)
			o.pass(6 * time.Hour)
			for _, p := range o.all() {
				if p.Failures != 0 || p.State != news.Healthy || !p.Ill.IsZero() {
					t.Errorf("%s is counted as failed: %q %v because %s", p.Source, p.State, p.Failures, p.Reason)
				}
			}
			if n := strings.Count(o.log.String(), "\n"); n > 6*6+1+tt.noted || n < 6*6-3 {
				t.Errorf("%d lines in six hours:\n%.2000s", n, o.log.String())
			}
			if told := o.untold(); told != networkKey {
				t.Errorf("told %q", told)
			}
			o.tell()
			tt.mend(o)
			back := o.now
			o.pass(5 * time.Minute)
			for _, p := range o.all() {
				if p.Answered.Before(back) {
					t.Errorf("%s not asked within five minutes of the return", p.Source)
				}
			}
			if told := o.untold(); told != networkKey+" over" {
				t.Errorf("after the return told %q", told)
			}
		})
	}
}

func (o *outage) all() []news.Poll {
	ps, err := o.db.Polls(o.t.Context())
	o.must(err)
	return ps
}

// TestFewDown has that what fails while others answer is counted, also many outlets at one host, and that a single
// source is counted after a while of doubt.
func TestFewDown(t *testing.T) {
	o := newOutage(t)
	o.polls()
	lost := netip.MustParseAddr("127.0.0.9") // nobody listens there
	o.names.Change(fetchtest.Lead(func(name string) netip.Addr {
		if name < "paper-4.example" {
			return lost
		}
		return netip.MustParseAddr("127.0.0.1")
	}))
	o.down.Load().CloseClientConnections()
	o.now = start.Add(15 * time.Minute)
	o.polls()
	for i, p := range o.all() {
		if want := map[bool]float64{true: 0.25}[i < 4]; p.Failures != want {
			t.Errorf("%s: failures %v, want %v", p.Source, p.Failures, want)
		}
	}
	alone := newWorld(t, Options{Sources: []news.Source{{Name: "alone", Kind: "feed", URL: "http://127.0.0.9:9/rss"}}})
	for n := 1; ; n++ {
		alone.polls()
		p := alone.state()
		if p.State != news.Down || n > 10 {
			t.Fatalf("poll %d: %q", n, p.State)
		}
		if p.Failures > 0 {
			if lasted := alone.now.Sub(start); lasted < lately || lasted > lately+doubtEvery {
				t.Errorf("counted after %v of doubt", lasted)
			}
			return
		}
		alone.now = p.Next
	}
}
