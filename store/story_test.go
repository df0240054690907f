package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rasid/news"
)

// shape is the members of stories as "kind url digest", one story a line.
func shape(ss []news.Story) string {
	var out string
	for _, s := range ss {
		out += s.ID + ":"
		for _, m := range s.Members {
			out += fmt.Sprintf(" %s/%s/%s", m.Kind, m.URL[len("https://"):], m.Digest)
		}
		out += "\n"
	}
	return out
}

// TestFollowUp takes a story through two digests: what comes between them as a copy has nothing new to send,
// what comes as a rewrite has.
func TestFollowUp(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	lead := read(t, db, listed("a", 1), "s1", news.Lead)
	read(t, db, listed("b", 2), "s1", news.Copy)
	d1 := digestOf(t, db, "d1", hour(24))
	if got, want := shape(d1.Stories), "s1: lead/a.example/1/ copy/b.example/2/\n"; got != want {
		t.Fatalf("waiting\n%swant\n%s", got, want)
	}
	must(t, db.SaveDigest(ctx, news.Tick{}, d1, owed(d1, "x")))

	late := read(t, db, listed("c", 30), "s1", news.Copy)
	if got := dispositionOf(t, db, late.URL); got != news.Folded {
		t.Errorf("a late copy is %s", got)
	}
	if got := shape(digestOf(t, db, "d2", hour(48)).Stories); got != "" {
		t.Errorf("a late copy waits: %s", got)
	}
	rewrite := read(t, db, listed("d", 31), "s1", news.Rewrite)
	d2 := digestOf(t, db, "d2", hour(48))
	want := "s1: lead/a.example/1/d1 copy/b.example/2/d1 copy/c.example/30/ rewrite/d.example/31/\n"
	if got := shape(d2.Stories); got != want || d2.Stories[0].Earlier != "d1" {
		t.Fatalf("waiting\n%swant\n%s", got, want)
	}
	must(t, db.SaveDigest(ctx, news.Tick{}, d2, nil))
	if ds, err := db.StoryDigests(ctx, "s1"); err != nil || len(ds) != 2 || ds[0].ID != "d1" || ds[1].ID != "d2" {
		t.Errorf("digests of the story: %v %v", ds, err)
	}
	for _, url := range []string{lead.URL, late.URL, rewrite.URL} {
		if got := dispositionOf(t, db, url); got != news.Sent {
			t.Errorf("%s is %s", url, got)
		}
	}
	// What was sent stays so, whatever is saved again.
	must(t, db.SaveArticle(ctx, lead, relevant(), []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}}, waiting()))
	if idle, err := db.Settle(ctx, []news.Settlement{{URL: lead.URL, Disposition: news.OffTopic}}); err != nil || len(idle) != 1 {
		t.Errorf("settled: %v (%v)", idle, err)
	}
	if got := dispositionOf(t, db, lead.URL); got != news.Sent {
		t.Errorf("saved again it is %s", got)
	}
	if ss, _ := db.WaitingStories(ctx, "", topic); len(ss) != 0 {
		t.Errorf("saved again it waits: %s", shape(ss))
	}
}

// TestCarriedOnce has that no article is in two digests of a topic, and that the same digest saved again is
// recognised.
func TestCarriedOnce(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	read(t, db, listed("a", 1), "s1", news.Lead)
	d1, d2 := digestOf(t, db, "d1", hour(24)), digestOf(t, db, "d2", hour(24))
	must(t, db.SaveDigest(ctx, news.Tick{}, d1, owed(d1, "x")))
	must(t, db.SaveDigest(ctx, news.Tick{}, d1, owed(d1, "x")))
	tick := news.Tick{Schedule: "other", Due: hour(24)}
	if err := db.SaveDigest(ctx, tick, d2, owed(d2, "x")); !errors.Is(err, ErrCarried) {
		t.Errorf("carried twice: %v", err)
	}
	if _, known, _ := db.LastTick(ctx, "other", hour(100)); known {
		t.Error("the tick of a digest that failed is done")
	}
	if ds, _ := db.Digests(ctx, 0); len(ds) != 1 {
		t.Errorf("%d digests", len(ds))
	}
	if ds, _ := db.Deliveries(ctx, DeliveryFilter{}); len(ds) != 1 {
		t.Errorf("%d deliveries", len(ds))
	}
}

// TestPast has that what a backfill run found never waits for a live digest.
func TestPast(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	past := listed("a", 1)
	past.Run = "run-1"
	read(t, db, past, "s1", news.Lead)
	if got := dispositionOf(t, db, past.URL); got != news.Past {
		t.Errorf("found in the past it is %s", got)
	}
	if ss, _ := db.WaitingStories(ctx, "", topic); len(ss) != 0 {
		t.Errorf("the past waits: %s", shape(ss))
	}
	read(t, db, listed("b", 2), "s1", news.Copy)
	ss, err := db.WaitingStories(ctx, "", topic)
	must(t, err)
	if got, want := shape(ss), "s1: copy/b.example/2/\n"; got != want {
		t.Errorf("waiting\n%swant\n%s", got, want)
	}
}

// TestTwoTopics has an article that waits for the digests of two topics: it waits until both have carried it.
func TestTwoTopics(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	e := listed("a", 1)
	_, err := list(ctx, db, "a", []news.Entry{e})
	must(t, err)
	folds := []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}, {Topic: "other", Story: "s2", Kind: news.Lead}}
	must(t, db.SaveArticle(ctx, article(e), relevant(), folds, waiting()))
	must(t, db.SaveDigest(ctx, news.Tick{}, digestOf(t, db, "d1", hour(24)), nil))
	if got := dispositionOf(t, db, e.URL); got != news.Waiting {
		t.Errorf("carried for one topic it is %s", got)
	}
	ss, err := db.WaitingStories(ctx, "", "other")
	must(t, err)
	must(t, db.SaveDigest(ctx, news.Tick{}, news.Digest{ID: "d2", Topic: "other", Stories: ss}, nil))
	if got := dispositionOf(t, db, e.URL); got != news.Sent {
		t.Errorf("carried for both it is %s", got)
	}
}

func TestLookAlikes(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	a := read(t, db, listed("a", 1), "s1", news.Lead, 1, 2, 3)
	read(t, db, listed("b", 2), "s1", news.Copy, 3, 4)
	read(t, db, listed("c", 3), "s2", news.Lead, 4, 5)
	for _, c := range []struct {
		bands []int64
		limit int
		want  []string
	}{
		{[]int64{1}, 0, []string{"s1"}},
		{[]int64{4, 5}, 0, []string{"s2", "s1"}},
		{[]int64{4, 5}, 1, []string{"s2"}},
		{[]int64{9}, 0, nil},
		{nil, 0, nil},
	} {
		ss, err := db.LookAlikes(ctx, topic, c.bands, c.limit)
		must(t, err)
		var got []string
		for _, s := range ss {
			got = append(got, s.ID)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Error(c.bands, diff)
		}
	}
	if ss, _ := db.LookAlikes(ctx, "other", []int64{1}, 0); len(ss) != 0 {
		t.Error("found in another topic")
	}
	s, err := db.Story(ctx, "s1")
	must(t, err)
	want := news.Member{Article: a, Fold: news.Fold{Topic: topic, Story: "s1", Kind: news.Lead, Why: "why"}, Verdict: relevant()[0]}
	if diff := cmp.Diff(want, s.Members[0]); diff != "" {
		t.Error(diff)
	}
	if !s.Opened.Equal(hour(1)) || !s.Updated.Equal(hour(2)) || s.Score != 0.8 {
		t.Errorf("story %v %v %v", s.Opened, s.Updated, s.Score)
	}
	ss, err := db.OpenStories(ctx, topic, hour(3), hour(99))
	must(t, err)
	if got, want := shape(ss), "s2: lead/c.example/3/\n"; got != want {
		t.Errorf("open\n%swant\n%s", got, want)
	}
	if ss, _ := db.OpenStories(ctx, topic, hour(0), hour(2)); len(ss) != 1 || ss[0].ID != "s1" {
		t.Errorf("opened by then: %s", shape(ss))
	}
	if _, err := db.Story(ctx, "s9"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

// TestRefusedSettlements has the dispositions that would lose an article.
func TestRefusedSettlements(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	e := listed("a", 1)
	_, err := list(ctx, db, "a", []news.Entry{e})
	must(t, err)
	for _, d := range []news.Disposition{news.Waiting, news.Sent, news.Folded, ""} {
		if _, err := db.Settle(ctx, []news.Settlement{{URL: e.URL, Disposition: d}}); err == nil {
			t.Errorf("settled as %q without a story", d)
		}
	}
	if err := db.SaveArticle(ctx, article(e), relevant(), nil, waiting()); err == nil {
		t.Error("waiting without a story")
	}
	if err := db.SaveArticle(ctx, article(listed("a", 2)), nil, nil, news.Settlement{Disposition: news.OffTopic}); !errors.Is(err, ErrNotFound) {
		t.Errorf("an article that was never listed: %v", err)
	}
	if got := dispositionOf(t, db, e.URL); got != news.Unread {
		t.Errorf("it is %s", got)
	}
	settle(t, db, news.Settlement{URL: e.URL, Disposition: news.Unread, Due: hour(5), Reason: "503"})
	for due, want := range map[time.Time]int{hour(4): 0, hour(5): 1} {
		if es, _ := db.Unread(ctx, due, news.Entry{}, 0); len(es) != want {
			t.Errorf("%d unread at %v, want %d", len(es), due, want)
		}
	}
}
