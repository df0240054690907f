package monitor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// pastBatch is how many pages of the past are read before they are judged: what a kill loses is read again.
const pastBatch = 120

// pastHosts is how many hosts are asked at once for pages of the past. Each is asked for one at a time, so that the news of
// today waits for one turn at most.
const pastHosts = 8

// skew is how far an outlet's own day may reach over the days of a run.
const skew = 14 * time.Hour

// ReadPast is Read for what backfill runs found. It goes on beside Read and leaves it the first turn at every host.
func (m *Monitor) ReadPast(ctx context.Context, r *Round) error {
	if err := m.look(ctx, m.db.UnreadPast, r); err != nil {
		return err
	}
	all, err := m.db.CountWantedPast(ctx)
	if err != nil {
		return err
	}
	runs := map[string]news.PastRun{}
	for done := 0; ; {
		wanted, err := m.db.WantedPast(ctx, m.now(), pastBatch)
		if err != nil || len(wanted) == 0 {
			return err
		}
		if err := m.learnRuns(ctx, wanted, runs); err != nil {
			return err
		}
		judge, err := m.judge()
		if err != nil {
			return err
		}
		if err := m.readPast(ctx, judge, wanted, runs, r, func(n int) { m.o.Progress("read", done+n, max(all, done+n)) }); err != nil {
			return err
		}
		done += len(wanted)
	}
}

// learnRuns adds the runs of entries to runs.
func (m *Monitor) learnRuns(ctx context.Context, entries []news.Entry, runs map[string]news.PastRun) error {
	for _, e := range entries {
		if _, known := runs[e.Run]; known {
			continue
		}
		run, err := m.db.PastRun(ctx, e.Run)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		runs[e.Run] = run
	}
	return nil
}

// A pastPage is the page of an entry of the past, or why it could not be read.
type pastPage struct {
	news.Entry
	article news.Article
	failed  error
}

// readPast reads the pages of entries, one at a time of each host, then settles them in order of publication and address.
func (m *Monitor) readPast(ctx context.Context, judge *detect.Detector, wanted []news.Entry, runs map[string]news.PastRun, r *Round, progress func(int)) error {
	byHost := map[string][]*pastPage{}
	all := make([]*pastPage, len(wanted))
	for i, e := range wanted {
		all[i] = &pastPage{Entry: e}
		host := ""
		if u, err := url.Parse(e.URL); err == nil {
			host = u.Host
		}
		byHost[host] = append(byHost[host], all[i])
	}
	g := new(errgroup.Group)
	g.SetLimit(pastHosts)
	var mu sync.Mutex
	done := 0
	for _, pages := range byHost {
		g.Go(func() error {
			for _, p := range pages {
				p.article, p.failed = m.pastArticle(ctx, runs[p.Run], p.Entry)
				mu.Lock()
				done++
				progress(done)
				mu.Unlock()
			}
			return nil
		})
	}
	g.Wait()
	slices.SortFunc(all, func(a, b *pastPage) int {
		return cmp.Or(a.when().Compare(b.when()), cmp.Compare(a.URL, b.URL))
	})
	for _, p := range all {
		if ctx.Err() != nil {
			return ctx.Err() // what is not saved stays wanted
		}
		if err := m.settlePast(ctx, judge, p, runs[p.Run], r); err != nil {
			return err
		}
	}
	return nil
}

func (p *pastPage) when() time.Time {
	return cmp.Or(p.article.Published, p.Published, p.Seen)
}

// settlePast is settle, but what its page says is of other days is none of the run.
func (m *Monitor) settlePast(ctx context.Context, judge *detect.Detector, p *pastPage, run news.PastRun, r *Round) error {
	t := p.article.Published
	if p.failed == nil && !t.IsZero() && !run.From.IsZero() && (t.Before(run.From.Add(-skew)) || !t.Before(run.To.Add(skew))) {
		r.Settled++
		return m.settleOne(ctx, news.Settlement{URL: p.URL, Disposition: news.Outside, Reason: "published " + t.Format(time.DateOnly) + ", not in the days of the backfill"})
	}
	return m.settle(ctx, judge, p.Entry, p.article, p.failed, r)
}

// pastArticle reads the page of an entry, or its copy in the Wayback Machine where the page is gone and the run, or the
// source, allows it.
func (m *Monitor) pastArticle(ctx context.Context, run news.PastRun, e news.Entry) (news.Article, error) {
	source := m.source[e.Source]
	a, err := m.web.Article(ctx, source, e)
	if err == nil || !fetch.Lost(err) || !run.Wayback && !strings.HasPrefix(source.Archive, fetch.Wayback) {
		return a, err
	}
	a, failed := m.web.Copy(ctx, source, e)
	switch {
	case failed == nil:
		return a, nil
	case !fetch.Permanent(failed):
		return a, failed // the copy may be had later
	}
	return a, fmt.Errorf("%w; %w", err, failed)
}

// PastReport returns what a run came to, as a digest that is none of today's; store.ErrNotFound if there is no such run.
func (m *Monitor) PastReport(ctx context.Context, id string) (news.Digest, error) {
	run, err := m.db.PastRun(ctx, id)
	if err != nil {
		return news.Digest{}, err
	}
	past := &news.Ledger{Run: run}
	if past.Days, err = m.db.PastDays(ctx, id); err != nil {
		return news.Digest{}, err
	}
	named := map[string]bool{}
	for _, d := range past.Days {
		if !named[d.Source] {
			named[d.Source] = true
			past.Outlets = append(past.Outlets, news.Outlet{Source: d.Source, Outlet: cmp.Or(m.source[d.Source].Outlet, d.Source)})
		}
	}
	topic := m.topic(run.Topic)
	d := news.Digest{
		ID: hashOf(news.PastName, run.From, []string{run.ID}), Name: news.PastName + run.ID, Topic: run.Topic, Title: cmp.Or(topic.Title, run.Topic),
		Due: run.To, From: run.From, To: run.To, Zone: "UTC", Language: "ar", Past: past,
	}
	for _, s := range m.o.Digests {
		if s.Topic == run.Topic { // as its readers know it
			d.Title, d.Zone, d.Language = cmp.Or(s.Title, d.Title), cmp.Or(s.Zone, d.Zone), cmp.Or(s.Language, d.Language)
			break
		}
	}
	if d.Stories, err = m.db.PastStories(ctx, id); err != nil {
		return news.Digest{}, err
	}
	best(d.Stories)
	for i, s := range d.Stories {
		d.Stories[i].Earlier, d.Stories[i].Alerted = "", time.Time{}
		for j := range s.Members {
			s.Members[j].Digest, s.Members[j].Was, s.Members[j].Edited = "", "", time.Time{}
		}
	}
	return d, nil
}

// OwePast stores the report of a run as a digest and owes it to targets, once for each run and recipient, and returns how
// many deliveries are new, and how many of them are held because the store was restored.
func (m *Monitor) OwePast(ctx context.Context, d news.Digest, targets []string) (owed, held int, err error) {
	ds, err := m.render(d, targets)
	if err != nil {
		return 0, 0, err
	}
	return m.db.SavePastDigest(ctx, d, ds)
}
