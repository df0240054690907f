package main

import (
	"context"
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rasid/monitor"
	"rasid/news"
)

// Bounds of one answer with figures.
const (
	figuresTime = 10 * time.Second
	figuresOnce = 2 // answers under way
)

// figures answers with the figures of p in the text format of Prometheus. They are computed when they are asked for,
// from the store and the totals of the monitor, so that no other room need know of them. What they are told by are names
// of the configuration and fixed words: never an address or a headline.
func figures(p *parts, clock func() time.Time) http.Handler {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collector{p, clock})
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{Timeout: figuresTime, MaxRequestsInFlight: figuresOnce})
}

// A collector computes the figures of parts.
type collector struct {
	*parts
	clock func() time.Time
}

// A figure is one kind of figure: its name, what it means, what it is told by, and whether it only grows.
type figure struct {
	name, help string
	labels     []string
	grows      bool
}

// What is told. A name that grows ends in _total, and begins anew with the process or a reload.
var (
	buildFigure    = figure{"rasid_build_info", "Always 1; the version by its label.", []string{"version", "go"}, false}
	pollFigure     = figure{"rasid_polls_total", "Sources asked, by outcome: changed, unchanged or failed.", []string{"outcome"}, true}
	entryFigure    = figure{"rasid_entries_total", "Entries by what was done with them: listed first, settled on their listing, read, found relevant, read again because their headline was edited, put off.", []string{"step"}, true}
	sentFigure     = figure{"rasid_sent_total", "Attempts to deliver, by outcome: delivered or failed.", []string{"outcome"}, true}
	cutFigure      = figure{"rasid_cut_total", "Messages cut, by kind: digest or alert.", []string{"kind"}, true}
	dayFigure      = figure{"rasid_entries_day", "Entries first seen within the last 24 hours, by where they stand.", []string{"disposition"}, false}
	relevantFigure = figure{"rasid_articles_relevant", "Articles on a topic that are kept.", []string{"topic"}, false}
	storyFigure    = figure{"rasid_stories", "Stories that are kept, by topic.", []string{"topic"}, false}
	digestFigure   = figure{"rasid_digests", "Messages that are kept, by digest, alert or notices.", []string{"digest"}, false}
	deliveryFigure = figure{"rasid_deliveries", "Deliveries that are kept, by target and state.", []string{"target", "state"}, false}
	stateFigure    = figure{"rasid_sources", "Sources by state; empty: not asked yet.", []string{"state"}, false}
	answeredFigure = figure{"rasid_source_answered_timestamp_seconds", "When a source last gave a usable answer; 0: never.", []string{"source"}, false}
	failuresFigure = figure{"rasid_source_failures", "Failures of a source in a row, weighed.", []string{"source"}, false}
	dueFigure      = figure{"rasid_digest_due_timestamp_seconds", "When a digest that was cut was last due.", []string{"digest"}, false}
	idleFigure     = figure{"rasid_idle_seconds", "Age of the last sign of life: the schedules were looked at and the database took a write.", nil, false}
	overdueFigure  = figure{"rasid_overdue", "Matters that rasid status calls overdue.", nil, false}
	noticeFigure   = figure{"rasid_notices", "Matters that stand, as rasid status lists them.", nil, false}
	databaseFigure = figure{"rasid_database_bytes", "Size of the database file.", nil, false}
	databaseLog    = figure{"rasid_database_log_bytes", "Size of the write-ahead log of the database.", nil, false}
)

// Describe says nothing: what there is follows the configuration.
func (c collector) Describe(chan<- *prometheus.Desc) {}

// Collect sends every figure. A store that cannot be read makes the whole answer an error.
func (c collector) Collect(out chan<- prometheus.Metric) {
	ctx, end := context.WithTimeout(context.Background(), figuresTime)
	defer end()
	tell := func(f figure, v float64, labels ...string) {
		kind := prometheus.GaugeValue
		if f.grows {
			kind = prometheus.CounterValue
		}
		out <- prometheus.MustNewConstMetric(prometheus.NewDesc(f.name, f.help, f.labels, nil), kind, v, labels...)
	}
	tell(buildFigure, 1, version(), runtime.Version())
	tell(idleFigure, c.monitor.Idle().Seconds())
	totals(tell, c.monitor.Total())
	if err := c.kept(ctx, tell); err != nil {
		out <- prometheus.NewInvalidMetric(prometheus.NewInvalidDesc(err), err)
	}
}

// totals tells what the loops of the monitor did.
func totals(tell func(figure, float64, ...string), r monitor.Round) {
	tell(pollFigure, float64(r.Answered-r.Unchanged), "changed")
	tell(pollFigure, float64(r.Unchanged), "unchanged")
	tell(pollFigure, float64(r.Asked-r.Answered), "failed")
	tell(entryFigure, float64(r.Listed), "listed")
	tell(entryFigure, float64(r.Settled), "settled")
	tell(entryFigure, float64(r.Read), "read")
	tell(entryFigure, float64(r.Relevant), "relevant")
	tell(entryFigure, float64(r.Edited), "edited")
	tell(entryFigure, float64(r.Later), "later")
	tell(sentFigure, float64(r.Delivered), "delivered")
	tell(sentFigure, float64(r.Undone), "failed")
	tell(cutFigure, float64(r.Digests), "digest")
	tell(cutFigure, float64(r.Alerts), "alert")
}

// kept tells what the store holds and how things stand.
func (c collector) kept(ctx context.Context, tell func(figure, float64, ...string)) error {
	now := c.clock().UTC()
	m, err := c.db.Measure(ctx)
	if err != nil {
		return err
	}
	s, err := standingOf(ctx, c.config, c.db, now)
	if err != nil {
		return err
	}
	day, _, err := c.db.Tally(ctx, now.Add(-24*time.Hour), time.Time{})
	if err != nil {
		return err
	}
	tell(databaseFigure, float64(m.Bytes))
	tell(databaseLog, float64(m.Log))
	tell(overdueFigure, float64(len(s.Overdue)))
	tell(noticeFigure, float64(len(s.Notices)))
	for d, n := range day {
		tell(dayFigure, float64(n), string(d))
	}
	for name, n := range m.Relevant {
		tell(relevantFigure, float64(n), name)
	}
	for name, n := range m.Stories {
		tell(storyFigure, float64(n), name)
	}
	for name, n := range m.Digests {
		tell(digestFigure, float64(n), name)
	}
	for of, n := range m.Deliveries {
		tell(deliveryFigure, float64(n), of.Target, string(of.State))
	}
	for _, t := range s.Ticks {
		tell(dueFigure, float64(t.Due.Unix()), t.Schedule)
	}
	tellSources(tell, s.Sources)
	return nil
}

// tellSources tells how the sources stand.
func tellSources(tell func(figure, float64, ...string), polls []news.Poll) {
	states := map[news.Health]int{}
	for _, p := range polls {
		states[p.State]++
		at := 0.0
		if !p.Answered.IsZero() {
			at = float64(p.Answered.Unix())
		}
		tell(answeredFigure, at, p.Source)
		tell(failuresFigure, p.Failures, p.Source)
	}
	for state, n := range states {
		tell(stateFigure, float64(n), string(state))
	}
}
