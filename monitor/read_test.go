package monitor

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"rasid/fetch/fetchtest"
	"rasid/news"
)

// hours is a moment some hours after start.
func hours(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }

// TestReading has what becomes of each kind of entry in one reading, and which pages are asked for.
func TestReading(t *testing.T) {
	week := 7 * 24
	web := fetchtest.NewWeb(t, feed("rss", item{"talks", hours(-1)}, item{"letter", hours(-2)}, item{"turbines", hours(-3)},
		item{"flood", hours(-week - 1)}, item{"match", hours(-1)}, item{"oil", time.Time{}})+
		pages("talks")+status("letter", 403)+status("turbines", 503))
	w := following(t, web, Options{})
	if r := w.polls(); r.Listed != 6 {
		t.Fatalf("listed %d, want 6", r.Listed)
	}
	r := w.reads()
	if want := (Round{Settled: 3, Read: 2, Relevant: 2, Later: 1}); r != want {
		t.Errorf("round %+v, want %+v", r, want)
	}
	for _, tt := range []struct {
		name   string
		want   news.Disposition
		reason string // part of it
		asked  int
	}{
		{"talks", news.Waiting, "", 1},
		{"letter", news.Waiting, "page not read: ", 1},
		{"turbines", news.Wanted, "503", 1},
		{"flood", news.Outside, "published 2026-02-23, before the window", 0},
		{"match", news.OffTopic, "", 0},
		{"oil", news.OffTopic, "", 0},
	} {
		s := w.stands(tt.name)
		if s.Disposition != tt.want || !strings.Contains(s.Reason, tt.reason) || web.Count("/"+tt.name) != tt.asked {
			t.Errorf("%s: %s because %q, asked %d times; want %s because %q, %d times", tt.name, s.Disposition, s.Reason, web.Count("/"+tt.name), tt.want, tt.reason, tt.asked)
		}
	}
	trace, err := w.db.Why(t.Context(), w.stands("letter").URL)
	w.must(err)
	if a := trace.Article; a == nil || a.Basis != news.OnSummary || a.Text != "" || !strings.Contains(a.Note, "403") {
		t.Errorf("the refused page: %+v, want an article that rests on its summary and says why", a)
	}
	if again := w.reads(); again != (Round{}) {
		t.Errorf("read again at the same moment: %+v", again)
	}
}

// TestPatience has that a page which does not answer is tried at growing waits until patience ends, and that the
// listing must do then.
func TestPatience(t *testing.T) {
	web := fetchtest.NewWeb(t, feed("rss", item{"talks", hours(-1)})+status("talks", 500))
	w := following(t, web, Options{Patience: 3 * time.Hour})
	w.polls()
	var tries []time.Duration
	for w.stands("talks").Disposition != news.Waiting {
		tries = append(tries, w.now.Sub(start))
		r := w.reads()
		if s := w.stands("talks"); s.Disposition == news.Wanted {
			if r.Later != 1 || r.Read != 0 {
				t.Errorf("try at %v: %+v", w.now.Sub(start), r)
			}
			w.now = s.Due.Add(-time.Second)
			if r := w.reads(); r != (Round{}) {
				t.Errorf("tried a second before it was due: %+v", r)
			}
			w.now = s.Due
		}
		if len(tries) > 20 {
			t.Fatal("no end of trying")
		}
	}
	const m = time.Minute
	if got, want := fmt.Sprint(tries), fmt.Sprint([]time.Duration{0, 10 * m, 20 * m, 40 * m, 80 * m, 160 * m, 320 * m}); got != want {
		t.Errorf("tried at %s, want %s", got, want)
	}
	if s := w.stands("talks"); !strings.Contains(s.Reason, "500") {
		t.Errorf("reason %q", s.Reason)
	}
}

// TestPageReturns has that a page which asks for time is not asked sooner, and is read when it answers.
func TestPageReturns(t *testing.T) {
	web := fetchtest.NewWeb(t, feed("rss", item{"talks", hours(-1)})+status("talks", 503, "Retry-After: 3600"))
	w := following(t, web, Options{})
	w.polls()
	w.reads()
	if s := w.stands("talks"); !s.Due.Equal(hours(1)) {
		t.Errorf("due %v, want an hour later", s.Due)
	}
	web.Change(pages("talks"))
	w.now = hours(1)
	w.restart()
	if r := w.reads(); r.Relevant != 1 {
		t.Errorf("round %+v", r)
	}
	trace, err := w.db.Why(t.Context(), w.stands("talks").URL)
	w.must(err)
	if a := trace.Article; a == nil || a.Basis != news.OnPage || a.Note != "" || !strings.Contains(a.Text, "الروصيرص") {
		t.Errorf("article %+v, want that of the page", a)
	}
}

// TestTopicSources has that a topic takes nothing from a source that it does not follow.
func TestTopicSources(t *testing.T) {
	web := fetchtest.NewWeb(t, feed("rss", item{"talks", hours(-1)})+pages("talks"))
	w := following(t, web, Options{Topics: []Topic{{Name: "dam", Sources: []string{"another"}}}})
	w.polls()
	if r := w.reads(); r.Relevant != 0 {
		t.Errorf("round %+v", r)
	}
	if s := w.stands("talks"); s.Disposition != news.OffTopic || s.Reason != "no topic follows its source" {
		t.Errorf("%+v", s)
	}
}

// TestStoppedReading has that what was being read when the program was stopped is still wanted.
func TestStoppedReading(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	press := newGated(t, item{"talks", hours(-1)})
	w := press.followed(func([]chan struct{}) { stop() })
	w.polls()
	var r Round
	if err := w.Read(ctx, &r); err == nil {
		t.Error("reading that was stopped ended as if it were done")
	}
	if s := w.stands("talks"); s.Disposition != news.Wanted || !s.Due.IsZero() {
		t.Errorf("%+v, want it wanted at once", s)
	}
}

// gated is a paper whose pages answer only when all of them have been asked for, in an order of its own.
type gated struct {
	t        *testing.T
	server   *httptest.Server
	files    map[string]string // body by path
	answered chan struct{}     // one for each page that has gone out

	mu      sync.Mutex
	release func(gates []chan struct{}) // called once for each world, with a gate for each page
	gates   []chan struct{}
}

func newGated(t *testing.T, items ...item) *gated {
	g := &gated{t: t, files: map[string]string{}, answered: make(chan struct{}, len(items))}
	archive := feed("rss", items...)
	for _, i := range items {
		archive += pages(i.name)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		_, g.files[f.Name], _ = strings.Cut(string(f.Data), "\n\n")
	}
	g.server = httptest.NewServer(g)
	t.Cleanup(g.server.Close)
	return g
}

// followed returns a world that follows the paper anew.
func (g *gated) followed(release func(gates []chan struct{})) *world {
	g.release, g.gates = release, nil
	return newWorld(g.t, Options{Sources: []news.Source{{Name: "paper", Outlet: "الصحيفة", Kind: "feed", URL: g.server.URL + "/rss"}}})
}

// ServeHTTP answers one request.
func (g *gated) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	body, known := g.files[r.URL.Path]
	if !known {
		http.NotFound(out, r)
		return
	}
	if r.URL.Path != "/rss" {
		g.wait(r.Context())
		defer func() { g.answered <- struct{}{} }()
	}
	io.WriteString(out, strings.ReplaceAll(body, "$WEB", g.server.URL))
}

func (g *gated) wait(ctx context.Context) {
	gate := make(chan struct{})
	g.mu.Lock()
	g.gates = append(g.gates, gate)
	if len(g.gates) == cap(g.answered) {
		go g.release(g.gates)
	}
	g.mu.Unlock()
	select {
	case <-gate:
	case <-ctx.Done():
	}
}

// TestOrder has that the same press gives the same stories and the same digest, in whatever order its pages answer.
func TestOrder(t *testing.T) {
	items := []item{{"talks", hours(-4)}, {"letter", hours(-4)}, {"turbines", hours(-2)}, {"flood", hours(-1)}}
	g := newGated(t, items...)
	var first string
	for seed := range uint64(6) {
		w := g.followed(func(gates []chan struct{}) {
			for _, i := range rand.New(rand.NewPCG(seed, 0)).Perm(len(gates)) {
				close(gates[i])
				<-g.answered // each is out before the next may answer
			}
		})
		w.polls()
		if r := w.reads(); r.Relevant != len(items) {
			t.Fatalf("round %+v, want %d relevant", r, len(items))
		}
		if got := content(w); first == "" {
			first = got
		} else if got != first {
			t.Errorf("order %d gives\n%s\nthe first gave\n%s", seed, got, first)
		}
	}
	if strings.Count(first, string(news.OnPage)) != len(items) {
		t.Errorf("not every page was read:\n%s", first)
	}
}

// content spells out what the next digest of a world would hold.
func content(w *world) string {
	d, err := w.compose(w.t.Context(), Digest{Name: "daily", Topic: "dam"}, news.Tick{Due: start, From: hours(-24)})
	w.must(err)
	all := d.ID
	for _, s := range d.Stories {
		all += fmt.Sprintf("\n%s %.6f", s.ID, s.Score)
		for _, m := range s.Members {
			all += fmt.Sprintf("\n  %s %s %s %s %s", m.ID, m.Basis, m.Kind, m.Like, m.Why)
		}
	}
	return all
}
