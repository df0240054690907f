package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"rasid/news"
)

// A Verb says what the operator decided.
type Verb string

// What can be decided about an article.
const (
	Split Verb = "split" // taken out of a story
	Merge Verb = "merge" // put into a story together with all others of its own
	Lead  Verb = "lead"  // left where it is, but it leads now, or leads no more, because another was taken out or put in
)

// A Decision is one of the operator's about the place of an article. It holds against all folding.
type Decision struct {
	At    time.Time `json:"at,omitzero"`
	Verb  Verb      `json:"verb"`
	URL   string    `json:"url"` // of the article
	Topic string    `json:"topic"`
	From  string    `json:"from"` // story it left
	To    string    `json:"to"`   // story it went to; From for Lead
	Was   news.Fold `json:"was"`  // its place before
}

const selectDecisions = `SELECT decision.at, decision.verb, listing.url, decision.topic, decision.origin, decision.story,
	decision.kind, decision.alike, decision.why FROM decision JOIN listing ON listing.entry = decision.entry `

// Decisions returns what the operator decided about a story: what left it, what came into it; the oldest first.
func (db *DB) Decisions(ctx context.Context, story string) ([]Decision, error) {
	ds, err := collect(ctx, db.read, scanDecision, selectDecisions+`WHERE decision.origin = ?1 OR decision.story = ?1 ORDER BY decision.id`, story)
	return ds, wrap(err, "list decisions on story", story)
}

func scanDecision(rows *sql.Rows) (d Decision, err error) {
	var when int64
	err = rows.Scan(&when, &d.Verb, &d.URL, &d.Topic, &d.From, &d.To, &d.Was.Kind, &d.Was.Like, &d.Was.Why)
	d.At, d.Was.Topic, d.Was.Story = at(when), d.Topic, d.From
	return d, err
}

// A seat is the place of an article in a story, as the writer moves it.
type seat struct {
	entry int64
	news.Fold
	state news.Disposition
}

const selectSeats = `SELECT member.entry, member.topic, member.story, member.kind, member.alike, member.why, member.state
	FROM member JOIN article ON article.entry = member.entry JOIN entry ON entry.id = member.entry
	JOIN listing ON listing.entry = member.entry WHERE member.story = ?
	ORDER BY iif(article.published = 0, entry.seen, article.published), listing.url`

// seats returns the places of a story in order of publication and address; none = there is no such story.
func (w *writer) seats(story string) ([]seat, error) {
	return collectIn(w, func(rows *sql.Rows) (s seat, err error) {
		err = rows.Scan(&s.entry, &s.Topic, &s.Story, &s.Kind, &s.Like, &s.Why, &s.state)
		return s, err
	}, selectSeats, story)
}

// move gives an article another place by a decision, which is noted. What a digest has carried stays sent.
func (w *writer) move(s seat, to news.Fold, verb Verb, now time.Time) error {
	err := w.exec(`INSERT INTO decision (at, verb, entry, topic, origin, story, kind, alike, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		ms(now), string(verb), s.entry, s.Topic, s.Story, to.Story, string(s.Kind), s.Like, s.Why)
	if err != nil {
		return err
	}
	return w.exec(`UPDATE member SET story = ?, kind = ?, alike = ?, why = ? WHERE entry = ? AND topic = ?`,
		to.Story, string(to.Kind), to.Like, to.Why, s.entry, s.Topic)
}

// decided reports whether the operator decided about an article's place in a topic.
func (w *writer) decided(entry int64, topic string) (yes bool, err error) {
	err = w.row(selectDecided, entry, topic).Scan(&yes)
	return yes, err
}

const selectDecided = `SELECT EXISTS (SELECT 1 FROM decision WHERE entry = ? AND topic = ?)`

// placeBefore returns the place that an article had in a story before the operator first took it from there;
// known is false if he never did.
func (w *writer) placeBefore(entry int64, topic, story string) (f news.Fold, known bool, err error) {
	f.Story = story
	err = w.row(`SELECT kind, alike, why FROM decision WHERE entry = ? AND topic = ? AND origin = ? ORDER BY id LIMIT 1`,
		entry, topic, story).Scan(&f.Kind, &f.Like, &f.Why)
	if errors.Is(err, sql.ErrNoRows) {
		return f, false, nil
	}
	return f, err == nil, err
}

// settleStory makes true again what follows from the members of a story that a decision changed: its span, that
// a copy has something to send where no digest has carried the story, and where its entries stand. A story
// without members is gone.
func (w *writer) settleStory(id string) error {
	for _, change := range []string{
		`UPDATE member SET state = 'waiting' WHERE story = ?1 AND state = 'folded'
			AND NOT EXISTS (SELECT 1 FROM member WHERE story = ?1 AND state = 'sent')`,
		`UPDATE story SET (opened, updated) = (SELECT min(t), max(t) FROM (
				SELECT iif(article.published = 0, entry.seen, article.published) AS t FROM member
				JOIN article ON article.entry = member.entry JOIN entry ON entry.id = member.entry WHERE member.story = ?1))
			WHERE id = ?1 AND EXISTS (SELECT 1 FROM member WHERE story = ?1)`,
		`DELETE FROM story WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM member WHERE story = ?1)`,
	} {
		if err := w.exec(change, id); err != nil {
			return err
		}
	}
	seats, err := w.seats(id)
	if err != nil {
		return err
	}
	for _, s := range seats {
		if s.state == news.Waiting || s.state == news.Folded {
			if err := w.await(s.entry, s.Topic); err != nil {
				return err
			}
		}
		if err := w.dispose(s.entry); err != nil {
			return err
		}
	}
	return nil
}
