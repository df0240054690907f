package store

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"rasid/news"
)

// TestDecisionsAtRandom splits and merges without a plan, digests in between. Whatever is decided: each article is
// in one story, each story has one lead, none is empty, its span is that of its members, each entry stands where
// its place says, and no article is carried twice.
func TestDecisionsAtRandom(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	const n = 12
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		kind := []news.FoldKind{news.Copy, news.Rewrite}[i%2]
		e := listed(fmt.Sprintf("p%02d", i), i)
		story := fmt.Sprintf("of p%02d.example/%d", i%3, i%3)
		if i < 3 {
			kind = news.Lead
		}
		read(t, db, e, story, kind)
	}
	for step := range 150 {
		ids, err := collect(ctx, db.read, scanString, `SELECT id FROM story ORDER BY id`)
		must(t, err)
		s, err := db.Story(ctx, ids[r.IntN(len(ids))])
		must(t, err)
		switch k := r.IntN(20); {
		case k == 0:
			must(t, db.SaveDigest(ctx, news.Tick{}, digestOf(t, db, fmt.Sprint("d", step), hour(step)), nil))
		case k < 10 && len(s.Members) > 1:
			_, err = db.SplitMember(ctx, s.ID, s.Members[r.IntN(len(s.Members))].URL, nameStory, hour(step))
			must(t, err)
		case len(ids) > 1:
			if other := ids[r.IntN(len(ids))]; other != s.ID {
				_, err = db.MergeStories(ctx, s.ID, other, hour(step))
				must(t, err)
			}
		}
		for _, c := range brokenStories {
			var found int
			must(t, db.read.QueryRow(c.query).Scan(&found))
			if found != 0 {
				t.Fatalf("step %d: %d %s\n%s", step, found, c.broken, seats(t, db))
			}
		}
	}
	var places int
	must(t, db.read.QueryRow(`SELECT count(*) FROM member`).Scan(&places))
	if places != n {
		t.Errorf("%d places of %d articles", places, n)
	}
}

// brokenStories counts what no decision may leave behind.
var brokenStories = []struct{ broken, query string }{
	{"stories without members", `SELECT count(*) FROM story WHERE id NOT IN (SELECT story FROM member)`},
	{"stories without one lead", `SELECT count(*) FROM (SELECT 1 FROM member GROUP BY story HAVING sum(kind = 'lead') <> 1)`},
	{"copies of a story not carried held back", `SELECT count(*) FROM member m WHERE state = 'folded'
		AND NOT EXISTS (SELECT 1 FROM member WHERE story = m.story AND state = 'sent')`},
	{"spans other than the members'", `SELECT count(*) FROM story WHERE (opened, updated) <>
		(SELECT min(published), max(published) FROM member JOIN article USING (entry) WHERE story = story.id)`},
	{"entries that stand elsewhere than their place", `SELECT count(*) FROM member JOIN entry ON id = entry WHERE state <> disposition`},
	{"members sent, but in no digest", `SELECT count(*) FROM member WHERE (state = 'sent') <> EXISTS (SELECT 1 FROM digest_item WHERE digest_item.entry = member.entry)`},
	{"places that are not where the newest decision put them", `SELECT count(*) FROM decision d JOIN member USING (entry, topic)
		WHERE d.id = (SELECT max(id) FROM decision WHERE entry = d.entry AND topic = d.topic) AND d.story <> member.story`},
}
