package store

import (
	"fmt"
	"testing"
	"time"

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

// TestCoverageOfQuiet guards that quiet is told from blindness: a source that answers and has had no news for longer than usual, or
// those of another site, is not one that answered.
func TestCoverageOfQuiet(t *testing.T) {
	ctx, db := t.Context(), openTest(t)
	for n, c := range []struct {
		state    news.Health
		fresh    time.Time
		answered int
		since    time.Time
	}{
		{news.Healthy, hour(1), 1, time.Time{}}, // a quiet day of a small outlet
		{news.Moved, hour(1), 1, time.Time{}},
		{news.Silent, hour(1), 0, hour(1)},
		{news.Frozen, hour(1), 0, hour(1)},
		{news.Frozen, hour(49), 1, time.Time{}}, // news under old dates
		{news.Empty, hour(1), 0, hour(1)},
		{news.Empty, time.Time{}, 0, time.Time{}},
		{news.Empty, hour(49), 1, time.Time{}}, // since the last news of the span
		{news.Hijacked, hour(49), 0, hour(50)},
	} {
		s := news.Source{Name: fmt.Sprint("s", n), URL: "https://a.example/feed"}
		must(t, db.SaveSources(ctx, []news.Source{s}))
		p := poll(s.Name)
		p.Answered, p.Checked, p.State, p.Fresh = hour(50), hour(50), c.state, c.fresh
		_, err := db.SavePoll(ctx, p, nil)
		must(t, err)
		got, err := db.Coverage(ctx, topic, []news.Source{s}, hour(48), hour(72))
		must(t, err)
		if got.Answered != c.answered || len(got.Dark) != 1-c.answered || len(got.Dark) == 1 && !got.Dark[0].Since.Equal(c.since) {
			t.Errorf("%s, last news %v: %+v", c.state, c.fresh, got)
		}
	}
}
