package monitor

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rasid/news"
)

// Digest cuts every digest that is due. Ticks missed while the program was down are caught up by one
// digest that covers the gap. One that cannot be cut keeps its tick and does not hold up the others.
func (m *Monitor) Digest(ctx context.Context, r *Round) error {
	var errs []error
	for _, d := range m.o.Digests {
		t, due, err := m.tick(ctx, d)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if !due {
			continue
		}
		cut, err := m.cut(ctx, d, t)
		if err != nil {
			errs = append(errs, fmt.Errorf("cut digest %s: %w", d.Name, err))
		}
		if cut {
			r.Digests++
		}
	}
	return errors.Join(errs...)
}

// tick claims the newest moment at which d is due, if one has come since the last. The first time a
// schedule is seen it is due from then on, so that a fresh installation does not send at once.
func (m *Monitor) tick(ctx context.Context, d Digest) (news.Tick, bool, error) {
	now := m.now()
	last, known, err := m.db.LastTick(ctx, d.Name, now)
	if err != nil {
		return last, false, err
	}
	if !known {
		first := news.Tick{Schedule: d.Name, Due: now, From: now, Done: true}
		_, err := m.db.ClaimTick(ctx, first)
		return first, false, err
	}
	if !last.Done {
		return last, true, nil // claimed by a run that did not live to cut it
	}
	due, ok := d.Schedule.Last(last.Due, now)
	if !ok {
		return last, false, nil
	}
	from, err := m.since(ctx, last)
	if err != nil {
		return last, false, err
	}
	t := news.Tick{Schedule: d.Name, Due: due, From: from}
	claimed, err := m.db.ClaimTick(ctx, t)
	return t, claimed, err
}

// since returns where the digest after tick last begins: what had nothing to tell was told nobody, so the next
// one speaks for its span too.
func (m *Monitor) since(ctx context.Context, last news.Tick) (time.Time, error) {
	told, err := m.db.WasCut(ctx, last.Schedule, last.Due)
	if err != nil || told {
		return last.Due, err
	}
	return last.From, nil
}

// cut renders what waits for d and stores it with one owed delivery per recipient, all in one transaction.
// It reports whether there was anything to send.
func (m *Monitor) cut(ctx context.Context, d Digest, t news.Tick) (bool, error) {
	n, err := m.compose(ctx, d, t)
	if err != nil {
		return false, err
	}
	if len(n.Stories) == 0 && !d.Empty {
		m.o.Log.Info("digest", "schedule", d.Name, "due", t.Due, "stories", 0, "sent", false)
		return false, m.db.SaveDigest(ctx, t, n, nil)
	}
	var owed []news.Delivery
	for _, name := range d.Targets {
		target, known := m.o.Targets[name]
		if !known {
			return false, fmt.Errorf("no target %q in the configuration", name)
		}
		ds, err := target.Render(n)
		if err != nil {
			return false, fmt.Errorf("render for %s: %w", name, err)
		}
		for i := range ds {
			ds[i].State, ds[i].Due = news.Pending, m.now()
		}
		owed = append(owed, ds...)
	}
	m.o.Log.Info("digest", "schedule", d.Name, "due", t.Due, "stories", len(n.Stories), "deliveries", len(owed))
	err = m.db.SaveDigest(ctx, t, n, owed)
	return err == nil, err
}

// Preview returns the digest that d would send if it were due now, and changes nothing.
func (m *Monitor) Preview(ctx context.Context, d Digest) (news.Digest, error) {
	now := m.now()
	t, known, err := m.db.LastTick(ctx, d.Name, now)
	switch {
	case err != nil:
		return news.Digest{}, err
	case !known:
		t = news.Tick{Schedule: d.Name, From: now, Due: now}
	case t.Done:
		from, err := m.since(ctx, t)
		if err != nil {
			return news.Digest{}, err
		}
		t = news.Tick{Schedule: d.Name, From: from, Due: now}
	}
	return m.compose(ctx, d, t)
}

// compose returns the digest of d for tick t.
func (m *Monitor) compose(ctx context.Context, d Digest, t news.Tick) (news.Digest, error) {
	stories, err := m.db.WaitingStories(ctx, d.Topic)
	if err != nil {
		return news.Digest{}, err
	}
	if len(stories) > 0 {
		corrected, err := m.corrected(ctx, d.Topic)
		if err != nil {
			return news.Digest{}, err
		}
		stories = append(stories, corrected...)
	}
	slices.SortFunc(stories, func(x, y news.Story) int {
		return cmp.Or(cmp.Compare(weightOf(y), weightOf(x)), y.Updated.Compare(x.Updated), cmp.Compare(x.ID, y.ID))
	})
	topic := m.topic(d.Topic)
	// What was seen at the very moment of the cut is told in this digest, so it counts in this one: (From, now].
	const tick = time.Millisecond
	coverage, err := m.db.Coverage(ctx, m.followed(topic), t.From.Add(tick), m.now().Add(tick))
	if err != nil {
		return news.Digest{}, err
	}
	return news.Digest{
		ID: digestID(d.Name, t.Due, stories), Name: d.Name, Topic: d.Topic, Title: cmp.Or(d.Title, topic.Title, d.Topic),
		Due: t.Due, From: t.From, To: t.Due, Zone: d.Zone, Language: d.Language, Stories: stories, Coverage: coverage,
	}, nil
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
