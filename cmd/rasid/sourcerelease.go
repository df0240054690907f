package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rasid/store"
)

func (a *app) sourceReleaseCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "release NAME",
		Short: "Ask a source again that is in quarantine",
		Long: `A source that was in work at two crashes of the service in a row is asked no more, and what it listed is not read, so
that the service lives; rasid sources shows it as quarantined. This command ends that. It works beside a running service.`,
		Args: exactly(1, "the name of a source"),
		RunE: func(c *cobra.Command, args []string) error { return a.releaseSource(c.Context(), args[0]) },
	}
}

func (a *app) releaseSource(ctx context.Context, name string) error {
	c, err := a.understood()
	if err != nil {
		return err
	}
	if err := knownSource(c, name); err != nil {
		return err
	}
	return a.decide(ctx, func(db *store.DB, now time.Time) error {
		err := db.Release(ctx, name, now)
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("source %s is in no quarantine: rasid sources shows which are", name)
		}
		if err == nil {
			fmt.Fprintf(a.out, "source %s is asked again\n", name)
		}
		return err
	})
}
