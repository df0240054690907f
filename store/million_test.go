//go:build linux

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	millionKeys   = 7    // of a sketch
	millionShared = 4    // that a copy has in common with what it is a copy of
	millionSpan   = 2000 // articles back to which a copy may reach
	millionAsked  = 5000 // look-ups at each size
	millionBatch  = 20000
)

// sketchKeys returns the keys of the nth article of a press in which three of ten texts are copies and one in five
// carries one of ten lines that outlets put under all their texts; and the article that it is a copy of, itself if none.
func sketchKeys(n int) (keys []int64, of int) {
	r := rand.New(rand.NewPCG(uint64(n), 13))
	for range millionKeys {
		keys = append(keys, int64(int32(r.Uint32())))
	}
	of = n
	if copied, back := r.IntN(10) < 3, 1+r.IntN(millionSpan); copied && n >= back {
		var first []int64
		first, of = sketchKeys(n - back)
		copy(keys, first[:millionShared])
	}
	if r.IntN(5) == 0 {
		keys[millionKeys-1] = int64(r.IntN(10))
	}
	slices.Sort(keys)
	return slices.Compact(keys), of
}

// fillIndex stores the articles from to below to, as far as the look-up reads them.
func fillIndex(b *testing.B, path string, from, to int) {
	pool, err := openPool(path, "rw", []string{"journal_mode(WAL)", "synchronous(OFF)", "foreign_keys(0)", "cache_size(-64000)"}, 1)
	must(b, err)
	for ; from < to; from += millionBatch {
		tx, err := pool.Begin()
		must(b, err)
		member, err := tx.Prepare(`INSERT INTO member (entry, topic, story, kind, alike, why, state) VALUES (?, ?, ?, 'lead', '', '', 'sent')`)
		must(b, err)
		band, err := tx.Prepare(insertBands.queries[len(bulkSizes)-1])
		must(b, err)
		for n := from; n < min(to, from+millionBatch); n++ {
			keys, of := sketchKeys(n)
			put(b, member, n+1, topic, fmt.Sprintf("%016x", of))
			for _, k := range keys {
				put(b, band, k, n+1)
			}
		}
		must(b, tx.Commit())
	}
	must(b, pool.Close())
}

func put(b *testing.B, s *sql.Stmt, args ...any) {
	_, err := s.Exec(args...)
	must(b, err)
}

// rss returns the resident memory of this process in MB.
func rss(b *testing.B) float64 {
	debug.FreeOSMemory()
	text, err := os.ReadFile("/proc/self/status")
	must(b, err)
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	must(b, err)
	return float64(kb) / 1024
}

// BenchmarkMillion measures the look-up of alike articles among ten thousand, a hundred thousand and a million: the
// median and the 99th percentile of the time, the bytes of index on disk and the memory that it takes. Half of what is
// asked for has a copy in the store. It runs with RASID_MILLION=1 alone, for filling takes minutes.
func BenchmarkMillion(b *testing.B) {
	if os.Getenv("RASID_MILLION") == "" {
		b.Skip("SKIPPED without RASID_MILLION=1: a million articles are stored")
	}
	path := b.TempDir() + "/rasid.db"
	from := 0
	for _, size := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			db, err := Open(context.Background(), Options{Path: path, Bands: bytesAsBands})
			must(b, err)
			must(b, db.Close())
			fillIndex(b, path, from, size)
			from = size
			db, err = Open(context.Background(), Options{Path: path, Bands: bytesAsBands})
			must(b, err)
			defer db.Close()
			first, least, found := askIndex(b, db, size)
			if found < 0.99 {
				b.Errorf("%.3f of the copies found", found)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(found, "found")
			for _, c := range []struct {
				name  string
				times []time.Duration
			}{{"", first}, {"-least-of-3", least}} {
				b.ReportMetric(micros(c.times[len(c.times)/2]), "µs-p50"+c.name)
				b.ReportMetric(micros(c.times[len(c.times)*99/100]), "µs-p99"+c.name)
			}
			b.ReportMetric(rss(b), "MB-rss")
			var bytes float64
			must(b, db.read.QueryRow(`SELECT sum(pgsize) FROM dbstat WHERE name = 'band'`).Scan(&bytes))
			b.ReportMetric(bytes/float64(size), "B-index/article")
		})
	}
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }

// askIndex looks up articles that are not stored and returns the time that each took and the least of three askings, which
// leaves out what else the machine does, both ascending; and the share of those with a copy in the store whose story
// is found.
func askIndex(b *testing.B, db *DB, size int) (first, least []time.Duration, found float64) {
	copies, hits := 0, 0
	r := rand.New(rand.NewPCG(1, 2))
	for n := range millionAsked {
		keys, of := sketchKeys(1<<30 + n)
		if n%2 == 0 {
			var shared []int64
			shared, of = sketchKeys(r.IntN(size))
			keys = append(slices.Clone(shared[:millionShared]), keys[millionShared:]...)
			copies++
		}
		list, err := json.Marshal(keys)
		must(b, err)
		var took [3]time.Duration
		var stories []string
		for i := range took {
			start := time.Now()
			stories, err = collect(context.Background(), db.read, scanString, selectAlike, topic, string(list), 50, newestOfBand)
			took[i] = time.Since(start)
			must(b, err)
		}
		first, least = append(first, took[0]), append(least, slices.Min(took[:]))
		if n%2 == 0 && slices.Contains(stories, fmt.Sprintf("%016x", of)) {
			hits++
		}
	}
	slices.Sort(first)
	slices.Sort(least)
	return first, least, float64(hits) / float64(copies)
}
