package monitor

import (
	"sync/atomic"
	"testing"
	"time"

	"rasid/fetch/fetchtest"
)

// TestFirstDigest guards that the first digest speaks for the first pass over the belt as well, and for what it asked.
func TestFirstDigest(t *testing.T) {
	_, hook := newHook(t)
	web := fetchtest.NewWeb(t, feed("rss", item{"talks", hours(-1)})+pages("talks"))
	w := following(t, web, Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hook}})
	var ticks atomic.Int64
	w.o.Now = func() time.Time { return w.now.Add(time.Duration(ticks.Add(1)) * time.Millisecond) }
	w.restart()
	_, err := w.Once(t.Context())
	w.must(err)
	w.now = start.Add(time.Hour)
	w.cuts()
	ds := w.deliveries()
	if len(ds) != 1 {
		t.Fatalf("%d deliveries", len(ds))
	}
	d, err := w.db.Digest(t.Context(), ds[0].Digest)
	w.must(err)
	if c := d.Coverage; len(d.Stories) != 1 || c.Asked != 1 || c.Answered != 1 || len(c.Dark) != 0 {
		t.Errorf("%d stories from %s, coverage %+v", len(d.Stories), d.From, c)
	}
}
