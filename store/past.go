package store

import (
	"context"
	"time"

	"rasid/news"
)

// SavePastDay stores what an archive listed for one past day of a source, with the row of the ledger that
// says so, in one commit: a day is either settled with all its entries or read again. Entries must carry
// Run and Seen. A day saved again replaces its row.
func (db *DB) SavePastDay(ctx context.Context, d news.PastDay, entries []news.Entry) (fresh int, err error) {
	heard := hear(d.Source, entries)
	err = db.change(ctx, true, func(w *writer) error {
		source, err := w.sourceID(d.Source)
		if err == nil {
			fresh, err = w.saveEntries(source, heard)
		}
		if err != nil {
			return err
		}
		return w.exec(`INSERT INTO past_day (run, source, day, method, listed, fresh, missing) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (run, source, day) DO UPDATE SET method = excluded.method, listed = excluded.listed, fresh = fresh + excluded.fresh, missing = excluded.missing`,
			d.Run, source, ms(d.Day), d.Method, len(heard), fresh, d.Missing)
	})
	if err != nil {
		return 0, wrap(err, "save past day", d.Source)
	}
	return fresh, nil
}

// PastDays returns the ledger of a backfill run by source and day, with the relevant entries counted.
func (db *DB) PastDays(ctx context.Context, run string) ([]news.PastDay, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT s.name, p.day, p.method, p.listed, p.fresh, p.missing,
		(SELECT count(*) FROM entry e WHERE e.run = p.run AND e.source = p.source AND e.disposition = 'past'
			AND iif(e.published = 0, e.seen, e.published) >= p.day AND iif(e.published = 0, e.seen, e.published) < p.day + ?)
		FROM past_day p JOIN source s ON s.id = p.source WHERE p.run = ? ORDER BY s.name, p.day`, (24 * time.Hour).Milliseconds(), run)
	if err != nil {
		return nil, wrap(err, "read past days", run)
	}
	defer rows.Close()
	var all []news.PastDay
	for rows.Next() {
		d := news.PastDay{Run: run}
		var day int64
		if err := rows.Scan(&d.Source, &day, &d.Method, &d.Listed, &d.New, &d.Missing, &d.Relevant); err != nil {
			return nil, wrap(err, "read past days", run)
		}
		d.Day = at(day)
		all = append(all, d)
	}
	return all, wrap(rows.Err(), "read past days", run)
}
