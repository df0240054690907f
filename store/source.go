package store

import (
	"context"
	"database/sql"
	"time"

	"rasid/news"
)

// SaveSources makes ss the configured sources: those that are not known are due at once, and others that are
// known keep their history but are no longer due. A source whose address is a new one forgets its
// validators and how it fared, for they belong to the old address.
func (db *DB) SaveSources(ctx context.Context, ss []news.Source) error {
	err := db.change(ctx, false, func(w *writer) error {
		if err := w.exec(`UPDATE source SET configured = 0 WHERE configured = 1`); err != nil {
			return err
		}
		for _, s := range ss {
			err := w.exec(`INSERT INTO source (name, outlet, address, configured) VALUES (?1, ?2, ?3, 1)
				ON CONFLICT (name) DO UPDATE SET outlet = ?2, address = ?3, configured = 1,
					etag = iif(address = ?3, etag, ''), last_modified = iif(address = ?3, last_modified, ''),
					heard = iif(address = ?3, heard, 0),
					next = iif(address = ?3, next, 0), failures = iif(address = ?3, failures, 0),
					state = iif(address = ?3, state, ''), reason = iif(address = ?3, reason, '')`,
				s.Name, s.Outlet, s.Kind+" "+s.URL+" "+s.Item)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "save sources", "")
}

const selectPolls = `SELECT name, etag, last_modified, checked, answered, next, failures, state, reason FROM source `

// clockSlack is how far a clock may be put back before what was noted ahead of it is taken for its error.
const clockSlack = 2 * time.Hour

// DuePolls returns the polls of configured sources that may be asked at now, the longest due first. A source that
// is Gone with Next zero has ended and is never due. One that was asked later than now was asked under a clock
// that has been put back since: it is due, whatever Next says.
func (db *DB) DuePolls(ctx context.Context, now time.Time) ([]news.Poll, error) {
	ps, err := collect(ctx, db.read, scanPoll,
		selectPolls+`WHERE configured = 1 AND (next <= ?1 OR checked > ?2) AND NOT (state = ?3 AND next = 0) ORDER BY next, name`,
		ms(now), ms(now.Add(clockSlack)), string(news.Gone))
	return ps, wrap(err, "list due polls", "")
}

// Polls returns the polls of all configured sources, by name.
func (db *DB) Polls(ctx context.Context) ([]news.Poll, error) {
	ps, err := collect(ctx, db.read, scanPoll, selectPolls+`WHERE configured = 1 ORDER BY name`)
	return ps, wrap(err, "list polls", "")
}

func scanPoll(rows *sql.Rows) (p news.Poll, err error) {
	var checked, answered, next int64
	err = rows.Scan(&p.Source, &p.ETag, &p.LastModified, &checked, &answered, &next, &p.Failures, &p.State, &p.Reason)
	p.Checked, p.Answered, p.Next = at(checked), at(answered), at(next)
	return p, err
}

// savePoll writes what is remembered of a source and returns its id, and whether its listing is the one that
// it gave last. A listing of 0 is none.
func (w *writer) savePoll(p news.Poll, listing int64) (id int64, same bool, err error) {
	var heard int64
	err = w.row(`INSERT INTO source (name, etag, last_modified, checked, answered, next, failures, state, reason)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
		ON CONFLICT (name) DO UPDATE SET etag = ?2, last_modified = ?3, checked = ?4, answered = ?5, next = ?6,
			failures = ?7, state = ?8, reason = ?9
		RETURNING id, heard`,
		p.Source, p.ETag, p.LastModified, ms(p.Checked), ms(p.Answered), ms(p.Next), p.Failures, string(p.State), p.Reason).
		Scan(&id, &heard)
	if err != nil || listing == 0 || listing == heard {
		return id, listing == heard, err
	}
	return id, false, w.exec(`UPDATE source SET heard = ? WHERE id = ?`, listing, id)
}

// sourceID returns the id of a source, which is made when it is not known.
func (w *writer) sourceID(name string) (id int64, err error) {
	err = w.row(`INSERT INTO source (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = name RETURNING id`, name).Scan(&id)
	return id, err
}
