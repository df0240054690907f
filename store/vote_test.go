package store

import (
	"errors"
	"testing"

	"rasid/news"
)

// TestVotes has that the last word of each reader is kept, with what it is about.
func TestVotes(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	a := read(t, db, listed("a", 1), "s1", news.Lead)
	for i, v := range []news.Vote{{Reader: "r1"}, {Reader: "r2", Relevant: true}, {Reader: "r1", Relevant: true}} {
		v.Topic, v.Article, v.At = "dam", a.ID, hour(i)
		must(t, db.SaveVote(ctx, v))
	}
	if err := db.SaveVote(ctx, news.Vote{Topic: "dam", Article: "none"}); !errors.Is(err, ErrNotFound) {
		t.Errorf("a vote on nothing: %v", err)
	}
	vs, err := db.Votes(ctx, "dam")
	if err != nil || len(vs) != 2 || vs[0].Reader != "r1" || !vs[0].Relevant || !vs[0].At.Equal(hour(2)) || vs[0].URL != a.URL || vs[0].Title != a.Title {
		t.Errorf("votes %+v (%v)", vs, err)
	}
	if vs, err := db.Votes(ctx, "other"); err != nil || len(vs) != 0 {
		t.Errorf("votes on another topic: %+v (%v)", vs, err)
	}
	if title, err := db.ArticleTitle(ctx, a.ID); err != nil || title != a.Title {
		t.Errorf("title %q (%v)", title, err)
	}
	if _, err := db.ArticleTitle(ctx, "none"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}
