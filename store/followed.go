package store

import (
	"context"
	"database/sql"
	"time"

	"rasid/news"
)

// Followed returns, by topic, where its look back at what was listed before it goes on: the number of an entry, 0 when it
// was done. A topic that was never followed is not there.
func (db *DB) Followed(ctx context.Context) (map[string]int64, error) {
	type row struct {
		topic string
		next  int64
	}
	rows, err := collect(ctx, db.read, func(rows *sql.Rows) (r row, err error) {
		err = rows.Scan(&r.topic, &r.next)
		return r, err
	}, `SELECT topic, next FROM followed`)
	known := map[string]int64{}
	for _, r := range rows {
		known[r.topic] = r.next
	}
	return known, wrap(err, "list followed topics", "")
}

// selectUnheld finds what was settled without a place in any story and without a verdict on the topic.
const selectUnheld = `SELECT entry.id,` + entryColumns + `, entry.said` + fromEntry + ` WHERE entry.id > ?1 AND entry.seen >= ?2 AND entry.run = ''
	AND entry.disposition IN ('off-topic', 'mention') AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.entry = entry.id AND verdict.topic = ?3)
	ORDER BY entry.id LIMIT ?4`

// Unheld returns, in the order in which they were stored, at most limit live entries behind the one of the number given that were first seen
// at since or later and settled off-topic or as mentions, without a verdict on the topic; next is the number to go on with, 0 = that was all.
func (db *DB) Unheld(ctx context.Context, topic string, since time.Time, after int64, limit int) (es []news.Entry, next int64, err error) {
	es, err = collect(ctx, db.read, func(rows *sql.Rows) (e news.Entry, err error) {
		var published, seen int64
		err = rows.Scan(&next, &e.Source, &e.URL, &e.Key, &e.Title, &e.Summary, &published, &seen, &e.Run, &e.Words)
		e.Published, e.Seen = at(published), at(seen)
		return e, err
	}, selectUnheld, after, ms(since), topic, limit)
	if len(es) < limit {
		next = 0
	}
	return es, next, wrap(err, "list entries that a topic never saw", topic)
}

// SaveFollowed has the pages of entries that a topic leaves open read, and remembers that its look back goes on behind the entry
// next, 0 = it was done, in one commit.
func (db *DB) SaveFollowed(ctx context.Context, topic string, open []news.Settlement, next int64) error {
	err := db.change(ctx, false, func(w *writer) error {
		if _, err := w.settleAll(open); err != nil {
			return err
		}
		return w.exec(`INSERT INTO followed (topic, next) VALUES (?1, ?2) ON CONFLICT (topic) DO UPDATE SET next = ?2`, topic, next)
	})
	return wrap(err, "save followed topic", topic)
}
