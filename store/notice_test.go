package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"rasid/news"
)

// TestNotices has that a matter is kept once while it stands, that its end is told to those who know of it, and
// that what is told is not told again.
func TestNotices(t *testing.T) {
	db := openTest(t)
	ctx, now := t.Context(), time.Date(2026, 3, 4, 7, 0, 0, 0, time.UTC)
	save := func(key string, back, want bool) {
		t.Helper()
		fresh, err := db.SaveNotice(ctx, news.Notice{Key: key, At: now, Kind: news.AboutSource, Subject: "paper", Text: key, Back: back})
		if err != nil || fresh != want {
			t.Errorf("%s back %v: fresh %v (%v), want %v", key, back, fresh, err, want)
		}
		now = now.Add(time.Second)
	}
	untold := func() (keys []string) {
		t.Helper()
		ns, err := db.UntoldNotices(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range ns {
			keys = append(keys, fmt.Sprint(n.Key, n.Back))
		}
		return keys
	}
	tell := func(id string) {
		t.Helper()
		ns, err := db.UntoldNotices(ctx)
		if err != nil {
			t.Fatal(err)
		}
		owed := []news.Delivery{{ID: id, Target: "ops", Body: []byte(id)}}
		if err := db.TellNotices(ctx, news.Digest{ID: id, Due: now, Notices: ns}, owed); err != nil {
			t.Fatal(err)
		}
	}
	save("a", false, true)
	save("a", false, false) // it stands
	save("b", true, false)  // it never did
	save("c", false, true)
	save("c", true, false) // nobody knew
	if got := fmt.Sprint(untold()); got != "[afalse]" {
		t.Errorf("untold %s", got)
	}
	tell("one")
	if got := untold(); got != nil {
		t.Errorf("untold %v after it was told", got)
	}
	save("a", false, false)
	save("a", true, true)
	save("a", true, false)
	save("a", false, true) // again
	if got := fmt.Sprint(untold()); got != "[atrue afalse]" {
		t.Errorf("untold %s", got)
	}
	open, err := db.OpenNotices(ctx)
	if err != nil || len(open) != 1 || open[0].Key != "a" || open[0].Back {
		t.Errorf("open %+v (%v)", open, err)
	}
	tell("two")
	last, err := db.LastNotice(ctx)
	if err != nil || !last.Equal(now) {
		t.Errorf("last told %v (%v), want %v", last, err, now)
	}
	ds, err := db.Deliveries(ctx, DeliveryFilter{})
	if err != nil || len(ds) != 2 || ds[0].ID != "two" || ds[0].State != news.Pending {
		t.Errorf("owed %+v (%v)", ds, err)
	}
	d, err := db.Digest(ctx, "two")
	if err != nil || len(d.Notices) != 2 || d.Notices[0].Key != "a" || !d.Notices[0].Back {
		t.Errorf("message %+v (%v)", d, err)
	}
}

// TestNoticeOfPoll has that a poll brings its notices.
func TestNoticeOfPoll(t *testing.T) {
	db := openTest(t)
	ctx := t.Context()
	n := news.Notice{Key: "a", At: time.Unix(1, 0), Kind: news.AboutDelivery}
	if _, err := db.SavePoll(ctx, news.Poll{Source: "paper"}, nil, n); err != nil {
		t.Fatal(err)
	}
	if ns, err := db.OpenNotices(ctx); err != nil || len(ns) != 1 || ns[0].Kind != news.AboutDelivery {
		t.Errorf("%+v (%v)", ns, err)
	}
}

// TestNoticeOfAnotherSource has that nothing stands any more about a source that was taken out or has another address, told or
// not, and what stands about the others stays.
func TestNoticeOfAnotherSource(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	sources := []news.Source{{Name: "kept", URL: "u1"}, {Name: "moved", URL: "u2"}, {Name: "removed", URL: "u3"}}
	must(t, db.SaveSources(ctx, sources))
	for _, s := range append(sources, news.Source{Name: "mail"}) {
		n := news.Notice{Key: "source/" + s.Name + "/dark", At: hour(1), Kind: news.AboutSource, Subject: s.Name, Text: "has been of no use"}
		if s.Name == "mail" {
			n.Key, n.Kind, n.Subject = "target/removed", news.AboutTarget, "removed" // a target of that name is another matter
		}
		_, err := db.SaveNotice(ctx, n)
		must(t, err)
	}
	must(t, db.SaveSources(ctx, []news.Source{sources[0], {Name: "moved", URL: "u4"}}))
	for name, list := range map[string]func(context.Context) ([]news.Notice, error){"open": db.OpenNotices, "untold": db.UntoldNotices} {
		ns, err := list(ctx)
		must(t, err)
		keys := map[string]bool{}
		for _, n := range ns {
			keys[n.Key] = true
		}
		if len(keys) != 2 || !keys["source/kept/dark"] || !keys["target/removed"] {
			t.Errorf("%s: %v", name, keys)
		}
	}
}
