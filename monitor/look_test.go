package monitor

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"rasid/news"
)

// backlog is a world in which so many entries, all off topic, wait for a first look.
func backlog(t *testing.T, n int) *world {
	t.Helper()
	articles, _ := pieces()
	w := newWorld(t, Options{Sources: []news.Source{{Name: "paper", Outlet: "الصحيفة", Kind: "feed", URL: "https://paper.example/rss"}}})
	entries := make([]news.Entry, n)
	for i := range entries {
		entries[i] = news.Entry{URL: fmt.Sprintf("https://paper.example/%d", i), Title: articles["match"].title, Seen: start}
	}
	_, err := w.db.SavePoll(t.Context(), news.Poll{Source: "paper", State: news.Healthy}, entries)
	w.must(err)
	return w
}

// TestLookAhead has each of many entries looked at once, also one that comes to wait behind what was read already.
func TestLookAhead(t *testing.T) {
	const all = 2*lookBatch + 3
	w := backlog(t, all)
	w.must(w.settleOne(t.Context(), news.Settlement{URL: "https://paper.example/7", Disposition: news.Failed}))
	looked := map[string]int{}
	var r Round
	w.must(w.look(t.Context(), func(ctx context.Context, now time.Time, after news.Entry, limit int) ([]news.Entry, error) {
		batch, err := w.db.Unread(ctx, now, after, limit)
		if len(batch) > lookBatch {
			t.Errorf("a batch of %d", len(batch))
		}
		for _, e := range batch {
			looked[e.URL]++
		}
		if len(batch) > 0 && len(batch) < lookBatch && looked["https://paper.example/7"] == 0 {
			err = errors.Join(err, w.settleOne(ctx, news.Settlement{URL: "https://paper.example/7", Disposition: news.Unread}))
		}
		return batch, err
	}, &r))
	if len(looked) != all || r.Settled != all {
		t.Errorf("%d entries looked at and %d counted as settled, want %d", len(looked), r.Settled, all)
	}
	for url, n := range looked {
		if n != 1 {
			t.Errorf("%s was looked at %d times", url, n)
		}
	}
	if left, err := w.db.Unread(t.Context(), start, news.Entry{}, 0); err != nil || len(left) > 0 {
		t.Errorf("%d entries still wait (%v)", len(left), err)
	}
}

// TestLookEdited has what is listed in other words while it is looked at judged by these, and counted once.
func TestLookEdited(t *testing.T) {
	articles, _ := pieces()
	for _, all := range []int{1, 40} {
		w := backlog(t, all)
		edited := news.Entry{URL: "https://paper.example/0", Title: articles["talks"].title, Summary: articles["talks"].summary, Seen: start}
		reads := 0
		var r Round
		w.must(w.look(t.Context(), func(ctx context.Context, now time.Time, after news.Entry, limit int) ([]news.Entry, error) {
			batch, err := w.db.Unread(ctx, now, after, limit)
			if reads++; reads == 1 {
				_, poll := w.db.SavePoll(ctx, news.Poll{Source: "paper", State: news.Healthy}, []news.Entry{edited})
				err = errors.Join(err, poll)
			}
			return batch, err
		}, &r))
		if r.Settled != all-1 {
			t.Errorf("of %d entries %d are counted as settled, want %d", all, r.Settled, all-1)
		}
		wanted, err := w.db.Wanted(t.Context(), start, 0)
		if err != nil || len(wanted) != 1 || wanted[0].URL != edited.URL || wanted[0].Title != edited.Title {
			t.Errorf("of %d entries %v are wanted (%v)", all, wanted, err)
		}
		if left, err := w.db.Unread(t.Context(), start, news.Entry{}, 0); err != nil || len(left) > 0 {
			t.Errorf("%d entries still wait (%v)", len(left), err)
		}
	}
}

// TestLookCutShort has that what was stored when a look was cut short is counted, that nothing else was stored, and that the rest waits.
func TestLookCutShort(t *testing.T) {
	for name, end := range map[string]func(stop func()) error{
		"stopped":            func(stop func()) error { stop(); return context.Canceled },
		"a store that fails": func(func()) error { return errors.New("disk I/O error") },
	} {
		w := backlog(t, 2*lookBatch+3)
		ctx, stop := context.WithCancel(t.Context())
		var r Round
		batches := 0
		err := w.look(ctx, func(ctx context.Context, now time.Time, after news.Entry, limit int) ([]news.Entry, error) {
			if batches++; batches == 3 {
				return nil, end(stop)
			}
			return w.db.Unread(ctx, now, after, limit)
		}, &r)
		stop()
		if err == nil {
			t.Errorf("%s: it ended as if it were done", name)
		}
		left, err := w.db.Unread(t.Context(), start, news.Entry{}, 0)
		if want := 2*lookBatch + 3 - r.Settled; err != nil || len(left) != want || r.Settled < lookBatch {
			t.Errorf("%s: %d settled, %d wait (%v), want %d", name, r.Settled, len(left), err, want)
		}
	}
}
