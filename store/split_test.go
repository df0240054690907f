package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"rasid/news"
)

// nameStory stands for detect.StoryID.
func nameStory(topic, url string) string { return "of " + strings.TrimPrefix(url, "https://") }

// seats is every story with members as "kind url state", one story a line, by id.
func seats(t *testing.T, db *DB) string {
	t.Helper()
	ids, err := collect(t.Context(), db.read, scanString, `SELECT id FROM story ORDER BY id`)
	must(t, err)
	var out strings.Builder
	for _, id := range ids {
		s, err := db.Story(t.Context(), id)
		must(t, err)
		fmt.Fprintf(&out, "%s:", id)
		for _, m := range s.Members {
			fmt.Fprintf(&out, " %s/%s/%s", m.Kind, m.URL[len("https://"):], dispositionOf(t, db, m.URL))
		}
		fmt.Fprintln(&out)
	}
	return out.String()
}

func wantSeats(t *testing.T, db *DB, when, want string) {
	t.Helper()
	want = strings.ReplaceAll(strings.TrimLeft(want, "\n"), "\t", "")
	if got := seats(t, db); got != want {
		t.Errorf("%s\n%swant\n%s", when, got, want)
	}
}

// TestSplitMerge takes a copy out of a story and puts it back: each time the stories, the reasons and what
// stands to be sent are what they should be, and in the end all is as it was.
func TestSplitMerge(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	read(t, db, listed("a", 1), "s1", news.Lead)
	b := read(t, db, listed("b", 2), "s1", news.Copy, 7)
	before := seats(t, db)

	id, err := db.SplitMember(ctx, "s1", b.URL, nameStory, hour(50))
	must(t, err)
	if id != "of b.example/2" {
		t.Errorf("it leads story %q", id)
	}
	wantSeats(t, db, "split", `
		of b.example/2: lead/b.example/2/waiting
		s1: lead/a.example/1/waiting
	`)
	trace, err := db.Why(ctx, b.URL)
	must(t, err)
	if got, want := trace.Folds[0].Why, "split by the operator on 2025-10-29 out of story s1"; got != want {
		t.Errorf("why: %q, want %q", got, want)
	}
	want := Decision{At: hour(50), Verb: Split, URL: b.URL, Topic: topic, From: "s1", To: id, Was: news.Fold{Topic: topic, Story: "s1", Kind: news.Copy, Why: "why"}}
	if len(trace.Decisions) != 1 || trace.Decisions[0] != want {
		t.Errorf("decisions: %+v, want %+v", trace.Decisions, want)
	}
	s, err := db.Story(ctx, "s1")
	must(t, err)
	if !s.Updated.Equal(hour(1)) {
		t.Errorf("without it the story was updated %v", s.Updated)
	}
	if ss, _ := db.OpenStories(ctx, topic, hour(2), hour(99)); len(ss) != 1 || ss[0].ID != id {
		t.Errorf("open since its publication: %s", shape(ss))
	}

	// Read again, it is a copy to the eye of the program: it stays out.
	must(t, db.SaveArticle(ctx, b, relevant(), []news.Fold{{Topic: topic, Story: "s1", Kind: news.Copy, Why: "why"}}, waiting()))
	wantSeats(t, db, "saved again", `
		of b.example/2: lead/b.example/2/waiting
		s1: lead/a.example/1/waiting
	`)
	for _, order := range [][2]string{{id, "s1"}, {"s1", id}} {
		kept, err := db.MergeStories(ctx, order[0], order[1], hour(60))
		must(t, err)
		if kept != "s1" {
			t.Errorf("merged %v it is story %q", order, kept)
		}
		if got := seats(t, db); got != before {
			t.Errorf("merged again\n%swant\n%s", got, before)
		}
		if again, err := db.SplitMember(ctx, "s1", b.URL, nameStory, hour(61)); err != nil || again != id {
			t.Errorf("split again it leads %q: %v", again, err)
		}
	}
	_, err = db.MergeStories(ctx, "s1", id, hour(62))
	must(t, err)
	if trace, err = db.Why(ctx, b.URL); err != nil || trace.Folds[0].Why != "why" || len(trace.Decisions) != 6 {
		t.Errorf("in the end: %v %+v", err, trace.Folds)
	}
}

// TestSplitSent has that what a digest has carried is never sent again, and that what was held back as a copy
// of it is sent once it is no copy.
func TestSplitSent(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	read(t, db, listed("a", 1), "s1", news.Lead)
	b := read(t, db, listed("b", 2), "s1", news.Copy)
	must(t, db.SaveDigest(ctx, news.Tick{}, digestOf(t, db, "d1", hour(24)), nil))
	c := read(t, db, listed("c", 30), "s1", news.Copy)
	wantSeats(t, db, "before", "s1: lead/a.example/1/sent copy/b.example/2/sent copy/c.example/30/folded\n")

	_, err := db.SplitMember(ctx, "s1", b.URL, nameStory, hour(40))
	must(t, err)
	if ss, _ := db.WaitingStories(ctx, "", topic); len(ss) != 0 {
		t.Errorf("a sent article is sent again: %s", shape(ss))
	}
	split, err := db.SplitMember(ctx, "s1", c.URL, nameStory, hour(41))
	must(t, err)
	ss, err := db.WaitingStories(ctx, "", topic)
	must(t, err)
	if got, want := shape(ss), "of c.example/30: lead/c.example/30/\n"; got != want {
		t.Errorf("waiting\n%swant\n%s", got, want)
	}
	_, err = db.MergeStories(ctx, split, "s1", hour(42))
	must(t, err)
	wantSeats(t, db, "merged again", `
		of b.example/2: lead/b.example/2/sent
		s1: lead/a.example/1/sent copy/c.example/30/folded
	`)
	split, err = db.SplitMember(ctx, "s1", c.URL, nameStory, hour(43))
	must(t, err)
	must(t, db.SaveDigest(ctx, news.Tick{}, digestOf(t, db, "d2", hour(48)), nil))
	_, err = db.MergeStories(ctx, split, "s1", hour(49))
	must(t, err)
	if ss, _ := db.WaitingStories(ctx, "", topic); len(ss) != 0 {
		t.Errorf("sent, merged and waiting: %s", shape(ss))
	}
	s, err := db.Story(ctx, "s1")
	must(t, err)
	if got, want := shape([]news.Story{s}), "s1: lead/a.example/1/d1 copy/c.example/30/d2\n"; got != want {
		t.Errorf("carried\n%swant\n%s", got, want)
	}
}

// TestSplitLead takes the lead out: the rest keeps the id of the story and has a lead of its own until the old one
// is back.
func TestSplitLead(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	a := listed("a", 1)
	story := nameStory(topic, a.URL)
	read(t, db, a, story, news.Lead)
	b := read(t, db, listed("b", 2), story, news.Copy)
	read(t, db, listed("c", 3), story, news.Rewrite)
	before := seats(t, db)
	alone, err := db.SplitMember(ctx, story, a.URL, nameStory, hour(50))
	must(t, err)
	wantSeats(t, db, "split", `
		of a.example/1: lead/b.example/2/waiting rewrite/c.example/3/waiting
		of a.example/1#1: lead/a.example/1/waiting
	`)
	trace, err := db.Why(ctx, b.URL)
	must(t, err)
	if got, want := trace.Folds[0].Why, "leads since the operator split "+a.URL+" off on 2025-10-29"; got != want {
		t.Errorf("why: %q, want %q", got, want)
	}
	second, err := db.SplitMember(ctx, story, b.URL, nameStory, hour(51))
	must(t, err)
	for _, id := range []string{second, alone} {
		kept, err := db.MergeStories(ctx, id, story, hour(52))
		must(t, err)
		if kept != story {
			t.Errorf("merged it is story %q", kept)
		}
	}
	if got := seats(t, db); got != before {
		t.Errorf("merged again\n%swant\n%s", got, before)
	}
}

// TestMergeStrangers makes one story of two that the program kept apart, and takes them apart again.
func TestMergeStrangers(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	read(t, db, listed("a", 1), "s1", news.Lead)
	b := read(t, db, listed("b", 2), "s2", news.Lead)
	c := read(t, db, listed("c", 3), "s2", news.Copy)
	kept, err := db.MergeStories(ctx, "s2", "s1", hour(50))
	must(t, err)
	if kept != "s1" {
		t.Errorf("merged they are %q", kept)
	}
	wantSeats(t, db, "merged", "s1: lead/a.example/1/waiting rewrite/b.example/2/waiting copy/c.example/3/waiting\n")
	trace, err := db.Why(ctx, b.URL)
	must(t, err)
	if got, want := trace.Folds[0].Why, "merged by the operator on 2025-10-29 with story s2"; got != want {
		t.Errorf("why: %q, want %q", got, want)
	}
	must(t, db.SaveArticle(ctx, c, relevant(), []news.Fold{{Topic: topic, Story: "s2", Kind: news.Copy}}, waiting()))
	wantSeats(t, db, "saved again", "s1: lead/a.example/1/waiting rewrite/b.example/2/waiting copy/c.example/3/waiting\n")

	must(t, db.SaveDigest(ctx, news.Tick{}, digestOf(t, db, "d1", hour(60)), nil))
	read(t, db, listed("d", 0), "s0", news.Lead)
	if kept, err = db.MergeStories(ctx, "s0", "s1", hour(61)); err != nil || kept != "s1" {
		t.Errorf("a story that readers know becomes %q: %v", kept, err)
	}
	ss, err := db.WaitingStories(ctx, "", topic)
	must(t, err)
	if got, want := shape(ss), "s1: rewrite/d.example/0/ lead/a.example/1/d1 rewrite/b.example/2/d1 copy/c.example/3/d1\n"; got != want || ss[0].Earlier != "d1" {
		t.Errorf("waiting\n%swant\n%s", got, want)
	}
}

// TestRefusedDecisions has what cannot be split or merged, and that it changes nothing.
func TestRefusedDecisions(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	a := read(t, db, listed("a", 1), "s1", news.Lead)
	b := read(t, db, listed("b", 2), "s2", news.Lead)
	e := listed("c", 3)
	_, err := list(ctx, db, "c", []news.Entry{e})
	must(t, err)
	must(t, db.SaveArticle(ctx, article(e), relevant(), []news.Fold{{Topic: "other", Story: "s3", Kind: news.Lead}}, waiting()))
	before := seats(t, db)
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"alone":             {second(db.SplitMember(ctx, "s1", a.URL, nameStory, hour(9))), "alone in it"},
		"another's":         {second(db.SplitMember(ctx, "s1", b.URL, nameStory, hour(9))), "not found"},
		"never listed":      {second(db.SplitMember(ctx, "s1", "https://x.example/", nameStory, hour(9))), "not found"},
		"no story":          {second(db.SplitMember(ctx, "s9", a.URL, nameStory, hour(9))), "not found"},
		"itself":            {second(db.MergeStories(ctx, "s1", "s1", hour(9))), "one story already"},
		"two topics":        {second(db.MergeStories(ctx, "s1", "s3", hour(9))), "two topics"},
		"one that is not":   {second(db.MergeStories(ctx, "s1", "s9", hour(9))), "story s9: not found"},
		"none that are two": {second(db.MergeStories(ctx, "s9", "s1", hour(9))), "story s9: not found"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.says) || c.says == "not found" && !errors.Is(c.err, ErrNotFound) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if got := seats(t, db); got != before {
		t.Errorf("changed:\n%s", got)
	}
	if ds, err := db.Decisions(ctx, "s1"); err != nil || len(ds) != 0 {
		t.Errorf("decisions %v %v", ds, err)
	}
}

func second(_ string, err error) error { return err }
