package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"rasid/news"
)

// SaveNotice keeps a notice until it is told. It is not fresh, and nothing is kept, when the matter of its Key
// stands already or, of a Back, does not stand. A matter that is over before anybody was told of it is not told.
func (db *DB) SaveNotice(ctx context.Context, n news.Notice) (fresh bool, err error) {
	err = db.record(ctx, func(w *writer) error {
		fresh, err = w.note(n)
		return err
	})
	if err != nil {
		return false, wrap(err, "save notice", n.Key)
	}
	return fresh, nil
}

func (w *writer) noteAll(ns []news.Notice) error {
	for _, n := range ns {
		if _, err := w.note(n); err != nil {
			return err
		}
	}
	return nil
}

// note is SaveNotice within a commit.
func (w *writer) note(n news.Notice) (fresh bool, err error) {
	if n.Back {
		told, err := w.endMatter(n.Key, n.At)
		if err != nil || !told {
			return false, err
		}
	}
	rows, err := w.affect(`INSERT INTO notice (key, at, kind, subject, text, back, open) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, n.Key, ms(n.At), string(n.Kind), n.Subject, n.Text, n.Back, !n.Back)
	return rows > 0, err
}

// endMatter closes the matter of a key and reports whether somebody was told of it.
func (w *writer) endMatter(key string, now time.Time) (told bool, err error) {
	err = w.row(`SELECT told <> 0 FROM notice WHERE key = ? AND open = 1`, key).Scan(&told)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return told, w.exec(`UPDATE notice SET open = 0, told = iif(told = 0, ?2, told) WHERE key = ?1 AND open = 1`, key, ms(now))
}

const selectNotices = `SELECT id, key, at, kind, subject, text, back FROM notice `

// The unary plus keeps the planner on the small index of what stands.
const selectOpenNotices = selectNotices + `WHERE open = 1 ORDER BY +id DESC`

// UntoldNotices returns what is still to be told, in the order in which it came.
func (db *DB) UntoldNotices(ctx context.Context) ([]news.Notice, error) {
	ns, err := collect(ctx, db.read, scanNotice, selectNotices+`WHERE told = 0 ORDER BY id`)
	return ns, wrap(err, "list untold notices", "")
}

// OpenNotices returns the matters that stand, told or not, the newest first.
func (db *DB) OpenNotices(ctx context.Context) ([]news.Notice, error) {
	ns, err := collect(ctx, db.read, scanNotice, selectOpenNotices)
	return ns, wrap(err, "list open notices", "")
}

func scanNotice(rows *sql.Rows) (n news.Notice, err error) {
	var when int64
	err = rows.Scan(&n.ID, &n.Key, &when, &n.Kind, &n.Subject, &n.Text, &n.Back)
	n.At = at(when)
	return n, err
}

// LastNotice returns when a message with notices was last cut, zero if never.
func (db *DB) LastNotice(ctx context.Context) (time.Time, error) {
	var last int64
	err := db.read.QueryRowContext(ctx, `SELECT coalesce(max(told), 0) FROM notice WHERE digest <> ''`).Scan(&last)
	return at(last), wrap(err, "read last notice", "")
}

// TellNotices stores a digest of notices, owes its deliveries as SaveDigest does and marks its notices told at
// d.Due, in one commit. Without deliveries they are only marked: there was nobody to tell.
func (db *DB) TellNotices(ctx context.Context, d news.Digest, ds []news.Delivery) error {
	frame, body, err := pack(d)
	if err != nil {
		return wrap(err, "tell notices", d.ID)
	}
	err = db.record(ctx, func(w *writer) error {
		id := ""
		if len(ds) > 0 {
			id = d.ID
			if _, err := w.insertDigest(d, frame, body); err != nil {
				return err
			}
			if err := w.owe(d, ds); err != nil {
				return err
			}
		}
		for _, n := range d.Notices {
			if err := w.exec(`UPDATE notice SET told = ?, digest = ? WHERE id = ? AND told = 0`, ms(d.Due), id, n.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "tell notices", d.ID)
}
