package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rasid/news"
)

// The keys of the matters of the outbox.
func endedKey(delivery string) string { return "delivery/" + delivery + "/ended" }
func offKey(target, to string) string { return "target/" + target + "/off/" + to }
func failingKey(target string) string { return "target/" + target + "/failing" }
func stampOf(t time.Time) string      { return t.UTC().Format("2006-01-02 15:04") + " UTC" }

// noteOutcome keeps what the new state of a delivery has to tell: that it was given up or is in doubt, that its
// target works again. What carries notices is not told of, for that would never end; nor is each delivery to a recipient
// that is off.
func (w *writer) noteOutcome(d news.Delivery, now time.Time) error {
	switch d.State {
	case news.Delivered:
		if err := w.exec(`DELETE FROM failing WHERE target = ?`, d.Target); err != nil {
			return err
		}
		return w.noteAll([]news.Notice{{Key: failingKey(d.Target), At: now, Kind: news.AboutTarget, Subject: d.Target, Text: "delivers again", Back: true}})
	case news.Pending:
		return w.exec(`INSERT INTO failing (target, since, reason) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reason = excluded.reason`, d.Target, ms(now), d.Err)
	}
	var silent bool
	err := w.row(`SELECT EXISTS (SELECT 1 FROM off WHERE target = ?1 AND recipient = ?2)
		OR EXISTS (SELECT 1 FROM digest WHERE id = ?3 AND name = ?4)`, d.Target, d.To, d.Digest, news.NoticesName).Scan(&silent)
	if err != nil || silent {
		return err
	}
	n := news.Notice{Key: endedKey(d.ID), At: now, Kind: news.AboutDelivery, Subject: d.Target}
	what := "digest " + d.Digest
	if d.To != "" {
		what += " to " + d.To
	}
	// The cause comes last: it is what may be cut where there is little room.
	short := d.ID[:min(len(d.ID), 12)]
	if n.Text = fmt.Sprintf("%s was given up after %d attempts (rasid deliveries retry %s): %s", what, d.Attempts, short, d.Err); d.State == news.Unknown {
		n.Text = fmt.Sprintf("%s may or may not have arrived, %d attempts ended without an answer: rasid deliveries sent %s, or retry", what, news.MaxDoubts, short)
	}
	return w.noteAll([]news.Notice{n})
}

// NoteFailing keeps a notice for each target that something is owed to and at which no attempt has succeeded for
// so long, and one that it is over where nothing is owed any more. That a target works again is kept by SaveDelivery.
func (db *DB) NoteFailing(ctx context.Context, now time.Time, patience time.Duration) error {
	ns, err := db.failing(ctx, now, patience)
	if err == nil && len(ns) > 0 {
		err = db.record(ctx, func(w *writer) error { return w.noteAll(ns) })
	}
	return wrap(err, "note failing targets", "")
}

// failing returns the notices that NoteFailing keeps.
func (db *DB) failing(ctx context.Context, now time.Time, patience time.Duration) ([]news.Notice, error) {
	const owed = `EXISTS (SELECT 1 FROM delivery AS d INDEXED BY delivery_owed WHERE d.target = f.target AND ` + unsettled + `)`
	arisen, err := collect(ctx, db.read, func(rows *sql.Rows) (news.Notice, error) {
		n := news.Notice{At: now, Kind: news.AboutTarget}
		var reason string
		var since int64
		err := rows.Scan(&n.Subject, &since, &reason)
		n.Key, n.Text = failingKey(n.Subject), fmt.Sprintf("nothing could be delivered since %s: %s", stampOf(at(since)), reason)
		return n, err
	}, `SELECT target, since, reason FROM failing AS f WHERE since <= ?1 AND `+owed+`
			AND NOT EXISTS (SELECT 1 FROM notice AS n WHERE n.open = 1 AND n.key = 'target/' || f.target || '/failing')`, ms(now.Add(-patience)))
	if err != nil {
		return nil, err
	}
	over, err := collect(ctx, db.read, func(rows *sql.Rows) (news.Notice, error) {
		n := news.Notice{At: now, Kind: news.AboutTarget, Text: "nothing is owed to it any more", Back: true}
		err := rows.Scan(&n.Subject)
		n.Key = failingKey(n.Subject)
		return n, err
	}, `SELECT target FROM failing AS f WHERE NOT `+owed+`
			AND EXISTS (SELECT 1 FROM notice AS n WHERE n.open = 1 AND n.key = 'target/' || f.target || '/failing')`)
	return append(arisen, over...), err
}
