package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"rasid/news"
)

// aPress is a store with one entry of each standing, all first seen in the first hours but the last.
func aPress(t *testing.T) *DB {
	t.Helper()
	ctx, db := t.Context(), openTest(t)
	send := func(id string, states ...news.DeliveryState) {
		d := digestOf(t, db, id, hour(24))
		var ds []news.Delivery
		for i, state := range states {
			ds = append(ds, owed(d, string(rune('a'+i))+"@example.org")...)
			ds[i].State, ds[i].Sent = state, hour(25)
		}
		must(t, db.SaveDigest(ctx, news.Tick{Schedule: id, Due: d.Due}, d, ds))
	}
	read(t, db, listed("sent", 1), "sent", news.Lead, 1, 2, 3)
	send("delivered", news.Delivered, news.Dead)
	for i, state := range []news.DeliveryState{news.Pending, news.Held, news.Unknown} {
		read(t, db, listed(string(state), 2+i), string(state), news.Lead, byte(10+i))
		send("of-"+string(state), news.Delivered, state)
	}
	read(t, db, listed("open", 5), "open", news.Lead, 20)
	send("open", news.Delivered)
	late := listed("later", 900*24)
	read(t, db, late, "open", news.Rewrite, 21)
	send("late", news.Delivered)
	read(t, db, listed("labelled", 6), "labelled", news.Lead, 30)
	send("labelled", news.Delivered)
	must(t, db.SaveLabels(ctx, topic, "m2", []Label{{Topic: topic, URL: listed("labelled", 6).URL, Relevant: true, At: hour(30)}}, nil, hour(30)))
	read(t, db, listed("voted", 7), "voted", news.Lead, 40)
	send("voted", news.Delivered)
	must(t, db.SaveVote(ctx, news.Vote{Topic: topic, Article: article(listed("voted", 7)).ID, Relevant: true, Reader: "r", At: hour(31)}))
	read(t, db, listed("waiting", 8), "waiting", news.Lead, 50)
	off := listed("off", 9)
	_, err := list(ctx, db, "off", []news.Entry{off, listed("off", 10)})
	must(t, err)
	settle(t, db, news.Settlement{URL: off.URL, Disposition: news.OffTopic})
	return db
}

// TestPrune has that texts go and headlines stay, then that entries go, and that nothing goes that waits, is owed, held or
// in doubt, was labelled or voted on, or is in a story that was carried on.
func TestPrune(t *testing.T) {
	ctx, db := t.Context(), aPress(t)
	now := hour(1000 * 24)
	p := Pruning{Now: now, Texts: hour(500 * 24)}
	counted, err := db.Prune(ctx, Pruning{Now: now, Texts: p.Texts, Count: true})
	must(t, err)
	done, err := db.Prune(ctx, p)
	must(t, err)
	if done.Texts != 2 || done.Texts != counted.Texts || done.Bodies != counted.Bodies || done.Digests != counted.Digests || done.Bytes == 0 {
		t.Errorf("texts: %+v, counted %+v", done, counted)
	}
	if again, err := db.Prune(ctx, p); err != nil || again.Texts+again.Bodies+again.Digests != 0 {
		t.Errorf("again: %+v %v", again, err)
	}
	sent := listed("sent", 1)
	a, err := db.Article(ctx, sent.URL)
	if err != nil || a.Text != "" || a.Title != sent.Title || a.Sketch != nil || !strings.Contains(a.Note, "pruned") {
		t.Errorf("%+v %v", a, err)
	}
	for _, name := range []news.Entry{listed("pending", 2), listed("held", 3), listed("unknown", 4), listed("open", 5), listed("labelled", 6), listed("voted", 7), listed("waiting", 8)} {
		if a, err := db.Article(ctx, name.URL); err != nil || a.Text == "" || a.Summary == "" {
			t.Errorf("%s: text %q %v", name.Source, a.Text, err)
		}
	}
	if hits, _, err := db.Search(ctx, "الكرملين", "", 0); err != nil || len(hits) != 8 {
		t.Errorf("%d articles found by their words, want 8: %v", len(hits), err)
	}
	if ss, err := db.LookAlikes(ctx, topic, []int64{1}, 10); err != nil || len(ss) != 0 {
		t.Errorf("found by a sketch that went: %+v %v", ss, err)
	}
	d, err := db.Digest(ctx, "delivered")
	if err != nil || len(d.Stories) != 1 || d.Stories[0].Members[0].Text != "" || d.Stories[0].Members[0].Title != sent.Title {
		t.Errorf("digest: %+v %v", d, err)
	}
	if _, err := db.Resend(ctx, "delivered", now); !errors.Is(err, ErrPruned) {
		t.Errorf("resend: %v", err)
	}
	if _, err := db.Retry(ctx, []string{"delivered/b@example.org"}, now); !errors.Is(err, ErrPruned) {
		t.Errorf("retry: %v", err)
	}
	if ds, err := db.OwedTo(ctx, "mail", hour(24)); err != nil || len(ds) != 1 || len(ds[0].Body) == 0 {
		t.Errorf("owed: %+v %v", ds, err)
	}
	if n, err := list(ctx, db, "sent", []news.Entry{sent}); n != 0 || err != nil {
		t.Errorf("a pruned article listed again is new: %d %v", n, err)
	}

	p.Entries = hour(500 * 24)
	if counted, err = db.Prune(ctx, Pruning{Now: now, Texts: p.Texts, Entries: p.Entries, Count: true}); err != nil || counted.Entries != 2 {
		t.Errorf("counted %+v %v", counted, err)
	}
	if done, err = db.Prune(ctx, p); err != nil || done.Entries != 2 || done.Rest == 0 {
		t.Errorf("entries: %+v %v", done, err)
	}
	if _, err := db.Why(ctx, sent.URL); !errors.Is(err, ErrNotFound) {
		t.Errorf("an old article: %v", err)
	}
	if _, err := db.Digest(ctx, "delivered"); !errors.Is(err, ErrNotFound) {
		t.Errorf("its digest: %v", err)
	}
	if got := dispositionOf(t, db, listed("off", 10).URL); got != news.Unread {
		t.Errorf("what waits for a look: %s", got)
	}
	if _, n, err := db.Tally(ctx, time.Time{}, time.Time{}); n != 9 || err != nil {
		t.Errorf("%d entries are left, want 9: %v", n, err)
	}
	for query, want := range map[string]int64{
		`SELECT count(*) FROM pragma_foreign_key_check`:                                0,
		`SELECT count(*) FROM listing WHERE entry NOT IN (SELECT id FROM entry)`:       0,
		`SELECT count(*) FROM band WHERE entry NOT IN (SELECT id FROM entry)`:          0,
		`SELECT count(*) FROM story WHERE id NOT IN (SELECT story FROM member)`:        0,
		`SELECT count(*) FROM attempt WHERE delivery NOT IN (SELECT id FROM delivery)`: 0,
	} {
		if n, err := collect(ctx, db.read, scanInt, query); err != nil || n[0] != want {
			t.Errorf("%s: %v %v", query, n, err)
		}
	}
	must(t, intact(ctx, db.read))
}

// TestPruneClock has that nothing goes after the clock has jumped, until it has run evenly for a week or the operator says
// that it is right.
func TestPruneClock(t *testing.T) {
	ctx, db := t.Context(), aPress(t)
	try := func(now time.Time, anyway bool) error {
		_, err := db.Prune(ctx, Pruning{Now: now, Texts: now.Add(-400 * 24 * time.Hour), Anyway: anyway})
		return err
	}
	must(t, try(hour(0), false)) // nothing is known of the clock
	must(t, db.Beat(ctx, hour(0)))
	must(t, try(hour(23), false))
	year := hour(365 * 24)
	if err := try(year, false); !errors.Is(err, ErrClock) {
		t.Errorf("a jump before the beat sees it: %v", err)
	}
	must(t, db.Beat(ctx, year))
	if err := try(year.Add(time.Minute), false); !errors.Is(err, ErrClock) {
		t.Errorf("after the beat: %v", err)
	}
	for day := range 6 {
		must(t, db.Beat(ctx, year.Add(time.Duration(day+1)*23*time.Hour)))
	}
	if err := try(year.Add(6*23*time.Hour), false); !errors.Is(err, ErrClock) {
		t.Errorf("days after: %v", err)
	}
	must(t, try(year.Add(6*23*time.Hour), true))
	must(t, try(year.Add(6*23*time.Hour), false))
	must(t, db.Beat(ctx, hour(1)))
	if err := try(hour(1), false); !errors.Is(err, ErrClock) {
		t.Errorf("put back: %v", err)
	}
	for day := range 8 {
		must(t, db.Beat(ctx, hour(1+day*23)))
	}
	must(t, try(hour(1+7*24), false))
}
