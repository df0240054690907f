package store

import (
	"cmp"
	"database/sql"
	"errors"
	"rasid/news"
	"time"
)

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
