package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/news"
	"rasid/store"
)

func (a *app) statusCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "status",
		Short: "Tell how things stand: sources, entries, digests, deliveries",
		Long:  `Works beside a running service. Exit code 1 means that something is overdue: a delivery given up or in doubt, a source more than two of its spans late, a schedule that missed its moment, an example given by address that was never read, a configuration on disk with which the service could not start.`,
		Args:  exactly(0, "no arguments"),
		RunE:  func(c *cobra.Command, _ []string) error { return a.status(c.Context()) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

// A report is what rasid status tells.
type report struct {
	Database   string                   `json:"database"`
	Assumed    bool                     `json:"database_assumed,omitzero"` // it is the default path: the configuration could not be read as far as [store]
	Bytes      int64                    `json:"bytes"`                     // of the database file
	Log        int64                    `json:"log"`                       // of its write-ahead log, in bytes
	Beat       time.Time                `json:"beat,omitzero"`             // last sign of life of the service; none: it never ran
	Stopped    bool                     `json:"stopped"`                   // it ended in order then
	Running    bool                     `json:"running"`                   // it gave one lately, and did not end
	Entries    int                      `json:"entries"`
	Settled    map[news.Disposition]int `json:"settled"`    // sums to Entries
	Background store.Renewal            `json:"background"` // as it was last renewed
	standing
}

// alive is how old the last sign of life of a service that runs is at most: the watchdog ends it soon after.
const alive = time.Minute

func (a *app) status(ctx context.Context) error {
	c, err := a.load()
	var faults config.Faults // a service that runs goes on with the configuration that it has read
	if err != nil && (!errors.As(err, &faults) || c.Store.Path == "") {
		return err
	}
	db, err := store.OpenReader(ctx, store.Options{Path: c.Store.Path})
	if err != nil && c.Store.Assumed {
		return fmt.Errorf("%w\nno database at the default path %s either, where it was looked for because the file could not be read as far as [store]", faults, c.Store.Path)
	} else if err != nil && len(faults) > 0 {
		return faults
	} else if err != nil {
		return err
	}
	defer db.Close()
	r, err := reportOf(ctx, c, db, a.clock().UTC())
	if err != nil {
		return err
	}
	unread, err := unreadExamples(ctx, c, db)
	if err != nil {
		return err
	}
	r.Overdue = append(r.Overdue, unread...)
	for _, f := range faults {
		r.Overdue = append(r.Overdue, "configuration: "+f.Error())
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

// reportOf collects how things stand, and what there is.
func reportOf(ctx context.Context, c config.Config, db *store.DB, now time.Time) (r report, err error) {
	r.Database, r.Assumed = c.Store.Path, c.Store.Assumed
	if r.Bytes, r.Log, err = db.Size(ctx); err != nil {
		return r, err
	}
	if r.Beat, r.Stopped, err = db.LastBeat(ctx); err != nil {
		return r, err
	}
	r.Running = !r.Beat.IsZero() && !r.Stopped && now.Sub(r.Beat) < alive
	if r.Settled, r.Entries, err = db.Tally(ctx, time.Time{}, time.Time{}); err != nil {
		return r, err
	}
	if r.Background, err = db.Renewal(ctx); err != nil {
		return r, err
	}
	r.standing, err = standingOf(ctx, c, db, now)
	return r, err
}

// maxNotices is how many of the matters that stand are printed.
const maxNotices = 20

func (a *app) printReport(r report) {
	style := a.style()
	switch {
	case r.Running:
		fmt.Fprintf(a.out, "service   %s, last sign of life %s\n", style.green("runs"), stamp(r.Beat))
	case r.Stopped:
		fmt.Fprintf(a.out, "service   %s, stopped %s\n", style.yellow("does not run"), stamp(r.Beat))
	case !r.Beat.IsZero():
		fmt.Fprintf(a.out, "service   %s, last sign of life %s\n", style.yellow("does not run"), stamp(r.Beat))
	}
	fmt.Fprintf(a.out, "database  %s, %.1f MB and a log of %.1f MB\n", r.Database, float64(r.Bytes)/1e6, float64(r.Log)/1e6)
	if r.Assumed {
		fmt.Fprintf(a.out, "          %s: the configuration could not be read as far as [store], and may name another\n", style.red("the default path"))
	}
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
		answered, next := pollTimes(p)
		rows = append(rows, []string{p.Source, state, answered, next, p.Reason})
	}
	if len(rows) > 0 {
		printTable(a.out, []string{"source", "state", "answered", "next", "reason"}, rows)
	}
	for _, n := range r.Next {
		last := "never due yet"
		if i := slices.IndexFunc(r.Ticks, func(t news.Tick) bool { return t.Schedule == n.Digest }); i >= 0 {
			last = "last due " + stamp(r.Ticks[i].Due)
		}
		fmt.Fprintf(a.out, "digest    %s, %s, next %s\n", n.Digest, last, stamp(n.At))
	}
	for _, d := range r.Deliveries {
		fmt.Fprintf(a.out, "delivery  digest %s to %s: %s\n", d.Digest, receiver(d), deliveryState(d))
	}
	for _, n := range r.Notices[:min(len(r.Notices), maxNotices)] {
		fmt.Fprintf(a.out, "notice    %s %s: %s (%s)\n", n.Kind, n.Subject, n.Text, stamp(n.At))
	}
	for _, o := range r.Overdue {
		fmt.Fprintf(a.out, "%s   %s\n", style.red("overdue"), o)
	}
}
