package monitor

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// A Span asks for a topic's past: the days [From, To) of its sources, or of those named.
type Span struct {
	Topic    string
	From, To time.Time // 00:00 UTC
	Sources  []string  // names; empty = all that the topic follows
	Wayback  bool      // where a source has no archive of a day, or a page is gone, the Wayback Machine is asked
}

// Run is the backfill run of a span. The same span is the same run, which is how one that was cut short
// is taken up again.
func (s Span) Run() news.PastRun {
	text := s.Topic + "\n" + s.From.Format(time.DateOnly) + "\n" + s.To.Format(time.DateOnly) + "\n" + strings.Join(s.Sources, "\n")
	if s.Wayback {
		text += "\n" + fetch.Wayback
	}
	sum := sha256.Sum256([]byte(text))
	return news.PastRun{ID: hex.EncodeToString(sum[:6]), Topic: s.Topic, From: s.From, To: s.To, Sources: s.Sources, Wayback: s.Wayback}
}

// Backfill reads the past through the archives of the sources: the same stages over other days. It may be
// stopped at any line and run again; days that are covered are not asked again. What it finds never enters
// a live digest. It returns the report of the run.
func (m *Monitor) Backfill(ctx context.Context, s Span, r *Round) (news.Digest, error) {
	run := s.Run()
	if err := m.db.SavePastRun(ctx, run); err != nil {
		return news.Digest{}, err
	}
	wanted := func(context.Context) (bool, error) { return true, nil }
	if _, err := m.listPast(ctx, run, wanted, r); err != nil {
		return news.Digest{}, err
	}
	if err := m.ReadPast(ctx, r); err != nil {
		return news.Digest{}, err
	}
	if err := m.db.EndPastRun(ctx, run.ID, m.now(), ""); err != nil {
		return news.Digest{}, err
	}
	return m.PastReport(ctx, run.ID)
}

// takeUp does what Backfill does for a run that somebody else asked for, as long as he wants it.
func (m *Monitor) takeUp(ctx context.Context, r *Round) error {
	for ctx.Err() == nil {
		run, err := m.db.AskedRun(ctx)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		} else if err != nil {
			return err
		}
		if len(m.chosen(run)) == 0 {
			reason := "the running service follows none of its sources: its configuration is another one"
			if err := m.db.EndPastRun(ctx, run.ID, m.now(), reason); err != nil {
				return err
			}
			continue
		}
		m.o.Log.Info("backfill", "run", run.ID, "topic", run.Topic, "from", run.From.Format(time.DateOnly), "to", run.To.Format(time.DateOnly))
		listed, err := m.listPast(ctx, run, func(ctx context.Context) (bool, error) {
			now, err := m.db.AskedRun(ctx)
			if errors.Is(err, store.ErrNotFound) {
				return false, nil // nobody asks for any run
			}
			return now.ID == run.ID, err
		}, r)
		if err != nil || !listed {
			return err
		}
		if err := m.ReadPast(ctx, r); err != nil {
			return err
		}
		if err := m.db.EndPastRun(ctx, run.ID, m.now(), ""); err != nil {
			return err
		}
		m.o.Log.Info("backfill done", "run", run.ID, "listed", r.Listed, "read", r.Read, "relevant", r.Relevant)
	}
	return ctx.Err()
}

// listPast lists every day of a run that is not covered, as long as it is wanted, and reports whether it came to the end.
func (m *Monitor) listPast(ctx context.Context, run news.PastRun, wanted func(context.Context) (bool, error), r *Round) (bool, error) {
	settled, err := m.db.PastDays(ctx, run.ID)
	if err != nil {
		return false, err
	}
	covered := map[string]bool{}
	for _, d := range settled {
		if d.Missing == "" {
			covered[d.Source+d.Day.Format(time.DateOnly)] = true
		}
	}
	sources := m.chosen(run)
	l := lister{Monitor: m, run: run, round: r}
	if l.sites, err = m.sites(ctx); err != nil {
		return false, err
	}
	days := int(run.To.Sub(run.From) / (24 * time.Hour))
	for i, source := range sources {
		for n := range days {
			day := run.From.AddDate(0, 0, n)
			m.o.Progress("list", i*days+n+1, len(sources)*days)
			if covered[source.Name+day.Format(time.DateOnly)] {
				continue
			}
			if still, err := wanted(ctx); err != nil || !still {
				return false, err
			}
			if err := l.day(ctx, source, day); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// A lister lists the days of one run.
type lister struct {
	*Monitor
	run     news.PastRun
	round   *Round
	sites   map[string]string // domain that the links of a source lead to
	refused error             // why the Wayback Machine is not asked any more
}

// day lists one day of a source, by its own archive, then by the Wayback Machine where that is allowed. That an archive
// fails is a result, not an error.
func (l *lister) day(ctx context.Context, source news.Source, day time.Time) error {
	covered, err := l.list(ctx, source, day)
	if err != nil || covered || !l.run.Wayback || strings.HasPrefix(source.Archive, fetch.Wayback) {
		return err
	}
	source.Archive = fetch.Wayback
	if site := l.sites[source.Name]; site != "" {
		source.Archive += ":*." + site
	}
	_, err = l.list(ctx, source, day)
	return err
}

// list lists one day by the archive that source names, and reports whether it covers the day.
func (l *lister) list(ctx context.Context, source news.Source, day time.Time) (bool, error) {
	d := news.PastDay{Run: l.run.ID, Source: source.Name, Day: day}
	wayback := strings.HasPrefix(source.Archive, fetch.Wayback)
	if wayback {
		d.Method = news.Wayback
	}
	var list fetch.Listing
	err := l.refused
	if !wayback || err == nil {
		list, err = l.web.Past(ctx, source, day)
	}
	none := errors.Is(err, fetch.ErrNoArchive) // it could not even be asked
	if !none && (!wayback || l.refused == nil) {
		l.round.Asked++
	}
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case none:
		d.Missing = news.NoArchive
	case err != nil:
		d.Missing = reasonOf(err)
	case list.Left > 0:
		d.Missing = fmt.Sprintf("%d entries of the day or more are beyond max_entries", list.Left)
	case wayback && len(list.Entries) == 0:
		d.Missing = news.NoCopies
	default:
		l.round.Answered++
	}
	if wayback && l.refused == nil && overloaded(err) {
		l.refused = fmt.Errorf("the Wayback Machine is not asked again in this run: %w", err)
	}
	d.Method = cmp.Or(d.Method, list.Method)
	now := l.now()
	for i := range list.Entries {
		list.Entries[i].Run, list.Entries[i].Seen = l.run.ID, now
	}
	fresh, err := l.db.SavePastDay(ctx, d, list.Entries)
	l.round.Listed += fresh
	return d.Missing == "", err
}

// overloaded reports whether err says that a server had better be left alone. A refusal for one outlet (403) does not.
func overloaded(err error) bool {
	var status *fetch.StatusError
	return fetch.RetryAfter(err) > 0 || err != nil && fetch.Health(err) == news.Down ||
		errors.As(err, &status) && status.Status == http.StatusTooManyRequests
}

// sites returns the domains that the links of sources have led to, by their names.
func (m *Monitor) sites(ctx context.Context) (map[string]string, error) {
	polls, err := m.db.Polls(ctx)
	all := map[string]string{}
	for _, p := range polls {
		all[p.Source] = p.Site
	}
	return all, err
}

// chosen returns the sources of a run.
func (m *Monitor) chosen(run news.PastRun) []news.Source {
	if len(run.Sources) == 0 {
		return m.followed(m.topic(run.Topic))
	}
	var all []news.Source
	for _, name := range run.Sources {
		if source, known := m.source[name]; known {
			all = append(all, source)
		}
	}
	return all
}
