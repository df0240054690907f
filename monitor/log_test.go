package monitor

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"rasid/fetch/fetchtest"
	"rasid/news"
)

// TestLogIsNoFlood has that many sources which begin to fail have a few lines and a sum, that those which go on failing have
// none, and that one which is back has one.
func TestLogIsNoFlood(t *testing.T) {
	var log bytes.Buffer
	web := fetchtest.NewWeb(t, "")
	o := Options{Log: slog.New(slog.NewTextHandler(&log, nil))}
	const dead = 3 * mostTold
	var broken, whole string
	for i := range dead {
		name := fmt.Sprintf("rss-%d", i)
		o.Sources = append(o.Sources, news.Source{Name: name, Kind: "feed", URL: web.URL + "/" + name})
		broken += status(name, 500)
		whole += feed(name, item{"talks", hours(36)})
	}
	web.Change(broken)
	w := newWorld(t, o)
	lines := func(r Round) (single, sums int) {
		log.Reset()
		w.add(r)
		w.sumUp(true)
		return strings.Count(log.String(), "msg=poll"), strings.Count(log.String(), "msg=round")
	}
	r := w.polls()
	single := strings.Count(log.String(), "level=WARN msg=poll")
	if r.Asked != dead || single != mostTold {
		t.Errorf("%d asked, %d lines, want %d\n%s", r.Asked, single, mostTold, log.String())
	}
	if _, sums := lines(r); sums != 1 || !strings.Contains(log.String(), fmt.Sprintf("asked=%d answered=0 unchanged=0 failed=%d", dead, dead)) {
		t.Errorf("sum: %s", log.String())
	}
	w.now = hours(12)
	log.Reset()
	if r := w.polls(); r.Asked != dead || log.Len() > 0 {
		t.Errorf("%d asked again, and the log is told\n%s", r.Asked, log.String())
	}
	if _, sums := lines(Round{}); sums != 0 {
		t.Errorf("a sum of nothing: %s", log.String())
	}
	web.Change(whole)
	w.now = w.now.Add(24 * time.Hour)
	log.Reset()
	if r := w.polls(); r.Answered != dead || strings.Count(log.String(), "level=INFO msg=poll") != dead {
		t.Errorf("%d answered\n%s", r.Answered, log.String())
	}
}
