package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/monitor"
	"rasid/news"
	"rasid/store"
)

func (a *app) backfillCommand() *cobra.Command {
	var s monitor.Span
	var from, to string
	c := &cobra.Command{
		Use:   "backfill --topic NAME --from DATE --to DATE",
		Short: "Read a topic's past through the archives of its sources",
		Long: `Lists past days through each source's archive, reads and judges what is new, and ends with a ledger: what was
listed, read and relevant per outlet, and which days are not covered and why. What it finds never enters a live
digest. It may be stopped at any moment: the same command goes on where it was.`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			var err error
			if s.From, err = day("--from", from); err != nil {
				return err
			}
			if s.To, err = day("--to", to); err != nil {
				return err
			}
			s.To = s.To.AddDate(0, 0, 1) // a person means the last day too
			if !s.From.Before(s.To) {
				return usageError{fmt.Errorf("--to %s comes before --from %s", to, from)}
			}
			clock, err := a.clock()
			if err != nil {
				return err
			}
			if s.To.After(clock()) {
				return usageError{fmt.Errorf("--to %s has not ended (UTC): the past ends yesterday, the rest is for rasid once", to)}
			}
			return a.backfill(c.Context(), s)
		},
	}
	c.Flags().StringVar(&s.Topic, "topic", "", "`NAME` of the topic")
	c.Flags().StringVar(&from, "from", "", "first `DAY`, like 2026-03-01")
	c.Flags().StringVar(&to, "to", "", "last `DAY`")
	c.Flags().StringSliceVar(&s.Sources, "source", nil, "only these sources; default: all that the topic follows")
	c.Flags().BoolVar(&a.json, "json", false, "print the ledger as JSON")
	require(c, "topic", "from", "to")
	return c
}

func day(flag, s string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, usageError{fmt.Errorf("%s %q: not a day like 2026-03-01", flag, s)}
	}
	return t, nil
}

func (a *app) backfill(ctx context.Context, s monitor.Span) error {
	bar := newProgress(a.diag)
	p, err := a.open(ctx, a.quiet(), bar.told)
	if err != nil {
		return err
	}
	defer p.Close()
	if err := knownSpan(p.config, s); err != nil {
		return err
	}
	var r monitor.Round
	ledger, err := p.monitor.Backfill(ctx, s, &r)
	bar.end()
	if err != nil {
		return err
	}
	if a.json {
		return printJSONList(a, ledger)
	}
	a.printLedger(ledger)
	found, err := p.db.Entries(ctx, store.EntryFilter{Run: s.Run(), Disposition: news.Past, Topic: s.Topic})
	if err != nil {
		return err
	}
	var rows [][]string
	for _, e := range found {
		rows = append(rows, []string{e.Published.Format(time.DateOnly), e.Source, e.Title, e.URL})
	}
	fmt.Fprintf(a.out, "\n%d articles belong to %s\n", len(found), s.Topic)
	if len(rows) > 0 {
		printTable(a.out, []string{"published", "source", "title", "address"}, rows)
	}
	return nil
}

// knownSpan refuses a topic or sources that the configuration does not have.
func knownSpan(c config.Config, s monitor.Span) error {
	if err := knownTopic(c, s.Topic); err != nil {
		return err
	}
	for _, name := range s.Sources {
		if !slices.ContainsFunc(c.Sources, func(x news.Source) bool { return x.Name == name }) {
			return usageError{fmt.Errorf("source %q is not in the configuration; see rasid status", name)}
		}
	}
	return nil
}

// printLedger prints one line per source, and the days that are not covered in runs of one reason.
func (a *app) printLedger(ledger []news.PastDay) {
	var rows [][]string
	for len(ledger) > 0 {
		n := slices.IndexFunc(ledger, func(d news.PastDay) bool { return d.Source != ledger[0].Source })
		if n < 0 {
			n = len(ledger)
		}
		rows = append(rows, ledgerRow(ledger[:n]))
		ledger = ledger[n:]
	}
	printTable(a.out, []string{"source", "days", "covered", "listed", "new", "relevant", "not covered"}, rows)
}

func ledgerRow(days []news.PastDay) []string {
	var covered, listed, fresh, relevant int
	var gaps []string
	for i, d := range days {
		listed, fresh, relevant = listed+d.Listed, fresh+d.New, relevant+d.Relevant
		if d.Missing == "" {
			covered++
			continue
		}
		// A run of days without cover for one reason is told once, at its first day.
		if i == 0 || days[i-1].Missing != d.Missing {
			gaps = append(gaps, "from "+d.Day.Format(time.DateOnly)+": "+d.Missing)
		}
	}
	return []string{days[0].Source, fmt.Sprint(len(days)), fmt.Sprint(covered), fmt.Sprint(listed), fmt.Sprint(fresh), fmt.Sprint(relevant), strings.Join(gaps, "; ")}
}
