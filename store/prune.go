package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A Pruning says what is no longer needed. A zero time leaves its side as it is.
type Pruning struct {
	Now     time.Time
	Texts   time.Time // texts of what was first seen, and bytes of what was sent, before then
	Entries time.Time // entries first seen before then, and all that hangs on them; digests, notices and ticks
	Count   bool      // only count
	Anyway  bool      // also when the clock has jumped: the operator has looked at it
}

// A Pruned counts what went.
type Pruned struct {
	Texts   int `json:"texts"`   // entries without their texts
	Bodies  int `json:"bodies"`  // deliveries without their bytes
	Digests int `json:"digests"` // digests without the texts of their articles
	Entries int `json:"entries"` // entries with all that hung on them
	Rest    int `json:"rest"`    // rows of other kinds: digests and deliveries, notices, ticks

	Bytes int64 `json:"bytes"` // size of the database
	Free  int64 `json:"free"`  // of it, room for what comes
}

// pruneBatch is the number of rows that one transaction changes.
const pruneBatch = 200

// Prune takes away what is older than it need be. What waits, or is owed, held or in doubt stays, and so does what a reader
// labelled or voted on, and what is in a story that was carried on since. It goes on in transactions of a few hundred rows and rests after each as
// long as it took, so that nobody waits for it; one that is cut short is taken up by the next. The room that becomes
// free is used by what comes: the file does not shrink. ErrClock: the clock has jumped.
func (db *DB) Prune(ctx context.Context, p Pruning) (done Pruned, err error) {
	err = db.prune(ctx, p, &done)
	if err == nil && !p.Count {
		err = db.change(ctx, false, func(w *writer) error {
			return w.exec(`INSERT INTO pruning (id, at) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET at = ?1`, ms(p.Now))
		})
	}
	if err == nil {
		err = db.room(ctx, &done)
	}
	return done, wrap(err, "prune store", "")
}

func (db *DB) prune(ctx context.Context, p Pruning, done *Pruned) error {
	if db.bands == nil {
		return errors.New("the store was opened without Options.Bands, so that sketches could not be found")
	}
	if !p.Count {
		if err := db.change(ctx, false, func(w *writer) error { return w.trustClock(p) }); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		until time.Time
		count *int
		find  string // the ids; ?1 = until
		do    func(w *writer, ids, until any) (int, error)
	}{
		{p.Entries, &done.Entries, `SELECT e.id FROM entry AS e WHERE` + prunable, db.dropEntries},
		{p.Texts, &done.Texts, `SELECT e.id FROM entry AS e WHERE e.bare = 0 AND` + prunable, db.dropTexts(p.Now)},
		{p.Texts, &done.Bodies, `SELECT d.seq FROM delivery AS d WHERE d.bare = 0 AND` + spent, (*writer).dropBodies},
		{p.Texts, &done.Digests, `SELECT seq FROM digest AS g WHERE g.bare = 0 AND` + told, (*writer).bareDigests},
		{p.Entries, &done.Rest, `SELECT seq FROM digest AS g WHERE` + told + orphaned, (*writer).dropDigests},
		{p.Entries, &done.Rest, `SELECT id FROM notice WHERE at < ?1 AND open = 0 AND told <> 0`, (*writer).dropNotices},
	} {
		if s.until.IsZero() {
			continue
		}
		ids, err := collect(ctx, db.read, scanInt, s.find, ms(s.until))
		if err != nil {
			return err
		}
		if p.Count {
			*s.count += len(ids)
			continue
		}
		if err := db.inBatches(ctx, p, ids, s.count, func(w *writer, ids any) (int, error) { return s.do(w, ids, ms(s.until)) }); err != nil {
			return err
		}
	}
	return db.dropTicks(ctx, p, done)
}

// inBatches changes rows in one short transaction after the other.
func (db *DB) inBatches(ctx context.Context, p Pruning, ids []int64, count *int, do func(w *writer, ids any) (int, error)) error {
	for len(ids) > 0 {
		n := min(len(ids), pruneBatch)
		list, err := json.Marshal(ids[:n])
		if err != nil {
			return err
		}
		began, went := time.Now(), 0
		err = db.change(ctx, false, func(w *writer) error {
			if err := w.trustClock(p); err != nil {
				return err
			}
			went, err = do(w, string(list))
			return err
		})
		if err != nil {
			return err
		}
		*count += went
		ids = ids[n:]
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Since(began)):
		}
	}
	return nil
}

// dropTicks takes away moments at which schedules were due, but for the newest of each.
func (db *DB) dropTicks(ctx context.Context, p Pruning, done *Pruned) error {
	const old = ` FROM tick WHERE due < ?1 AND done = 1 AND due < (SELECT max(due) FROM tick AS t WHERE t.schedule = tick.schedule)`
	if p.Entries.IsZero() {
		return nil
	}
	if p.Count {
		var n int
		err := db.read.QueryRowContext(ctx, `SELECT count(*)`+old, ms(p.Entries)).Scan(&n)
		done.Rest += n
		return err
	}
	for {
		n := 0
		err := db.change(ctx, false, func(w *writer) (err error) {
			n, err = w.affect(`DELETE FROM tick WHERE (schedule, due) IN (SELECT schedule, due`+old+` LIMIT ?2)`, ms(p.Entries), pruneBatch)
			return err
		})
		done.Rest += n
		if err != nil || n < pruneBatch {
			return err
		}
	}
}

// room measures the file.
func (db *DB) room(ctx context.Context, done *Pruned) (err error) {
	if done.Bytes, _, err = db.sizes(); err != nil {
		return err
	}
	return db.read.QueryRowContext(ctx, `SELECT f.freelist_count * s.page_size FROM pragma_freelist_count AS f, pragma_page_size AS s`).Scan(&done.Free)
}

// LastPruning returns when a Prune was last done to its end; zero = never.
func (db *DB) LastPruning(ctx context.Context) (time.Time, error) {
	var last int64
	err := db.read.QueryRowContext(ctx, `SELECT coalesce(max(at), 0) FROM pruning`).Scan(&last)
	return at(last), wrap(err, "read last pruning", "")
}

// What the clock may do before pruning stops, and for how long.
const (
	clockJump  = 24 * time.Hour
	jumpPauses = 7 * 24 * time.Hour
)

// trustClock refuses with ErrClock when the clock is not where the last sign of life lets one expect it, or has jumped in the last days:
// under a clock a year ahead everything is old. The operator's word ends that.
func (w *writer) trustClock(p Pruning) error {
	if p.Anyway {
		return w.exec(`UPDATE beat SET jumped = 0 WHERE jumped <> 0`)
	}
	var last, jumped int64
	if err := w.row(`SELECT coalesce(max(at), 0), coalesce(max(jumped), 0) FROM beat`).Scan(&last, &jumped); err != nil || last == 0 {
		return err
	}
	if off := p.Now.Sub(at(last)).Abs(); off > clockJump {
		return fmt.Errorf("%w: it says %s, and the last sign of life was at %s", ErrClock, stampOf(p.Now), stampOf(at(last)))
	}
	if since := p.Now.Sub(at(jumped)); jumped != 0 && since >= 0 && since < jumpPauses {
		return fmt.Errorf("%w at %s: it must run evenly for seven days", ErrClock, stampOf(at(jumped)))
	}
	return nil
}
