package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// SplitMember takes an article out of a story, in one commit, and returns the id of the story that it leads from
// now on. name makes the id of a story from its topic and the address that opened it, as detect.StoryID
// does. The rest keeps the id of the story; where its lead was taken out, the earliest of the rest leads. What a
// digest has carried is not sent again, and what was held back as a copy of it waits for the next one. No later
// SaveArticle moves the article. ErrNotFound: there is no such story, or the article is not in it.
func (db *DB) SplitMember(ctx context.Context, story, url string, name func(topic, url string) string, now time.Time) (id string, err error) {
	err = db.change(ctx, false, func(w *writer) error {
		id, err = w.split(story, url, name, now)
		return err
	})
	return id, wrap(err, "split story", story)
}

func (w *writer) split(story, url string, name func(topic, url string) string, now time.Time) (string, error) {
	entry, err := w.entryID(url)
	if err != nil {
		return "", err
	}
	seats, err := w.seats(story)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(seats, func(s seat) bool { return s.entry == entry })
	if i < 0 {
		return "", fmt.Errorf("%s in this story: %w", arabic.Isolate(url), ErrNotFound)
	}
	if len(seats) == 1 {
		return "", fmt.Errorf("%s is alone in it: nothing to split", arabic.Isolate(url))
	}
	out, rest := seats[i], slices.Delete(slices.Clone(seats), i, i+1)
	id, err := w.freeStory(out.Topic, url, name)
	if err != nil {
		return "", err
	}
	err = w.exec(`INSERT INTO story (id, topic, opened, updated) VALUES (?, ?, 0, 0) ON CONFLICT DO NOTHING`, id, out.Topic)
	if err != nil {
		return "", err
	}
	day := now.UTC().Format(time.DateOnly)
	fold := news.Fold{Story: id, Kind: news.Lead, Why: fmt.Sprintf("split by the operator on %s out of story %s", day, story)}
	if err := w.move(out, fold, Split, now); err != nil {
		return "", err
	}
	if !slices.ContainsFunc(rest, func(s seat) bool { return s.Kind == news.Lead }) {
		fold := news.Fold{Story: story, Kind: news.Lead, Why: fmt.Sprintf("leads since the operator split %s off on %s", url, day)}
		if err := w.move(rest[0], fold, Lead, now); err != nil {
			return "", err
		}
	}
	if err := w.settleStory(story); err != nil {
		return "", err
	}
	return id, w.settleStory(id)
}

// freeStory returns the id of a story that an article may lead: its own, or one made from its address with a
// number where others are in that story. No canonical address has a fragment, so it is nobody else's.
func (w *writer) freeStory(topic, url string, name func(topic, url string) string) (string, error) {
	for n := 0; ; n++ {
		id := name(topic, url)
		if n > 0 {
			id = name(topic, fmt.Sprintf("%s#%d", url, n))
		}
		var taken bool
		err := w.row(`SELECT EXISTS (SELECT 1 FROM member WHERE story = ?)`, id).Scan(&taken)
		if err != nil || !taken {
			return id, err
		}
	}
}
