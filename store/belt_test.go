package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rasid/news"
)

// TestBelt takes two articles from their listing to a delivered digest.
func TestBelt(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	must(t, db.SaveSources(ctx, []news.Source{{Name: "a", URL: "https://a.example/feed"}, {Name: "b", URL: "https://b.example/feed"}}))
	due, err := db.DuePolls(ctx, start)
	if err != nil || len(due) != 2 {
		t.Fatalf("due %v, %v", due, err)
	}
	entries := []news.Entry{listed("a", 3), listed("a", 1), listed("a", 2)}
	fresh, err := db.SavePoll(ctx, poll("a"), entries)
	if err != nil || fresh != 3 {
		t.Fatalf("fresh %d, %v", fresh, err)
	}
	unread, err := db.Unread(ctx, hour(9), news.Entry{}, 0)
	must(t, err)
	if diff := cmp.Diff(entries, unread, cmpopts.IgnoreFields(news.Entry{}, "Words")); diff != "" {
		t.Fatal(diff)
	}
	for i, e := range unread {
		if rest, err := db.Unread(ctx, hour(9), e, 0); err != nil || len(rest) != len(unread)-i-1 {
			t.Fatalf("after %d: %d entries (%v)", i, len(rest), err)
		}
	}
	settle(t, db, news.Settlement{URL: entries[0].URL, Disposition: news.OffTopic, Topic: topic, Score: 0.1, Cutoff: 0.5})
	read(t, db, entries[1], "s1", news.Lead, 1, 2)
	read(t, db, entries[2], "s1", news.Copy, 2, 3)

	tick := news.Tick{Schedule: "daily", Due: hour(24), From: start}
	claimed, err := db.ClaimTick(ctx, tick)
	if err != nil || !claimed {
		t.Fatal(claimed, err)
	}
	d := digestOf(t, db, "d1", tick.Due)
	if len(d.Stories) != 1 || len(d.Stories[0].Members) != 2 {
		t.Fatalf("waiting %+v", d.Stories)
	}
	d.Coverage, err = db.Coverage(ctx, d.Topic, []news.Source{{Name: "a"}, {Name: "b"}}, start, hour(24))
	must(t, err)
	if c := d.Coverage; c.Asked != 2 || c.Answered != 1 || c.Listed != 3 || c.Settled[news.Waiting] != 2 || len(c.Dark) != 1 {
		t.Errorf("coverage %+v", c)
	}
	must(t, db.SaveDigest(ctx, tick, d, owed(d, "x@example.org", "y@example.org")))
	if claimed, err = db.ClaimTick(ctx, tick); err != nil || claimed {
		t.Error("a done tick was claimed", err)
	}
	if ss, _ := db.WaitingStories(ctx, "", topic); len(ss) != 0 {
		t.Errorf("still waiting %+v", ss)
	}
	ds, err := db.OwedTo(ctx, "mail", tick.Due)
	if err != nil || len(ds) != 2 || string(ds[0].Body) != "digest d1 to x@example.org" {
		t.Fatalf("owed %+v %v", ds, err)
	}
	must(t, db.StartDelivery(ctx, ds[0].ID, tick.Due))
	ds[0].State, ds[0].Sent = news.Delivered, hour(25)
	must(t, db.SaveDelivery(ctx, ds[0], "250 ok", hour(0)))
	if ds, _ = db.OwedTo(ctx, "mail", tick.Due); len(ds) != 1 {
		t.Errorf("owed after delivery %+v", ds)
	}
	counts, n, err := db.Tally(ctx, time.Time{}, time.Time{})
	must(t, err)
	if diff := cmp.Diff(map[news.Disposition]int{news.Sent: 2, news.OffTopic: 1}, counts); diff != "" || n != 3 {
		t.Error(n, diff)
	}
	got, err := db.Digest(ctx, "d1")
	must(t, err)
	for i := range d.Stories[0].Members {
		d.Stories[0].Members[i].Sketch = nil // it is in the article
	}
	if diff := cmp.Diff(d, got); diff != "" {
		t.Error(diff)
	}
	if _, err := db.Digest(ctx, "none"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	hits, _, err := db.Search(ctx, "الكرملين", topic, 0)
	if err != nil || len(hits) != 2 {
		t.Errorf("hits %d %v", len(hits), err)
	}
}

// TestSettleMany has that many settled at once stand where each of them alone would, and that none does when one is not known.
func TestSettleMany(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	var entries []news.Entry
	var all []news.Settlement
	for n := range 2*settleRows + 3 {
		e := listed("a", n)
		entries = append(entries, e)
		all = append(all, news.Settlement{URL: e.URL, Disposition: news.OffTopic, Topic: topic, Score: float64(n), Cutoff: 0.5})
	}
	_, err := db.SavePoll(ctx, poll("a"), entries)
	must(t, err)
	read(t, db, entries[5], "s1", news.Lead, 1, 2)
	tick := news.Tick{Schedule: "daily", Due: hour(24), From: start}
	_, err = db.ClaimTick(ctx, tick)
	must(t, err)
	must(t, db.SaveDigest(ctx, tick, digestOf(t, db, "d1", tick.Due), nil))
	unknown := append(slices.Clone(all), news.Settlement{URL: "https://a.example/none", Disposition: news.OffTopic})
	unknown[3], unknown[len(all)] = unknown[len(all)], unknown[3]
	if _, err := db.Settle(ctx, unknown); !errors.Is(err, ErrNotFound) {
		t.Fatalf("an unknown one: %v", err)
	}
	if counts, _, err := db.Tally(ctx, time.Time{}, time.Time{}); err != nil || counts[news.Unread] != len(all)-1 {
		t.Fatalf("an unknown one: %v (%v)", counts, err)
	}
	all = append(all[:settleRows-1], append([]news.Settlement{{URL: entries[2].URL, Disposition: news.Wanted}}, all[settleRows-1:]...)...)
	if idle, err := db.Settle(ctx, all); err != nil || len(idle) != 1 || idle[0].URL != entries[5].URL {
		t.Errorf("%v changed nothing (%v), want what was sent", idle, err)
	}
	counts, _, err := db.Tally(ctx, time.Time{}, time.Time{})
	want := map[news.Disposition]int{news.Sent: 1, news.Wanted: 1, news.OffTopic: len(entries) - 2}
	if diff := cmp.Diff(want, counts); err != nil || diff != "" {
		t.Error(err, diff)
	}
}
