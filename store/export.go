package store

import (
	"context"
	"iter"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// An Exported is all that is known of an article, in the form in which it leaves this store for others.
type Exported struct {
	URL         string           `json:"url"`
	Source      string           `json:"source"` // that listed it first
	Outlet      string           `json:"outlet"`
	Agency      string           `json:"agency"`
	Author      string           `json:"author"`
	Title       string           `json:"title"`
	Summary     string           `json:"summary"`
	Text        string           `json:"text"`
	Published   time.Time        `json:"published,omitzero"`
	Seen        time.Time        `json:"seen,omitzero"`
	Basis       news.Basis       `json:"basis"`
	Note        string           `json:"note"`
	Disposition news.Disposition `json:"disposition"`
	Topics      []Standing       `json:"topics,omitempty"`  // against which it was judged, the best first
	Digests     []string         `json:"digests,omitempty"` // that carried it, the oldest first
}

// A Standing is how an article stands to a topic.
type Standing struct {
	Topic    string        `json:"topic"`
	Score    float64       `json:"score"`
	Cutoff   float64       `json:"cutoff"`
	Relevant bool          `json:"relevant"`
	Mention  bool          `json:"mention"`
	Reasons  []news.Facet  `json:"reasons,omitempty"` // what carried the score
	Story    string        `json:"story"`             // "" = in none
	Fold     news.FoldKind `json:"fold"`              // its place in the story
	Like     string        `json:"like"`              // Article.ID it was found to be like
	Why      string        `json:"why"`
}

// An ExportFilter picks articles that were read; zero fields pick all.
type ExportFilter struct {
	Topic    string    // that they belong to
	From, To time.Time // published then (first seen, where that is unknown), To excluded
}

// Export yields the articles that a filter picks in order of publication and address. The first error ends it.
func (db *DB) Export(ctx context.Context, f ExportFilter) iter.Seq2[Exported, error] {
	return func(yield func(Exported, error) bool) {
		from, to := span(f.From, f.To)
		if f.From.IsZero() {
			from = -forever
		}
		ids, err := collect(ctx, db.read, scanInt, selectExported, from, to, f.Topic)
		if err != nil {
			yield(Exported{}, wrap(err, "export", ""))
			return
		}
		for _, id := range ids {
			e, there, err := db.exported(ctx, id)
			if err == nil && !there {
				continue // pruned since
			}
			if !yield(e, wrap(err, "export", arabic.Isolate(e.URL))) || err != nil {
				return
			}
		}
	}
}

const selectExported = `SELECT entry.id FROM article JOIN entry ON entry.id = article.entry JOIN listing ON listing.entry = article.entry
	WHERE iif(article.published = 0, entry.seen, article.published) >= ?1 AND iif(article.published = 0, entry.seen, article.published) < ?2
		AND (?3 = '' OR EXISTS (SELECT 1 FROM verdict WHERE verdict.entry = article.entry AND topic = ?3 AND relevant = 1))
	ORDER BY iif(article.published = 0, entry.seen, article.published), listing.url`

// exported reads one article with all that hangs on it.
func (db *DB) exported(ctx context.Context, id int64) (e Exported, there bool, err error) {
	var t Trace
	if err := db.traceArticle(ctx, id, &t); err != nil || t.Article == nil {
		return e, false, err
	}
	a := t.Article
	e = Exported{
		URL: a.URL, Source: a.Source, Outlet: a.Outlet, Agency: a.Agency, Author: a.Author, Title: a.Title, Summary: a.Summary, Text: a.Text,
		Published: a.Published, Seen: a.Seen, Basis: a.Basis, Note: a.Note,
	}
	for _, v := range t.Verdicts {
		s := Standing{Topic: v.Topic, Score: v.Score, Cutoff: v.Cutoff, Relevant: v.Relevant, Mention: v.Mention, Reasons: v.Facets}
		for _, f := range t.Folds {
			if f.Topic == v.Topic {
				s.Story, s.Fold, s.Like, s.Why = f.Story, f.Kind, f.Like, f.Why
			}
		}
		e.Topics = append(e.Topics, s)
	}
	if err := db.read.QueryRowContext(ctx, `SELECT disposition FROM entry WHERE id = ?`, id).Scan(&e.Disposition); err != nil {
		return e, true, err
	}
	e.Digests, err = collect(ctx, db.read, scanString, `SELECT id FROM digest WHERE id IN (SELECT digest FROM digest_item WHERE entry = ?) ORDER BY seq`, id)
	return e, true, err
}

// SavePast stores an article that was read elsewhere, with what was found of it here, as one of a backfill run: its entry too,
// in one commit. It is not fresh, and nothing is changed, when its address is known. a.Run must be set and a.Key empty.
func (db *DB) SavePast(ctx context.Context, a news.Article, vs []news.Verdict, folds []news.Fold, s news.Settlement) (fresh bool, err error) {
	r, err := db.reading(a, vs, folds, s)
	if err == nil {
		err = db.change(ctx, false, func(w *writer) error {
			if fresh, err = w.unknown(a.URL); err != nil || !fresh {
				return err
			}
			source, err := w.sourceID(a.Source)
			if err != nil {
				return err
			}
			if err := w.addEntries(source, hear(a.Source, []news.Entry{a.Entry})); err != nil {
				return err
			}
			return db.saveReading(w, r)
		})
	}
	if err != nil {
		return false, wrap(err, "save past article", arabic.Isolate(a.URL))
	}
	return fresh, nil
}

func (w *writer) unknown(url string) (unknown bool, err error) {
	err = w.row(`SELECT NOT EXISTS (`+idOf+`)`, digits64(url)).Scan(&unknown)
	return unknown, err
}

// Listed reports whether an address is known.
func (db *DB) Listed(ctx context.Context, url string) (known bool, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT EXISTS (`+idOf+`)`, digits64(url)).Scan(&known)
	return known, wrap(err, "look up", arabic.Isolate(url))
}
