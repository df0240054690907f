package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"rasid/news"
)

// A Renewal says from what the background of general news was last renewed.
type Renewal struct {
	Base     string    `json:"base"`           // version of the background that it renews
	Version  string    `json:"version"`        // of the renewal itself; "" = too little was read for one
	Until    time.Time `json:"until,omitzero"` // listings first seen before were read; zero = never renewed
	Listings int       `json:"listings"`       // that were counted
	Copies   int       `json:"copies"`         // listings left out since they repeat another
	Words    int       `json:"words"`          // that Base did not know
}

// SaveRenewal stores a renewal in place of the one before, with the bytes that detect wrote.
func (db *DB) SaveRenewal(ctx context.Context, r Renewal, data []byte) error {
	err := db.change(ctx, false, func(w *writer) error {
		return w.exec(`INSERT OR REPLACE INTO background (id, base, version, until, listings, copies, words, data) VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
			r.Base, r.Version, ms(r.Until), r.Listings, r.Copies, r.Words, append([]byte{}, data...))
	})
	return wrap(err, "save background", "")
}

// Renewal returns the last renewal without its bytes; the zero Renewal when there was none.
func (db *DB) Renewal(ctx context.Context) (r Renewal, err error) {
	var until int64
	err = db.read.QueryRowContext(ctx, `SELECT base, version, until, listings, copies, words FROM background`).
		Scan(&r.Base, &r.Version, &until, &r.Listings, &r.Copies, &r.Words)
	if errors.Is(err, sql.ErrNoRows) {
		return Renewal{}, nil
	}
	r.Until = at(until)
	return r, wrap(err, "read background", "")
}

// RenewalData returns the bytes of the renewal of this version; ErrNotFound when it is no longer there.
func (db *DB) RenewalData(ctx context.Context, version string) (data []byte, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT data FROM background WHERE version = ?`, version).Scan(&data)
	return data, wrap(sought(err), "read background", version)
}

// Listings yields the entries first seen in [from, to), at most the newest so many, in an order that does not depend
// on when they came. It reads the store each time it is ranged over. The first error ends it.
func (db *DB) Listings(ctx context.Context, from, to time.Time, most int) iter.Seq2[news.Entry, error] {
	return func(yield func(news.Entry, error) bool) {
		rows, err := db.read.QueryContext(ctx, selectListings, ms(from), ms(to), bound(most))
		if err != nil {
			yield(news.Entry{}, wrap(err, "list entries", ""))
			return
		}
		defer rows.Close()
		for rows.Next() {
			e, err := scanEntry(rows)
			if !yield(e, wrap(err, "list entries", "")) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(news.Entry{}, wrap(err, "list entries", ""))
		}
	}
}

const selectListings = `SELECT` + entryColumns + fromEntry + `
	WHERE entry.id IN (SELECT id FROM entry WHERE seen >= ? AND seen < ? ORDER BY seen DESC, address LIMIT ?)
	ORDER BY entry.address`
