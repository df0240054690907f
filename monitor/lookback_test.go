package monitor

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"rasid/detect"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

// oilJudge knows the topic of testdata and that of oil prices, whose one example is the article oil told in other words.
var oilJudge = sync.OnceValues(func() (*detect.Detector, error) {
	articles, examples := pieces()
	oil := detect.Example{Name: "oil", Title: "النفط يصعد بعد تراجع مخزونات الخام الأميركية", Text: articles["oil"].text}
	return detect.New([]detect.Topic{
		{Name: "dam", Title: "سد النهضة", Examples: examples},
		{Name: "oil", Title: "أسعار النفط", Examples: []detect.Example{oil}},
	}, detect.Options{})
})

// addOil stands for a new process over the same database whose configuration has the topic of oil prices, with a digest of its own, too.
func (w *world) addOil(sources ...string) {
	w.t.Helper()
	w.o.Topics = []Topic{{Name: "dam", Title: "سد النهضة"}, {Name: "oil", Title: "أسعار النفط", Sources: sources}}
	w.o.Digests = append(w.o.Digests[:1:1], w.o.Digests[0])
	w.o.Digests[1].Name, w.o.Digests[1].Topic = "oil", "oil"
	w.Monitor = New(w.db, w.web, oilJudge, w.o)
	w.must(w.Start(w.t.Context()))
}

// yesterday is a world whose first digest was sent the day before a topic is added.
func yesterday(t *testing.T) (*world, *fetchtest.Web) {
	_, hook := newHook(t)
	web := fetchtest.NewWeb(t, feed("rss", item{"talks", hours(-3)}, item{"match", hours(-2)}, item{"oil", hours(-1)})+pages("talks", "match", "oil"))
	w := following(t, web, Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hook}})
	w.cuts()
	w.polls()
	w.reads()
	w.now = w.now.Add(24 * time.Hour)
	w.cuts()
	if ds := w.deliveries(); len(ds) != 1 {
		t.Fatalf("%d deliveries of the first topic", len(ds))
	}
	return w, web
}

// TestLookBack has the report of yesterday in the first digest of a topic that was added today, nothing of the other topic sent twice, and
// nothing done again at the next start.
func TestLookBack(t *testing.T) {
	w, web := yesterday(t)
	off := w.stands("match")
	asked := web.Count("/match")
	w.addOil()
	if r := w.reads(); r.Read != 1 || r.Relevant != 1 {
		t.Errorf("read %+v", r)
	}
	if got := w.stands("match"); got != off || web.Count("/match") != asked {
		t.Errorf("what is off both topics is %+v, was %+v", got, off)
	}
	w.cuts()
	w.now = w.now.Add(24 * time.Hour)
	w.cuts()
	carried := map[string]int{}
	for _, d := range w.deliveries() {
		g, err := w.db.Digest(t.Context(), d.Digest)
		w.must(err)
		for _, s := range g.Stories {
			for _, a := range s.Members {
				carried[g.Name+a.URL[strings.LastIndex(a.URL, "/"):]]++
			}
		}
	}
	if got := fmt.Sprint(carried); got != "map[morning/talks:1 oil/oil:1]" {
		t.Errorf("carried %s", got)
	}
	articles, _ := pieces()
	late := news.Entry{URL: web.URL + "/late", Title: articles["oil"].title, Seen: w.now} // as if it had been judged by then
	_, err := w.db.SavePoll(t.Context(), w.state(), []news.Entry{late})
	w.must(err)
	w.must(w.settleOne(t.Context(), news.Settlement{URL: late.URL, Disposition: news.OffTopic}))
	w.addOil()
	if r := w.reads(); r != (Round{}) {
		t.Errorf("the next start: %+v", r)
	}
}

// TestLookBackElsewhere has nothing of a source that the new topic does not follow asked for.
func TestLookBackElsewhere(t *testing.T) {
	w, _ := yesterday(t)
	w.addOil("another")
	if r := w.reads(); r != (Round{}) {
		t.Errorf("read %+v", r)
	}
}

// TestLookBackCutShort has a look back that was stopped go on behind its last batch.
func TestLookBackCutShort(t *testing.T) {
	w := backlog(t, 2*lookBatch+3)
	w.reads()
	w.o.Topics = append(w.o.Topics, Topic{Name: "oil"})
	ctx, stop := context.WithCancel(t.Context())
	w.o.Progress = func(string, int, int) { stop() }
	w.Monitor = New(w.db, w.web, oilJudge, w.o)
	if err := w.lookBack(ctx); err == nil {
		t.Fatal("it was not stopped")
	}
	known, err := w.db.Followed(t.Context())
	w.must(err)
	rest, _, err := w.db.Unheld(t.Context(), "oil", start.Add(-time.Hour), known["oil"], -1)
	w.must(err)
	if len(rest) != lookBatch+3 {
		t.Errorf("%d are left behind entry %d", len(rest), known["oil"])
	}
	w.o.Progress = nil
	w.Monitor = New(w.db, w.web, oilJudge, w.o)
	w.must(w.lookBack(t.Context()))
	known, err = w.db.Followed(t.Context())
	if next, begun := known["oil"]; err != nil || !begun || next != 0 {
		t.Errorf("in the end %v (%v)", known, err)
	}
}
