package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"rasid/news"
)

// SaveSources makes ss the configured sources: those that are not known are due at once, and others that are
// known keep their history but are no longer due. A source whose address is a new one forgets its
// validators and how it fared, for they belong to the old address.
func (db *DB) SaveSources(ctx context.Context, ss []news.Source) error {
	err := db.record(ctx, func(w *writer) error {
		before, err := w.configured()
		if err != nil {
			return err
		}
		for _, s := range ss {
			c := configured{outlet: s.Outlet, address: s.Kind + " " + s.URL + " " + s.Item}
			if before[s.Name] != c {
				if err := w.saveSource(s.Name, c); err != nil {
					return err
				}
			}
			delete(before, s.Name)
		}
		for name := range before {
			if err := w.exec(`UPDATE source SET configured = 0 WHERE name = ?`, name); err != nil {
				return err
			}
			if err := w.endSource(name); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "save sources", "")
}

// configured is what the configuration says of a source.
type configured struct{ outlet, address string }

// configured returns the sources of the configuration before, by name: a start that changes none writes none.
func (w *writer) configured() (map[string]configured, error) {
	rows, err := w.rows(`SELECT name, outlet, address FROM source WHERE configured = 1`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]configured{}
	for rows.Next() {
		var name string
		var c configured
		if err := rows.Scan(&name, &c.outlet, &c.address); err != nil {
			return nil, err
		}
		all[name] = c
	}
	return all, rows.Err()
}

// saveSource writes a source that is configured. What is remembered belongs to its address.
func (w *writer) saveSource(name string, c configured) error {
	changed, err := w.affect(`UPDATE source SET heard = 0, etag = '', last_modified = '', next = 0, failures = 0, state = '', reason = '',
			whole = 0, every = 0, fresh = 0, weekly = 0, ill = 0, site = '', arabic = 0,
			move_to = '', move_since = 0, move_said = 0, moved = 0, suspect = 0
		WHERE name = ? AND address <> ?`, name, c.address)
	if err == nil && changed > 0 {
		err = w.endSource(name)
	}
	if err != nil {
		return err
	}
	return w.exec(`INSERT INTO source (name, outlet, address, configured) VALUES (?1, ?2, ?3, 1)
		ON CONFLICT (name) DO UPDATE SET outlet = ?2, address = ?3, configured = 1`, name, c.outlet, c.address)
}

// endSource closes what stands about a source that was taken out or has another address: nothing that is asked could end it.
func (w *writer) endSource(name string) error {
	return w.exec(`UPDATE notice SET open = 0, told = iif(told = 0, at, told) WHERE open = 1 AND kind = ? AND subject = ?`, string(news.AboutSource), name)
}

const selectPolls = `SELECT name, etag, last_modified, checked, answered, next, failures, state, reason,
	whole, every, fresh, weekly, ill, site, arabic, move_to, move_since, move_said, moved FROM source `

// clockSlack is how far a clock may be put back before what was noted ahead of it is taken for its error.
const clockSlack = 2 * time.Hour

// DuePolls returns the polls of configured sources that may be asked at now, the longest due first. A source that
// is Gone with Next zero has ended and is never due, nor is one that is Quarantined. One that was asked later than now was asked under a clock
// that has been put back since: it is due, whatever Next says.
func (db *DB) DuePolls(ctx context.Context, now time.Time) ([]news.Poll, error) {
	ps, err := collect(ctx, db.read, scanPoll,
		selectPolls+`WHERE configured = 1 AND (next <= ?1 OR checked > ?2) AND NOT (state = ?3 AND next = 0) AND state <> ?4 ORDER BY next, name`,
		ms(now), ms(now.Add(clockSlack)), string(news.Gone), string(news.Quarantined))
	return ps, wrap(err, "list due polls", "")
}

// Polls returns the polls of all configured sources, by name.
func (db *DB) Polls(ctx context.Context) ([]news.Poll, error) {
	ps, err := collect(ctx, db.read, scanPoll, selectPolls+`WHERE configured = 1 ORDER BY name`)
	return ps, wrap(err, "list polls", "")
}

func scanPoll(rows *sql.Rows) (p news.Poll, err error) {
	var checked, answered, next, whole, every, fresh, ill, since int64
	err = rows.Scan(&p.Source, &p.ETag, &p.LastModified, &checked, &answered, &next, &p.Failures, &p.State, &p.Reason,
		&whole, &every, &fresh, &p.Weekly, &ill, &p.Site, &p.Arabic, &p.Move.To, &since, &p.Move.Said, &p.Move.Adopted)
	p.Checked, p.Answered, p.Next = at(checked), at(answered), at(next)
	p.Full, p.Fresh, p.Ill, p.Move.Since = at(whole), at(fresh), at(ill), at(since)
	p.Every = time.Duration(every) * time.Millisecond
	return p, err
}

// savePoll writes what is remembered of a source, and the identity of its listing; 0 = it gave none.
func (w *writer) savePoll(source string, listing int64, p news.Poll) error {
	const update = `UPDATE source SET etag = ?, last_modified = ?, checked = ?, answered = ?, next = ?, failures = ?, state = ?,
			reason = ?, whole = ?, every = ?, fresh = ?, weekly = ?, ill = ?, site = ?, arabic = ?, move_to = ?,
			move_since = ?, move_said = ?, moved = ?, heard = coalesce(nullif(?, 0), heard) WHERE name = ?`
	args := []any{
		p.ETag, p.LastModified, ms(p.Checked), ms(p.Answered), ms(p.Next), p.Failures, string(p.State),
		p.Reason, ms(p.Full), p.Every.Milliseconds(), ms(p.Fresh), p.Weekly, ms(p.Ill), p.Site, p.Arabic, p.Move.To,
		ms(p.Move.Since), p.Move.Said, p.Move.Adopted, listing, source,
	}
	n, err := w.affect(update, args...)
	if err != nil || n > 0 {
		return err
	}
	if _, err := w.sourceID(source); err != nil {
		return err
	}
	return w.exec(update, args...)
}

// heardLast returns the id of a source, which is made when it is not known, and the identity of its last listing, 0 = none.
func (w *writer) heardLast(source string) (id, listing int64, err error) {
	err = w.row(`SELECT id, heard FROM source WHERE name = ?`, source).Scan(&id, &listing)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = w.sourceID(source)
	}
	return id, listing, err
}

// sourceID returns the id of a source, which is made when it is not known.
func (w *writer) sourceID(name string) (id int64, err error) {
	err = w.row(`INSERT INTO source (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = name RETURNING id`, name).Scan(&id)
	return id, err
}
