package store

import (
	"context"
	"database/sql"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// A Trace is all that is known of one address.
type Trace struct {
	Entry      news.Entry      `json:"entry"`              // as listed
	Also       []string        `json:"also,omitempty"`     // other sources that listed it, by name
	Settlement news.Settlement `json:"settlement"`         // where it stands, and why
	Article    *news.Article   `json:"article,omitempty"`  // as read; nil if it was not
	Versions   []Version       `json:"versions,omitempty"` // what it said before, the oldest first
	Verdicts   []news.Verdict  `json:"verdicts,omitempty"`
	Folds      []news.Fold     `json:"folds,omitempty"`
	Decisions  []Decision      `json:"decisions,omitempty"` // of the operator about its places, the oldest first
	Stories    []news.Story    `json:"stories,omitempty"`   // that it is in, whole
	Digests    []news.Digest   `json:"digests,omitempty"`
	Deliveries []news.Delivery `json:"deliveries,omitempty"` // of those digests, without their bytes
}

// Why returns what became of a canonical URL, or of an Article.ID; ErrNotFound if no source ever listed it.
func (db *DB) Why(ctx context.Context, url string) (Trace, error) {
	t, err := db.why(ctx, url)
	return t, wrap(err, "trace", arabic.Isolate(url))
}

func (db *DB) why(ctx context.Context, url string) (t Trace, err error) {
	var id int64
	err = db.read.QueryRowContext(ctx, `SELECT id FROM entry WHERE address = ?1 UNION ALL SELECT entry FROM alias WHERE address = ?1
		UNION ALL SELECT entry FROM article WHERE id = ?2 LIMIT 1`, digits64(url), url).Scan(&id)
	if err != nil {
		return t, sought(err)
	}
	listed, err := collect(ctx, db.read, scanSettled, selectSettled+` WHERE entry.id = ?`, id)
	if err != nil {
		return t, err
	}
	l := listed[0]
	t.Entry = l.Entry
	t.Settlement = news.Settlement{
		URL: l.URL, Disposition: l.Disposition, Reason: l.Reason, Topic: l.Topic, Score: l.Score, Cutoff: l.Cutoff, Due: l.Due,
	}
	if t.Also, err = collect(ctx, db.read, scanString, `SELECT name FROM also JOIN source ON source.id = also.source
		WHERE entry = ? ORDER BY name`, id); err != nil {
		return t, err
	}
	if err = db.traceArticle(ctx, id, &t); err != nil {
		return t, err
	}
	return t, db.traceDigests(ctx, id, &t)
}

// traceArticle adds what was read and judged, and where it was folded.
func (db *DB) traceArticle(ctx context.Context, id int64, t *Trace) (err error) {
	articles, err := articlesOf(ctx, db.read, `?`, id)
	if err != nil {
		return err
	}
	if len(articles) > 0 {
		t.Article = &articles[0]
	}
	if t.Versions, err = versionsOf(ctx, db.read, `?`, id); err != nil {
		return err
	}
	if t.Verdicts, err = collect(ctx, db.read, func(rows *sql.Rows) (news.Verdict, error) {
		var r verdictRow
		if err := rows.Scan(r.dest()...); err != nil {
			return news.Verdict{}, err
		}
		return r.verdict()
	}, `SELECT `+verdictColumns+` FROM verdict WHERE entry = ? ORDER BY score DESC, topic`, id); err != nil {
		return err
	}
	t.Folds, err = collect(ctx, db.read, func(rows *sql.Rows) (f news.Fold, err error) {
		err = rows.Scan(&f.Topic, &f.Story, &f.Kind, &f.Like, &f.Why)
		return f, err
	}, `SELECT topic, story, kind, alike, why FROM member WHERE entry = ? ORDER BY topic`, id)
	if err != nil {
		return err
	}
	t.Decisions, err = collect(ctx, db.read, scanDecision, selectDecisions+`WHERE decision.entry = ? ORDER BY decision.id`, id)
	return err
}

// traceDigests adds the stories, the digests that carried the article and their deliveries.
func (db *DB) traceDigests(ctx context.Context, id int64, t *Trace) (err error) {
	if t.Stories, err = db.stories(ctx, view{}, `SELECT story FROM member WHERE entry = ? ORDER BY topic`, id); err != nil {
		return err
	}
	if t.Digests, err = collect(ctx, db.read, scanFrame, `SELECT frame FROM digest WHERE id IN
		(SELECT digest FROM digest_item WHERE entry = ?) ORDER BY seq`, id); err != nil {
		return err
	}
	t.Deliveries, err = collect(ctx, db.read, scanDelivery, deliveryColumns+`NULL FROM delivery WHERE digest IN
		(SELECT digest FROM digest_item WHERE entry = ?) ORDER BY seq`, id)
	return err
}

// A Settled is an entry with where it stands, as news.Settlement says it.
type Settled struct {
	news.Entry
	Disposition news.Disposition `json:"disposition"`
	Reason      string           `json:"reason"`
	Topic       string           `json:"topic"`
	Score       float64          `json:"score"`
	Cutoff      float64          `json:"cutoff"`
	Due         time.Time        `json:"due,omitzero"`
}

const selectSettled = `SELECT` + entryColumns + `, entry.disposition, entry.reason, entry.topic, entry.score,
	entry.cutoff, entry.due` + fromEntry

func scanSettled(rows *sql.Rows) (s Settled, err error) {
	var published, seen, due int64
	err = rows.Scan(&s.Source, &s.URL, &s.Key, &s.Title, &s.Summary, &published, &seen, &s.Run,
		&s.Disposition, &s.Reason, &s.Topic, &s.Score, &s.Cutoff, &due)
	s.Published, s.Seen, s.Due = at(published), at(seen), at(due)
	return s, err
}
