package store

import (
	"context"
	"database/sql"
	"time"

	"rasid/news"
)

const oneDay = 24 * time.Hour

// SavePastDay stores what an archive listed for one past day of a source, with the row of the ledger that
// says so, in one commit: a day is either settled with all its entries or read again. Entries must carry
// Run and Seen, and the run must be known (SavePastRun). A day saved again replaces its row, but that of the Wayback
// Machine stands beside that of the source's own archive. An entry that is known already and was never held against
// the topic of the run, because it was outside the window or the topic is younger, is looked at again in this run.
func (db *DB) SavePastDay(ctx context.Context, d news.PastDay, entries []news.Entry) (fresh int, err error) {
	heard := hear(d.Source, entries)
	err = db.change(ctx, true, func(w *writer) error {
		fresh = 0
		run, err := w.pastRun(d.Run)
		if err != nil {
			return err
		}
		source, err := w.sourceID(d.Source)
		if err != nil {
			return err
		}
		last := w.lastEntry
		if fresh, err = w.saveEntries(source, heard); err != nil {
			return err
		}
		if err := w.savePastEntries(run, d, source, heard, last); err != nil {
			return err
		}
		return w.exec(`INSERT OR REPLACE INTO past_day (run, source, day, wayback, method, missing) VALUES (?, ?, ?, ?, ?, ?)`,
			d.Run, source, ms(d.Day), d.Method == news.Wayback, d.Method, d.Missing)
	})
	if err != nil {
		return 0, wrap(err, "save past day", d.Source)
	}
	return fresh, nil
}

// savePastEntries counts entries for their days; those above last were not known before.
func (w *writer) savePastEntries(run news.PastRun, d news.PastDay, source int64, all []heard, last int64) error {
	known, err := w.known(knownByAddress, all, func(h heard) int64 { return h.address })
	if err != nil {
		return err
	}
	for _, h := range all {
		k, ok := known[h.address]
		if !ok {
			continue
		}
		day := d.Day
		if t := h.Published; !t.Before(run.From) && t.Before(run.To) {
			day = t.Truncate(oneDay)
		}
		err := w.exec(`INSERT INTO past_entry (run, source, day, wayback, entry, fresh) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			run.ID, source, ms(day), d.Method == news.Wayback, k.id, k.id > last)
		if err == nil && k.id <= last {
			err = w.adopt(run, k.id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// adopt has a run look at an entry that was settled without being held against its topic.
func (w *writer) adopt(run news.PastRun, entry int64) error {
	return w.exec(`UPDATE entry SET run = ?1, disposition = 'unread', due = 0, reason = '' WHERE id = ?2 AND run <> ?1
		AND disposition IN ('outside', 'off-topic', 'failed')
		AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.entry = ?2 AND verdict.topic = ?3)`, run.ID, entry, run.Topic)
}

// enliven makes news of today of what a run found first: from now on it is as if no run had found it.
func (w *writer) enliven(entry int64, seen time.Time) error {
	if err := w.exec(`UPDATE entry SET run = '', seen = ?2 WHERE id = ?1`, entry, ms(seen)); err != nil {
		return err
	}
	places, err := w.placesOf(entry)
	if err != nil {
		return err
	}
	for _, f := range places {
		state := news.Waiting
		if f.Kind == news.Copy {
			if state, err = w.copyState(entry, f); err != nil {
				return err
			}
		}
		if err := w.exec(`UPDATE member SET state = ? WHERE entry = ? AND topic = ? AND state = 'past'`, string(state), entry, f.Topic); err != nil {
			return err
		}
		if err := w.await(entry, f.Topic); err != nil {
			return err
		}
	}
	if len(places) == 0 {
		return nil
	}
	return w.dispose(entry)
}

// placesOf returns where an article stands in stories of the past.
func (w *writer) placesOf(entry int64) ([]news.Fold, error) {
	return collectIn(w, func(rows *sql.Rows) (f news.Fold, err error) {
		err = rows.Scan(&f.Topic, &f.Story, &f.Kind)
		return f, err
	}, `SELECT topic, story, kind FROM member WHERE entry = ? AND state = 'past'`, entry)
}

// selectPastDays counts in one pass over what the run listed.
const selectPastDays = `SELECT s.name, p.day, p.method, p.missing, count(x.entry), coalesce(sum(x.fresh), 0),
		count(a.entry), count(m.entry), count(e.id)
	FROM past_day p JOIN source s ON s.id = p.source JOIN past_run r ON r.id = p.run
		LEFT JOIN past_entry x ON x.run = p.run AND x.source = p.source AND x.day = p.day AND x.wayback = p.wayback
		LEFT JOIN article a ON a.entry = x.entry AND a.basis = 'page'
		LEFT JOIN member m ON m.entry = x.entry AND m.topic = r.topic
		LEFT JOIN entry e ON e.id = x.entry AND e.disposition IN ('unread', 'wanted')
	WHERE p.run = ? GROUP BY s.name, p.day, p.wayback ORDER BY s.name, p.day, p.wayback`

// PastDays returns the ledger of a backfill run by source, day and method.
func (db *DB) PastDays(ctx context.Context, run string) ([]news.PastDay, error) {
	ds, err := collect(ctx, db.read, func(rows *sql.Rows) (d news.PastDay, err error) {
		var day int64
		err = rows.Scan(&d.Source, &day, &d.Method, &d.Missing, &d.Listed, &d.New, &d.Read, &d.Relevant, &d.Later)
		d.Run, d.Day = run, at(day)
		return d, err
	}, selectPastDays, run)
	return ds, wrap(err, "read past days", run)
}

// CountWantedPast counts what backfill runs found and whose page is still to be read.
func (db *DB) CountWantedPast(ctx context.Context) (n int, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM entry WHERE disposition = 'wanted' AND run <> ''`).Scan(&n)
	return n, wrap(err, "count wanted entries of the past", "")
}
