package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/config"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// reader opens the database for asking only; it works beside a running service.
func (a *app) reader(ctx context.Context) (config.Config, *store.DB, error) {
	c, err := a.loadToAsk()
	if err != nil {
		return c, nil, err
	}
	db, err := store.OpenReader(ctx, store.Options{Path: c.Store.Path})
	return c, db, err
}

func (a *app) whyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "why URL",
		Short: "Tell what became of an article, and why",
		Args:  exactly(1, "one address"),
		RunE:  func(c *cobra.Command, args []string) error { return a.why(c.Context(), args[0]) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

func (a *app) why(ctx context.Context, raw string) error {
	url, err := fetch.Canonical(raw, "")
	if err != nil {
		return usageError{err}
	}
	_, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	t, err := db.Why(ctx, url)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%s was never listed by a source that is followed; try rasid judge %s", url, url)
	}
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(t)
	}
	a.printTrace(t)
	return nil
}

func (a *app) printTrace(t store.Trace) {
	style := a.style()
	e := t.Entry
	fmt.Fprintf(a.out, "%s\n%s\n", style.bold(arabic.Isolate(e.Title)), e.URL)
	fmt.Fprintf(a.out, "listed by  %s on %s, published %s\n", e.Source, stamp(e.Seen), stamp(e.Published))
	fmt.Fprintf(a.out, "stands at  %s", style.bold(string(t.Settlement.Disposition)))
	if t.Settlement.Reason != "" {
		fmt.Fprintf(a.out, ": %s", t.Settlement.Reason)
	}
	fmt.Fprintln(a.out)
	if t.Settlement.Topic != "" && len(t.Verdicts) == 0 {
		fmt.Fprintf(a.out, "judged     %s, by its listing: score %.3f, cut-off %.3f\n", t.Settlement.Topic, t.Settlement.Score, t.Settlement.Cutoff)
	}
	for _, v := range t.Verdicts {
		a.printVerdict(v, style)
	}
	for _, f := range t.Folds {
		fmt.Fprintf(a.out, "\nstory      %s of %s, as %s", f.Story, f.Topic, f.Kind)
		if f.Why != "" {
			fmt.Fprintf(a.out, ": %s", f.Why)
		}
		fmt.Fprintln(a.out)
	}
	a.printDecisions(t.Decisions)
	for _, e := range editsOf(t) {
		fmt.Fprintf(a.out, "edited     %s: the headline was %s\n", stamp(e.At), arabic.Isolate(arabic.Clean(e.Was, 300)))
	}
	for _, d := range t.Digests {
		fmt.Fprintf(a.out, "digest     %s %s, due %s\n", d.Name, d.ID, stamp(d.Due))
	}
	for _, d := range t.Deliveries {
		fmt.Fprintf(a.out, "delivery   %s: %s\n", receiver(d), deliveryState(d))
	}
}

// receiver names who a delivery is for: its target, and the recipient where the target has several.
func receiver(d news.Delivery) string { return strings.TrimSpace(d.Target + " " + d.To) }

func deliveryState(d news.Delivery) string {
	switch d.State {
	case news.Delivered:
		return fmt.Sprintf("delivered %s after %s", stamp(d.Sent), counted(d.Attempts, "attempt"))
	case news.Pending:
		if d.Attempts > 0 {
			return fmt.Sprintf("%s failed, next %s: %s", counted(d.Attempts, "attempt"), stamp(d.Due), d.Err)
		}
		return "due " + stamp(d.Due)
	}
	if d.Err != "" {
		return string(d.State) + ": " + d.Err
	}
	return string(d.State)
}

// stamp prints a time for the operator, in UTC as everything he is shown.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "at an unknown time"
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}
