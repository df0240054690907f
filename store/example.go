package store

import (
	"context"
	"database/sql"
	"time"
)

// An Example is an article that a topic's list of addresses names, as it was fetched once.
type Example struct {
	URL       string
	Title     string
	Text      string
	Published time.Time
}

// SaveExample stores an example of a topic, in place of an earlier one of the same URL.
func (db *DB) SaveExample(ctx context.Context, topic string, e Example) error {
	err := db.change(ctx, false, func(w *writer) error {
		return w.exec(`INSERT INTO example (topic, url, title, text, published) VALUES (?1, ?2, ?3, ?4, ?5)
			ON CONFLICT (topic, url) DO UPDATE SET title = ?3, text = ?4, published = ?5`, topic, e.URL, e.Title, e.Text, ms(e.Published))
	})
	return wrap(err, "save example", topic)
}

// Examples returns the examples of a topic, by URL.
func (db *DB) Examples(ctx context.Context, topic string) ([]Example, error) {
	es, err := collect(ctx, db.read, func(rows *sql.Rows) (e Example, err error) {
		var published int64
		err = rows.Scan(&e.URL, &e.Title, &e.Text, &published)
		e.Published = at(published)
		return e, err
	}, `SELECT url, title, text, published FROM example WHERE topic = ? ORDER BY url`, topic)
	return es, wrap(err, "list examples", topic)
}
