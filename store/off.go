package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"rasid/news"
)

// TurnOff notes that a recipient of a target has ended, and why: nothing is to be sent to it until TurnOn, Retry or Resend
// turns it on again. One that is off stays off since it first was. The operator is told.
func (db *DB) TurnOff(ctx context.Context, target, to, reason string, now time.Time) error {
	err := db.record(ctx, func(w *writer) error {
		err := w.exec(`INSERT INTO off (target, recipient, since, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			target, to, ms(now), reason)
		if err != nil {
			return err
		}
		return w.noteAll([]news.Notice{{Key: offKey(target, to), At: now, Kind: news.AboutTarget, Subject: target,
			Text: "says that it has ended; nothing is sent to it until rasid deliveries on " + target + ": " + reason}})
	})
	return wrap(err, "turn off target", target)
}

// TurnOn lets a target be sent to again, with all its recipients that were off, and returns their number.
func (db *DB) TurnOn(ctx context.Context, target string, now time.Time) (n int, err error) {
	err = db.change(ctx, false, func(w *writer) error {
		n = 0
		tos, err := collectIn(w, scanString, `SELECT recipient FROM off WHERE target = ?`, target)
		for i := 0; i < len(tos) && err == nil; i++ {
			var on int
			on, err = w.turnOn(target, tos[i], now)
			n += on
		}
		return err
	})
	return n, wrap(err, "turn on target", target)
}

// turnOn returns 1 if the recipient was off.
func (w *writer) turnOn(target, to string, now time.Time) (int, error) {
	n, err := w.affect(`DELETE FROM off WHERE target = ? AND recipient = ?`, target, to)
	if err == nil {
		_, err = w.endMatter(offKey(target, to), now)
	}
	return n, err
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
