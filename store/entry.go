package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"rasid/news"
)

const entryColumns = ` source.name, listing.url, coalesce(listing.key, listing.url), listing.title, listing.summary,
	entry.published, entry.seen, entry.run `

const fromEntry = ` FROM entry JOIN listing ON listing.entry = entry.id JOIN source ON source.id = entry.source `

// Unread returns the live entries that wait for a first look at now, in the order in which they were stored: those stored
// after an entry, the zero one = all. limit bounds their number; 0 = no bound.
func (db *DB) Unread(ctx context.Context, now time.Time, after news.Entry, limit int) ([]news.Entry, error) {
	es, err := collect(ctx, db.read, scanUnread, selectUnread, digits64(after.URL), ms(now), bound(limit))
	return es, wrap(err, "list unread entries", "")
}

// UnreadPast is Unread of what backfill runs found.
func (db *DB) UnreadPast(ctx context.Context, now time.Time, after news.Entry, limit int) ([]news.Entry, error) {
	es, err := collect(ctx, db.read, scanUnread, selectUnreadPast, digits64(after.URL), ms(now), bound(limit))
	return es, wrap(err, "list unread entries of the past", "")
}

// Wanted returns the live entries whose page is to be read at now, in order of publication (of Seen where that is
// unknown) and of URL. What was put off beyond farthest was put off under a clock that has been put back since, and is due.
func (db *DB) Wanted(ctx context.Context, now time.Time, limit int) ([]news.Entry, error) {
	es, err := collect(ctx, db.read, scanEntry, selectWanted, ms(now), ms(now.Add(farthest)), bound(limit))
	return es, wrap(err, "list wanted entries", "")
}

// WantedPast is Wanted of what backfill runs found.
func (db *DB) WantedPast(ctx context.Context, now time.Time, limit int) ([]news.Entry, error) {
	es, err := collect(ctx, db.read, scanEntry, selectWantedPast, ms(now), ms(now.Add(farthest)), bound(limit))
	return es, wrap(err, "list wanted entries of the past", "")
}

// The unary plus keeps the planner on the small index of what waits.
const (
	selectUnread     = `SELECT` + entryColumns + `, entry.said` + fromEntry + ` WHERE entry.run = ''` + andUnread
	selectUnreadPast = `SELECT` + entryColumns + `, entry.said` + fromEntry + ` WHERE entry.run <> ''` + andUnread
	selectWanted     = `SELECT` + entryColumns + fromEntry + ` WHERE entry.run = ''` + andWanted
	selectWantedPast = `SELECT` + entryColumns + fromEntry + ` WHERE entry.run <> ''` + andWanted

	andUnread = ` AND entry.disposition = 'unread' AND entry.id > coalesce((` + idOf + `), 0) AND +entry.due <= ?2` + released + ` ORDER BY entry.id LIMIT ?3`
	andWanted = ` AND entry.disposition = 'wanted' AND (+entry.due <= ? OR +entry.due > ?)` + released + inOrder
	released  = ` AND source.state <> '` + string(news.Quarantined) + `'`
	inOrder   = ` ORDER BY iif(entry.published = 0, entry.seen, entry.published), listing.url LIMIT ?`
)

// bound turns a limit into SQLite's, for which a negative one is none.
func bound(limit int) int {
	if limit <= 0 {
		return -1
	}
	return limit
}

func scanEntry(rows *sql.Rows) (e news.Entry, err error) {
	err = scanListed(rows, &e)
	return e, err
}

func scanUnread(rows *sql.Rows) (e news.Entry, err error) {
	err = scanListed(rows, &e, &e.Words)
	return e, err
}

// scanListed reads entryColumns into e, and the columns behind them.
func scanListed(rows *sql.Rows, e *news.Entry, behind ...any) error {
	var published, seen int64
	err := rows.Scan(append([]any{&e.Source, &e.URL, &e.Key, &e.Title, &e.Summary, &published, &seen, &e.Run}, behind...)...)
	e.Published, e.Seen = at(published), at(seen)
	return err
}

// Settle ends or postpones the reading of many entries in one transaction. What a digest has carried stays
// Sent, and what is listed in other Words than a Settlement names stays as it is. A URL that no source ever listed
// fails the whole with ErrNotFound, and so does a Waiting, Folded or Sent: these come with a story, from SaveArticle
// and SaveDigest. It returns those that changed nothing.
func (db *DB) Settle(ctx context.Context, ss []news.Settlement) (idle []news.Settlement, err error) {
	if len(ss) == 0 {
		return nil, nil
	}
	err = db.change(ctx, false, func(w *writer) (err error) {
		for _, s := range ss {
			switch s.Disposition {
			case news.Waiting, news.Folded, news.Sent, "":
				return fmt.Errorf("%s: cannot become %q without a story", s.URL, s.Disposition)
			}
		}
		idle, err = w.settleAll(ss)
		return err
	})
	if err != nil {
		return nil, wrap(err, "settle entries", "")
	}
	return idle, nil
}

// settleRows is how many entries settleMany settles: a statement for each takes half as long again.
const settleRows = 32

var settleMany = `UPDATE entry SET disposition = v.column2, due = v.column3, reason = v.column4, topic = v.column5, score = v.column6,
		cutoff = v.column7, again = -abs(again)
	FROM (VALUES (?, ?, ?, ?, ?, ?, ?, ?)` + strings.Repeat(", (?, ?, ?, ?, ?, ?, ?, ?)", settleRows-1) + `) AS v
	WHERE entry.address = v.column1 AND entry.disposition <> 'sent' AND v.column8 IN (0, entry.said)`

// settleAll settles many at once, and one by one what does not go that way; it returns what changed nothing.
func (w *writer) settleAll(ss []news.Settlement) (idle []news.Settlement, err error) {
	single := func(ss []news.Settlement) error {
		for _, s := range ss {
			settled, err := w.settle(s)
			if err != nil {
				return err
			}
			if !settled {
				idle = append(idle, s)
			}
		}
		return nil
	}
	args := make([]any, 0, settleRows*8)
	for ; len(ss) >= settleRows; ss = ss[settleRows:] {
		args = args[:0]
		for _, s := range ss[:settleRows] {
			args = append(args, digits64(s.URL), string(s.Disposition), ms(s.Due), s.Reason, s.Topic, s.Score, s.Cutoff, s.Words)
		}
		if n, err := w.affect(settleMany, args...); err != nil {
			return nil, err
		} else if n == settleRows {
			continue
		}
		if err := single(ss[:settleRows]); err != nil {
			return nil, err
		}
	}
	return idle, single(ss)
}

// settle reports whether it changed the entry.
func (w *writer) settle(s news.Settlement) (bool, error) {
	const change = `UPDATE entry SET disposition = ?, due = ?, reason = ?, topic = ?, score = ?, cutoff = ?, again = -abs(again)
		WHERE disposition <> 'sent' AND ? IN (0, said) AND `
	args := []any{string(s.Disposition), ms(s.Due), s.Reason, s.Topic, s.Score, s.Cutoff, s.Words, digits64(s.URL)}
	n, err := w.affect(change+`address = ?`, args...)
	if n > 0 || err != nil {
		return n > 0, err
	}
	args[len(args)-1], err = w.entryID(s.URL) // sent, or listed in other words or under another address since
	if err != nil {
		return false, err
	}
	n, err = w.affect(change+`id = ?`, args...)
	return n > 0, err
}

// entryID returns the id of the entry of a URL, ErrNotFound if there is none.
func (w *writer) entryID(url string) (id int64, err error) {
	err = w.row(idOf, digits64(url)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%s: %w", url, ErrNotFound)
	}
	return id, err
}

// idOf is the entry of an address, also of one that it had before or since; sql.ErrNoRows if there is none.
const idOf = `SELECT id FROM entry WHERE address = ?1 UNION ALL SELECT entry FROM alias WHERE address = ?1 LIMIT 1`
