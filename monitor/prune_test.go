package monitor

import (
	"testing"
	"time"

	"rasid/news"
)

// TestPruneRests has that pruning is done once a day where the options ask for it, and rests, with one notice, when the clock
// has jumped until it has run evenly for a week.
func TestPruneRests(t *testing.T) {
	day := 24 * time.Hour
	w := newWorld(t, Options{KeepText: 90 * day})
	ctx := t.Context()
	old := news.Entry{Source: "a", URL: "https://a.example/1", Title: "خبر قديم", Summary: "ملخص", Seen: w.now.Add(-100 * day)}
	late := news.Entry{Source: "a", URL: "https://a.example/2", Title: "خبر جديد", Summary: "ملخص", Seen: w.now.Add(-10 * day)}
	if _, err := w.db.SavePoll(ctx, news.Poll{Source: "a"}, []news.Entry{old, late}); err != nil {
		t.Fatal(err)
	}
	for _, e := range []news.Entry{old, late} {
		if err := w.settleOne(ctx, news.Settlement{URL: e.URL, Disposition: news.OffTopic}); err != nil {
			t.Fatal(err)
		}
	}
	pruned := func(beat bool) int {
		t.Helper()
		if beat {
			if err := w.db.Beat(ctx, w.now); err != nil {
				t.Fatal(err)
			}
		}
		var r Round
		if err := w.Prune(ctx, &r); err != nil {
			t.Fatal(err)
		}
		return r.Pruned
	}
	notices := func() int {
		t.Helper()
		ns, err := w.db.OpenNotices(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return len(ns)
	}
	if n := pruned(true); n != 1 {
		t.Fatalf("%d texts went, want 1", n)
	}
	if last, err := w.db.LastPruning(ctx); err != nil || !last.Equal(w.now) {
		t.Errorf("pruned last at %v: %v", last, err)
	}
	w.now = w.now.Add(365 * day)
	if n := pruned(false) + pruned(false); n != 0 || notices() != 1 {
		t.Errorf("before the beat: %d went, %d notices", n, notices())
	}
	for range 8 {
		if n := pruned(true); n != 0 || notices() != 1 {
			t.Errorf("%v: %d went, %d notices", w.now, n, notices())
		}
		w.now = w.now.Add(21 * time.Hour)
	}
	if n := pruned(true); n != 1 || notices() != 0 {
		t.Errorf("after a week: %d went, %d notices", n, notices())
	}
	w.now = w.now.Add(time.Hour)
	if n := pruned(true); n != 0 {
		t.Errorf("twice on one day: %d", n)
	}
	plain := newWorld(t, Options{})
	if err := plain.Prune(ctx, &Round{}); err != nil {
		t.Error(err)
	}
	if last, err := plain.db.LastPruning(ctx); err != nil || !last.IsZero() {
		t.Errorf("pruned without being asked: %v %v", last, err)
	}
}
