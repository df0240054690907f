package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// TurnOff notes that a recipient of a target has ended, and why: nothing is to be sent to it until Resend turns
// it on again. One that is off stays off since it first was.
func (db *DB) TurnOff(ctx context.Context, target, to, reason string, now time.Time) error {
	err := db.change(ctx, false, func(w *writer) error {
		return w.exec(`INSERT INTO off (target, recipient, since, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			target, to, ms(now), reason)
	})
	return wrap(err, "turn off target", target)
}

// Off returns since when a recipient of a target has been off, and why; the zero time when it is on.
func (db *DB) Off(ctx context.Context, target, to string) (since time.Time, reason string, err error) {
	var n int64
	err = db.read.QueryRowContext(ctx, `SELECT since, reason FROM off WHERE target = ? AND recipient = ?`, target, to).Scan(&n, &reason)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, "", nil
	}
	return at(n), reason, wrap(err, "read target", target)
}
