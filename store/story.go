package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"rasid/arabic"
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

// A view says which members of a story are read, and whose digests count as having carried them.
type view struct {
	live bool   // only what no backfill run found
	name string // digests of this name; "" = whichever came first
	told bool   // messages of the alert of this name instead of digests
	run  string // only what this backfill run listed; "" = all
}

// args are the parameters of selectMembers.
func (v view) args(stories string) []any {
	var run, name any
	if v.live {
		run = ""
	}
	if v.name != "" {
		name = v.name
	}
	return []any{stories, run, name, v.told, v.run}
}

// stories reads the stories whose ids a query gives, in its order and at one moment.
func (db *DB) stories(ctx context.Context, v view, ids string, args ...any) ([]news.Story, error) {
	tx, err := db.read.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	order, err := collect(ctx, tx, scanString, ids, args...)
	if err != nil || len(order) == 0 {
		return nil, err
	}
	list, err := json.Marshal(order)
	if err != nil {
		return nil, err
	}
	members, err := collect(ctx, tx, scanMember, selectMembers, v.args(string(list))...)
	if err != nil {
		return nil, err
	}
	byStory := map[string][]member{}
	for _, m := range members {
		byStory[m.Story] = append(byStory[m.Story], m)
	}
	var all []news.Story
	for _, id := range order {
		if ms := byStory[id]; len(ms) > 0 {
			all = append(all, assemble(ms))
		}
	}
	return all, nil
}

// assemble makes a story of its members, which are at least one.
func assemble(ms []member) news.Story {
	slices.SortFunc(ms, func(a, b member) int {
		return cmp.Or(storyTime(a.Article).Compare(storyTime(b.Article)), cmp.Compare(leadFirst(a), leadFirst(b)),
			cmp.Compare(a.URL, b.URL))
	})
	s := news.Story{
		ID: ms[0].Story, Topic: ms[0].Topic,
		Opened: storyTime(ms[0].Article), Updated: storyTime(ms[len(ms)-1].Article),
	}
	var newest, alerted int64
	for _, m := range ms {
		s.Members = append(s.Members, m.Member)
		s.Score = max(s.Score, m.Verdict.Score)
		alerted = max(alerted, m.alerted)
		if m.carried > newest {
			newest, s.Earlier = m.carried, m.Digest
		}
	}
	s.Alerted = at(alerted)
	return s
}

func leadFirst(m member) int {
	if m.Kind == news.Lead {
		return 0
	}
	return 1
}

// A member is a Member with the place in time of the digest that carried it, and the time of the last alert that
// told it; 0 = none has.
type member struct {
	news.Member
	carried, alerted int64
}

const (
	articleColumns = `article.id, article.outlet, article.author, article.agency, article.title, article.summary,
		article.text, article.basis, article.note, article.published, article.fetched, article.sketch`
	verdictColumns = `verdict.topic, verdict.score, verdict.cutoff, verdict.relevant, verdict.mention, verdict.ask,
		verdict.basis, verdict.nearest, verdict.facets, verdict.model`
	selectMembers = `SELECT` + entryColumns + `, ` + articleColumns + `, ` + verdictColumns + `,
			member.topic, member.story, member.kind, member.alike, member.why,
			coalesce(digest.id, ''), coalesce(digest.seq, 0),
			coalesce((SELECT max(d.due) FROM alert_item AS i JOIN digest AS d ON d.id = i.digest
				WHERE i.entry = member.entry AND i.topic = member.topic), 0),
			coalesce((SELECT title FROM version WHERE entry = member.entry AND basis = 'page' AND id > ` + toldTo + ` ORDER BY id LIMIT 1), ''),
			coalesce((SELECT max(until) FROM version WHERE entry = member.entry AND basis = 'page' AND id > ` + toldTo + `), 0)
		FROM member JOIN entry ON entry.id = member.entry JOIN listing ON listing.entry = entry.id
		JOIN source ON source.id = entry.source JOIN article ON article.entry = entry.id
		LEFT JOIN verdict ON verdict.entry = member.entry AND verdict.topic = member.topic
		LEFT JOIN digest ON digest.seq = iif(?4,
			(SELECT min(d.seq) FROM alert_item AS i JOIN digest AS d ON d.id = i.digest
				WHERE i.entry = member.entry AND i.topic = member.topic AND i.name = ?3),
			(SELECT min(d.seq) FROM digest_item AS i JOIN digest AS d ON d.id = i.digest
				WHERE i.entry = member.entry AND i.topic = member.topic AND (?3 IS NULL OR i.name = ?3)))
		WHERE member.story IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR entry.run = ?2)
			AND (?5 = '' OR EXISTS (SELECT 1 FROM past_entry AS x WHERE x.entry = member.entry AND x.run = ?5))`

	// toldTo is the version up to which the readers of the digests of name ?3 know of edits; for an alert, or without a
	// name, the readers of any digest.
	toldTo = `coalesce((SELECT max(i.told) FROM digest_item AS i
			WHERE i.entry = member.entry AND i.topic = member.topic AND (?3 IS NULL OR ?4 OR i.name = ?3)), 0)`
)

func scanMember(rows *sql.Rows) (m member, err error) {
	var a articleRow
	var v verdictRow
	dest := append(a.dest(), v.dest()...)
	var was string
	var edited int64
	dest = append(dest, &m.Fold.Topic, &m.Story, &m.Kind, &m.Like, &m.Why, &m.Digest, &m.carried, &m.alerted, &was, &edited)
	if err = rows.Scan(dest...); err != nil {
		return m, err
	}
	m.Article = a.article()
	if was != "" && !arabic.Same(was, m.Title) {
		m.Was, m.Edited = was, at(edited)
	}
	m.Verdict, err = v.verdict()
	return m, err
}

func scanString(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}

func scanInt(rows *sql.Rows) (n int64, err error) {
	err = rows.Scan(&n)
	return n, err
}
