package store

import (
	"fmt"
	"slices"
	"testing"

	"rasid/news"
)

// TestBandsFollowTheSketch has an article that is read again with another text: it is found by the new one alone, and
// by none when it belongs to no story any longer.
func TestBandsFollowTheSketch(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	e := listed("a", 1)
	read(t, db, e, "s1", news.Lead, 1, 2, 3)
	read(t, db, listed("b", 2), "s2", news.Lead, 3)
	rows := func() (keys []int64) {
		keys, err := collect(ctx, db.read, scanInt, `SELECT band FROM band WHERE entry = (SELECT min(entry) FROM article) ORDER BY band`)
		must(t, err)
		return keys
	}
	for _, c := range []struct {
		sketch []byte
		folds  []news.Fold
		want   []int64
	}{
		{[]byte{1, 2, 3}, []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}}, []int64{1, 2, 3}},
		{[]byte{3, 4}, []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}}, []int64{3, 4}},
		{[]byte{5}, []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}}, []int64{5}},
		{nil, []news.Fold{{Topic: topic, Story: "s1", Kind: news.Lead}}, nil},
	} {
		must(t, db.SaveArticle(ctx, article(e, c.sketch...), relevant(), c.folds, waiting()))
		if got := rows(); !slices.Equal(got, c.want) {
			t.Errorf("sketch %v: keys %v, want %v", c.sketch, got, c.want)
		}
	}
	ss, err := db.LookAlikes(ctx, topic, []int64{3}, 0)
	must(t, err)
	if len(ss) != 1 || ss[0].ID != "s2" {
		t.Errorf("key 3 finds %d stories: want s2 alone", len(ss))
	}
}

// TestCommonBand has a key that more articles share than are looked at: the newest are found, and an older one by
// a key of its own.
func TestCommonBand(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	const common = 7
	last := newestOfBand + 5
	for n := range last + 1 {
		read(t, db, listed("a", n), fmt.Sprintf("s%d", n), news.Lead, common, byte(100+n))
	}
	found := func(keys ...int64) (ids []string) {
		ss, err := db.LookAlikes(ctx, topic, keys, 0)
		must(t, err)
		for _, s := range ss {
			ids = append(ids, s.ID)
		}
		return ids
	}
	if ids := found(common); len(ids) != newestOfBand || !slices.Contains(ids, fmt.Sprintf("s%d", last)) || slices.Contains(ids, "s0") {
		t.Errorf("the common key finds %d stories: want the newest %d", len(ids), newestOfBand)
	}
	if ids := found(common, 100); !slices.Contains(ids, "s0") {
		t.Error("an old story is not found by a key of its own")
	}
}
