package store

import (
	"context"
	"time"

	"rasid/news"
)

// A Schedule is a digest of the configuration, as far as the store needs to know it.
type Schedule struct {
	Name  string
	Topic string
}

// SaveSchedules makes the digests of the configuration known, so that what joins a story of a topic waits for each of
// them. One that is new begins with what no digest has carried and was first seen at since or later; the rest of the
// past is not sent. What waited for one that is no longer there is forgotten; what it carried is not.
func (db *DB) SaveSchedules(ctx context.Context, all []Schedule, since, now time.Time) error {
	err := db.record(ctx, func(w *writer) error {
		if err := w.exec(`UPDATE schedule SET since = -abs(since)`); err != nil { // gone, unless named below
			return err
		}
		for _, s := range all {
			if err := w.saveSchedule(s, since, now); err != nil {
				return err
			}
		}
		for _, remove := range []string{
			`DELETE FROM schedule WHERE since < 0`,
			`DELETE FROM waiting WHERE NOT EXISTS (SELECT 1 FROM schedule WHERE schedule.topic = waiting.topic AND schedule.name = waiting.name)`,
		} {
			if err := w.exec(remove); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "save schedules", "")
}

func (w *writer) saveSchedule(s Schedule, since, now time.Time) error {
	n, err := w.affect(`UPDATE schedule SET since = abs(since) WHERE topic = ? AND name = ?`, s.Topic, s.Name)
	if err != nil || n > 0 {
		return err
	}
	if err := w.exec(`INSERT INTO schedule (topic, name, since) VALUES (?, ?, ?)`, s.Topic, s.Name, ms(now)); err != nil {
		return err
	}
	return w.exec(`INSERT INTO waiting (name, topic, entry) SELECT ?1, member.topic, member.entry FROM member
			JOIN entry ON entry.id = member.entry WHERE member.topic = ?2 AND member.state = 'waiting' AND entry.seen >= ?3
			AND NOT EXISTS (SELECT 1 FROM digest_item AS i WHERE i.name = ?1 AND i.topic = ?2 AND i.entry = member.entry)`,
		s.Name, s.Topic, ms(since))
}

// await has a member wait for every digest of its topic that has something to send of it: all that have not carried
// it, but for a copy in a story which they have carried some of.
func (w *writer) await(entry int64, topic string) error {
	if err := w.exec(`DELETE FROM waiting WHERE entry = ? AND topic = ?`, entry, topic); err != nil {
		return err
	}
	return w.exec(`INSERT INTO waiting (name, topic, entry) SELECT schedule.name, member.topic, member.entry
		FROM member JOIN schedule ON schedule.topic = member.topic
		WHERE member.entry = ?1 AND member.topic = ?2 AND member.state <> 'past'
			AND NOT EXISTS (SELECT 1 FROM digest_item AS i
				WHERE i.name = schedule.name AND i.topic = member.topic AND i.entry = member.entry)
			AND NOT (member.kind = 'copy' AND EXISTS (SELECT 1 FROM member AS o JOIN digest_item AS i
				ON i.name = schedule.name AND i.topic = o.topic AND i.entry = o.entry
				WHERE o.story = member.story AND o.entry <> member.entry))`, entry, topic)
}

// awaitMention has an article that mentions a topic in passing wait for every digest of it.
func (w *writer) awaitMention(entry int64, topic string) error {
	return w.exec(`INSERT INTO waiting (name, topic, entry) SELECT name, topic, ?1 FROM schedule WHERE topic = ?2
		ON CONFLICT DO NOTHING`, entry, topic)
}

// waitNoMore takes an article from what waits for the digests of a name.
func (w *writer) waitNoMore(d news.Digest, url string) error {
	return w.exec(`DELETE FROM waiting WHERE name = ?2 AND topic = ?3 AND entry = (`+idOf+`)`,
		digits64(url), d.Name, d.Topic)
}
