package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rasid/news"
)

// farthest is longer than anything is ever put off.
const farthest = 48 * time.Hour

// owe stores the deliveries of a new digest.
func (w *writer) owe(d news.Digest, ds []news.Delivery) error {
	held, err := w.held(d)
	if err != nil {
		return err
	}
	for _, one := range ds {
		state := one.State
		if state == "" {
			state = news.Pending
		}
		if held && state == news.Pending {
			state = news.Held
		}
		body := one.Body
		if body == nil {
			body = []byte{}
		}
		err := w.exec(`INSERT INTO delivery (id, digest, target, recipient, state, due, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			one.ID, d.ID, one.Target, one.To, string(state), ms(one.Due), body)
		if err != nil {
			return err
		}
	}
	return nil
}

// unsettled is the condition of the index delivery_owed, word for word, without which the index is not used.
const unsettled = `state IN ('pending', 'talking', 'dot')`

const deliveryColumns = `SELECT id, digest, target, recipient, state, attempts, ambiguous, due, sent, err, `

const (
	selectOwedTo = deliveryColumns + `body` + fromOwed + ` AND target = ?3 ORDER BY seq`

	fromOwed = ` FROM delivery AS d INDEXED BY delivery_owed
		WHERE ` + unsettled + ` AND state = 'pending' AND (due <= ?1 OR due > ?2) AND NOT EXISTS (SELECT 1 FROM delivery AS o
			WHERE o.target = d.target AND o.recipient = d.recipient AND o.seq < d.seq AND o.` + unsettled + `)`
)

// OwedTo returns the deliveries to be sent to a target at now, in the order in which they became owed. Of those for one
// recipient only the oldest that is not settled is offered, so that digests arrive in order; Delivered, Dead and Unknown
// are settled. What was put off beyond farthest was put off under a clock that has been put back since, and is owed.
func (db *DB) OwedTo(ctx context.Context, target string, now time.Time) ([]news.Delivery, error) {
	ds, err := collect(ctx, db.read, scanDelivery, selectOwedTo, ms(now), ms(now.Add(farthest)), target)
	return ds, wrap(err, "list deliveries owed to", target)
}

// OwedTargets returns the names of the targets that something is OwedTo.
func (db *DB) OwedTargets(ctx context.Context, now time.Time) ([]string, error) {
	names, err := collect(ctx, db.read, scanString, `SELECT DISTINCT target`+fromOwed+` ORDER BY target`, ms(now), ms(now.Add(farthest)))
	return names, wrap(err, "list owed targets", "")
}

func scanDelivery(rows *sql.Rows) (d news.Delivery, err error) {
	var due, sent int64
	err = rows.Scan(&d.ID, &d.Digest, &d.Target, &d.To, &d.State, &d.Attempts, &d.Ambiguous, &due, &sent, &d.Err, &d.Body)
	d.Due, d.Sent = at(due), at(sent)
	return d, err
}

// StartDelivery records the intent to send before the first byte is sent (T4): the delivery is Talking and its
// attempts are one more. ErrNotFound if it is not Pending. While the disk is full only notices are sent: ErrFull for
// all else.
func (db *DB) StartDelivery(ctx context.Context, id string, now time.Time) error {
	err := db.record(ctx, func(w *writer) error {
		if w.ballast.full.Load() {
			var notice bool
			err := w.row(`SELECT EXISTS (SELECT 1 FROM delivery JOIN digest ON digest.id = delivery.digest
				WHERE delivery.id = ? AND digest.name = ?)`, id, news.NoticesName).Scan(&notice)
			if err == nil && !notice {
				err = ErrFull
			}
			if err != nil {
				return err
			}
		}
		return w.changeDelivery(`UPDATE delivery SET state = 'talking', attempts = attempts + 1, started = ?2
			WHERE id = ?1 AND state = 'pending'`, id, ms(now))
	})
	return wrap(err, "start delivery", id)
}

// MarkDot records that the end of a mail is about to be sent (T4b): from here a lost answer leaves it open
// whether the mail has arrived. ErrNotFound if the delivery is not Talking.
func (db *DB) MarkDot(ctx context.Context, id string) error {
	err := db.record(ctx, func(w *writer) error {
		return w.changeDelivery(`UPDATE delivery SET state = 'dot', ambiguous = ambiguous + 1 WHERE id = ?1 AND state = 'talking'`, id)
	})
	return wrap(err, "mark dot of delivery", id)
}

// changeDelivery runs an update of one delivery; ErrNotFound if there is nothing to update.
func (w *writer) changeDelivery(query string, args ...any) error {
	n, err := w.affect(query, args...)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return err
}

// SaveDelivery records how an attempt ended at now, with a line for the log of attempts (T5): State, Ambiguous, Due,
// Sent and Err are taken from d; the bytes and the count of attempts are not. A mail after whose end MarkDot
// was called and that is Pending with Ambiguous of MaxDoubts becomes Unknown: one more copy is never sent unasked.
// What the operator must know of it is noted. ErrNotFound if there is no such delivery.
func (db *DB) SaveDelivery(ctx context.Context, d news.Delivery, note string, now time.Time) error {
	err := db.record(ctx, func(w *writer) error {
		var started int64
		e := d
		err := w.row(`UPDATE delivery SET ambiguous = ?2, due = ?3, sent = ?4, err = ?5,
				state = iif(state = 'dot' AND ?6 = 'pending' AND ?2 >= ?7, 'unknown', ?6)
			WHERE id = ?1 RETURNING started, state, attempts, digest, target, recipient`,
			d.ID, d.Ambiguous, ms(d.Due), ms(d.Sent), d.Err, string(d.State), news.MaxDoubts).
			Scan(&started, &e.State, &e.Attempts, &e.Digest, &e.Target, &e.To)
		if err != nil {
			return sought(err)
		}
		if err := w.logAttempt(d.ID, started, e.State, note); err != nil {
			return err
		}
		return w.noteOutcome(e, now)
	})
	return wrap(err, "save delivery", d.ID)
}

// CutShort puts back a delivery whose attempt ended because we stop, when the receiver cannot have taken it: it is owed
// again at now, the attempt does not count, and Ambiguous is again that of d. ErrNotFound if it is neither Talking nor Dot.
func (db *DB) CutShort(ctx context.Context, d news.Delivery, now time.Time) error {
	err := db.record(ctx, func(w *writer) error {
		var started int64
		err := w.row(`UPDATE delivery SET state = 'pending', due = ?2, attempts = attempts - 1, ambiguous = ?3
			WHERE id = ?1 AND state IN ('talking', 'dot') RETURNING started`, d.ID, ms(now), d.Ambiguous).Scan(&started)
		if err != nil {
			return sought(err)
		}
		return w.logAttempt(d.ID, started, news.Pending, "cut short by a stop")
	})
	return wrap(err, "put back delivery", d.ID)
}

func (w *writer) logAttempt(id string, started int64, state news.DeliveryState, note string) error {
	return w.exec(`INSERT INTO attempt (delivery, started, state, note) VALUES (?, ?, ?, ?)`, id, started, string(state), note)
}

// Recover puts right what an earlier process left under way, and is called before the first delivery:
// Talking is owed again, and the attempt does not count; Dot is owed again too, unless MaxDoubts attempts have ended in
// doubt: then it is Unknown, and noted for the operator. It returns how many became Unknown now.
func (db *DB) Recover(ctx context.Context, now time.Time) (unknown int, err error) {
	err = db.record(ctx, func(w *writer) error {
		err := w.exec(`INSERT INTO attempt (delivery, started, state, note)
			SELECT id, started, state, 'cut short: found at start ' || ? FROM delivery WHERE `+unsettled+` AND state <> 'pending'`,
			now.UTC().Format(time.RFC3339))
		if err != nil {
			return err
		}
		doubtful, err := collectIn(w, scanDelivery, deliveryColumns+`NULL FROM delivery WHERE `+unsettled+` AND state = 'dot' AND ambiguous >= ?`, news.MaxDoubts)
		if err != nil {
			return err
		}
		unknown = len(doubtful)
		for _, d := range doubtful {
			d.State, d.Err = news.Unknown, fmt.Sprintf("%d attempts ended in doubt", news.MaxDoubts)
			if err := w.exec(`UPDATE delivery SET state = 'unknown', err = ? WHERE id = ?`, d.Err, d.ID); err != nil {
				return err
			}
			if err := w.noteOutcome(d, now); err != nil {
				return err
			}
		}
		return w.exec(`UPDATE delivery SET attempts = attempts - (state = 'talking'), state = 'pending', due = min(due, ?)
			WHERE `+unsettled+` AND state <> 'pending'`, ms(now))
	})
	if err != nil {
		return 0, wrap(err, "recover deliveries", "")
	}
	return unknown, nil
}

// An Attempt is one try to deliver.
type Attempt struct {
	Started time.Time          `json:"started,omitzero"`
	State   news.DeliveryState `json:"state"` // that it ended in
	Note    string             `json:"note"`
}

// Attempts returns the log of a delivery, the oldest first.
func (db *DB) Attempts(ctx context.Context, id string) ([]Attempt, error) {
	as, err := collect(ctx, db.read, func(rows *sql.Rows) (a Attempt, err error) {
		var started int64
		err = rows.Scan(&started, &a.State, &a.Note)
		a.Started = at(started)
		return a, err
	}, `SELECT started, state, note FROM attempt WHERE delivery = ? ORDER BY id`, id)
	return as, wrap(err, "list attempts", id)
}
