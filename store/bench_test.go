//go:build unix

package store

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/news"
)

const (
	benchSources = 1000
	benchEntries = 40
	benchWorkers = 32
)

// cpu is what the process has used so far.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// press makes one listing for each source, in lengths as the Arabic press has them. Entries below changed
// are new in each round.
func press(round, changed int) [][]news.Entry {
	all := make([][]news.Entry, benchSources)
	for s := range all {
		name := fmt.Sprintf("source-%d", s)
		for n := range benchEntries {
			id := fmt.Sprintf("%d-%d", s, n)
			if n < changed {
				id += fmt.Sprintf("-%d", round)
			}
			all[s] = append(all[s], news.Entry{
				Source: name, URL: "https://www.outlet-" + fmt.Sprint(s) + ".example/news/politics/2025/10/27/" + strings.Repeat("%D9%83", 12) + id,
				Key: "https://www.outlet-" + fmt.Sprint(s) + ".example/?p=" + id, Title: strings.Repeat("كيم جونغ أون ", 6) + id,
				Summary: strings.Repeat("التقى الزعيم الكوري الشمالي الرئيس الروسي ", 6), Published: start.Add(time.Duration(n*s) * time.Second), Seen: hour(30),
			})
		}
	}
	return all
}

// savePress polls all sources, as the poll stage does.
func savePress(b *testing.B, db *DB, listings [][]news.Entry) {
	var g errgroup.Group
	g.SetLimit(benchWorkers)
	for s, entries := range listings {
		g.Go(func() error {
			_, err := db.SavePoll(context.Background(), poll(fmt.Sprintf("source-%d", s)), entries)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		b.Fatal(err)
	}
}

// settlePress takes all that is unread off the list, in batches.
func settlePress(b *testing.B, db *DB) (reading, settling time.Duration) {
	ctx := context.Background()
	for {
		before := cpu()
		es, err := db.Unread(ctx, hour(40), news.Entry{}, 2000)
		if err != nil {
			b.Fatal(err)
		}
		middle := cpu()
		reading += middle - before
		if len(es) == 0 {
			return reading, settling
		}
		ss := make([]news.Settlement, len(es))
		for i, e := range es {
			ss[i] = news.Settlement{URL: e.URL, Disposition: news.OffTopic, Topic: topic, Score: 0.0123456, Cutoff: 0.5}
		}
		if _, err := db.Settle(ctx, ss); err != nil {
			b.Fatal(err)
		}
		settling += cpu() - middle
	}
}

// BenchmarkFirstPoll measures the store's share of the first poll of a thousand sources, in CPU per entry.
func BenchmarkFirstPoll(b *testing.B) {
	listings := press(0, 0)
	var saving, reading, settling time.Duration
	for b.Loop() {
		b.StopTimer()
		db := benchDB(b)
		b.StartTimer()
		before := cpu()
		savePress(b, db, listings)
		saving += cpu() - before
		r, s := settlePress(b, db)
		reading, settling = reading+r, settling+s
		b.StopTimer()
		db.Close()
		b.StartTimer()
	}
	perEntry := func(d time.Duration) float64 {
		return float64(d.Microseconds()) / float64(b.N*benchSources*benchEntries)
	}
	b.ReportMetric(perEntry(saving), "µs-save/entry")
	b.ReportMetric(perEntry(reading), "µs-unread/entry")
	b.ReportMetric(perEntry(settling), "µs-settle/entry")
	b.ReportMetric(perEntry(saving+reading+settling), "µs-all/entry")
}

// BenchmarkPollAgain measures a poll of a thousand sources of which a tenth of the entries is new, and one in
// which nothing has changed, in CPU per source.
func BenchmarkPollAgain(b *testing.B) {
	for _, changed := range []int{0, 4} {
		b.Run(fmt.Sprintf("new=%d", changed), func(b *testing.B) {
			db := benchDB(b)
			savePress(b, db, press(0, changed))
			var used time.Duration
			round := 0
			for b.Loop() {
				b.StopTimer()
				round++
				listings := press(round, changed)
				b.StartTimer()
				before := cpu()
				savePress(b, db, listings)
				used += cpu() - before
			}
			b.ReportMetric(float64(used.Microseconds())/float64(b.N*benchSources), "µs/source")
		})
	}
}

// benchDB opens a store as the program does, with commits shared.
func benchDB(b *testing.B) *DB {
	db, err := Open(context.Background(), Options{Path: b.TempDir() + "/rasid.db", Bands: bytesAsBands})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

// BenchmarkSaveArticle stores read articles of 3 KB one after the other, each with its own commit.
func BenchmarkSaveArticle(b *testing.B) {
	db, ctx := benchDB(b), context.Background()
	var entries []news.Entry
	for n := range b.N {
		entries = append(entries, listed("a", n))
	}
	if _, err := list(ctx, db, "a", entries); err != nil {
		b.Fatal(err)
	}
	before := cpu()
	b.ResetTimer()
	for n, e := range entries {
		a := article(e, byte(n), byte(n>>8))
		a.Text = strings.Repeat(a.Text+"\n\n", 12)
		folds := []news.Fold{{Topic: topic, Story: fmt.Sprint(n / 3), Kind: news.Rewrite}}
		if err := db.SaveArticle(ctx, a, relevant(), folds, waiting()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "µs-cpu/article")
}
