package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

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

// blob is b as a column takes it: nil and empty alike are NULL.
func blob(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
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

// saveFolds puts an article into its stories. Its state within a topic is decided when it joins, and only
// what was never carried, and what the operator has not decided about, can change its story.
func (w *writer) saveFolds(id int64, a news.Article, folds []news.Fold) error {
	when := ms(storyTime(a))
	for _, f := range folds {
		decided, err := w.decided(id, f.Topic)
		if err != nil {
			return err
		} else if decided {
			continue
		}
		if f.Story, err = w.storyNow(id, f); err != nil {
			return err
		}
		err = w.exec(`INSERT INTO story (id, topic, opened, updated) VALUES (?1, ?2, ?3, ?3)
			ON CONFLICT (id) DO UPDATE SET opened = min(opened, ?3), updated = max(updated, ?3)`, f.Story, f.Topic, when)
		if err != nil {
			return err
		}
		state := news.Waiting
		if a.Run != "" {
			state = news.Past
		} else if f.Kind == news.Copy {
			if state, err = w.copyState(id, f); err != nil {
				return err
			}
		}
		n, err := w.affect(`INSERT INTO member (entry, topic, story, kind, alike, why, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
			ON CONFLICT (entry, topic) DO UPDATE SET story = ?3, kind = ?4, alike = ?5, why = ?6, state = ?7 WHERE state <> 'sent'`,
			id, f.Topic, f.Story, string(f.Kind), f.Like, f.Why, string(state))
		if err == nil && n > 0 {
			err = w.await(id, f.Topic)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// storyNow is the story that a fold names, or that in which the article it is like has been put since the fold was
// found. An article that has a place keeps it.
func (w *writer) storyNow(id int64, f news.Fold) (story string, err error) {
	err = w.row(`SELECT story FROM member JOIN article USING (entry) WHERE article.id = ?1 AND topic = ?2
		AND NOT EXISTS (SELECT 1 FROM member WHERE entry = ?3 AND topic = ?2)`, f.Like, f.Topic, id).Scan(&story)
	if errors.Is(err, sql.ErrNoRows) {
		return f.Story, nil
	}
	return story, err
}

// copyState is Folded for a copy in a story that a digest has carried some of, else Waiting.
func (w *writer) copyState(id int64, f news.Fold) (news.Disposition, error) {
	var carried bool
	err := w.row(`SELECT EXISTS (SELECT 1 FROM member WHERE story = ? AND state = 'sent' AND entry <> ?)`, f.Story, id).Scan(&carried)
	if carried {
		return news.Folded, err
	}
	return news.Waiting, err
}

// dispose gives an entry the disposition that its places in stories amount to: it waits while it waits for
// any topic.
func (w *writer) dispose(id int64) error {
	return w.exec(`UPDATE entry SET disposition = coalesce((SELECT state FROM member WHERE entry = ?1
			ORDER BY CASE state WHEN 'waiting' THEN 0 WHEN 'sent' THEN 1 WHEN 'folded' THEN 2 ELSE 3 END LIMIT 1), disposition)
		WHERE id = ?1`, id)
}

// storyTime is the moment by which an article takes its place in a story.
func storyTime(a news.Article) time.Time {
	return cmp.Or(a.Published, a.Seen)
}
