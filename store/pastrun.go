package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"rasid/news"
	"time"
)

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
