package monitor

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"rasid/news"
)

// volumeDays is how many days the volume of a topic is told for.
const volumeDays = 30

// compose returns the digest of d for tick t, cut now.
func (m *Monitor) compose(ctx context.Context, d Digest, t news.Tick) (news.Digest, error) {
	now, topic := m.now(), m.topic(d.Topic)
	n := news.Digest{
		Name: d.Name, Topic: d.Topic, Title: cmp.Or(d.Title, topic.Title, d.Topic),
		Due: t.Due, From: t.From, To: now, Zone: d.Zone, Language: d.Language,
	}
	waiting, err := m.db.WaitingStories(ctx, d.Name, d.Topic)
	if err != nil {
		return n, err
	}
	best(waiting)
	n.Stories, n.Later = m.share(waiting, d.PerSource)
	if len(n.Stories) > 0 {
		corrected, err := m.corrected(ctx, d)
		if err != nil {
			return n, err
		}
		n.Stories = append(n.Stories, slices.DeleteFunc(corrected, func(s news.Story) bool {
			return slices.ContainsFunc(waiting, func(x news.Story) bool { return x.ID == s.ID })
		})...)
		best(n.Stories)
		n.Stories = m.together(n.Stories)
	}
	for i, s := range n.Stories {
		if !s.Alerted.After(t.From) {
			n.Stories[i].Alerted = time.Time{} // told in its time, by the digest before
		}
	}
	n.ID = digestID(d.Name, t.Due, n.Stories)
	if n.Mentions, err = m.db.Mentions(ctx, d.Name, d.Topic); err != nil {
		return n, err
	}
	if n.Volume, err = m.volume(ctx, d, now); err != nil {
		return n, err
	}
	n.Coverage, err = m.coverage(ctx, topic, n)
	return n, err
}

// coverage says what became of the span of n, as it will be once n is cut.
func (m *Monitor) coverage(ctx context.Context, topic Topic, n news.Digest) (news.Coverage, error) {
	// What was seen at the very moment of the cut is told in this digest, so it counts in this one: (From, To].
	const tick = time.Millisecond
	from, to := n.From.Add(tick), n.To.Add(tick)
	c, err := m.db.Coverage(ctx, topic.Name, m.followed(topic), from, to)
	if err != nil {
		return c, err
	}
	var carried []string
	for _, s := range n.Stories {
		for _, a := range s.Members {
			if a.Digest == "" {
				carried = append(carried, a.URL)
			}
		}
	}
	waiting, err := m.db.CountWaiting(ctx, topic.Name, carried, from, to)
	if waiting = min(waiting, c.Settled[news.Waiting]); waiting > 0 {
		c.Settled[news.Sent] += waiting
		if c.Settled[news.Waiting] -= waiting; c.Settled[news.Waiting] == 0 {
			delete(c.Settled, news.Waiting)
		}
	}
	return c, err
}

// volume counts the relevant articles of each of the last days, by the calendar of d's zone.
func (m *Monitor) volume(ctx context.Context, d Digest, now time.Time) ([]int, error) {
	zone, err := time.LoadLocation(d.Zone)
	if err != nil {
		zone = time.UTC // refused by config long before
	}
	day := func(t time.Time) time.Time { // the date in the zone; in UTC, where all days have 24 hours
		y, mo, d := t.In(zone).Date()
		return time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)
	}
	first := day(now).AddDate(0, 0, 1-volumeDays)
	times, err := m.db.Volume(ctx, d.Topic, first.Add(-24*time.Hour))
	counts := make([]int, volumeDays)
	for _, t := range times {
		if i := int(day(t).Sub(first) / (24 * time.Hour)); !day(t).Before(first) && i < volumeDays {
			counts[i]++
		}
	}
	return counts, err
}

// share gives each source at most so many articles of a digest, 0 = as many as it has, those of the best stories
// first. What is beyond stays waiting for the next digest, and is counted by source.
func (m *Monitor) share(stories []news.Story, most int) (kept []news.Story, later []news.Later) {
	if most <= 0 {
		return stories, nil
	}
	given, beyond := map[string]int{}, map[string]int{}
	for _, s := range stories {
		all, fresh := s.Members, 0
		s.Members = nil
		for _, a := range all {
			switch {
			case a.Digest != "":
			case given[a.Source] == most:
				beyond[a.Source]++
				continue
			default:
				given[a.Source]++
				fresh++
			}
			s.Members = append(s.Members, a)
		}
		if fresh > 0 {
			kept = append(kept, s)
		}
	}
	for source, n := range beyond {
		later = append(later, news.Later{Source: source, Outlet: m.source[source].Outlet, Articles: n})
	}
	slices.SortFunc(later, func(x, y news.Later) int { return cmp.Or(y.Articles-x.Articles, cmp.Compare(x.Source, y.Source)) })
	return kept, later
}

// best orders stories as a reader should meet them.
func best(stories []news.Story) {
	slices.SortFunc(stories, func(x, y news.Story) int {
		return cmp.Or(cmp.Compare(weightOf(y), weightOf(x)), y.Updated.Compare(x.Updated), cmp.Compare(x.ID, y.ID))
	})
}

// together lays stories of one matter beside each other: behind each story those that are told in its context, marked
// with its id. Otherwise their order stays.
func (m *Monitor) together(stories []news.Story) []news.Story {
	contexts := m.folder().Contexts(stories)
	out := make([]news.Story, 0, len(stories))
	for i, lead := range stories {
		for j, s := range stories {
			if contexts[j] != i {
				continue
			}
			if j != i {
				s.Context = lead.ID
			}
			out = append(out, s)
		}
	}
	return out
}

// weightOf orders the stories of a digest: how surely it is on the topic, and how many carry it. Each
// further outlet counts for less than the one before.
func weightOf(s news.Story) float64 {
	outlets := map[string]bool{}
	for _, a := range s.Members {
		outlets[a.Outlet] = true
	}
	n := float64(len(outlets))
	return s.Score + 0.3*n/(n+2)
}

// digestID names a digest by what it holds: cut again with the same members it is the same digest.
func digestID(name string, due time.Time, stories []news.Story) string {
	var ids []string
	for _, s := range stories {
		for _, a := range s.Members {
			if a.Digest == "" {
				ids = append(ids, a.ID)
			}
		}
	}
	slices.Sort(ids)
	return hashOf(name, due, ids)
}

func hashOf(name string, due time.Time, ids []string) string {
	sum := sha256.Sum256([]byte(name + "\n" + due.UTC().Format(time.RFC3339) + "\n" + strings.Join(ids, "\n")))
	return hex.EncodeToString(sum[:8])
}

func (m *Monitor) topic(name string) Topic {
	for _, t := range m.o.Topics {
		if t.Name == name {
			return t
		}
	}
	return Topic{Name: name}
}

// followed returns the sources that topic t follows.
func (m *Monitor) followed(t Topic) []news.Source {
	var sources []news.Source
	for _, s := range m.o.Sources {
		if t.follows(s.Name) {
			sources = append(sources, s)
		}
	}
	return sources
}
