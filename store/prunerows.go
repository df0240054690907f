package store

import (
	"time"

	"rasid/news"
)

// What may go; ?1 = the moment before which it is old.
const (
	prunable = ` e.seen < ?1 AND e.disposition NOT IN ('unread', 'wanted', 'waiting') AND e.again <= 0
		AND NOT EXISTS (SELECT 1 FROM waiting WHERE waiting.entry = e.id)
		AND NOT EXISTS (SELECT 1 FROM label WHERE label.entry = e.id)
		AND NOT EXISTS (SELECT 1 FROM vote WHERE vote.entry = e.id)
		AND NOT EXISTS (SELECT 1 FROM member JOIN story ON story.id = member.story
			WHERE member.entry = e.id AND (member.state = 'waiting' OR story.updated >= ?1))
		AND NOT EXISTS (SELECT 1 FROM digest_item AS i JOIN delivery AS d ON d.digest = i.digest
			WHERE i.entry = e.id AND d.state NOT IN ('delivered', 'dead'))
		AND NOT EXISTS (SELECT 1 FROM alert_item AS i JOIN delivery AS d ON d.digest = i.digest
			WHERE i.entry = e.id AND d.state NOT IN ('delivered', 'dead'))`

	// Of a delivery that was given up nobody knows when: its digest's time counts.
	spent = ` d.state IN ('delivered', 'dead') AND coalesce(nullif(d.sent, 0), (SELECT due FROM digest WHERE id = d.digest)) < ?1`

	told = ` g.due < ?1 AND NOT EXISTS (SELECT 1 FROM delivery AS d WHERE d.digest = g.id AND d.state NOT IN ('delivered', 'dead'))`

	orphaned = ` AND NOT EXISTS (SELECT 1 FROM digest_item WHERE digest_item.digest = g.id)
		AND NOT EXISTS (SELECT 1 FROM alert_item WHERE alert_item.digest = g.id)`
)

// among picks from rows found before, which may have changed since; ?2 = their ids.
const among = ` IN (SELECT value FROM json_each(?2))`

// dropEntries deletes entries; what refers to them goes with them.
func (db *DB) dropEntries(w *writer, ids, until any) (int, error) {
	free, err := w.integers(`SELECT e.id FROM entry AS e WHERE e.id`+among+` AND`+prunable, until, ids)
	if err != nil {
		return 0, err
	}
	for _, id := range free {
		stories, err := collectIn(w, scanString, `SELECT story FROM member WHERE entry = ?`, id)
		if err != nil {
			return 0, err
		}
		if err := db.dropIndexes(w, id); err != nil {
			return 0, err
		}
		for _, query := range []string{`DELETE FROM listing WHERE entry = ?`, `DELETE FROM entry WHERE id = ?`} {
			if err := w.exec(query, id); err != nil {
				return 0, err
			}
		}
		for _, story := range stories {
			if err := w.dropStory(story); err != nil {
				return 0, err
			}
		}
	}
	return len(free), nil
}

// dropStory deletes a story that nothing is in.
func (w *writer) dropStory(id string) error {
	const empty = ` AND NOT EXISTS (SELECT 1 FROM member WHERE member.story = ?1)`
	if err := w.exec(`DELETE FROM alert WHERE story = ?1`+empty, id); err != nil {
		return err
	}
	return w.exec(`DELETE FROM story WHERE id = ?1`+empty, id)
}

// dropIndexes takes an entry out of the indexes of words and of look-alikes.
func (db *DB) dropIndexes(w *writer, id int64) error {
	sketch, err := w.sketch(id)
	if err != nil {
		return err
	}
	if err := w.exec(`DELETE FROM search WHERE rowid = ?`, id); err != nil {
		return err
	}
	return w.saveBands(id, db.keysOf(sketch), nil)
}

// dropTexts takes from entries what was read and listed, but for headlines.
func (db *DB) dropTexts(now time.Time) func(w *writer, ids, until any) (int, error) {
	note := "the text was pruned " + now.UTC().Format(time.DateOnly)
	return func(w *writer, ids, until any) (int, error) {
		free, err := w.integers(`SELECT e.id FROM entry AS e WHERE e.id`+among+` AND e.bare = 0 AND`+prunable, until, ids)
		if err != nil {
			return 0, err
		}
		for _, id := range free {
			if err := db.dropIndexes(w, id); err != nil {
				return 0, err
			}
			if err := w.exec(`UPDATE article SET text = '', summary = '', sketch = NULL, note = iif(text = '', note, ?2) WHERE entry = ?1`, id, note); err != nil {
				return 0, err
			}
			for _, query := range []string{
				`UPDATE listing SET summary = '' WHERE entry = ? AND summary <> ''`,
				`UPDATE version SET summary = '', text = '' WHERE entry = ?`,
				`UPDATE entry SET bare = 1 WHERE id = ?`,
			} {
				if err := w.exec(query, id); err != nil {
					return 0, err
				}
			}
		}
		return len(free), nil
	}
}

// dropBodies takes the bytes of deliveries that have ended.
func (w *writer) dropBodies(ids, until any) (int, error) {
	return w.affect(`UPDATE delivery AS d SET body = x'', bare = 1 WHERE d.seq`+among+` AND d.bare = 0 AND`+spent, until, ids)
}

// bareDigests takes the texts of articles out of digests; headlines, outlets and verdicts stay.
func (w *writer) bareDigests(ids, until any) (int, error) {
	free, err := w.integers(`SELECT g.seq FROM digest AS g WHERE g.seq`+among+` AND g.bare = 0 AND`+told, until, ids)
	if err != nil {
		return 0, err
	}
	for _, seq := range free {
		var frame string
		var body []byte
		if err := w.row(`SELECT frame, body FROM digest WHERE seq = ?`, seq).Scan(&frame, &body); err != nil {
			return 0, err
		}
		d, err := unpack(frame, body)
		if err != nil {
			return 0, err
		}
		if frame, body, err = pack(textless(d)); err != nil {
			return 0, err
		}
		if err := w.exec(`UPDATE digest SET frame = ?, body = ?, bare = 1 WHERE seq = ?`, frame, body, seq); err != nil {
			return 0, err
		}
	}
	return len(free), nil
}

// textless is d without the texts of its articles.
func textless(d news.Digest) news.Digest {
	for i := range d.Mentions {
		d.Mentions[i].Text, d.Mentions[i].Summary = "", ""
	}
	for _, s := range d.Stories {
		for i := range s.Members {
			s.Members[i].Text, s.Members[i].Summary = "", ""
		}
	}
	return d
}

// dropDigests deletes digests none of whose articles are left, and their deliveries.
func (w *writer) dropDigests(ids, until any) (int, error) {
	free, err := w.integers(`SELECT g.seq FROM digest AS g WHERE g.seq`+among+` AND`+told+orphaned, until, ids)
	if err != nil {
		return 0, err
	}
	for _, seq := range free {
		for _, query := range []string{
			`DELETE FROM attempt WHERE delivery IN (SELECT delivery.id FROM delivery JOIN digest ON digest.id = delivery.digest WHERE digest.seq = ?)`,
			`DELETE FROM delivery WHERE digest = (SELECT id FROM digest WHERE seq = ?)`,
			`DELETE FROM digest WHERE seq = ?`,
		} {
			if err := w.exec(query, seq); err != nil {
				return 0, err
			}
		}
	}
	return len(free), nil
}

// dropNotices deletes what was told and no longer stands.
func (w *writer) dropNotices(ids, until any) (int, error) {
	return w.affect(`DELETE FROM notice WHERE id`+among+` AND at < ?1 AND open = 0 AND told <> 0`, until, ids)
}

// integers runs a query that gives rows of one number.
func (w *writer) integers(query string, args ...any) ([]int64, error) {
	return collectIn(w, scanInt, query, args...)
}
