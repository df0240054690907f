package store

import (
	"context"
	"time"

	"rasid/news"
)

const selectMentions = `SELECT` + entryColumns + `, ` + articleColumns + ` FROM waiting
		JOIN entry ON entry.id = waiting.entry JOIN listing ON listing.entry = entry.id
		JOIN source ON source.id = entry.source JOIN article ON article.entry = entry.id
		WHERE waiting.name = ? AND waiting.topic = ?
			AND NOT EXISTS (SELECT 1 FROM member WHERE member.entry = waiting.entry AND member.topic = waiting.topic)
		ORDER BY iif(article.published = 0, entry.seen, article.published), listing.url`

// Mentions returns the articles that mention a topic in passing and that no digest of a name has told, the oldest
// first, without their text and sketch. SaveDigest makes them known as told.
func (db *DB) Mentions(ctx context.Context, name, topic string) ([]news.Article, error) {
	as, err := collect(ctx, db.read, scanArticle, selectMentions, name, topic)
	for i := range as {
		as[i].Text, as[i].Sketch = "", nil
	}
	return as, wrap(err, "list mentions", topic)
}

// Volume returns the moments at which the articles of a topic were published (first seen, where that is unknown) since
// a time, in no order. What a backfill run found counts like the rest.
func (db *DB) Volume(ctx context.Context, topic string, since time.Time) ([]time.Time, error) {
	ms, err := collect(ctx, db.read, scanInt, selectVolume, topic, ms(since))
	times := make([]time.Time, len(ms))
	for i, n := range ms {
		times[i] = at(n)
	}
	return times, wrap(err, "count articles", topic)
}

const selectVolume = `SELECT iif(article.published = 0, entry.seen, article.published) AS t FROM story
	JOIN member ON member.story = story.id JOIN entry ON entry.id = member.entry JOIN article ON article.entry = member.entry
	WHERE story.topic = ?1 AND story.updated >= ?2 AND t >= ?2`
