package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"rasid/news"
)

// What ten years leave behind.
const (
	decadeEntries = 2_000_000 // unless RASID_DECADE_ENTRIES says another number
	decadeRead    = 6         // one entry in so many was read
	decadeStory   = 4         // one read article in so many is in a story
	decadeDays    = 3650
	decadeText    = 7000 // bytes of an article
	decadeSummary = 700
	decadeSources = 500
)

// BenchmarkDecade measures a store of ten years, about 5 GB: what a start does to it before the service is ready, the cut of a
// digest, a poll, a look-up and a search. RASID_DECADE names the file, which is made when it is not there and stays.
func BenchmarkDecade(b *testing.B) {
	path := os.Getenv("RASID_DECADE")
	if path == "" {
		b.Skip("SKIPPED without RASID_DECADE=FILE: it takes minutes and 5 GB")
	}
	ctx := context.Background()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		fillDecade(b, path)
	}
	end := start.Add(decadeDays * 24 * time.Hour)
	timed := func(name string, do func()) {
		began := time.Now()
		do()
		b.ReportMetric(time.Since(began).Seconds(), "s-"+name)
	}
	b.ReportMetric(0, "ns/op")
	var db *DB
	timed("open", func() {
		var err error
		db, err = Open(ctx, Options{Path: path, Bands: bytesAsBands})
		must(b, err)
	})
	defer db.Close()
	timed("start", func() {
		_, err := db.Recover(ctx, end)
		must(b, err)
		must(b, db.SaveSchedules(ctx, []Schedule{{Name: "daily", Topic: topic}}, end.Add(-7*24*time.Hour), end))
		_, err = db.DuePolls(ctx, end)
		must(b, err)
		must(b, db.Beat(ctx, end))
	})
	timed("check", func() { must(b, db.Check(ctx)) })
	for i := range 200 {
		e := listed("s1", 1_000_000+i)
		e.Seen = end
		read(b, db, e, fmt.Sprintf("new-%d", i/2), news.Rewrite, byte(i), byte(i/2))
	}
	timed("cut", func() {
		ss, err := db.WaitingStories(ctx, "daily", topic)
		must(b, err)
		_, err = db.Coverage(ctx, "t", []news.Source{{Name: "s1"}}, end.Add(-24*time.Hour), end.Add(time.Hour))
		must(b, err)
		_, err = db.Volume(ctx, topic, end.Add(-30*24*time.Hour))
		must(b, err)
		d := news.Digest{ID: fmt.Sprint("d", time.Now().UnixNano()), Name: "daily", Topic: topic, Due: end, To: end, Stories: ss}
		must(b, db.SaveDigest(ctx, news.Tick{Schedule: "daily", Due: end}, d, owed(d, "x@example.org")))
	})
	timed("poll", func() {
		var es []news.Entry
		for i := range 40 {
			es = append(es, listed("s2", int(time.Now().UnixNano()%1_000_000_000)+i))
		}
		_, err := db.SavePoll(ctx, poll("s2"), es)
		must(b, err)
	})
	timed("status", func() { _, _, err := db.Tally(ctx, time.Time{}, time.Time{}); must(b, err) })
	for name, query := range map[string]string{"search": "كوريا", "search-runs": `"كوريا الشمالية"`, "search-prefix": "كو*"} { // nearly every article holds the word
		timed(name, func() { _, _, err := db.Search(ctx, query, "", 20); must(b, err) })
	}
	timed("prune-count", func() {
		p, err := db.Prune(ctx, Pruning{Now: end, Texts: end.Add(-365 * 24 * time.Hour), Entries: end.Add(-3000 * 24 * time.Hour), Count: true})
		must(b, err)
		b.ReportMetric(float64(p.Texts), "old-texts")
		b.ReportMetric(float64(p.Bytes)/1e9, "GB")
	})
}

// fillDecade makes the file.
func fillDecade(b *testing.B, path string) {
	ctx := context.Background()
	db, err := Open(ctx, Options{Path: path})
	must(b, err)
	must(b, db.Close())
	pool, err := openPool(path, "rw", []string{"journal_mode(WAL)", "synchronous(OFF)", "foreign_keys(0)", "cache_size(-200000)", "wal_autocheckpoint(50000)"}, 1)
	must(b, err)
	defer pool.Close()
	words := strings.Fields("كوريا الشمالية روسيا الصاروخ زعيم موسكو بيونغ يانغ قال المتحدث باسم الكرملين إن الجانبين بحثا التعاون العسكري في قمة جديدة وسط توتر مع سيول وواشنطن بشأن العقوبات الدولية والملف النووي")
	r := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	for text.Len() < 1<<20 {
		text.WriteString(words[r.IntN(len(words))] + " ")
	}
	cut := func(of string, n int) string {
		at := r.IntN(len(of) - n)
		return strings.ToValidUTF8(of[at:at+n], "")
	}
	said, indexed := text.String(), searchable(text.String())
	some := func(n int) string { return cut(said, n) }
	exec := func(query string, args ...any) {
		_, err := pool.Exec(query, args...)
		must(b, err)
	}
	for i := range decadeSources {
		exec(`INSERT INTO source (id, name, configured) VALUES (?, ?, 1)`, i+1, fmt.Sprintf("s%d", i+1))
	}
	entries := decadeEntries
	if text := os.Getenv("RASID_DECADE_ENTRIES"); text != "" {
		entries, err = strconv.Atoi(text)
		must(b, err)
	}
	step := time.Duration(decadeDays) * 24 * time.Hour / time.Duration(entries)
	for from := 0; from < entries; from += 20_000 {
		tx, err := pool.Begin()
		must(b, err)
		prepared := map[string]*sql.Stmt{}
		put := func(query string, args ...any) {
			if prepared[query] == nil {
				prepared[query], err = tx.Prepare(query)
				must(b, err)
			}
			_, err := prepared[query].Exec(args...)
			must(b, err)
		}
		for n := from; n < from+20_000; n++ {
			when, id := ms(start.Add(time.Duration(n)*step)), n+1
			url := fmt.Sprintf("https://s%d.example/news/%d", n%decadeSources+1, n)
			isRead, disposition := n%decadeRead == 0, "off-topic"
			inStory := isRead && n%(decadeRead*decadeStory) == 0
			if inStory {
				disposition = "sent"
			}
			put(`INSERT INTO entry (id, address, key, said, source, published, seen, disposition, topic, score, cutoff) VALUES (?, ?, ?, 7, ?, ?, ?, ?, ?, 0.1, 0.5)`,
				id, digits64(url), digits64("k", url), n%decadeSources+1, when, when, disposition, topic)
			put(`INSERT INTO listing (entry, url, title, summary) VALUES (?, ?, ?, ?)`, id, url, some(120), some(decadeSummary))
			if !isRead {
				continue
			}
			put(`INSERT INTO article (entry, id, outlet, author, agency, title, summary, text, basis, note, published, fetched, sketch) VALUES (?, ?, 'o', '', '', ?, '', ?, 'page', '', ?, ?, ?)`,
				id, fmt.Sprintf("%016x", n), some(120), some(decadeText), when, when, []byte(fmt.Sprintf("%016x", r.Uint64())))
			put(`INSERT INTO verdict (entry, topic, score, cutoff, relevant, mention, ask, basis, nearest, facets, model) VALUES (?, ?, 0.6, 0.5, ?, 0, 0, 'page', 'x', '[]', 'm')`, id, topic, inStory)
			put(`INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)`, id, cut(indexed, 100), cut(indexed, decadeText/2))
			if inStory {
				story := fmt.Sprintf("%016x", n/(decadeRead*decadeStory*3))
				put(`INSERT INTO story (id, topic, opened, updated) VALUES (?1, ?2, ?3, ?3) ON CONFLICT (id) DO UPDATE SET updated = ?3`, story, topic, when)
				put(`INSERT INTO member (entry, topic, story, kind, alike, why, state) VALUES (?, ?, ?, 'rewrite', '', 'why', 'sent')`, id, topic, story)
				for range 7 {
					put(`INSERT OR IGNORE INTO band (band, entry) VALUES (?, ?)`, int64(int32(r.Uint32())), id)
				}
				day := n * decadeDays / entries
				put(`INSERT OR IGNORE INTO digest (id, name, topic, due, frame, body) VALUES (?, 'daily', ?, ?, '{}', ?)`, fmt.Sprint("day", day), topic, when, []byte(some(20_000)))
				put(`INSERT INTO digest_item (name, topic, entry, digest) VALUES ('daily', ?, ?, ?)`, topic, id, fmt.Sprint("day", day))
				put(`INSERT OR IGNORE INTO delivery (id, digest, target, recipient, state, due, sent, body) VALUES (?, ?, 'mail', 'x@example.org', 'delivered', ?, ?, ?)`,
					fmt.Sprint("day", day), fmt.Sprint("day", day), when, when, []byte(some(60_000)))
			}
		}
		must(b, tx.Commit())
	}
	exec(`INSERT OR REPLACE INTO tally (disposition, entries) SELECT disposition, count(*) FROM entry GROUP BY disposition`)
	for day := range decadeDays {
		exec(`INSERT INTO tick (schedule, due, since, done) VALUES ('daily', ?, ?, 1)`, ms(start.Add(time.Duration(day)*24*time.Hour)), ms(start.Add(time.Duration(day-1)*24*time.Hour)))
	}
}
