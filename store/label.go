package store

import (
	"context"
	"database/sql"
	"time"

	"rasid/news"
)

// A Label is what a reader said of an article: it belongs to a topic or it does not.
type Label struct {
	Topic    string
	URL      string // of the entry, canonical
	Relevant bool
	At       time.Time
	By       string // who said it, "" = unknown

	Title     string // of the article, or as listed
	Text      string // of the article; the summary where no page was read
	Published time.Time
}

// Labels returns the labels of a topic, the oldest first, those of one moment by URL.
func (db *DB) Labels(ctx context.Context, topic string) ([]Label, error) {
	ls, err := collect(ctx, db.read, func(rows *sql.Rows) (l Label, err error) {
		var when, published int64
		err = rows.Scan(&l.Topic, &l.URL, &l.Relevant, &when, &l.By, &l.Title, &l.Text, &published)
		l.At, l.Published = at(when), at(published)
		return l, err
	}, `SELECT label.topic, listing.url, label.relevant, label.at, label.by, coalesce(nullif(article.title, ''), listing.title),
			coalesce(nullif(article.text, ''), nullif(article.summary, ''), listing.summary), coalesce(article.published, entry.published)
		FROM label JOIN entry ON entry.id = label.entry JOIN listing ON listing.entry = label.entry
		LEFT JOIN article ON article.entry = label.entry
		WHERE label.topic = ? ORDER BY label.at, listing.url`, topic)
	return ls, wrap(err, "list labels", topic)
}

// LabelRevision returns a number that changes whenever labels do; 0 = there never were any.
func (db *DB) LabelRevision(ctx context.Context) (n int64, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT coalesce(max(n), 0) FROM label_revision`).Scan(&n)
	return n, wrap(err, "read label revision", "")
}

// A Judged is an entry that was judged, with its standing in a topic.
type Judged struct {
	Article news.Article // of an entry that was settled on its listing, what that says
	Read    bool         // it was more than its listing that was judged
	In      bool         // it belongs to the topic
	Before  bool         // it did before any label
	Sent    bool         // a digest of the topic has carried it
	Story   string       // in which it is, "" = none
	Taught  bool         // Before rests on a verdict of a model with labels
}

// Judged returns, in an order of its own, at most limit entries after the one of the number given that were first seen at
// since or later and judged; next is the number to go on with, 0 = that was all.
func (db *DB) Judged(ctx context.Context, topic string, since time.Time, after int64, limit int) (js []Judged, next int64, err error) {
	type row struct {
		Judged
		id int64
	}
	rows, err := collect(ctx, db.read, func(rows *sql.Rows) (r row, err error) {
		var a articleRow
		err = rows.Scan(append([]any{&r.id, &r.In, &r.Before, &r.Sent, &r.Story, &r.Taught, &r.Read}, a.dest()...)...)
		r.Article = a.article()
		return r, err
	}, selectJudged, topic, ms(since), after, limit)
	if err != nil {
		return nil, 0, wrap(err, "list judged entries", topic)
	}
	for _, r := range rows {
		js = append(js, r.Judged)
		next = r.id
	}
	if len(rows) < limit {
		next = 0
	}
	return js, next, nil
}

const selectJudged = `SELECT entry.id, member.entry IS NOT NULL AND coalesce(verdict.relevant, 0),
		CASE WHEN label_move.entry IS NULL THEN member.entry IS NOT NULL AND coalesce(verdict.relevant, 0)
			ELSE before_member.entry IS NOT NULL AND coalesce(before_verdict.relevant, 0) END,
		coalesce(member.state, '') = 'sent', coalesce(member.story, ''),
		EXISTS (SELECT 1 FROM label_model WHERE label_model.topic = ?1
			AND label_model.model = iif(label_move.entry IS NULL, verdict.model, before_verdict.model)),
		article.entry IS NOT NULL AND coalesce(before_entry.read, 1), ` + entryColumns + `, ` + listedColumns + fromEntry + `
	LEFT JOIN article ON article.entry = entry.id
	LEFT JOIN verdict ON verdict.entry = entry.id AND verdict.topic = ?1
	LEFT JOIN member ON member.entry = entry.id AND member.topic = ?1
	LEFT JOIN label_move ON label_move.entry = entry.id AND label_move.topic = ?1
	LEFT JOIN before_entry ON before_entry.entry = entry.id
	LEFT JOIN before_verdict ON before_verdict.entry = entry.id AND before_verdict.topic = ?1
	LEFT JOIN before_member ON before_member.entry = entry.id AND before_member.topic = ?1
	WHERE entry.id > ?3 AND entry.seen >= ?2 AND entry.disposition NOT IN ('unread', 'wanted', 'outside', 'failed')
	ORDER BY entry.id LIMIT ?4`

// listedColumns are articleColumns, of an entry that was not read what its listing says.
const listedColumns = `coalesce(article.id, ''), coalesce(article.outlet, ''), coalesce(article.author, ''), coalesce(article.agency, ''),
	coalesce(article.title, listing.title), coalesce(article.summary, listing.summary), coalesce(article.text, ''),
	coalesce(article.basis, ''), coalesce(article.note, ''), coalesce(article.published, entry.published),
	coalesce(article.fetched, 0), article.sketch`
