package store

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"rasid/news"
)

// start is the moment at which the tests' press begins.
var start = time.Date(2025, 10, 27, 6, 0, 0, 0, time.UTC)

// hour is a moment some hours after start.
func hour(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }

// openTest opens a fresh store whose sketches are their own bands.
func openTest(t testing.TB) *DB {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "rasid.db"))
}

func openAt(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), Options{Path: path, Bands: bytesAsBands, Gather: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		checkTally(t, db)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// checkTally holds the counts that are kept against the entries, after whatever a test did to them.
func checkTally(t testing.TB, db *DB) {
	t.Helper()
	if db.read.Ping() != nil {
		return // the test has closed it
	}
	ctx := context.WithoutCancel(t.Context())
	kept, n, err := db.Tally(ctx, time.Time{}, time.Time{})
	counted, m, err2 := tally(ctx, db.read, `SELECT disposition, count(*) FROM entry GROUP BY disposition`)
	if err != nil || err2 != nil || n != m || !maps.Equal(kept, counted) {
		t.Errorf("kept %v (%v), counted %v (%v)", kept, err, counted, err2)
	}
}

// bytesAsBands stands for detect.Bands: two sketches share a band for each byte they share.
func bytesAsBands(sketch []byte) []int64 {
	var bands []int64
	for _, b := range sketch {
		bands = append(bands, int64(b))
	}
	return bands
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// settle settles entries, each of which must change.
func settle(t testing.TB, db *DB, ss ...news.Settlement) {
	t.Helper()
	if idle, err := db.Settle(t.Context(), ss); err != nil || len(idle) > 0 {
		t.Fatal(idle, err)
	}
}

// listed makes an entry of a source, the number of which is also its hour of publication.
func listed(source string, n int) news.Entry {
	return news.Entry{
		Source: source, URL: fmt.Sprintf("https://%s.example/%d", source, n), Key: fmt.Sprintf("guid-%d", n),
		Title:   fmt.Sprintf("كيم جونغ أون يلتقي بوتين للمرة %d", n),
		Summary: "التقى الزعيم الكوري الشمالي الرئيسَ الروسي في فلاديفوستوك", Published: hour(n), Seen: hour(n).Add(time.Minute),
	}
}

func poll(source string) news.Poll {
	return news.Poll{Source: source, ETag: `"1"`, Checked: start, Answered: start, Next: hour(1), State: news.Healthy}
}

// article is what was read of an entry.
func article(e news.Entry, sketch ...byte) news.Article {
	return news.Article{
		Entry: e, ID: fmt.Sprintf("%016x", uint64(digits64(e.URL))), Outlet: "وكالة " + e.Source, Agency: "رويترز",
		Text: e.Title + " في موسكو.\n\nوقال المتحدث باسم الكرملين إن الجانبين بحثا التعاون العسكري.", Basis: news.OnPage,
		Sketch: sketch, Fetched: e.Seen,
	}
}

const topic = "dprk-russia"

func relevant() []news.Verdict {
	return []news.Verdict{{
		Topic: topic, Score: 0.8, Cutoff: 0.5, Relevant: true, Basis: news.OnPage, Nearest: "seed-1", Model: "m",
		Facets: []news.Facet{{Name: "كيم", Score: 0.9, Terms: []news.Term{{Text: "كيم", Weight: 1, Place: "title"}}}},
	}}
}

func waiting() news.Settlement {
	return news.Settlement{Disposition: news.Waiting, Topic: topic, Score: 0.8, Cutoff: 0.5}
}

// read stores an article of the story, listed before.
func read(t testing.TB, db *DB, e news.Entry, story string, kind news.FoldKind, sketch ...byte) news.Article {
	t.Helper()
	ctx := context.Background()
	if _, err := list(ctx, db, e.Source, []news.Entry{e}); err != nil {
		t.Fatal(err)
	}
	a := article(e, sketch...)
	must(t, db.SaveArticle(ctx, a, relevant(), []news.Fold{{Topic: topic, Story: story, Kind: kind, Why: "why"}}, waiting()))
	return a
}

// list lists entries of a source and leaves what is remembered of its polls as it is.
func list(ctx context.Context, db *DB, source string, es []news.Entry) (fresh int, err error) {
	err = db.change(ctx, true, func(w *writer) error {
		id, err := w.sourceID(source)
		if err == nil {
			fresh, err = w.saveEntries(id, hear(source, es))
		}
		return err
	})
	return fresh, err
}

// dispositionOf is where an entry stands.
func dispositionOf(t testing.TB, db *DB, url string) news.Disposition {
	t.Helper()
	trace, err := db.Why(context.Background(), url)
	must(t, err)
	return trace.Settlement.Disposition
}

// digestOf makes the next digest of what waits.
func digestOf(t testing.TB, db *DB, id string, due time.Time) news.Digest {
	t.Helper()
	ss, err := db.WaitingStories(context.Background(), "", topic)
	must(t, err)
	return news.Digest{ID: id, Name: "daily", Topic: topic, Title: "كوريا الشمالية وروسيا", Due: due, From: due.Add(-24 * time.Hour), To: due,
		Zone: "Asia/Riyadh", Language: "ar", Stories: ss}
}

// owed makes the deliveries of a digest, one per recipient.
func owed(d news.Digest, to ...string) []news.Delivery {
	var ds []news.Delivery
	for _, r := range to {
		ds = append(ds, news.Delivery{ID: d.ID + "/" + r, Digest: d.ID, Target: "mail", To: r, Body: []byte("digest " + d.ID + " to " + r), State: news.Pending, Due: d.Due})
	}
	return ds
}
