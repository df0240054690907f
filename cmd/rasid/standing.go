package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rasid/config"
	"rasid/news"
	"rasid/notify"
	"rasid/store"
)

// A standing is how sources, digests and deliveries stand.
type standing struct {
	Sources    []news.Poll     `json:"sources"`
	Ticks      []news.Tick     `json:"ticks"`      // last of each schedule
	Next       []due           `json:"next"`       // when each is due next
	Deliveries []news.Delivery `json:"deliveries"` // not delivered
	Notices    []news.Notice   `json:"notices"`    // matters that stand, the newest first
	Overdue    []string        `json:"overdue"`    // one line each; empty when all is well
}

// A due says when a digest is due; in quiet hours it waits for their end.
type due struct {
	Digest string    `json:"digest"`
	At     time.Time `json:"at"`
}

// standingOf collects how things stand. It costs little also when the store has grown for years.
func standingOf(ctx context.Context, c config.Config, db *store.DB, now time.Time) (s standing, err error) {
	s.Overdue = []string{}
	if s.Sources, err = db.Polls(ctx); err != nil {
		return s, err
	}
	if s.Deliveries, err = db.Deliveries(ctx, store.DeliveryFilter{Undelivered: true}); err != nil {
		return s, err
	}
	if s.Notices, err = db.OpenNotices(ctx); err != nil {
		return s, err
	}
	for _, n := range s.Notices {
		if n.Kind == news.AboutStore {
			s.Overdue = append(s.Overdue, fmt.Sprintf("%s: %s", n.Subject, n.Text))
		}
	}
	for _, d := range c.Digests {
		t, known, err := db.LastTick(ctx, d.Name, now)
		if err != nil {
			return s, err
		}
		s.Next = append(s.Next, due{d.Name, d.Schedule.Next(now)})
		if !known {
			continue
		}
		s.Ticks = append(s.Ticks, t)
		if next := d.Schedule.Next(t.Due); now.After(d.Schedule.Next(next)) && !d.QuietHours.At(now) {
			s.Overdue = append(s.Overdue, fmt.Sprintf("digest %s was last cut %s", d.Name, stamp(t.Due)))
		}
	}
	for _, p := range s.Sources {
		if p.State != news.Gone && !p.Next.IsZero() && now.Sub(p.Next) > 2*spanOf(c, p) {
			s.Overdue = append(s.Overdue, fmt.Sprintf("source %s was due %s", p.Source, stamp(p.Next)))
		}
	}
	for _, d := range s.Deliveries {
		if d.State == news.Unknown || d.State == news.Held || d.State == news.Dead && d.Err != news.Dropped && recent(c, d, now) {
			s.Overdue = append(s.Overdue, fmt.Sprintf("digest %s to %s: %s", d.Digest, receiver(d), deliveryState(d)))
		}
	}
	return s, nil
}

// spanOf is how long the next poll of a source comes after the last.
func spanOf(c config.Config, p news.Poll) time.Duration {
	if p.Checked.IsZero() {
		return c.Read.Every // it was put off before it was ever asked
	}
	return p.Next.Sub(p.Checked)
}

// deadFor is how long a delivery that was given up is told as overdue; the list keeps it.
const deadFor = 7 * 24 * time.Hour

// recent reports whether a delivery was due lately, to a target that is still there.
func recent(c config.Config, d news.Delivery, now time.Time) bool {
	return now.Sub(d.Due) < deadFor && slices.ContainsFunc(c.Targets, func(t notify.Options) bool { return t.Name == d.Target })
}
