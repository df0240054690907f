package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"rasid/news"
)

// MergeStories makes one story of two of one topic, in one commit, and returns its id: of two that were split,
// the one from which the other was; else the one that a digest has carried; else the one opened earlier. The
// order of a and b makes no difference. What was split and is merged again takes the place it had before.
// What waits is in the next digest, what was sent is not sent again.
// ErrNotFound: one of them does not exist.
func (db *DB) MergeStories(ctx context.Context, a, b string, now time.Time) (id string, err error) {
	err = db.change(ctx, false, func(w *writer) error {
		id, err = w.merge(a, b, now)
		return err
	})
	return id, wrap(err, "merge stories", a+" and "+b)
}

func (w *writer) merge(a, b string, now time.Time) (string, error) {
	kept, gone, err := w.rankStories(a, b)
	if err != nil {
		return "", err
	}
	stay, err := w.seats(kept)
	if err != nil {
		return "", err
	}
	come, err := w.seats(gone)
	if err != nil {
		return "", err
	}
	back := false // the lead that the kept story had is back
	for _, s := range come {
		to, err := w.mergedFold(s, kept, now)
		if err != nil {
			return "", err
		}
		back = back || to.Kind == news.Lead
		if err := w.move(s, to, Merge, now); err != nil {
			return "", err
		}
		if err := w.foldAgain(s, to); err != nil {
			return "", err
		}
	}
	if back {
		if err := w.stepBack(stay, now); err != nil {
			return "", err
		}
	}
	if err := w.settleStory(kept); err != nil {
		return "", err
	}
	return kept, w.settleStory(gone)
}

// rankStories says which of two stories stays and which is gone.
func (w *writer) rankStories(a, b string) (kept, gone string, err error) {
	if a == b {
		return "", "", errors.New("that is one story already")
	}
	type rank struct {
		id, topic string
		carried   bool
		opened    int64
	}
	var rs [2]rank
	for i, id := range []string{a, b} {
		r := &rs[i]
		r.id = id
		err := w.row(`SELECT topic, opened, EXISTS (SELECT 1 FROM member WHERE story = ?1 AND state = 'sent') FROM story
			WHERE id = ?1 AND EXISTS (SELECT 1 FROM member WHERE story = ?1)`, id).Scan(&r.topic, &r.opened, &r.carried)
		if errors.Is(err, sql.ErrNoRows) {
			err = fmt.Errorf("story %s: %w", id, ErrNotFound)
		}
		if err != nil {
			return "", "", err
		}
	}
	x, y := rs[0], rs[1]
	if x.topic != y.topic {
		return "", "", fmt.Errorf("they belong to two topics, %s and %s", x.topic, y.topic)
	}
	err = w.row(`SELECT origin FROM decision WHERE verb = 'split' AND (origin = ?1 AND story = ?2 OR origin = ?2 AND story = ?1)
		ORDER BY id DESC LIMIT 1`, a, b).Scan(&kept)
	switch {
	case err == nil && kept == a:
		return a, b, nil
	case err == nil:
		return b, a, nil
	case !errors.Is(err, sql.ErrNoRows):
		return "", "", err
	}
	if x.carried != y.carried && y.carried || x.carried == y.carried && (y.opened < x.opened || y.opened == x.opened && y.id < x.id) {
		x, y = y, x
	}
	return x.id, y.id, nil
}

// mergedFold is the place that an article gets in the story that stays: the one it had there before it was split
// off, or its own, except that a lead becomes a report of the same event.
func (w *writer) mergedFold(s seat, kept string, now time.Time) (news.Fold, error) {
	to, known, err := w.placeBefore(s.entry, s.Topic, kept)
	if known || err != nil {
		return to, err
	}
	to = news.Fold{Story: kept, Kind: s.Kind, Like: s.Like, Why: s.Why}
	if s.Kind == news.Lead {
		to.Kind, to.Why = news.Rewrite, fmt.Sprintf("merged by the operator on %s with story %s", now.UTC().Format(time.DateOnly), s.Story)
	}
	return to, nil
}

// foldAgain holds a copy back that was split off and comes back into a story which a digest has carried.
func (w *writer) foldAgain(s seat, to news.Fold) error {
	if s.Kind != news.Lead || to.Kind != news.Copy || s.state != news.Waiting {
		return nil
	}
	state, err := w.copyState(s.entry, to)
	if err != nil {
		return err
	}
	return w.exec(`UPDATE member SET state = ? WHERE entry = ? AND topic = ?`, string(state), s.entry, s.Topic)
}

// stepBack gives the article that led while the lead was split off its place of before.
func (w *writer) stepBack(stay []seat, now time.Time) error {
	i := slices.IndexFunc(stay, func(s seat) bool { return s.Kind == news.Lead })
	if i < 0 {
		return nil
	}
	s := stay[i]
	to, known, err := w.placeBefore(s.entry, s.Topic, s.Story)
	if err != nil {
		return err
	}
	if !known || to.Kind == news.Lead {
		to.Kind, to.Like = news.Rewrite, ""
		to.Why = "the lead that the operator put back on " + now.UTC().Format(time.DateOnly) + " tells the same event"
	}
	return w.move(s, to, Lead, now)
}
