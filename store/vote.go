package store

import (
	"context"
	"database/sql"

	"rasid/news"
)

// A Vote is what a reader said of an article, with what it is.
type Vote struct {
	news.Vote
	URL   string `json:"url"`   // of the entry, canonical
	Title string `json:"title"` // of the article
}

// SaveVote keeps what a reader said of an article, in the place of what he said of it before. ErrNotFound if there is no
// such article.
func (db *DB) SaveVote(ctx context.Context, v news.Vote) error {
	err := db.change(ctx, false, func(w *writer) error {
		n, err := w.affect(`INSERT INTO vote (topic, entry, reader, relevant, at) SELECT ?1, entry, ?3, ?4, ?5 FROM article WHERE id = ?2
			ON CONFLICT DO UPDATE SET relevant = excluded.relevant, at = excluded.at`, v.Topic, v.Article, v.Reader, v.Relevant, ms(v.At))
		if err == nil && n == 0 {
			err = ErrNotFound
		}
		return err
	})
	return wrap(err, "save vote on", v.Article)
}

// Votes returns what readers said, of one topic or "" for all, the newest first; Until is not kept.
func (db *DB) Votes(ctx context.Context, topic string) ([]Vote, error) {
	vs, err := collect(ctx, db.read, func(rows *sql.Rows) (v Vote, err error) {
		var when int64
		err = rows.Scan(&v.Topic, &v.Article, &v.Reader, &v.Relevant, &when, &v.URL, &v.Title)
		v.At = at(when)
		return v, err
	}, `SELECT vote.topic, article.id, vote.reader, vote.relevant, vote.at, listing.url, article.title
		FROM vote JOIN article USING (entry) JOIN listing USING (entry)
		WHERE ?1 IN ('', vote.topic) ORDER BY vote.at DESC, vote.entry, vote.reader`, topic)
	return vs, wrap(err, "list votes", topic)
}

// ArticleTitle returns the title of an article by its id; ErrNotFound if there is none.
func (db *DB) ArticleTitle(ctx context.Context, id string) (title string, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT title FROM article WHERE id = ?`, id).Scan(&title)
	return title, wrap(sought(err), "read article", id)
}
