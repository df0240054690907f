package monitor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"rasid/arabic"
	"rasid/fetch"
	"rasid/news"
)

// A Span asks for a topic's past: the days [From, To) of its sources, or of those named.
type Span struct {
	Topic    string
	From, To time.Time // 00:00 UTC
	Sources  []string  // names; empty = all that the topic follows
}

// Run names the backfill run for a span. The same span is the same run, which is how one that was cut short
// is taken up again.
func (s Span) Run() string {
	sum := sha256.Sum256([]byte(s.Topic + "\n" + s.From.Format(time.DateOnly) + "\n" + s.To.Format(time.DateOnly) + "\n" + strings.Join(s.Sources, "\n")))
	return hex.EncodeToString(sum[:6])
}

// Backfill reads the past through the archives of the sources: the same stages over other days. It may be
// stopped at any line and run again; days that are settled are not asked again. What it finds never enters
// a live digest. It returns the ledger of the run, source by source, day by day.
func (m *Monitor) Backfill(ctx context.Context, s Span, r *Round) ([]news.PastDay, error) {
	run := s.Run()
	settled, err := m.db.PastDays(ctx, run)
	if err != nil {
		return nil, err
	}
	covered := map[string]bool{}
	for _, d := range settled {
		covered[d.Source+d.Day.Format(time.DateOnly)] = d.Missing == ""
	}
	sources := m.chosen(s)
	days := int(s.To.Sub(s.From) / (24 * time.Hour))
	for i, source := range sources {
		for n := range days {
			day := s.From.AddDate(0, 0, n)
			m.o.Progress("list", i*days+n+1, len(sources)*days)
			if covered[source.Name+day.Format(time.DateOnly)] {
				continue
			}
			if err := m.pastDay(ctx, run, source, day, r); err != nil {
				return nil, err
			}
		}
	}
	if err := m.Read(ctx, r); err != nil {
		return nil, err
	}
	return m.db.PastDays(ctx, run)
}

// pastDay lists one day of a source. That its archive fails is a result, not an error.
func (m *Monitor) pastDay(ctx context.Context, run string, source news.Source, day time.Time, r *Round) error {
	d := news.PastDay{Run: run, Source: source.Name, Day: day, Method: source.Kind}
	r.Asked++
	l, err := m.web.Past(ctx, source, day)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fetch.ErrNoArchive):
		d.Method, d.Missing = "", "its source names no archive"
	case err != nil:
		d.Missing = arabic.Clean(err.Error(), 300)
	case l.Left > 0:
		d.Missing = fmt.Sprintf("%d entries of the day are beyond the limit", l.Left)
	default:
		r.Answered++
	}
	now := m.now()
	for i := range l.Entries {
		l.Entries[i].Run, l.Entries[i].Seen = run, now
	}
	fresh, err := m.db.SavePastDay(ctx, d, l.Entries)
	r.Listed += fresh
	return err
}

// chosen returns the sources of a span.
func (m *Monitor) chosen(s Span) []news.Source {
	if len(s.Sources) == 0 {
		return m.followed(m.topic(s.Topic))
	}
	var all []news.Source
	for _, name := range s.Sources {
		if source, known := m.source[name]; known {
			all = append(all, source)
		}
	}
	return all
}
