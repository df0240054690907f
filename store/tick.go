package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"rasid/news"
)

// LastTick returns the newest tick of a schedule at now; false when it has none yet. One that is not Done was cut
// short and is to be resumed. It may be due a little later than now, where the clock was put back over it. Ticks
// further ahead were claimed under a clock that was wrong; they count again when their time comes.
func (db *DB) LastTick(ctx context.Context, schedule string, now time.Time) (news.Tick, bool, error) {
	t := news.Tick{Schedule: schedule}
	var due, since int64
	err := db.read.QueryRowContext(ctx, `SELECT due, since, done FROM tick WHERE schedule = ? AND due <= ? ORDER BY due DESC LIMIT 1`, schedule, ms(now.Add(clockSlack))).
		Scan(&due, &since, &t.Done)
	if errors.Is(err, sql.ErrNoRows) {
		return news.Tick{}, false, nil
	}
	if err != nil {
		return news.Tick{}, false, wrap(err, "read last tick", schedule)
	}
	t.Due, t.From = at(due), at(since)
	return t, true, nil
}

// ClaimTick makes a tick durable before its work begins (T0). It returns false when the tick is done
// already; one that was claimed and not done is claimed again, with the From it has. A tick that comes Done
// only marks where a schedule begins.
func (db *DB) ClaimTick(ctx context.Context, t news.Tick) (claimed bool, err error) {
	err = db.change(ctx, false, func(w *writer) error {
		var done bool
		err := w.row(`INSERT INTO tick (schedule, due, since, done) VALUES (?, ?, ?, ?)
			ON CONFLICT (schedule, due) DO UPDATE SET done = done RETURNING done`, t.Schedule, ms(t.Due), ms(t.From), t.Done).Scan(&done)
		claimed = !done
		return err
	})
	if err != nil {
		return false, wrap(err, "claim tick", t.Schedule+" "+t.Due.UTC().Format(time.RFC3339))
	}
	return claimed, nil
}

// LastCut returns the end of the span of the digest that the tick of a schedule due then gave; false when it had
// nothing to tell.
func (db *DB) LastCut(ctx context.Context, schedule string, due time.Time) (to time.Time, cut bool, err error) {
	ds, err := collect(ctx, db.read, scanFrame, `SELECT frame FROM digest WHERE name = ? AND due = ? ORDER BY seq DESC LIMIT 1`, schedule, ms(due))
	if err != nil || len(ds) == 0 {
		return time.Time{}, false, wrap(err, "read digest", schedule)
	}
	return ds[0].To, true, nil
}

// endTick marks a tick done; one without a schedule stands for a digest that no schedule asked for.
func (w *writer) endTick(t news.Tick) error {
	if t.Schedule == "" {
		return nil
	}
	return w.exec(`INSERT INTO tick (schedule, due, since, done) VALUES (?, ?, ?, 1)
		ON CONFLICT (schedule, due) DO UPDATE SET done = 1`, t.Schedule, ms(t.Due), ms(t.From))
}

// clockSlack is how far a clock may be put back before what was noted ahead of it is taken for its error.
const clockSlack = 2 * time.Hour
