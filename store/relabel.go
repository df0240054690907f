package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// A Move is an article that the labels of a topic take into it or out of it, against what is judged without them.
type Move struct {
	Article news.Article
	Verdict news.Verdict // with the labels
	Fold    news.Fold    // its place, where the verdict is relevant and it has none yet
}

// SaveLabels makes labels those of a topic, whose model is called model with them, and moves all that they move, in one
// commit. What earlier labels moved and
// these do not is put back exactly as it was, but for what a digest has carried meanwhile. What comes in waits for the
// next digest (Past if a backfill run found it); what goes out leaves its story, unless a digest has carried it: then it
// stays and only its verdict says so. The earliest of a story that lost its lead leads.
// ErrNotFound: a label or a move names an address that no source listed.
func (db *DB) SaveLabels(ctx context.Context, topic, model string, labels []Label, moves []Move, now time.Time) error {
	err := db.change(ctx, false, func(w *writer) error {
		if err := w.saveLabels(topic, model, labels); err != nil {
			return err
		}
		r := relabel{writer: w, topic: topic, now: now, db: db, stories: map[string]bool{}, back: map[int64][]string{}}
		return r.run(moves)
	})
	return wrap(err, "save labels", topic)
}

func (w *writer) saveLabels(topic, model string, labels []Label) error {
	if err := w.exec(`DELETE FROM label WHERE topic = ?`, topic); err != nil {
		return err
	}
	for _, l := range labels {
		entry, err := w.entryID(l.URL)
		if err != nil {
			return err
		}
		err = w.exec(`INSERT INTO label (topic, entry, relevant, at, by) VALUES (?, ?, ?, ?, ?)`, topic, entry, l.Relevant, ms(l.At), l.By)
		if err != nil {
			return err
		}
	}
	if len(labels) > 0 {
		if err := w.exec(`INSERT OR IGNORE INTO label_model (topic, model) VALUES (?, ?)`, topic, model); err != nil {
			return err
		}
	}
	return w.exec(`INSERT INTO label_revision (id, n) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET n = n + 1`)
}

// A relabel brings the articles of a topic to where its labels want them.
type relabel struct {
	*writer
	topic   string
	now     time.Time
	db      *DB
	stories map[string]bool    // that were changed
	back    map[int64][]string // entries that were put back, with the digests they wait for
}

func (r *relabel) run(moves []Move) error {
	stay := map[int64]int{}
	for _, m := range moves {
		entry, err := r.entryID(m.Article.URL)
		if err != nil {
			return err
		}
		stay[entry] = direction(m)
	}
	if err := r.putBack(stay); err != nil {
		return err
	}
	for _, m := range moves {
		if err := r.move(m); err != nil {
			return fmt.Errorf("%s: %w", arabic.Isolate(m.Article.URL), err)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.stories)) {
		if err := r.lead(id); err != nil {
			return err
		}
		if err := r.settleStory(id); err != nil {
			return err
		}
	}
	return r.settleWaiting()
}

func direction(m Move) int {
	if m.Verdict.Relevant {
		return 1
	}
	return -1
}

// putBack restores what was moved before, but for what stays moved as it is.
func (r *relabel) putBack(stay map[int64]int) error {
	type move struct {
		entry int64
		moved int
	}
	moves, err := collectIn(r.writer, func(rows *sql.Rows) (m move, err error) {
		err = rows.Scan(&m.entry, &m.moved)
		return m, err
	}, `SELECT entry, moved FROM label_move WHERE topic = ? ORDER BY entry`, r.topic)
	if err != nil {
		return err
	}
	for _, m := range moves {
		if m.moved != 0 && stay[m.entry] == m.moved {
			continue
		}
		if err := r.restore(m.entry); err != nil {
			return err
		}
	}
	return nil
}

// move takes one article in or out, unless that was done before.
func (r *relabel) move(m Move) error {
	entry, err := r.entryID(m.Article.URL)
	if err != nil {
		return err
	}
	var done bool
	err = r.row(`SELECT EXISTS (SELECT 1 FROM label_move WHERE entry = ? AND topic = ?)`, entry, r.topic).Scan(&done)
	if err != nil || done {
		return err
	}
	if err := r.keep(entry, direction(m)); err != nil {
		return err
	}
	if !m.Verdict.Relevant {
		return r.out(entry, m)
	}
	return r.in(entry, m)
}

// in gives an article a place in the topic.
func (r *relabel) in(entry int64, m Move) error {
	folds := []news.Fold{m.Fold}
	keys, err := r.db.bandsOf(m.Article, folds)
	if err != nil {
		return err
	}
	var read bool
	if err := r.row(`SELECT EXISTS (SELECT 1 FROM article WHERE entry = ?)`, entry).Scan(&read); err != nil {
		return err
	}
	if read {
		err = r.exec(`UPDATE article SET sketch = ? WHERE entry = ?`, blob(m.Article.Sketch), entry)
	} else if err = r.saveArticle(entry, m.Article); err == nil {
		err = r.saveSearch(entry, searchable(m.Article.Title), searchable(m.Article.Summary))
	}
	if err != nil {
		return err
	}
	if err := r.saveBands(entry, nil, keys); err != nil {
		return err
	}
	if err := r.saveVerdicts(entry, []news.Verdict{m.Verdict}); err != nil {
		return err
	}
	if err := r.saveFolds(entry, m.Article, folds); err != nil {
		return err
	}
	r.stories[m.Fold.Story] = true
	return r.stand(entry, m, "taken in by labels")
}

// out takes an article out of the topic, but leaves what a digest has carried in its story.
func (r *relabel) out(entry int64, m Move) error {
	if err := r.saveVerdicts(entry, []news.Verdict{m.Verdict}); err != nil {
		return err
	}
	sent, err := r.leave(entry)
	if err != nil || sent {
		return err
	}
	return r.stand(entry, m, "taken out by labels")
}

// leave takes an article out of its story in the topic; sent says that a digest has carried it, so that it stays. It waits
// for no other digest either way.
func (r *relabel) leave(entry int64) (sent bool, err error) {
	var story string
	var state news.Disposition
	err = r.row(`SELECT story, state FROM member WHERE entry = ? AND topic = ?`, entry, r.topic).Scan(&story, &state)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return true, err
	}
	if err := r.exec(`DELETE FROM waiting WHERE entry = ? AND topic = ?`, entry, r.topic); err != nil || state == news.Sent {
		return true, err
	}
	r.stories[story] = true
	return false, r.exec(`DELETE FROM member WHERE entry = ? AND topic = ?`, entry, r.topic)
}

// stand settles the entry of a moved article: by its places in stories, or off the topic.
func (r *relabel) stand(entry int64, m Move, reason string) error {
	err := r.exec(`UPDATE entry SET disposition = 'off-topic', reason = ?, topic = ?, score = ?, cutoff = ? WHERE id = ? AND disposition <> 'sent'`,
		reason+" on "+r.now.UTC().Format(time.DateOnly), r.topic, m.Verdict.Score, m.Verdict.Cutoff, entry)
	if err != nil {
		return err
	}
	return r.dispose(entry)
}

// lead gives a story that has lost its lead the earliest of its articles as one.
func (r *relabel) lead(story string) error {
	seats, err := r.seats(story)
	if err != nil || len(seats) == 0 {
		return err
	}
	for _, s := range seats {
		if s.Kind == news.Lead {
			return nil
		}
	}
	if err := r.keep(seats[0].entry, 0); err != nil {
		return err
	}
	return r.exec(`UPDATE member SET kind = 'lead', alike = '', why = ? WHERE entry = ? AND topic = ?`,
		"leads since labels took the lead out on "+r.now.UTC().Format(time.DateOnly), seats[0].entry, r.topic)
}
