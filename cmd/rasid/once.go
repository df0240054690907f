package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"rasid/monitor"
)

func (a *app) onceCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "once",
		Short: "Pass over the belt once: poll, read, cut digests that are due, deliver",
		Long: `Asks every source that is not backing off, reads and judges what is new, cuts the digests whose time has come
and delivers what is owed. What was left in the middle by an earlier run is taken up first.

With --dry-run all of this is done on a copy of the database, which is thrown away, and what would be sent is printed
instead: the sources are asked, and nothing is stored or sent.`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.once(c.Context()) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print the counts as JSON")
	c.Flags().BoolVar(&a.dryRun, "dry-run", false, "work on a copy of the database and print what would be sent")
	return c
}

func (a *app) once(ctx context.Context) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // a run of seconds: a tenth less work for a tenth more memory
	}
	bar := newProgress(a.diag)
	p, err := a.open(ctx, a.quiet(), bar.told)
	if err != nil {
		return err
	}
	defer p.Close()
	round, err := p.monitor.Once(ctx)
	bar.end()
	if a.json {
		if err := json.NewEncoder(a.out).Encode(round); err != nil {
			return err
		}
	} else {
		a.printRound(round)
		if a.dryRun {
			fmt.Fprintln(a.out, "dry run: nothing was stored or sent")
		}
	}
	return err
}

func (a *app) printRound(r monitor.Round) {
	fmt.Fprintf(a.out, "sources   %d asked, %d answered, %d of them unchanged\n", r.Asked, r.Answered, r.Unchanged)
	fmt.Fprintf(a.out, "entries   %d new: %d settled by their listing, %d read, %d to be tried again later\n", r.Listed, r.Settled, r.Read, r.Later)
	fmt.Fprintf(a.out, "articles  %d relevant\n", r.Relevant)
	fmt.Fprintf(a.out, "digests   %d cut, %d alerts, %d delivered, %d attempts failed\n", r.Digests, r.Alerts, r.Delivered, r.Undone)
}
