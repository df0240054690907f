package monitor

import (
	_ "embed"
	"fmt"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"rasid/detect"
	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
	"rasid/store"
)

//go:embed testdata/press.txtar
var pressText string

// start is the moment at which each test's clock begins.
var start = time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)

// A piece is one article of testdata.
type piece struct{ title, summary, text string }

// pieces returns the articles of testdata by name, and the examples of its topic.
func pieces() (articles map[string]piece, examples []detect.Example) {
	articles = map[string]piece{}
	for _, f := range txtar.Parse([]byte(pressText)).Files {
		title, rest, _ := strings.Cut(string(f.Data), "\n")
		if name, ok := strings.CutPrefix(f.Name, "article/"); ok {
			summary, text, _ := strings.Cut(rest, "\n\n")
			articles[name] = piece{title, summary, text}
		} else {
			examples = append(examples, detect.Example{Name: f.Name, Title: title, Text: rest})
		}
	}
	return articles, examples
}

// judge is the detector of the topic, built once: it is immutable.
var judge = sync.OnceValues(func() (*detect.Detector, error) {
	_, examples := pieces()
	return detect.New([]detect.Topic{{Name: "dam", Title: "سد النهضة", Examples: examples}}, detect.Options{})
})

// A world is a Monitor over a real store and a real client, with a clock of its own.
type world struct {
	*Monitor
	t   *testing.T
	now time.Time
	o   Options
}

// newWorld opens a world in a fresh directory. Topics are those of testdata unless o has some.
func newWorld(t *testing.T, o Options) *world {
	t.Helper()
	return newWorldOver(t, o, fetch.Options{Pace: fetch.NoPace, Retries: fetch.NoRetries, PerHost: 64, Timeout: 20 * time.Second})
}

// newWorldOver is newWorld with a client that works by web.
func newWorldOver(t *testing.T, o Options, web fetch.Options) *world {
	t.Helper()
	w := &world{t: t, now: start, o: o}
	if w.o.Topics == nil {
		w.o.Topics = []Topic{{Name: "dam", Title: "سد النهضة"}}
	}
	clock := func() time.Time { return w.now }
	w.o.Now = clock
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "rasid.db"), Bands: detect.Bands, Gather: -1})
	if err != nil {
		t.Fatal(err)
	}
	web.Now, web.Allow = clock, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	client := fetch.New(web)
	t.Cleanup(func() {
		client.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	w.Monitor = New(db, client, judge, w.o)
	w.must(w.Start(t.Context()))
	return w
}

// restart stands for a new process over the same database.
func (w *world) restart() {
	w.t.Helper()
	w.Monitor = New(w.db, w.web, judge, w.o)
	w.must(w.Start(w.t.Context()))
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// pass runs one stage and returns what it counted.
func (w *world) pass(stage func(*world, *Round) error) Round {
	w.t.Helper()
	var r Round
	w.must(stage(w, &r))
	return r
}

func (w *world) polls() Round {
	return w.pass(func(w *world, r *Round) error { return w.Poll(w.t.Context(), r) })
}

func (w *world) reads() Round {
	return w.pass(func(w *world, r *Round) error { return w.Read(w.t.Context(), r) })
}

func (w *world) cuts() Round {
	return w.pass(func(w *world, r *Round) error { return w.Digest(w.t.Context(), r) })
}

func (w *world) delivers() Round {
	return w.pass(func(w *world, r *Round) error { return w.Deliver(w.t.Context(), r) })
}

// state is what is remembered of the one source of a world.
func (w *world) state() news.Poll {
	w.t.Helper()
	ps, err := w.db.Polls(w.t.Context())
	w.must(err)
	if len(ps) != 1 {
		w.t.Fatalf("%d sources, want 1", len(ps))
	}
	return ps[0]
}

// stands says where an entry stands, by the end of its address.
func (w *world) stands(name string) news.Settlement {
	w.t.Helper()
	es, err := w.db.Entries(w.t.Context(), store.EntryFilter{})
	w.must(err)
	for _, e := range es {
		if strings.HasSuffix(e.URL, "/"+name) {
			return news.Settlement{URL: e.URL, Disposition: e.Disposition, Reason: e.Reason, Topic: e.Topic, Score: e.Score, Cutoff: e.Cutoff, Due: e.Due}
		}
	}
	return news.Settlement{}
}

// deliveries returns all deliveries, the oldest first.
func (w *world) deliveries() []news.Delivery {
	w.t.Helper()
	ds, err := w.db.Deliveries(w.t.Context(), store.DeliveryFilter{})
	w.must(err)
	slices.Reverse(ds)
	return ds
}

// An item is one line of a feed.
type item struct {
	name string
	at   time.Time // zero = no date
}

// feed is the file of an RSS feed that lists items.
func feed(name string, items ...item) string {
	articles, _ := pieces()
	var b strings.Builder
	fmt.Fprintf(&b, "-- /%s --\nContent-Type: application/rss+xml\n\n<rss version=\"2.0\"><channel><title>صحيفة</title>", name)
	for _, i := range items {
		a := articles[i.name]
		fmt.Fprintf(&b, "<item><title>%s</title><link>$WEB/%s</link><description>%s</description>", a.title, i.name, a.summary)
		if !i.at.IsZero() {
			fmt.Fprintf(&b, "<pubDate>%s</pubDate>", i.at.Format(time.RFC1123Z))
		}
		b.WriteString("</item>")
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

// pages are the files of the pages of the articles named.
func pages(names ...string) string {
	articles, _ := pieces()
	var b strings.Builder
	for _, name := range names {
		a := articles[name]
		fmt.Fprintf(&b, "-- /%s --\nContent-Type: text/html; charset=utf-8\n\n<html lang=\"ar\"><head><title>%s</title></head><body><article><h1>%s</h1>", name, a.title, a.title)
		for _, p := range strings.Split(strings.TrimSpace(a.text), "\n\n") {
			fmt.Fprintf(&b, "<p>%s</p>", p)
		}
		b.WriteString("</article></body></html>\n")
	}
	return b.String()
}

// status is the file of an answer that is only a status, with header lines.
func status(name string, code int, header ...string) string {
	return fmt.Sprintf("-- /%s --\nStatus: %d\n%s\n", name, code, strings.Join(append(header, ""), "\n"))
}

// following is a world with one source, a feed of web.
func following(t *testing.T, web *fetchtest.Web, o Options) *world {
	o.Sources = []news.Source{{Name: "paper", Outlet: "الصحيفة", Kind: "feed", URL: web.URL + "/rss"}}
	return newWorld(t, o)
}
