package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"rasid/arabic"
	"rasid/news"
	"slices"
)

const (
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
