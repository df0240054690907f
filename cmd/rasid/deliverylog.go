package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"rasid/news"
	"rasid/store"
)

func (a *app) deliveryShowCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "show ID",
		Short: "Show one delivery with the log of its attempts",
		Long:  `Shows where a delivery stands and how each attempt at it ended, the oldest first. The id may be cut to its beginning.`,
		Args:  exactly(1, "the id of a delivery"),
		RunE:  func(c *cobra.Command, args []string) error { return a.showDelivery(c.Context(), args[0]) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

// A deliveryView is a delivery as it is shown.
type deliveryView struct {
	news.Delivery
	Log []store.Attempt `json:"log,omitempty"` // the oldest first
}

func (a *app) showDelivery(ctx context.Context, id string) error {
	_, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	var v deliveryView
	if v.Delivery, err = db.Delivery(ctx, id); errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("no delivery %q; rasid deliveries lists them", id)
	}
	if err == nil {
		v.Log, err = db.Attempts(ctx, v.ID)
	}
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(v)
	}
	fmt.Fprintf(a.out, "delivery   %s\ndigest     %s\nto         %s\nstate      %s\n", v.ID, v.Digest, receiver(v.Delivery), deliveryState(v.Delivery))
	var rows [][]string
	for _, at := range v.Log {
		rows = append(rows, []string{stamp(at.Started), string(at.State), at.Note})
	}
	if len(rows) > 0 {
		fmt.Fprintln(a.out)
		printTable(a.out, []string{"attempt", "ended", "note"}, rows)
	}
	return nil
}
