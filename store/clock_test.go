package store

import (
	"testing"
	"time"

	"rasid/news"
)

// TestClockPutBack has that what was noted while the clock ran a year ahead holds nothing up once it is right again.
func TestClockPutBack(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	const year = 365 * 24
	must(t, db.SaveSources(ctx, []news.Source{{Name: "a", URL: "https://a.example"}}))
	p := poll("a")
	p.Checked, p.Next = hour(year), hour(year+1)
	e := listed("a", 9)
	if _, err := db.SavePoll(ctx, p, []news.Entry{e}); err != nil {
		t.Fatal(err)
	}
	settle(t, db, news.Settlement{URL: e.URL, Disposition: news.Wanted, Due: hour(year + 1)})
	threeDigests(t, db)
	end(t, db, "d1/x", news.Pending, year+1)
	for _, tick := range []news.Tick{{Schedule: "daily", Due: hour(24), From: hour(0), Done: true}, {Schedule: "daily", Due: hour(year), From: hour(24)}} {
		if _, err := db.ClaimTick(ctx, tick); err != nil {
			t.Fatal(err)
		}
	}

	if ps, err := db.DuePolls(ctx, hour(30)); len(ps) != 1 || err != nil {
		t.Errorf("polls due %v %v, want the one that was asked in the future", ps, err)
	}
	if es, err := db.Wanted(ctx, hour(30), 0); len(es) != 1 || err != nil {
		t.Errorf("wanted %v %v, want the one that was put off by a year", es, err)
	}
	if got := owedIDs(t, db, 30); got != "[d1/x d1/y]" {
		t.Errorf("owed %s", got)
	}
	if last, known, err := db.LastTick(ctx, "daily", hour(30)); !last.Due.Equal(hour(24)) || !known || err != nil {
		t.Errorf("last tick %+v %v %v, want that of hour 24", last, known, err)
	}

	if ps, _ := db.DuePolls(ctx, hour(year-1)); len(ps) != 0 {
		t.Errorf("polls due after an hour back: %v, want none", ps)
	}
	if last, _, _ := db.LastTick(ctx, "daily", hour(23)); !last.Due.Equal(hour(24)) {
		t.Errorf("last tick after an hour back %+v, want the same", last)
	}
	if last, _, _ := db.LastTick(ctx, "daily", hour(year)); last.Done || !last.Due.Equal(hour(year)) {
		t.Errorf("last tick a year later %+v, want the one that was claimed then and not done", last)
	}
}

// TestGone has when a source that says it has ended is asked again, and that a new address is a new source.
func TestGone(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	s := news.Source{Name: "a", URL: "https://a.example"}
	due := func() int {
		ps, err := db.DuePolls(ctx, hour(100))
		must(t, err)
		return len(ps)
	}
	for _, step := range []struct {
		next time.Time
		want int
	}{{hour(99), 1}, {hour(101), 0}, {time.Time{}, 0}} {
		must(t, db.SaveSources(ctx, []news.Source{s}))
		p := poll("a")
		p.State, p.Next = news.Gone, step.next
		if _, err := db.SavePoll(ctx, p, nil); err != nil {
			t.Fatal(err)
		}
		if got := due(); got != step.want {
			t.Errorf("gone with next %v: %d due, want %d", step.next, got, step.want)
		}
	}
	s.URL = "https://b.example"
	must(t, db.SaveSources(ctx, []news.Source{s}))
	if ps, err := db.DuePolls(ctx, hour(100)); len(ps) != 1 || ps[0].State != "" || err != nil {
		t.Errorf("with a new address: %+v %v, want it due and not gone", ps, err)
	}
}

// TestOff has that a recipient stays off, alone, until something is sent to it again at the operator's word.
func TestOff(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	threeDigests(t, db)
	off := func(to string) (time.Time, string) {
		since, reason, err := db.Off(ctx, "mail", to)
		must(t, err)
		return since, reason
	}
	for i, reason := range []string{"410 Gone", "410 again"} {
		must(t, db.TurnOff(ctx, "mail", "x", reason, hour(i)))
	}
	if since, reason := off("x"); !since.Equal(hour(0)) || reason != "410 Gone" {
		t.Errorf("off since %v for %q", since, reason)
	}
	if since, _ := off("y"); !since.IsZero() {
		t.Errorf("another recipient is off since %v", since)
	}
	if _, err := db.Resend(ctx, "d2", hour(3)); err != nil {
		t.Fatal(err)
	}
	if since, _ := off("x"); !since.IsZero() {
		t.Errorf("off since %v after a resend", since)
	}
}
