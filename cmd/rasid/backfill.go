package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/monitor"
	"rasid/news"
	"rasid/notify"
	"rasid/store"
)

// A backfilling is what the command line of rasid backfill asks for.
type backfilling struct {
	monitor.Span
	reports []string // files
	digest  bool     // print it
	targets []string // that the digest is sent to
}

func (a *app) backfillCommand() *cobra.Command {
	var b backfilling
	var from, to string
	c := &cobra.Command{
		Use:   "backfill --topic NAME --from DATE --to DATE",
		Short: "Read a topic's past through the archives of its sources",
		Long: `Lists past days through each source's archive, reads and judges what is new, and ends with a report: a ledger of what
was listed, read and relevant per outlet, which days are not covered and why, and the stories that were found. What it finds
never enters a live digest, and no alert tells of it. It may be stopped at any moment: the same command goes on where it was.

While rasid run is at work on the same database, it is asked to read the past beside the news of today, at the same pace
per host, and this command shows how far it is; stopping the command takes the request back.`,
		Example: `  rasid backfill --topic dprk-russia --from 2026-01-01 --to 2026-01-31 --report january.html
  rasid backfill --topic dprk-russia --from 2026-01-01 --to 2026-01-31 --wayback --to-target mail`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := b.days(from, to, a.clock()); err != nil {
				return err
			}
			return a.backfill(c.Context(), b)
		},
	}
	c.Flags().StringVar(&b.Topic, "topic", "", "`NAME` of the topic")
	c.Flags().StringVar(&from, "from", "", "first `DAY`, like 2026-03-01")
	c.Flags().StringVar(&to, "to", "", "last `DAY`, at latest yesterday (UTC)")
	c.Flags().StringSliceVar(&b.Sources, "source", nil, "only the sources with these `NAMES`; default: all that the topic follows")
	c.Flags().BoolVar(&b.Wayback, "wayback", false, "ask the Wayback Machine for days that a source's own archive does not have, and for pages that are gone")
	c.Flags().StringSliceVar(&b.reports, "report", nil, "write the report to `FILE`: .html, .md or .json")
	c.Flags().BoolVar(&b.digest, "digest", false, "print the digest of what was found instead of the ledger")
	c.Flags().StringSliceVar(&b.targets, "to-target", nil, "send that digest to the target `NAME`, once for each run and recipient")
	c.Flags().BoolVar(&a.json, "json", false, "print the report as JSON")
	require(c, "topic", "from", "to")
	return c
}

// days sets the span from what was written.
func (b *backfilling) days(from, to string, now time.Time) (err error) {
	if b.From, err = day("--from", from); err != nil {
		return err
	}
	if b.To, err = day("--to", to); err != nil {
		return err
	}
	b.To = b.To.AddDate(0, 0, 1) // a person means the last day too
	if !b.From.Before(b.To) {
		return usageError{fmt.Errorf("--to %s comes before --from %s", to, from)}
	}
	if b.To.After(now) {
		return usageError{fmt.Errorf("--to %s has not ended (UTC): the past ends yesterday, the rest is for rasid once", to)}
	}
	slices.Sort(b.Sources)
	b.Sources = slices.Compact(b.Sources)
	return nil
}

func day(flag, s string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, usageError{fmt.Errorf("%s %q: not a day like 2026-03-01", flag, s)}
	}
	return t, nil
}

func (a *app) backfill(ctx context.Context, b backfilling) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	if err := b.known(c); err != nil {
		return err
	}
	done, err := a.backfillHere(ctx, b)
	if errors.Is(err, store.ErrInUse) {
		done, err = a.backfillThere(ctx, c, b)
	}
	if err != nil {
		return err
	}
	report := done.report
	if err := writeReports(report, b.reports); err != nil {
		return err
	}
	switch {
	case a.json:
		err = a.printDigest(report, "json")
	case b.digest:
		err = a.printDigest(report, "text")
	default:
		a.printPast(report)
	}
	if len(b.targets) > 0 && !a.json {
		fmt.Fprintf(a.diag, "digest %s: %d deliveries to %s, those before not counted; rasid deliveries shows them\n", report.ID, done.owed, strings.Join(b.targets, ", "))
	}
	if done.held > 0 {
		fmt.Fprintf(a.diag, "%d of them are held, as the database was restored since those days and the report may have been sent before: rasid deliveries retry sends them\n", done.held)
	}
	return err
}

// A backfilled is what a run came to, and how many deliveries of its report are new and how many of them are held.
type backfilled struct {
	report     news.Digest
	owed, held int
}

// backfillHere reads the past in this process.
func (a *app) backfillHere(ctx context.Context, b backfilling) (done backfilled, err error) {
	bar := newProgress(a.diag)
	p, err := a.open(ctx, a.quiet(), bar.told)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	err = p.monitor.Checked(ctx, func(ctx context.Context) (err error) {
		var r monitor.Round
		done.report, err = p.monitor.Backfill(ctx, b.Span, &r)
		bar.end()
		if err != nil || len(b.targets) == 0 {
			return err
		}
		if done.owed, done.held, err = p.monitor.OwePast(ctx, done.report, b.targets); err != nil {
			return err
		}
		return p.monitor.DeliverTo(ctx, b.targets, &r)
	})
	bar.end()
	return done, err
}

// known refuses a topic, sources or targets that the configuration does not have, and reports of no known form.
func (b *backfilling) known(c config.Config) error {
	if err := knownTopic(c, b.Topic); err != nil {
		return err
	}
	for _, name := range b.Sources {
		if err := knownSource(c, name); err != nil {
			return err
		}
	}
	for _, name := range b.targets {
		if err := knownTarget(c, name); err != nil {
			return err
		}
	}
	for _, path := range b.reports {
		if !slices.Contains(reportForms(), filepath.Ext(path)) {
			return usageError{fmt.Errorf("--report %q: the name must end in %s", path, strings.Join(reportForms(), ", "))}
		}
	}
	return nil
}

// printPast prints the ledger, one line per source, and what was found.
func (a *app) printPast(d news.Digest) {
	_, each := notify.Covers(*d.Past)
	var rows [][]string
	for _, c := range each {
		rows = append(rows, ledgerRow(c))
	}
	printTable(a.out, []string{"source", "days", "covered", "by", "listed", "new", "read", "relevant", "to be read", "not covered"}, rows)
	articles := 0
	rows = nil
	for _, s := range d.Stories {
		articles += len(s.Members)
		lead := s.Members[0]
		outlets := map[string]bool{}
		for _, m := range s.Members {
			outlets[cmp.Or(m.Outlet, m.Source)] = true
		}
		rows = append(rows, []string{lead.Published.Format(time.DateOnly), strings.Join(slices.Sorted(maps.Keys(outlets)), ", "), lead.Title, lead.URL})
	}
	fmt.Fprintf(a.out, "\n%d articles in %d stories belong to %s\n", articles, len(d.Stories), d.Topic)
	if len(rows) > 0 {
		printTable(a.out, []string{"published", "outlets", "title", "address"}, rows)
	}
}

// ledgerRow is a line of the ledger; days without cover are told once for each reason.
func ledgerRow(c notify.Cover) []string {
	var gaps []string
	for _, g := range c.Gaps {
		days := g.First.Format(time.DateOnly)
		if !g.Last.Equal(g.First) {
			days += " to " + g.Last.Format(time.DateOnly)
		}
		gaps = append(gaps, days+": "+g.Why)
	}
	row := []string{c.Source, fmt.Sprint(c.Days), fmt.Sprint(c.Covered), strings.Join(c.Methods, " ")}
	for _, n := range []int{c.Listed, c.New, c.Read, c.Relevant, c.Later} {
		row = append(row, fmt.Sprint(n))
	}
	return append(row, strings.Join(gaps, "; "))
}
