package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"rasid/news"
)

const (
	selectOpen  = `SELECT id FROM story WHERE topic = ? AND updated >= ? AND opened <= ? ORDER BY opened, id`
	selectAlike = `SELECT story FROM (SELECT member.story, member.entry, count(*) AS shared
			FROM json_each(?2) AS key JOIN member ON member.topic = ?1 AND member.entry IN
				(SELECT band.entry FROM band WHERE band.band = key.value ORDER BY band.entry DESC LIMIT ?4)
			GROUP BY member.story, member.entry)
		GROUP BY story ORDER BY max(shared) DESC, story LIMIT ?3`
	selectWaiting = `SELECT id FROM story WHERE id IN (` + waitingFor + `) ORDER BY opened, id`

	// waitingFor is the stories with something to send in the digests of name ?1 of topic ?2.
	waitingFor = `SELECT story FROM waiting JOIN member ON member.entry = waiting.entry AND member.topic = waiting.topic
			WHERE waiting.name = ?1 AND waiting.topic = ?2
		UNION SELECT story FROM member WHERE topic = ?2 AND state = 'waiting'
			AND NOT EXISTS (SELECT 1 FROM schedule WHERE topic = ?2 AND name = ?1)`
)

// newestOfBand is the most articles that are looked at under one key, the last stored first. What more of them share is
// no part of a text but what outlets put under all their texts; and of a text that more of them carry, one is enough.
const newestOfBand = 48

// LookAlikes returns the stories of a topic, whole, that hold an article whose sketch has one of the bands,
// those that share the most bands first, at most limit (0 = no bound). Of each band it looks at the newest 48 articles.
func (db *DB) LookAlikes(ctx context.Context, topic string, bands []int64, limit int) ([]news.Story, error) {
	if len(bands) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(bands)
	if err != nil {
		return nil, wrap(err, "look for alike articles", topic)
	}
	ss, err := db.stories(ctx, view{}, selectAlike, topic, string(list), bound(limit), newestOfBand)
	return ss, wrap(err, "look for alike articles", topic)
}

// OpenStories returns the stories of a topic, whole, whose last member was published at since or later and whose first
// one at until or earlier, the oldest first.
func (db *DB) OpenStories(ctx context.Context, topic string, since, until time.Time) ([]news.Story, error) {
	ss, err := db.stories(ctx, view{}, selectOpen,
		topic, ms(since), ms(until))
	return ss, wrap(err, "list open stories", topic)
}

// WaitingStories returns the stories of a topic that have something to send in the digests of a name: a live
// member that none of them has carried, other than a copy that came when they had carried its story already. All
// live members are in them, each with the digest of that name that carried it; what a backfill run found is not.
// The oldest first. For a name that SaveSchedules was not told of, and for "", it is what no digest at all has
// carried.
func (db *DB) WaitingStories(ctx context.Context, name, topic string) ([]news.Story, error) {
	ss, err := db.stories(ctx, view{live: true, name: name}, selectWaiting, name, topic)
	return ss, wrap(err, "list waiting stories", topic)
}

const selectEditedStories = `SELECT id FROM story WHERE id IN (SELECT member.story FROM version
			JOIN digest_item AS i ON i.entry = version.entry AND ?1 IN ('', i.name) AND i.topic = ?2 AND version.id > i.told
			JOIN member ON member.entry = i.entry AND member.topic = i.topic
			WHERE version.basis = 'page' AND version.until >= ?3)
		AND id NOT IN (` + waitingFor + `) ORDER BY opened, id`

// EditedStories returns the stories of a topic in which an outlet has edited the headline of an article since a digest of a
// name carried it ("" = any digest), at since or later, as long as none of these has said so. WaitingStories is without
// them unless they have something else to send. The oldest first.
func (db *DB) EditedStories(ctx context.Context, name, topic string, since time.Time) ([]news.Story, error) {
	ss, err := db.stories(ctx, view{live: true, name: name}, selectEditedStories, name, topic, ms(since))
	ss = slices.DeleteFunc(ss, func(s news.Story) bool {
		return !slices.ContainsFunc(s.Members, func(m news.Member) bool { return m.Digest != "" && m.Was != "" })
	})
	return ss, wrap(err, "list edited stories", topic)
}

// Story returns one story, ErrNotFound if there is none of this id.
func (db *DB) Story(ctx context.Context, id string) (news.Story, error) {
	ss, err := db.stories(ctx, view{}, `SELECT id FROM story WHERE id = ?`, id)
	if err == nil && len(ss) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return news.Story{}, wrap(err, "read story", id)
	}
	return ss[0], nil
}

// StoryDigests returns the digests that carried some of a story, without their stories, the oldest first.
func (db *DB) StoryDigests(ctx context.Context, id string) ([]news.Digest, error) {
	ds, err := collect(ctx, db.read, scanFrame, `SELECT frame FROM digest WHERE id IN (SELECT digest_item.digest FROM member
		JOIN digest_item ON digest_item.topic = member.topic AND digest_item.entry = member.entry
		WHERE member.story = ?) ORDER BY seq`, id)
	return ds, wrap(err, "list digests of story", id)
}
