package store

import (
	"context"
	"database/sql"
	"math"
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

// Ranked is how many articles of a query are ranked at least. Where more hold its words, they are those that were listed last: of a
// word that half of all articles hold the newest are wanted, and to weigh them all takes longer the older the store is.
const Ranked = 5000

// selectBest weighs the newest that hold the words of a query (?1), all or those relevant to a topic (?2), as many as ?3 and one more that
// shows whether there are older ones, and looks up only those that are asked for (?4).
const selectBest = `WITH newest AS MATERIALIZED (
		SELECT rowid AS id, bm25(search, 4.0, 1.0) AS badness FROM search
		WHERE search MATCH ?1 AND (?2 = '' OR EXISTS (SELECT 1 FROM verdict WHERE topic = ?2 AND relevant = 1 AND entry = search.rowid))
		ORDER BY rowid DESC LIMIT ?3 + 1),
	best AS (
		SELECT newest.id, newest.badness, entry.published, listing.url
		FROM newest JOIN entry ON entry.id = newest.id JOIN listing ON listing.entry = entry.id
		WHERE newest.id NOT IN (SELECT id FROM newest ORDER BY id DESC LIMIT 1 OFFSET ?3)
		ORDER BY newest.badness, entry.published DESC, listing.url LIMIT ?4)
	SELECT` + entryColumns + `, ` + articleColumns + `, entry.disposition, (SELECT count(*) > ?3 FROM newest)
	FROM best JOIN entry ON entry.id = best.id JOIN listing ON listing.entry = entry.id
	JOIN source ON source.id = entry.source JOIN article ON article.entry = entry.id
	ORDER BY best.badness, best.published DESC, best.url`

// Search returns the articles that hold all words of a query, the best match first by BM25 (Robertson and Zaragoza 2009; a word in
// the title counts four times), equal ones by time and address, at most limit. Words are compared folded and stemmed, so that كتاب
// finds والكتاب. What stands between quotation marks is found as a run of words, a word that ends in * finds all that begin like it,
// and one that begins with - must not occur. Every other sign is ignored: no query is an error, but for ErrBroad, where a * leaves less than
// two letters of a word to look for. topic "" searches all that was
// read, else what is relevant to that topic.
//
// Where more than Ranked articles (limit, if that is more) hold the words only those listed last are ranked, and older is true;
// limit 0 ranks and returns all.
func (db *DB) Search(ctx context.Context, query, topic string, limit int) (hits []Hit, older bool, err error) {
	match, err := matchOf(query)
	if match == "" {
		return nil, false, wrap(err, "search", "")
	}
	ranked := max(Ranked, limit)
	if limit <= 0 {
		ranked = math.MaxInt32
	}
	hits, err = collect(ctx, db.read, func(rows *sql.Rows) (Hit, error) { return scanHit(rows, &older) }, selectBest, match, topic, ranked, bound(limit))
	if err != nil {
		return nil, false, wrap(err, "search", "")
	}
	wanted := map[string]bool{}
	for _, stem := range stems(query) {
		wanted[stem] = true
	}
	for i := range hits {
		hits[i].Snippet = snippet(hits[i].Article.Text, wanted)
	}
	return hits, older, nil
}

func scanHit(rows *sql.Rows, older *bool) (h Hit, err error) {
	var a articleRow
	err = rows.Scan(append(a.dest(), &h.Disposition, older)...)
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
