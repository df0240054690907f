package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"rasid/news"
)

// forever is the end of a span that is open.
const forever = int64(1) << 62

// span is [from, to) as stored; a zero time leaves its side open.
func span(from, to time.Time) (int64, int64) {
	if to.IsZero() {
		return ms(from), forever
	}
	return ms(from), ms(to)
}

// countKept reads what triggers keep up to date, and counts what is unread by its indexes.
const countKept = `SELECT disposition, entries FROM (SELECT disposition, entries FROM tally UNION ALL
	SELECT 'unread', (SELECT count(*) FROM entry WHERE disposition = 'unread' AND run = '')
		+ (SELECT count(*) FROM entry WHERE disposition = 'unread' AND run <> '')) WHERE entries > 0`

// recount counts the entries anew, where some came with a disposition: a trigger counts those only that change theirs.
func (w *writer) recount() error {
	err := w.exec(`UPDATE tally SET entries = 0`)
	if err != nil {
		return err
	}
	return w.exec(`INSERT OR REPLACE INTO tally (disposition, entries)
		SELECT disposition, count(*) FROM entry WHERE disposition <> 'unread' GROUP BY disposition`)
}

// Tally counts the entries first seen in [from, to) by disposition, and all of them. A zero time leaves its
// side open. Where both are open the count is at hand, but for what is unread; else the entries of the span are read.
func (db *DB) Tally(ctx context.Context, from, to time.Time) (map[news.Disposition]int, int, error) {
	query, args := countKept, []any(nil)
	if !from.IsZero() || !to.IsZero() {
		first, end := span(from, to)
		query, args = `SELECT disposition, count(*) FROM entry WHERE seen >= ? AND seen < ? GROUP BY disposition`, []any{first, end}
	}
	counts, n, err := tally(ctx, db.read, query, args...)
	return counts, n, wrap(err, "count entries", "")
}

func tally(ctx context.Context, q querier, query string, args ...any) (map[news.Disposition]int, int, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	counts, sum := map[news.Disposition]int{}, 0
	for rows.Next() {
		var d news.Disposition
		var n int
		if err := rows.Scan(&d, &n); err != nil {
			return nil, 0, err
		}
		counts[d] = n
		sum += n
	}
	return counts, sum, rows.Err()
}

// countListed counts entries by where they stand for one topic: what waits, was sent or was folded for another is off this one.
const countListed = `SELECT CASE
		WHEN disposition IN ('waiting', 'sent', 'folded') THEN coalesce((SELECT state FROM member WHERE entry = e.id AND topic = ?4),
			iif(EXISTS (SELECT 1 FROM verdict WHERE entry = e.id AND topic = ?4 AND mention = 1), 'mention', 'off-topic'))
		WHEN disposition = 'mention' AND topic <> ?4 AND NOT EXISTS (SELECT 1 FROM verdict WHERE entry = e.id AND topic = ?4 AND mention = 1) THEN 'off-topic'
		ELSE disposition END AS stands, count(*)
	FROM entry e WHERE seen >= ?1 AND seen < ?2 AND run = ''
		AND source IN (SELECT id FROM source WHERE name IN (SELECT value FROM json_each(?3)))
	GROUP BY stands`

// Coverage says how many of the sources gave a usable answer since from, why the others did not, and what
// became for the topic of the live entries they listed first in [from, to). A source whose last answer is later than to
// counts as one that answered; one that answers without news (silent, frozen, empty) or with those of another (hijacked) does not.
func (db *DB) Coverage(ctx context.Context, topic string, sources []news.Source, from, to time.Time) (news.Coverage, error) {
	c, err := db.coverage(ctx, topic, sources, from, to)
	return c, wrap(err, "sum up coverage", "")
}

func (db *DB) coverage(ctx context.Context, topic string, sources []news.Source, from, to time.Time) (news.Coverage, error) {
	c := news.Coverage{Asked: len(sources)}
	names := make([]string, len(sources))
	for i, s := range sources {
		names[i] = s.Name
	}
	list, err := json.Marshal(names)
	if err != nil {
		return c, err
	}
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return c, err
	}
	defer tx.Rollback()
	polls, err := collect(ctx, tx, scanPoll, selectPolls+`WHERE name IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return c, err
	}
	last := map[string]news.Poll{}
	for _, p := range polls {
		last[p.Source] = p
	}
	for _, s := range sources {
		p := last[s.Name]
		since := usable(p)
		if !since.IsZero() && !since.Before(from) && p.State != news.Hijacked {
			c.Answered++
			continue
		}
		c.Dark = append(c.Dark, news.Dark{Source: s.Name, Outlet: s.Outlet, State: p.State, Reason: p.Reason, Since: since})
	}
	first, end := span(from, to)
	c.Settled, c.Listed, err = tally(ctx, tx, countListed, first, end, string(list), topic)
	return c, err
}

// usable returns when a source last gave an answer that served its readers: one without news does not, where there were none for
// longer than they are used to.
func usable(p news.Poll) time.Time {
	switch p.State {
	case news.Silent, news.Frozen, news.Empty:
		return p.Fresh
	}
	return p.Answered
}

// CountWaiting counts, of live entries by their URL, those that were first seen in [from, to) and wait for a digest of the topic.
func (db *DB) CountWaiting(ctx context.Context, topic string, urls []string, from, to time.Time) (n int, err error) {
	addresses := make([]int64, len(urls))
	for i, url := range urls {
		addresses[i] = digits64(url)
	}
	list, err := json.Marshal(addresses)
	if err == nil {
		first, end := span(from, to)
		err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM entry e WHERE (address IN (SELECT value FROM json_each(?1))
				OR id IN (SELECT entry FROM alias WHERE address IN (SELECT value FROM json_each(?1))))
			AND disposition = 'waiting' AND run = '' AND seen >= ?2 AND seen < ?3
			AND EXISTS (SELECT 1 FROM member WHERE entry = e.id AND topic = ?4 AND state = 'waiting')`, string(list), first, end, topic).Scan(&n)
	}
	return n, wrap(err, "count waiting entries", "")
}

// Size returns the bytes that the database takes on disk: its file, and its write-ahead log.
func (db *DB) Size(context.Context) (file, log int64, err error) {
	file, log, err = db.sizes()
	return file, log, wrap(err, "measure store", db.path)
}
