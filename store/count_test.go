package store

import (
	"os"
	"path/filepath"
	"testing"

	"rasid/news"
)

// TestUpgradeCounts brings entries of many dispositions up from the schema that counted all of them, the unread too.
func TestUpgradeCounts(t *testing.T) {
	const counted = 50 // schema
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "rasid.db")
	must(t, os.WriteFile(path, nil, 0o600))
	pool, err := openPool(path, "rw", writerPragmas, 1)
	must(t, err)
	p, err := migrator(pool)
	must(t, err)
	_, err = p.UpTo(ctx, counted)
	must(t, err)
	exec := func(query string, args ...any) {
		_, err := pool.ExecContext(ctx, query, args...)
		must(t, err)
	}
	exec(`INSERT INTO source (id, name) VALUES (1, 'a')`)
	var unread []news.Entry
	for n, d := range []news.Disposition{news.Sent, news.Unread, news.Wanted, news.Unread, news.OffTopic, news.OffTopic, news.Unread} {
		e := listed("a", n)
		exec(`INSERT INTO entry (id, address, said, source, published, seen, disposition) VALUES (?, ?, ?, 1, ?, ?, ?)`,
			n+1, digits64(e.URL), digits64(e.Title, e.Summary), ms(e.Published), ms(e.Seen), string(d))
		exec(`INSERT INTO listing (entry, url, key, title, summary) VALUES (?, ?, ?, ?, ?)`, n+1, e.URL, e.Key, e.Title, e.Summary)
		if d == news.Unread {
			unread = append(unread, e)
		}
	}
	must(t, pool.Close())
	db := openAt(t, path)
	checkTally(t, db)
	waiting, err := db.Unread(ctx, hour(9), unread[0], 0)
	if err != nil || len(waiting) != 2 || waiting[0].URL != unread[1].URL {
		t.Fatalf("after the first unread: %v (%v)", waiting, err)
	}
	settle(t, db, news.Settlement{URL: waiting[0].URL, Disposition: news.Mention}, news.Settlement{URL: waiting[1].URL, Disposition: news.OffTopic})
	checkTally(t, db)
}
