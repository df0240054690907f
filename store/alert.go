package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"rasid/news"
)

// An AlertState is where a story stands with an alert.
type AlertState struct {
	Story string
	Since time.Time // when it rose above the line and was not told yet; zero = nothing is pending
	Told  time.Time // when a message told it last; zero = never
	Over  time.Time // when it was left to the digest because of the limit; zero = never
}

// A Report is an article as far as it makes its story urgent.
type Report struct {
	Story  string
	Source string
	Outlet string
	Score  float64
	At     time.Time // of publication, first seen where that is unknown
	Seen   time.Time
	Told   bool // a message of the alert told it
}

const selectReports = `SELECT member.story, source.name, article.outlet, coalesce(verdict.score, 0),
		iif(article.published = 0, entry.seen, article.published), entry.seen,
		EXISTS (SELECT 1 FROM alert_item AS i WHERE i.name = ?1 AND i.topic = member.topic AND i.entry = member.entry)
	FROM member JOIN entry ON entry.id = member.entry JOIN article ON article.entry = member.entry
		JOIN source ON source.id = entry.source
		LEFT JOIN verdict ON verdict.entry = member.entry AND verdict.topic = member.topic
	WHERE entry.run = '' AND member.story IN (SELECT id FROM story WHERE topic = ?2 AND updated >= ?3
		UNION SELECT story FROM alert WHERE name = ?1 AND since > 0)
	ORDER BY member.story, 5, entry.id`

// Reports returns the live articles of the stories of a topic that were updated at since or later, and of those that
// are pending with an alert; by story, in order of publication. What a backfill run found is not among them.
func (db *DB) Reports(ctx context.Context, alert, topic string, since time.Time) ([]Report, error) {
	rs, err := collect(ctx, db.read, func(rows *sql.Rows) (r Report, err error) {
		var when, seen int64
		err = rows.Scan(&r.Story, &r.Source, &r.Outlet, &r.Score, &when, &seen, &r.Told)
		r.At, r.Seen = at(when), at(seen)
		return r, err
	}, selectReports, alert, topic, ms(since))
	return rs, wrap(err, "list reports for alert", alert)
}

// AlertStates returns where stories stand with an alert, by their id.
func (db *DB) AlertStates(ctx context.Context, alert string) (map[string]AlertState, error) {
	all, err := collect(ctx, db.read, func(rows *sql.Rows) (s AlertState, err error) {
		var since, told, over int64
		err = rows.Scan(&s.Story, &since, &told, &over)
		s.Since, s.Told, s.Over = at(since), at(told), at(over)
		return s, err
	}, `SELECT story, since, told, over FROM alert WHERE name = ?`, alert)
	states := map[string]AlertState{}
	for _, s := range all {
		states[s.Story] = s
	}
	return states, wrap(err, "list states of alert", alert)
}

// AlertStories returns stories whole but for what a backfill run found, each member with the message of an alert
// that told it.
func (db *DB) AlertStories(ctx context.Context, alert string, ids []string) ([]news.Story, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, wrap(err, "list stories of alert", alert)
	}
	ss, err := db.stories(ctx, view{live: true, name: alert, told: true}, `SELECT id FROM story
		WHERE id IN (SELECT value FROM json_each(?)) ORDER BY opened, id`, string(list))
	return ss, wrap(err, "list stories of alert", alert)
}

// CutSince counts the digests, or messages of an alert, of a name that were due after a time.
func (db *DB) CutSince(ctx context.Context, name string, since time.Time) (n int, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT count(*) FROM digest WHERE name = ? AND due > ?`, name, ms(since)).Scan(&n)
	return n, wrap(err, "count digests", name)
}

// SaveAlert stores a message of an alert with what it tells, owes its deliveries and says where the stories stand from
// now on, in one commit, with the care of SaveDigest. Members without a Digest are what it tells; they wait for the
// next digest as before. A message without an ID stands for none: only the states are stored. ErrCarried: one of the
// articles has been told by another message of the alert.
func (db *DB) SaveAlert(ctx context.Context, d news.Digest, ds []news.Delivery, states []AlertState) error {
	frame, body, err := pack(d)
	if err != nil {
		return wrap(err, "save alert", d.Name)
	}
	err = db.change(ctx, false, func(w *writer) error {
		for _, s := range states {
			err := w.exec(`INSERT INTO alert (name, story, since, told, over) VALUES (?1, ?2, ?3, ?4, ?5)
				ON CONFLICT (name, story) DO UPDATE SET since = ?3, told = ?4, over = ?5`,
				d.Name, s.Story, ms(s.Since), ms(s.Told), ms(s.Over))
			if err != nil {
				return err
			}
		}
		if d.ID == "" {
			return nil
		}
		if n, err := w.insertDigest(d, frame, body); err != nil || n == 0 {
			return err
		}
		for _, s := range d.Stories {
			for _, m := range s.Members {
				if m.Digest != "" {
					continue
				}
				if err := w.alertItem(d, m); err != nil {
					return err
				}
			}
		}
		return w.owe(d, ds)
	})
	return wrap(err, "save alert", d.Name)
}

// alertItem marks one member as told by a message of an alert.
func (w *writer) alertItem(d news.Digest, m news.Member) error {
	id, err := w.entryID(m.URL)
	if err != nil {
		return err
	}
	n, err := w.affect(`INSERT INTO alert_item (name, topic, entry, digest) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, d.Name, d.Topic, id, d.ID)
	if err == nil && n == 0 {
		err = fmt.Errorf("%s: %w", m.URL, ErrCarried)
	}
	return err
}
