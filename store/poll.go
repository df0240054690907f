package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"rasid/news"
)

// SavePoll stores an answer of a source: its new entries and the validators that belong to them, in one
// commit (T1), for a validator without its entries would lose them behind the next 304. It returns how many
// entries are new. An entry is known by its URL, by its key within the source, or by the number in its URL (docs/stories.md): then it is
// the same article, and a changed URL, title or summary replaces the listed one. What was judged by the old words is kept as
// a Version, and comes up in Edited when the headline is another one. All entries are taken as listed by
// p.Source; Seen must be set. A nil or empty entries stores the poll alone. Notices are kept as by SaveNotice.
func (db *DB) SavePoll(ctx context.Context, p news.Poll, entries []news.Entry, notices ...news.Notice) (fresh int, err error) {
	return db.SaveAnswer(ctx, p.Source, entries, func(int) (news.Poll, []news.Notice) { return p, notices })
}

// SaveAnswer is SavePoll where what is to be remembered, and the notices, follow from how many entries are new: weigh
// is told inside the commit, and may be called twice.
func (db *DB) SaveAnswer(ctx context.Context, source string, entries []news.Entry, weigh func(fresh int) (news.Poll, []news.Notice)) (fresh int, err error) {
	heard := hear(source, entries)
	listing := identityOf(heard)
	err = db.change(ctx, true, func(w *writer) error {
		fresh = 0
		if listing != 0 {
			id, last, err := w.heardLast(source)
			if err == nil && last != listing {
				fresh, err = w.saveEntries(id, heard)
			}
			if err != nil {
				return err
			}
		}
		p, notices := weigh(fresh)
		if err := w.savePoll(source, listing, p); err != nil {
			return err
		}
		return w.noteAll(notices)
	})
	if err != nil {
		return 0, wrap(err, "save poll", source)
	}
	return fresh, nil
}

const selectPolls = `SELECT name, etag, last_modified, checked, answered, next, failures, state, reason,
	whole, every, fresh, weekly, ill, site, arabic, move_to, move_since, move_said, moved FROM source `

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
