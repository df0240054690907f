package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rasid/news"
)

// Why a delivery cannot be repaired.
var (
	// ErrState says that it is under way or was delivered.
	ErrState = errors.New("not open to this")
	// ErrVague says that several ids begin so.
	ErrVague = errors.New("stands for several")
	// ErrPruned says that its bytes are there no more.
	ErrPruned = errors.New("its bytes were pruned, so it cannot be sent again")
)

// Retry makes deliveries owed again at now, with the same ids and bytes, as if they had never been tried; a recipient
// that was off is on again. An id may be cut to its beginning. It returns the deliveries as they were, all of them or, with an
// error, none: ErrNotFound and ErrVague for an id, ErrState for a delivery that is under way or was delivered,
// ErrPruned.
func (db *DB) Retry(ctx context.Context, ids []string, now time.Time) ([]news.Delivery, error) {
	return db.repair(ctx, "retry", ids, now, func(w *writer, d news.Delivery) error {
		if err := w.whole(`SELECT EXISTS (SELECT 1 FROM delivery WHERE id = ? AND bare = 1)`, d.ID); err != nil {
			return err
		}
		if _, err := w.turnOn(d.Target, d.To, now); err != nil {
			return err
		}
		return w.exec(`UPDATE delivery SET state = 'pending', due = ?2, attempts = 0, ambiguous = 0, sent = 0, err = '' WHERE id = ?1`, d.ID, ms(now))
	})
}

// Drop gives deliveries up: they are Dead and need nobody any more, also those that were Dead. It returns as Retry does.
func (db *DB) Drop(ctx context.Context, ids []string, now time.Time) ([]news.Delivery, error) {
	return db.repair(ctx, "drop", ids, now, func(w *writer, d news.Delivery) error {
		return w.exec(`UPDATE delivery SET state = 'dead', err = ?2 WHERE id = ?1`, d.ID, news.Dropped)
	})
}

// MarkSent takes deliveries for Delivered at now, because the operator saw that they have arrived. It returns as Retry does.
func (db *DB) MarkSent(ctx context.Context, ids []string, now time.Time) ([]news.Delivery, error) {
	return db.repair(ctx, "mark as sent", ids, now, func(w *writer, d news.Delivery) error {
		return w.exec(`UPDATE delivery SET state = 'delivered', sent = ?2, err = '' WHERE id = ?1`, d.ID, ms(now))
	})
}

// repair changes deliveries that are neither under way nor delivered; each is no matter for the operator any more, and
// its log has a line that says what was done.
func (db *DB) repair(ctx context.Context, verb string, ids []string, now time.Time, do func(*writer, news.Delivery) error) (ds []news.Delivery, err error) {
	err = db.change(ctx, false, func(w *writer) error {
		ds = nil
		for _, id := range ids {
			d, err := w.repairable(id)
			if err == nil {
				err = do(w, d)
			}
			if err == nil {
				_, err = w.endMatter(endedKey(d.ID), now)
			}
			if err == nil {
				err = w.exec(`INSERT INTO attempt (delivery, started, state, note) SELECT id, ?2, state, ?3 FROM delivery WHERE id = ?1`,
					d.ID, ms(now), "operator: "+verb)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			ds = append(ds, d)
		}
		return nil
	})
	if err != nil {
		return nil, wrap(err, verb, "")
	}
	return ds, nil
}

// repairable returns the one delivery whose id begins so, without its bytes.
func (w *writer) repairable(id string) (news.Delivery, error) {
	ds, err := collectIn(w, scanDelivery, selectBegun, id)
	d, err := theOne(ds, id, err)
	if s := d.State; s == news.Talking || s == news.Dot || s == news.Delivered {
		return news.Delivery{}, fmt.Errorf("%w: it is %s", ErrState, s)
	}
	return d, err
}

// selectBegun finds the deliveries whose hexadecimal id begins so, two at most.
const selectBegun = deliveryColumns + `NULL FROM delivery WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2`

// theOne returns the one delivery that was found by the beginning of its id.
func theOne(found []news.Delivery, id string, err error) (news.Delivery, error) {
	switch {
	case err != nil:
		return news.Delivery{}, err
	case len(found) == 0 || id == "":
		return news.Delivery{}, ErrNotFound
	case len(found) > 1:
		return news.Delivery{}, ErrVague
	}
	return found[0], nil
}

// Delivery returns one delivery without its bytes. Its id may be cut to its beginning; ErrNotFound, or ErrVague where several
// begin so.
func (db *DB) Delivery(ctx context.Context, id string) (news.Delivery, error) {
	ds, err := collect(ctx, db.read, scanDelivery, selectBegun, id)
	d, err := theOne(ds, id, err)
	return d, wrap(err, "read delivery", id)
}

// Resend makes the settled deliveries of a digest owed again, with the same ids and bytes, because the
// operator asks for it: what was counted as doubt is forgotten, and recipients that were turned off are on again.
// It returns their number; ErrNotFound if there is no such digest, ErrPruned.
func (db *DB) Resend(ctx context.Context, digest string, now time.Time) (n int, err error) {
	err = db.change(ctx, false, func(w *writer) error {
		var known bool
		err := w.row(`SELECT EXISTS (SELECT 1 FROM digest WHERE id = ?)`, digest).Scan(&known)
		if err == nil && !known {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := w.whole(`SELECT EXISTS (SELECT 1 FROM delivery WHERE digest = ? AND bare = 1)`, digest); err != nil {
			return err
		}
		owed, err := collectIn(w, scanDelivery, deliveryColumns+`NULL FROM delivery WHERE digest = ?`, digest)
		if err != nil {
			return err
		}
		for _, d := range owed {
			if _, err := w.endMatter(endedKey(d.ID), now); err != nil {
				return err
			}
			if _, err := w.turnOn(d.Target, d.To, now); err != nil {
				return err
			}
		}
		n, err = w.affect(`UPDATE delivery SET state = 'pending', due = ?, attempts = 0, ambiguous = 0, sent = 0, err = ''
			WHERE digest = ? AND state IN ('delivered', 'dead', 'unknown', 'held')`, ms(now), digest)
		return err
	})
	if err != nil {
		return 0, wrap(err, "resend digest", digest)
	}
	return n, nil
}

// whole refuses with ErrPruned when a query finds bytes that are gone.
func (w *writer) whole(query, id string) error {
	var bare bool
	err := w.row(query, id).Scan(&bare)
	if err == nil && bare {
		err = ErrPruned
	}
	return err
}
