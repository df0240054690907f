package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/news"
	"rasid/notify"
	"rasid/store"
)

func (a *app) statusCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "status",
		Short: "Tell how things stand: sources, entries, digests, deliveries",
		Long:  `Works beside a running service. Exit code 1 means that something is overdue: a delivery given up or in doubt, a source more than two of its spans late, a schedule that missed its moment.`,
		Args:  exactly(0, "no arguments"),
		RunE:  func(c *cobra.Command, _ []string) error { return a.status(c.Context()) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

// A report is what rasid status tells.
type report struct {
	Database   string                   `json:"database"`
	Bytes      int64                    `json:"bytes"`
	Entries    int                      `json:"entries"`
	Settled    map[news.Disposition]int `json:"settled"`    // sums to Entries
	Background store.Renewal            `json:"background"` // as it was last renewed
	Sources    []news.Poll              `json:"sources"`
	Ticks      []news.Tick              `json:"ticks"`      // last of each schedule
	Deliveries []news.Delivery          `json:"deliveries"` // not delivered
	Notices    []news.Notice            `json:"notices"`    // matters that stand, the newest first
	Overdue    []string                 `json:"overdue"`    // one line each; empty when all is well
}

func (a *app) status(ctx context.Context) error {
	clock, err := a.clock()
	if err != nil {
		return err
	}
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	r, err := standing(ctx, c, db, clock().UTC())
	if err != nil {
		return err
	}
	if a.json {
		err = a.printJSON(r)
	} else {
		a.printReport(r)
	}
	if err == nil && len(r.Overdue) > 0 {
		return verdict("something is overdue")
	}
	return err
}

// standing collects how things stand.
func standing(ctx context.Context, c config.Config, db *store.DB, now time.Time) (report, error) {
	r := report{Database: c.Store.Path, Overdue: []string{}}
	var err error
	if r.Settled, r.Entries, err = db.Tally(ctx, time.Time{}, time.Time{}); err != nil {
		return r, err
	}
	if r.Bytes, err = db.Size(ctx); err != nil {
		return r, err
	}
	if r.Background, err = db.Renewal(ctx); err != nil {
		return r, err
	}
	if r.Sources, err = db.Polls(ctx); err != nil {
		return r, err
	}
	if r.Deliveries, err = db.Deliveries(ctx, store.DeliveryFilter{Undelivered: true}); err != nil {
		return r, err
	}
	if r.Notices, err = db.OpenNotices(ctx); err != nil {
		return r, err
	}
	for _, d := range c.Digests {
		t, known, err := db.LastTick(ctx, d.Name, now)
		if err != nil {
			return r, err
		}
		if !known {
			continue
		}
		r.Ticks = append(r.Ticks, t)
		if next := d.Schedule.Next(t.Due); now.After(d.Schedule.Next(next)) && !d.QuietHours.At(now) {
			r.Overdue = append(r.Overdue, fmt.Sprintf("digest %s was last cut %s", d.Name, stamp(t.Due)))
		}
	}
	for _, p := range r.Sources {
		if p.State != news.Gone && !p.Next.IsZero() && now.Sub(p.Next) > 2*p.Next.Sub(p.Checked) {
			r.Overdue = append(r.Overdue, fmt.Sprintf("source %s was due %s", p.Source, stamp(p.Next)))
		}
	}
	for _, d := range r.Deliveries {
		if d.State == news.Unknown || d.State == news.Dead && d.Err != news.Dropped && recent(c, d, now) {
			r.Overdue = append(r.Overdue, fmt.Sprintf("digest %s to %s %s: %s", d.Digest, d.Target, d.To, deliveryState(d)))
		}
	}
	return r, nil
}

// deadFor is how long a delivery that was given up is told as overdue; the list keeps it.
const deadFor = 7 * 24 * time.Hour

// maxNotices is how many of the matters that stand are printed.
const maxNotices = 20

// recent reports whether a delivery was due lately, to a target that is still there.
func recent(c config.Config, d news.Delivery, now time.Time) bool {
	return now.Sub(d.Due) < deadFor && slices.ContainsFunc(c.Targets, func(t notify.Options) bool { return t.Name == d.Target })
}

func (a *app) printReport(r report) {
	style := a.style()
	fmt.Fprintf(a.out, "database  %s, %.1f MB\n", r.Database, float64(r.Bytes)/1e6)
	fmt.Fprintf(a.out, "entries   %d listed:", r.Entries)
	for _, d := range slices.Sorted(maps.Keys(r.Settled)) {
		fmt.Fprintf(a.out, " %d %s", r.Settled[d], d)
	}
	fmt.Fprintln(a.out)
	if b := r.Background; b.Version != "" {
		fmt.Fprintf(a.out, "words     renewed from %d listings until %s: %d new, %d copies left out\n", b.Listings, stamp(b.Until), b.Words, b.Copies)
	}
	var rows [][]string
	for _, p := range r.Sources {
		state := string(p.State)
		if state == "" {
			state = "not asked yet"
		}
		rows = append(rows, []string{p.Source, state, stamp(p.Answered), stamp(p.Next), p.Reason})
	}
	printTable(a.out, []string{"source", "state", "answered", "next", "reason"}, rows)
	for _, t := range r.Ticks {
		fmt.Fprintf(a.out, "digest    %s, last due %s\n", t.Schedule, stamp(t.Due))
	}
	for _, d := range r.Deliveries {
		fmt.Fprintf(a.out, "delivery  digest %s to %s %s: %s\n", d.Digest, d.Target, d.To, deliveryState(d))
	}
	for _, n := range r.Notices[:min(len(r.Notices), maxNotices)] {
		fmt.Fprintf(a.out, "notice    %s %s: %s (%s)\n", n.Kind, n.Subject, n.Text, stamp(n.At))
	}
	for _, o := range r.Overdue {
		fmt.Fprintf(a.out, "%s   %s\n", style.red("overdue"), o)
	}
}
