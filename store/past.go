package store

import (
	"context"
	"database/sql"
	"encoding/json"
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

// PastStories returns the stories of the run's topic with those members that the run listed, the oldest first.
func (db *DB) PastStories(ctx context.Context, run string) ([]news.Story, error) {
	ss, err := db.stories(ctx, view{run: run}, `SELECT DISTINCT story.id FROM past_entry AS x JOIN past_run AS r ON r.id = x.run
		JOIN member ON member.entry = x.entry AND member.topic = r.topic JOIN story ON story.id = member.story
		WHERE x.run = ? ORDER BY story.opened, story.id`, run)
	return ss, wrap(err, "list stories of past run", run)
}

// SavePastRun makes a run known. What is known of it already is kept.
func (db *DB) SavePastRun(ctx context.Context, r news.PastRun) error {
	err := db.change(ctx, false, func(w *writer) error { return w.savePastRun(r) })
	return wrap(err, "save past run", r.ID)
}

func (w *writer) savePastRun(r news.PastRun) error {
	sources, err := json.Marshal(append([]string{}, r.Sources...))
	if err != nil {
		return err
	}
	return w.exec(`INSERT INTO past_run (id, topic, since, until, sources, wayback) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.ID, r.Topic, ms(r.From), ms(r.To), string(sources), r.Wayback)
}

// AskPastRun has the running instance read a run, which AskedRun then names until EndPastRun. It may be called by the
// operator.
func (db *DB) AskPastRun(ctx context.Context, r news.PastRun, now time.Time) error {
	err := db.change(ctx, false, func(w *writer) error {
		if err := w.savePastRun(r); err != nil {
			return err
		}
		return w.exec(`UPDATE past_run SET asked = ?2, ended = 0, err = '' WHERE id = ?1`, r.ID, ms(now))
	})
	return wrap(err, "ask for past run", r.ID)
}

// EndPastRun says that a run was read to its end, or why it was not; nobody waits for it any longer. It may be called by
// the operator, who does not want it any more.
func (db *DB) EndPastRun(ctx context.Context, id string, now time.Time, reason string) error {
	err := db.change(ctx, false, func(w *writer) error {
		return w.exec(`UPDATE past_run SET asked = 0, ended = ?2, err = ?3 WHERE id = ?1`, id, ms(now), reason)
	})
	return wrap(err, "end past run", id)
}

const selectPastRun = `SELECT id, topic, since, until, sources, wayback, ended, err FROM past_run `

// PastRun returns a run, ErrNotFound if there is none of this id.
func (db *DB) PastRun(ctx context.Context, id string) (news.PastRun, error) {
	return db.onePastRun(ctx, "read past run", selectPastRun+`WHERE id = ?`, id)
}

// AskedRun returns the run that the running instance was asked first to read, ErrNotFound if there is none.
func (db *DB) AskedRun(ctx context.Context) (news.PastRun, error) {
	return db.onePastRun(ctx, "read asked run", selectPastRun+`WHERE asked > 0 ORDER BY asked, id LIMIT 1`)
}

func (db *DB) onePastRun(ctx context.Context, operation, query string, args ...any) (news.PastRun, error) {
	r, err := scanPastRun(db.read.QueryRowContext(ctx, query, args...))
	return r, wrap(err, operation, "")
}

func (w *writer) pastRun(id string) (news.PastRun, error) {
	return scanPastRun(w.row(selectPastRun+`WHERE id = ?`, id))
}

func scanPastRun(row *sql.Row) (r news.PastRun, err error) {
	var since, until, ended int64
	var sources string
	err = row.Scan(&r.ID, &r.Topic, &since, &until, &sources, &r.Wayback, &ended, &r.Err)
	r.From, r.To, r.Ended = at(since), at(until), at(ended)
	if err == nil {
		err = json.Unmarshal([]byte(sources), &r.Sources)
	}
	return r, sought(err)
}

// CountWantedPast counts what backfill runs found and whose page is still to be read.
func (db *DB) CountWantedPast(ctx context.Context) (n int, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM entry WHERE disposition = 'wanted' AND run <> ''`).Scan(&n)
	return n, wrap(err, "count wanted entries of the past", "")
}

// SavePastDigest stores a digest of past days and owes its deliveries, in one commit. It marks nothing as carried: what a
// run found enters no live digest. Those that are owed or were delivered already, by the same ids, are left as they are.
// Where the store was restored since the days began, the report of the run may have been sent before, and they are Held.
// It may be called by the operator. It returns how many deliveries are new, and how many of them are Held.
func (db *DB) SavePastDigest(ctx context.Context, d news.Digest, ds []news.Delivery) (owed, held int, err error) {
	frame, body, err := pack(d)
	if err != nil {
		return 0, 0, wrap(err, "save digest", d.ID)
	}
	err = db.change(ctx, false, func(w *writer) error {
		owed, held = 0, 0
		restored, err := w.held(d)
		if err != nil {
			return err
		}
		if _, err := w.insertDigest(d, frame, body); err != nil {
			return err
		}
		for _, one := range ds {
			var known bool
			if err := w.row(`SELECT EXISTS (SELECT 1 FROM delivery WHERE id = ?)`, one.ID).Scan(&known); err != nil {
				return err
			}
			if known {
				continue
			}
			if err := w.owe(d, []news.Delivery{one}); err != nil {
				return err
			}
			owed++
			if restored {
				held++
			}
		}
		return nil
	})
	return owed, held, wrap(err, "save digest", d.ID)
}
