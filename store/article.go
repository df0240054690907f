package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"rasid/arabic"
	"rasid/news"
)

// SaveArticle stores an article that was read, its verdicts and its places in stories, and settles its entry,
// in one commit (T2). The settlement's Waiting is refined here: an article of a backfill run becomes Past,
// and one that only joins, as a copy, stories which a digest has carried before becomes Folded. Waiting
// without a fold is an error, for it would wait for ever. Saving the same again changes nothing; what a
// digest has carried stays Sent.
func (db *DB) SaveArticle(ctx context.Context, a news.Article, vs []news.Verdict, folds []news.Fold, s news.Settlement) error {
	r, err := db.reading(a, vs, folds, s)
	if err == nil {
		err = db.change(ctx, false, func(w *writer) error { return db.saveReading(w, r) })
	}
	return wrap(err, "save article", arabic.Isolate(a.URL))
}

// A reading is an article with all that was found of it, ready to be written.
type reading struct {
	a           news.Article
	verdicts    []news.Verdict
	folds       []news.Fold
	settlement  news.Settlement
	title, text string  // for the index of words
	keys        []int64 // of its sketch
}

func (db *DB) reading(a news.Article, vs []news.Verdict, folds []news.Fold, s news.Settlement) (r reading, err error) {
	if s.Disposition == news.Waiting && len(folds) == 0 {
		return r, errors.New("waiting, but in no story")
	}
	s.URL = a.URL
	r = reading{a: a, verdicts: vs, folds: folds, settlement: s, title: searchable(a.Title), text: searchable(cmp.Or(a.Text, a.Summary))}
	r.keys, err = db.bandsOf(a, folds)
	return r, err
}

func (db *DB) saveReading(w *writer, r reading) error {
	id, err := w.entryID(r.a.URL)
	if err != nil {
		return err
	}
	was, err := w.sketch(id)
	if err != nil {
		return err
	}
	if err := w.saveArticle(id, r.a); err != nil {
		return err
	}
	if err := w.saveSearch(id, r.title, r.text); err != nil {
		return err
	}
	if err := w.saveMentions(id, r.a, r.verdicts, r.folds); err != nil {
		return err
	}
	if err := w.saveVerdicts(id, r.verdicts); err != nil {
		return err
	}
	if err := w.saveBands(id, db.keysOf(was), r.keys); err != nil {
		return err
	}
	if err := w.saveFolds(id, r.a, r.folds); err != nil {
		return err
	}
	if _, err := w.settle(r.settlement); err != nil {
		return err
	}
	if err := w.judgedAgain(id); err != nil {
		return err
	}
	return w.dispose(id)
}

// bandsOf returns the keys under which a sketched article of a story is found again.
func (db *DB) bandsOf(a news.Article, folds []news.Fold) ([]int64, error) {
	if len(folds) == 0 || len(a.Sketch) == 0 {
		return nil, nil
	}
	if db.bands == nil {
		return nil, errors.New("the store was opened without Options.Bands, so that copies could not be found")
	}
	return db.bands(a.Sketch), nil
}

// keysOf returns the keys under which a stored sketch may stand in the index.
func (db *DB) keysOf(sketch []byte) []int64 {
	if db.bands == nil || len(sketch) == 0 {
		return nil
	}
	return db.bands(sketch)
}

// sketch returns the stored sketch of an entry, nil when there is none.
func (w *writer) sketch(id int64) (sketch []byte, err error) {
	err = w.row(`SELECT sketch FROM article WHERE entry = ?`, id).Scan(&sketch)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return sketch, err
}

func (w *writer) saveArticle(id int64, a news.Article) error {
	if err := w.keepPage(id, a.Title, a.Text, a.Fetched, a.Seen); err != nil {
		return err
	}
	if err := w.exec(`UPDATE entry SET bare = 0 WHERE id = ? AND bare = 1`, id); err != nil {
		return err
	}
	return w.exec(`INSERT INTO article
			(entry, id, outlet, author, agency, title, summary, text, basis, note, published, fetched, sketch)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
		ON CONFLICT (entry) DO UPDATE SET outlet = ?3, author = ?4, agency = ?5, title = ?6, summary = ?7,
			text = ?8, basis = ?9, note = ?10, published = ?11, fetched = ?12, sketch = ?13`,
		id, a.ID, a.Outlet, a.Author, a.Agency, a.Title, a.Summary, a.Text, string(a.Basis), a.Note,
		ms(a.Published), ms(a.Fetched), blob(a.Sketch))
}

// saveMentions has a live article wait for the digests of the topics that it is first found to mention in passing.
func (w *writer) saveMentions(id int64, a news.Article, vs []news.Verdict, folds []news.Fold) error {
	for _, v := range vs {
		if !v.Mention || a.Run != "" || slices.ContainsFunc(folds, func(f news.Fold) bool { return f.Topic == v.Topic }) {
			continue
		}
		var known bool
		err := w.row(`SELECT EXISTS (SELECT 1 FROM verdict WHERE entry = ? AND topic = ? AND mention = 1)`, id, v.Topic).Scan(&known)
		if err == nil && !known {
			err = w.awaitMention(id, v.Topic)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) saveVerdicts(id int64, vs []news.Verdict) error {
	for _, v := range vs {
		facets, err := json.Marshal(v.Facets)
		if err != nil {
			return err
		}
		err = w.exec(`INSERT INTO verdict (entry, topic, score, cutoff, relevant, mention, ask, basis, nearest, facets, model)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
			ON CONFLICT (entry, topic) DO UPDATE SET score = ?3, cutoff = ?4, relevant = ?5, mention = ?6, ask = ?7,
				basis = ?8, nearest = ?9, facets = ?10, model = ?11`,
			id, v.Topic, v.Score, v.Cutoff, v.Relevant, v.Mention, v.Ask, string(v.Basis), v.Nearest, string(facets), v.Model)
		if err != nil {
			return err
		}
	}
	return nil
}

// saveBands puts an article under its keys and takes it away from those it had before and has no longer.
func (w *writer) saveBands(id int64, was, keys []int64) error {
	for _, k := range was {
		if slices.Contains(keys, k) {
			continue
		}
		if err := w.exec(`DELETE FROM band WHERE band = ? AND entry = ?`, k, id); err != nil {
			return err
		}
	}
	args := make([]any, 0, 2*len(keys))
	for _, k := range keys {
		args = append(args, k, id)
	}
	return w.insert(insertBands, args)
}

var insertBands = newBulk(`INSERT OR IGNORE INTO band (band, entry) VALUES`, 2)

// Article returns an article as it was read; ErrNotFound if it was not.
func (db *DB) Article(ctx context.Context, url string) (news.Article, error) {
	as, err := articlesOf(ctx, db.read, `(`+idOf+`)`, digits64(url))
	if err == nil && len(as) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return news.Article{}, wrap(err, "read article", url)
	}
	return as[0], nil
}

func articlesOf(ctx context.Context, q querier, entry string, args ...any) ([]news.Article, error) {
	return collect(ctx, q, scanArticle, `SELECT`+entryColumns+`, `+articleColumns+fromEntry+` JOIN article ON article.entry = entry.id WHERE entry.id = `+entry, args...)
}
