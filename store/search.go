package store

import (
	"context"
	"database/sql"
	"strings"

	"rasid/arabic"
	"rasid/news"
)

// A Hit is one article that Search found.
type Hit struct {
	URL         string           `json:"url"`
	ID          string           `json:"id"` // Article.ID
	Title       string           `json:"title"`
	Outlet      string           `json:"outlet"`
	Snippet     string           `json:"snippet"` // the first sentence of the text that holds a word of the query, as published; "" if none does
	Disposition news.Disposition `json:"disposition"`
	Article     news.Article     `json:"article"` // whole
}

// Search returns the articles that hold all words of a query, the best match first, at most limit (0 = all).
// Words are compared folded and stemmed, so that كتاب finds والكتاب. What stands between quotation marks is
// found as a run of words, a word that ends in * finds all that begin like it, and one that begins with - must
// not occur. Every other sign is ignored: no query is an error. topic "" searches all that was read, else
// what is relevant to that topic.
func (db *DB) Search(ctx context.Context, query, topic string, limit int) ([]Hit, error) {
	match := matchOf(query)
	if match == "" {
		return nil, nil
	}
	hits, err := collect(ctx, db.read, scanHit, `SELECT`+entryColumns+`, `+articleColumns+`, entry.disposition
		FROM (SELECT rowid AS id, bm25(search, 4.0, 1.0) AS badness FROM search WHERE search MATCH ?1) AS found
		JOIN entry ON entry.id = found.id JOIN listing ON listing.entry = entry.id
		JOIN source ON source.id = entry.source JOIN article ON article.entry = entry.id
		WHERE ?2 = '' OR EXISTS (SELECT 1 FROM verdict WHERE topic = ?2 AND relevant = 1 AND entry = found.id)
		ORDER BY found.badness, entry.published DESC, listing.url LIMIT ?3`, match, topic, bound(limit))
	if err != nil {
		return nil, wrap(err, "search", "")
	}
	wanted := map[string]bool{}
	for _, stem := range stems(query) {
		wanted[stem] = true
	}
	for i := range hits {
		hits[i].Snippet = snippet(hits[i].Article.Text, wanted)
	}
	return hits, nil
}

func scanHit(rows *sql.Rows) (h Hit, err error) {
	var a articleRow
	err = rows.Scan(append(a.dest(), &h.Disposition)...)
	h.Article = a.article()
	h.URL, h.ID, h.Title, h.Outlet = h.Article.URL, h.Article.ID, h.Article.Title, h.Article.Outlet
	return h, err
}

// snippet is the first sentence of a text that holds one of the stems.
func snippet(text string, wanted map[string]bool) string {
	for _, sentence := range arabic.Sentences(text) {
		for _, stem := range stems(sentence) {
			if wanted[stem] {
				return strings.TrimSpace(sentence)
			}
		}
	}
	return ""
}
