package store

import (
	"maps"
	"slices"

	"rasid/news"
)

// keep notes how an article stands in the topic before labels move it for the first time.
func (r *relabel) keep(entry int64, moved int) error {
	n, err := r.affect(`INSERT OR IGNORE INTO label_move (entry, topic, moved) VALUES (?, ?, ?)`, entry, r.topic, moved)
	if err != nil || n == 0 {
		return err
	}
	err = r.exec(`INSERT OR IGNORE INTO before_entry SELECT entry.id, disposition, due, reason, topic, score, cutoff,
			article.entry IS NOT NULL, article.sketch, EXISTS (SELECT 1 FROM member WHERE member.entry = entry.id)
		FROM entry LEFT JOIN article ON article.entry = entry.id WHERE entry.id = ?`, entry)
	if err != nil {
		return err
	}
	for _, copied := range []string{
		`INSERT INTO before_verdict SELECT entry, topic, score, cutoff, relevant, mention, ask, basis, nearest, facets, model
			FROM verdict WHERE entry = ? AND topic = ?`,
		`INSERT INTO before_member SELECT entry, topic, story, kind, alike, why, state FROM member WHERE entry = ? AND topic = ?`,
		`INSERT INTO before_waiting SELECT entry, topic, name FROM waiting WHERE entry = ? AND topic = ?`,
	} {
		if err := r.exec(copied, entry, r.topic); err != nil {
			return err
		}
	}
	return nil
}

// restore puts an article back to where it stood in the topic before any label. One that a digest has carried since
// keeps its place; only its verdict is put back.
func (r *relabel) restore(entry int64) error {
	sent, err := r.leave(entry)
	if err != nil {
		return err
	}
	if r.back[entry], err = r.waited(entry); err != nil {
		return err
	}
	if err := r.waitAgain(entry, r.back[entry]); err != nil {
		return err
	}
	var story string
	if !sent {
		if err := r.row(`SELECT coalesce(max(story), '') FROM before_member WHERE entry = ? AND topic = ?`, entry, r.topic).Scan(&story); err != nil {
			return err
		}
	}
	if story != "" {
		r.stories[story] = true
		if err := r.exec(`INSERT INTO story (id, topic, opened, updated) VALUES (?, ?, 0, 0) ON CONFLICT DO NOTHING`, story, r.topic); err != nil {
			return err
		}
		err := r.exec(`INSERT INTO member (entry, topic, story, kind, alike, why, state)
			SELECT entry, topic, story, kind, alike, why, state FROM before_member WHERE entry = ? AND topic = ?`, entry, r.topic)
		if err != nil {
			return err
		}
	}
	for _, change := range []string{
		`DELETE FROM verdict WHERE entry = ? AND topic = ?`,
		`INSERT INTO verdict SELECT entry, topic, score, cutoff, relevant, mention, ask, basis, nearest, facets, model
			FROM before_verdict WHERE entry = ? AND topic = ?`,
		`DELETE FROM before_verdict WHERE entry = ? AND topic = ?`,
		`DELETE FROM before_member WHERE entry = ? AND topic = ?`,
		`DELETE FROM before_waiting WHERE entry = ? AND topic = ?`,
		`DELETE FROM label_move WHERE entry = ? AND topic = ?`,
	} {
		if err := r.exec(change, entry, r.topic); err != nil {
			return err
		}
	}
	return r.restoreEntry(entry)
}

// restoreEntry puts back what the topics of an entry have in common, when labels of none of them move it any more.
func (r *relabel) restoreEntry(entry int64) error {
	var moved, placed bool
	err := r.row(`SELECT EXISTS (SELECT 1 FROM label_move WHERE entry = ?1), EXISTS (SELECT 1 FROM member WHERE entry = ?1)`, entry).Scan(&moved, &placed)
	if err != nil {
		return err
	}
	if moved {
		if !placed {
			err = r.exec(`UPDATE entry SET disposition = 'off-topic' WHERE id = ?`, entry)
		}
		if err != nil {
			return err
		}
		return r.dispose(entry)
	}
	changes := []string{
		`UPDATE entry SET (disposition, due, reason, topic, score, cutoff) = (SELECT disposition, due, reason, topic, score, cutoff
			FROM before_entry WHERE before_entry.entry = ?1) WHERE id = ?1 AND disposition <> 'sent'`,
		`UPDATE article SET sketch = (SELECT sketch FROM before_entry WHERE before_entry.entry = ?1) WHERE entry = ?1`,
		`DELETE FROM search WHERE rowid = ?1 AND NOT EXISTS (SELECT 1 FROM before_entry WHERE before_entry.entry = ?1 AND read)`,
		`DELETE FROM article WHERE entry = ?1 AND NOT EXISTS (SELECT 1 FROM before_entry WHERE before_entry.entry = ?1 AND read)`,
	}
	if sent, err := r.carried(entry); err != nil {
		return err
	} else if sent {
		changes = nil // a reader has it: its text and its way to copies stay
	} else if err := r.unband(entry); err != nil {
		return err
	}
	for _, change := range append(changes, `DELETE FROM before_entry WHERE entry = ?1`) {
		if err := r.exec(change, entry); err != nil {
			return err
		}
	}
	return r.dispose(entry)
}

// unband takes an article out of the index of sketches, if it was not in it before.
func (r *relabel) unband(entry int64) error {
	var banded bool
	if err := r.row(`SELECT coalesce(max(banded), 0) FROM before_entry WHERE entry = ?`, entry).Scan(&banded); err != nil || banded {
		return err
	}
	sketch, err := r.sketch(entry)
	if err != nil {
		return err
	}
	return r.saveBands(entry, r.db.keysOf(sketch), nil)
}

// waitAgain has an article wait for the digests of these names only, those that it waited for before any label, but for those
// that have carried it.
func (r *relabel) waitAgain(entry int64, names []string) error {
	if err := r.exec(`DELETE FROM waiting WHERE entry = ? AND topic = ?`, entry, r.topic); err != nil {
		return err
	}
	for _, name := range names {
		err := r.exec(`INSERT INTO waiting (name, topic, entry) SELECT ?1, ?2, ?3
			WHERE NOT EXISTS (SELECT 1 FROM digest_item WHERE name = ?1 AND topic = ?2 AND entry = ?3)`, name, r.topic, entry)
		if err != nil {
			return err
		}
	}
	return nil
}

// waited returns the names of the digests that an article waited for before any label.
func (r *relabel) waited(entry int64) ([]string, error) {
	return collectIn(r.writer, scanString, `SELECT name FROM before_waiting WHERE entry = ? AND topic = ? ORDER BY name`, entry, r.topic)
}

// carried reports whether a digest has carried an article.
func (r *relabel) carried(entry int64) (yes bool, err error) {
	err = r.row(`SELECT EXISTS (SELECT 1 FROM member WHERE entry = ? AND state = ?)`, entry, string(news.Sent)).Scan(&yes)
	return yes, err
}

// settleWaiting puts right what the settling of stories had wait for more digests than before: what was put back, and did
// not have to move along with another again.
func (r *relabel) settleWaiting() error {
	for _, entry := range slices.Sorted(maps.Keys(r.back)) {
		var moved bool
		err := r.row(`SELECT EXISTS (SELECT 1 FROM label_move WHERE entry = ? AND topic = ?)`, entry, r.topic).Scan(&moved)
		if err == nil && !moved {
			err = r.waitAgain(entry, r.back[entry])
		}
		if err != nil {
			return err
		}
	}
	return nil
}
