package store

import (
	"database/sql"
	"encoding/json"

	"rasid/news"
)

// An articleRow receives entryColumns and articleColumns.
type articleRow struct {
	a                        news.Article
	listed, published, seen  int64
	fetched                  int64
	listedTitle, listedBrief string
}

func (r *articleRow) dest() []any {
	a := &r.a
	return []any{
		&a.Source, &a.URL, &a.Key, &r.listedTitle, &r.listedBrief, &r.listed, &r.seen, &a.Run,
		&a.ID, &a.Outlet, &a.Author, &a.Agency, &a.Title, &a.Summary,
		&a.Text, &a.Basis, &a.Note, &r.published, &r.fetched, &a.Sketch,
	}
}

// article is the row as it was read; what the listing said stays in the listing.
func (r *articleRow) article() news.Article {
	r.a.Published, r.a.Seen, r.a.Fetched = at(r.published), at(r.seen), at(r.fetched)
	return r.a
}

// A verdictRow receives verdictColumns, also those of a row that is missing.
type verdictRow struct {
	topic, basis, nearest, facets, model sql.NullString
	score, cutoff                        sql.NullFloat64
	relevant, mention, ask               sql.NullBool
}

func (r *verdictRow) dest() []any {
	return []any{&r.topic, &r.score, &r.cutoff, &r.relevant, &r.mention, &r.ask, &r.basis, &r.nearest, &r.facets, &r.model}
}

func (r *verdictRow) verdict() (news.Verdict, error) {
	v := news.Verdict{
		Topic: r.topic.String, Score: r.score.Float64, Cutoff: r.cutoff.Float64,
		Relevant: r.relevant.Bool, Mention: r.mention.Bool, Ask: r.ask.Bool,
		Basis: news.Basis(r.basis.String), Nearest: r.nearest.String, Model: r.model.String,
	}
	if r.facets.String == "" {
		return v, nil
	}
	err := json.Unmarshal([]byte(r.facets.String), &v.Facets)
	return v, err
}

// The columns that an articleRow and a verdictRow receive.
const (
	articleColumns = `article.id, article.outlet, article.author, article.agency, article.title, article.summary,
		article.text, article.basis, article.note, article.published, article.fetched, article.sketch`
	verdictColumns = `verdict.topic, verdict.score, verdict.cutoff, verdict.relevant, verdict.mention, verdict.ask,
		verdict.basis, verdict.nearest, verdict.facets, verdict.model`
)

func scanString(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}

func scanInt(rows *sql.Rows) (n int64, err error) {
	err = rows.Scan(&n)
	return n, err
}

func scanArticle(rows *sql.Rows) (news.Article, error) {
	var r articleRow
	err := rows.Scan(r.dest()...)
	return r.article(), err
}

// blob is b as a column takes it: nil and empty alike are NULL.
func blob(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}
