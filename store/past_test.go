package store

import (
	"path/filepath"
	"testing"
	"time"

	"rasid/news"
)

// TestPastDays has what a run lists counted once, on the day it was published, and by the topic of the run; a day that the
// Wayback Machine was asked for stands beside that of the source's own archive.
func TestPastDays(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	day := func(n int) time.Time { return hour(0).Truncate(oneDay).AddDate(0, 0, n) }
	run := news.PastRun{ID: "r1", Topic: topic, From: day(0), To: day(3), Sources: []string{"a"}}
	must(t, db.SavePastRun(ctx, run))
	entry := func(n int, at time.Time) news.Entry {
		e := listed("a", n)
		e.Published, e.Seen, e.Run = at, hour(900), run.ID
		return e
	}
	one, two := entry(1, day(0).Add(time.Hour)), entry(2, day(1).Add(time.Hour))
	save := func(d news.PastDay, es ...news.Entry) {
		t.Helper()
		d.Run, d.Source = run.ID, "a"
		_, err := db.SavePastDay(ctx, d, es)
		must(t, err)
	}
	for range 2 { // the second time nothing is new
		save(news.PastDay{Day: day(0), Method: "sitemap"}, one, two) // by its own clock two is of the day before
		save(news.PastDay{Day: day(1), Method: "sitemap"}, two)
		save(news.PastDay{Day: day(2), Missing: "404"})
		save(news.PastDay{Day: day(2), Method: news.Wayback}, entry(3, time.Time{}))
	}
	must(t, db.SaveArticle(ctx, article(two), relevant(), []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}}, waiting()))
	days, err := db.PastDays(ctx, run.ID)
	must(t, err)
	want := []news.PastDay{
		{Day: day(0), Method: "sitemap", Listed: 1, New: 1, Later: 1},
		{Day: day(1), Method: "sitemap", Listed: 1, New: 1, Read: 1, Relevant: 1},
		{Day: day(2), Missing: "404"},
		{Day: day(2), Method: news.Wayback, Listed: 1, New: 1, Later: 1},
	}
	for i, d := range days {
		want[i].Run, want[i].Source = run.ID, "a"
		if d != want[i] {
			t.Errorf("row %d is %+v\nwant %+v", i, d, want[i])
		}
	}
	if ss, err := db.PastStories(ctx, run.ID); err != nil || len(ss) != 1 || len(ss[0].Members) != 1 || len(days) != len(want) {
		t.Errorf("%d rows, stories %+v, %v", len(days), ss, err)
	}
	if es, err := db.Unread(ctx, hour(901), news.Entry{}, 0); err != nil || len(es) != 0 {
		t.Errorf("the past stands among the news: %+v %v", es, err)
	}
}

// TestPastIsNews has what a backfill found be news when a source lists it within the window, and only then; and what was
// outside of the window be looked at by the backfill.
func TestPastIsNews(t *testing.T) {
	db, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "rasid.db"), Bands: bytesAsBands, Gather: -1, Window: 24 * time.Hour})
	must(t, err)
	defer db.Close()
	ctx := t.Context()
	run := news.PastRun{ID: "r1", Topic: topic, From: hour(0), To: hour(999)}
	must(t, db.SavePastRun(ctx, run))
	for n, want := range map[int]news.Disposition{1: news.Past, 90: news.Waiting} {
		e := listed("a", n)
		e.Run = run.ID
		read(t, db, e, "s1", news.Lead)
		e.Run, e.Seen = "", hour(100)
		_, err := db.SavePoll(ctx, poll("a"), []news.Entry{e})
		must(t, err)
		if got := dispositionOf(t, db, e.URL); got != want {
			t.Errorf("published at hour %d and listed at 100 it is %s, want %s", n, got, want)
		}
	}
	ss, err := db.WaitingStories(ctx, "", topic)
	must(t, err)
	if got, want := shape(ss), "s1: lead/a.example/90/\n"; got != want {
		t.Errorf("waiting\n%swant\n%s", got, want)
	}

	old := listed("b", 5)
	_, err = db.SavePoll(ctx, poll("b"), []news.Entry{old})
	must(t, err)
	settle(t, db, news.Settlement{URL: old.URL, Disposition: news.Outside})
	old.Run = run.ID
	_, err = db.SavePastDay(ctx, news.PastDay{Run: run.ID, Source: "b", Day: hour(0), Method: "sitemap"}, []news.Entry{old})
	must(t, err)
	if es, err := db.UnreadPast(ctx, hour(900), news.Entry{}, 0); err != nil || len(es) != 1 || es[0].URL != old.URL {
		t.Errorf("to be looked at: %+v %v", es, err)
	}
}

// TestAskedRun has a run wait for the running instance until it ends or is not wanted any more.
func TestAskedRun(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	for n, id := range []string{"second", "first"} {
		must(t, db.AskPastRun(ctx, news.PastRun{ID: id, Topic: topic, From: hour(0), To: hour(24), Wayback: true}, hour(9-n)))
	}
	r, err := db.AskedRun(ctx)
	if must(t, err); r.ID != "first" || !r.Wayback || !r.To.Equal(hour(24)) {
		t.Errorf("%+v", r)
	}
	must(t, db.EndPastRun(ctx, "first", hour(10), ""))
	must(t, db.EndPastRun(ctx, "second", hour(10), "stopped by the operator"))
	if _, err := db.AskedRun(ctx); err == nil {
		t.Error("a run is still asked for")
	}
	if r, err := db.PastRun(ctx, "second"); err != nil || r.Err == "" || !r.Ended.Equal(hour(10)) {
		t.Errorf("%+v %v", r, err)
	}
}
