package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/news"
)

// TestSavePollIdentity has what makes an entry new and what does not.
func TestSavePollIdentity(t *testing.T) {
	base := listed("a", 1)
	edit := func(f func(*news.Entry)) news.Entry { e := base; f(&e); return e }
	for _, c := range []struct {
		name   string
		source string
		second news.Entry
		fresh  int
		title  string // of what is unread first
	}{
		{"the same again", "a", base, 0, base.Title},
		{"same key, new text", "a", edit(func(e *news.Entry) { e.Title, e.URL = "عنوان جديد", "https://a.example/new" }), 0, "عنوان جديد"},
		{"new key, same URL", "a", edit(func(e *news.Entry) { e.Key = "guid-new" }), 0, base.Title},
		{"same URL, new text", "a", edit(func(e *news.Entry) { e.Title = "عنوان جديد" }), 0, "عنوان جديد"},
		{"same URL from another source", "b", edit(func(e *news.Entry) { e.Title = "عنوان آخر" }), 0, base.Title},
		{"same key for another article", "a", edit(func(e *news.Entry) {
			e.Title, e.URL, e.Published = "أسعار الذهب في مصر اليوم", "https://a.example/gold", hour(20)
		}), 1, base.Title},
		{"same key of another source", "b", edit(func(e *news.Entry) { e.URL = "https://b.example/1" }), 1, base.Title},
		{"no key, another URL", "a", edit(func(e *news.Entry) { e.URL, e.Key = "https://a.example/2", "" }), 1, base.Title},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, ctx := openTest(t), t.Context()
			if n, err := db.SavePoll(ctx, poll("a"), []news.Entry{base}); n != 1 || err != nil {
				t.Fatal(n, err)
			}
			for range 2 {
				n, err := db.SavePoll(ctx, poll(c.source), []news.Entry{c.second})
				must(t, err)
				if n != c.fresh {
					t.Fatalf("fresh %d, want %d", n, c.fresh)
				}
				c.fresh = 0
			}
			es, err := db.Unread(ctx, hour(9), news.Entry{}, 1)
			must(t, err)
			if es[0].Title != c.title {
				t.Errorf("title %q, want %q", es[0].Title, c.title)
			}
		})
	}
}

// TestSavePollSettled has that new words of an entry do not change where it stands once it was judged: it comes up to be
// judged anew.
func TestSavePollSettled(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	e := listed("a", 1)
	_, err := db.SavePoll(ctx, poll("a"), []news.Entry{e})
	must(t, err)
	settle(t, db, news.Settlement{URL: e.URL, Disposition: news.OffTopic})
	e.Title = "عنوان جديد"
	if n, err := db.SavePoll(ctx, poll("a"), []news.Entry{e}); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	trace, err := db.Why(ctx, e.URL)
	must(t, err)
	if trace.Settlement.Disposition != news.OffTopic || trace.Entry.Title != e.Title || len(trace.Versions) != 1 || trace.Versions[0].Title != listed("a", 1).Title {
		t.Errorf("%+v", trace)
	}
	if es, err := db.Edited(ctx, hour(2), 0); err != nil || len(es) != 1 || es[0].URL != e.URL {
		t.Errorf("edited: %+v %v", es, err)
	}
}

// TestSavePollBadKeys has a source that gives one key to all its entries.
func TestSavePollBadKeys(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	var es []news.Entry
	for i := range 3 {
		e := listed("a", i)
		e.Key = "0"
		es = append(es, e, e) // and lists each twice
	}
	if n, err := db.SavePoll(ctx, poll("a"), es); n != 3 || err != nil {
		t.Fatal(n, err)
	}
}

func TestAlso(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	e := listed("a", 1)
	for _, source := range []string{"a", "b", "c", "b"} {
		_, err := db.SavePoll(ctx, poll(source), []news.Entry{e})
		must(t, err)
	}
	trace, err := db.Why(ctx, e.URL)
	must(t, err)
	if fmt.Sprint(trace.Also) != "[b c]" || trace.Entry.Source != "a" {
		t.Errorf("also %v", trace.Also)
	}
	if _, err := db.Why(ctx, "https://never.example/"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestSources(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	names := func(now time.Time) string {
		ps, err := db.DuePolls(ctx, now)
		must(t, err)
		var s string
		for _, p := range ps {
			s += p.Source
		}
		return s
	}
	a, b, c := news.Source{Name: "a", URL: "u1"}, news.Source{Name: "b"}, news.Source{Name: "c"}
	must(t, db.SaveSources(ctx, []news.Source{a, b, c}))
	for source, next := range map[string]time.Time{"a": hour(3), "b": hour(1), "c": hour(2)} {
		p := poll(source)
		p.Next = next
		_, err := db.SavePoll(ctx, p, nil)
		must(t, err)
	}
	if got := names(hour(2)); got != "bc" {
		t.Error("due", got)
	}
	must(t, db.SaveSources(ctx, []news.Source{a, c}))
	if got := names(hour(9)); got != "ca" {
		t.Error("due after b was removed", got)
	}
	a.URL = "u2"
	must(t, db.SaveSources(ctx, []news.Source{a, c}))
	if got := names(hour(0)); got != "a" {
		t.Error("due after a moved", got)
	}
	ps, err := db.Polls(ctx)
	must(t, err)
	if len(ps) != 2 || ps[0].ETag != "" || ps[1].ETag == "" {
		t.Errorf("the validators of a moved source stay: %+v", ps)
	}
	p := poll("c")
	p.State, p.Next = news.Gone, time.Time{}
	_, err = db.SavePoll(ctx, p, nil)
	must(t, err)
	if got := names(hour(9)); got != "a" {
		t.Error("a source that is gone is due", got)
	}
}

// TestSharedCommit has many writers at once, some of which fail: each learns its own outcome and no failure
// takes another's work with it.
func TestSharedCommit(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	const writers, rounds = 32, 8
	var g errgroup.Group
	for i := range writers {
		g.Go(func() error {
			source := fmt.Sprintf("s%02d", i)
			for r := range rounds {
				if i%4 == 3 {
					_, err := db.Settle(ctx, []news.Settlement{{URL: "https://never.example/", Disposition: news.OffTopic}})
					if !errors.Is(err, ErrNotFound) {
						return fmt.Errorf("a settlement of nothing: %v", err)
					}
					continue
				}
				e := listed(source, r)
				if n, err := db.SavePoll(ctx, poll(source), []news.Entry{e}); n != 1 || err != nil {
					return fmt.Errorf("%s %d: %d %w", source, r, n, err)
				}
				if _, err := db.Settle(ctx, []news.Settlement{{URL: e.URL, Disposition: news.Outside}}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	counts, n, err := db.Tally(ctx, time.Time{}, time.Time{})
	must(t, err)
	if want := writers / 4 * 3 * rounds; n != want || counts[news.Outside] != want {
		t.Errorf("%d entries, %v, want %d", n, counts, want)
	}
}

// TestCancelled has that a write whose caller has gone does not happen, and that a closed store says so.
func TestCancelled(t *testing.T) {
	db := openTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.SavePoll(ctx, poll("a"), []news.Entry{listed("a", 1)}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, n, _ := db.Tally(t.Context(), time.Time{}, time.Time{}); n != 0 {
		t.Error(n, "entries")
	}
	must(t, db.Close())
	if _, err := db.SavePoll(t.Context(), poll("a"), nil); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}
