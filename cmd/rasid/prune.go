package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/store"
)

func (a *app) pruneCommand() *cobra.Command {
	var texts, entries string
	var p store.Pruning
	c := &cobra.Command{
		Use:   "prune",
		Short: "Take away what is older than it need be",
		Long: `Does now what a running service does once a day: takes away the texts and sent bytes that are older than store.keep_text, and
entries with all that hangs on them that are older than store.keep, or than the flags say. What waits, is owed, held or in doubt
stays, and so does what was labelled or voted on and what is in a story that was carried on since. Works beside a running service.
The file does not get smaller, but what comes uses the room; rasid backup writes a copy without it.`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := a.loadToAsk()
			if err != nil {
				return err
			}
			p.Now = a.clock().UTC()
			if p.Texts, err = before(p.Now, "--keep-text", texts, config.LeastKeepText, cfg.Store.KeepText); err != nil {
				return err
			}
			if p.Entries, err = before(p.Now, "--keep", entries, config.LeastKeep, cfg.Store.Keep); err != nil {
				return err
			}
			if p.Texts.IsZero() && p.Entries.IsZero() {
				return usageError{errors.New("all is kept for ever: set keep_text or keep in [store], or give --keep-text or --keep")}
			}
			return a.prune(c.Context(), cfg, p)
		},
	}
	c.Flags().StringVar(&texts, "keep-text", "", "keep texts this `LONG`, such as 180d; default: store.keep_text")
	c.Flags().StringVar(&entries, "keep", "", "keep entries this `LONG`, such as 800d; default: store.keep")
	c.Flags().BoolVar(&p.Count, "dry-run", false, "only count what would go")
	c.Flags().BoolVar(&p.Anyway, "clock-is-right", false, "prune although the clock has jumped")
	c.Flags().BoolVar(&a.json, "json", false, "print the counts as JSON")
	return c
}

// before returns the moment before which something is old: by a flag, else by the configuration; zero = never.
func before(now time.Time, flag, text string, least, configured time.Duration) (time.Time, error) {
	keep := configured
	if text != "" {
		var err error
		if keep, err = config.Span(text); err != nil {
			return time.Time{}, usageError{fmt.Errorf("%s %q: not a span of time like 180d", flag, text)}
		}
		if keep < least {
			return time.Time{}, usageError{fmt.Errorf("%s %s: keep at least %dd", flag, text, least/(24*time.Hour))}
		}
	}
	if keep == 0 {
		return time.Time{}, nil
	}
	return now.Add(-keep), nil
}

func (a *app) prune(ctx context.Context, c config.Config, p store.Pruning) error {
	db, err := store.OpenOperator(ctx, storeOptions(c))
	if err != nil {
		return err
	}
	defer db.Close()
	done, err := db.Prune(ctx, p)
	if errors.Is(err, store.ErrClock) {
		return fmt.Errorf("%w; if it is right now: rasid prune --clock-is-right", err)
	}
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(done)
	}
	verb := "gone"
	if p.Count {
		verb = "would go"
	}
	if !p.Texts.IsZero() {
		fmt.Fprintf(a.out, "texts     %d entries, %d deliveries, %d digests from before %s %s\n", done.Texts, done.Bodies, done.Digests, stamp(p.Texts), verb)
	}
	if !p.Entries.IsZero() {
		fmt.Fprintf(a.out, "entries   %d from before %s %s, and %d digests, notices and ticks\n", done.Entries, stamp(p.Entries), verb, done.Rest)
	}
	fmt.Fprintf(a.out, "database  %.1f MB, %.1f MB of it free for what comes\n", float64(done.Bytes)/1e6, float64(done.Free)/1e6)
	return nil
}
