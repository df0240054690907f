package store

import (
	"fmt"
	"testing"

	"rasid/news"
)

// TestCoverageOfTopic guards that what belongs to one topic is not counted as what belongs to another.
func TestCoverageOfTopic(t *testing.T) {
	ctx, db := t.Context(), openTest(t)
	must(t, db.SaveSources(ctx, []news.Source{{Name: "a", URL: "https://a.example/feed"}}))
	entries := []news.Entry{listed("a", 1), listed("a", 2), listed("a", 3), listed("a", 4)}
	_, err := db.SavePoll(ctx, poll("a"), entries)
	must(t, err)
	settle(t, db, news.Settlement{URL: entries[0].URL, Disposition: news.OffTopic, Topic: topic, Score: 0.1, Cutoff: 0.5})
	settle(t, db, news.Settlement{URL: entries[1].URL, Disposition: news.Mention, Topic: topic, Score: 0.4, Cutoff: 0.5})
	read(t, db, entries[2], "s1", news.Lead, 1, 2)
	for name, want := range map[string]string{
		topic:     "map[mention:1 off-topic:1 unread:1 waiting:1]",
		"another": "map[off-topic:3 unread:1]",
	} {
		c, err := db.Coverage(ctx, name, []news.Source{{Name: "a"}}, start, hour(24))
		must(t, err)
		if got := fmt.Sprint(c.Settled); got != want || c.Listed != 4 {
			t.Errorf("%s: %d listed, %s, want %s", name, c.Listed, got, want)
		}
		n, err := db.CountWaiting(ctx, name, []string{entries[1].URL, entries[2].URL}, start, hour(24))
		if err != nil || n != c.Settled[news.Waiting] {
			t.Errorf("%s: %d wait, %v", name, n, err)
		}
	}
}
