package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/news"
	"rasid/store"
)

// deliveryStates are the words that --state takes.
var deliveryStates = []news.DeliveryState{news.Pending, news.Talking, news.Dot, news.Delivered, news.Dead, news.Unknown}

func (a *app) deliveriesCommand() *cobra.Command {
	var f store.DeliveryFilter
	var states []string
	c := &cobra.Command{
		Use:   "deliveries",
		Short: "List what is owed, was taken or given up, and repair it",
		Long: `Lists deliveries, the newest first, also beside a running service, as its repairs do. The states: pending (to be sent when
due), talking and dot (under way), delivered, dead (given up), unknown (a mail whose end was sent twice without an answer: it
may have arrived, and is not sent again unasked).`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			for _, s := range states {
				if !slices.Contains(deliveryStates, news.DeliveryState(s)) {
					return usageError{fmt.Errorf("--state %q: use some of %v", s, deliveryStates)}
				}
				f.States = append(f.States, news.DeliveryState(s))
			}
			return a.listDeliveries(c.Context(), f)
		},
	}
	c.Flags().StringSliceVar(&states, "state", nil, "only deliveries in these `STATES`, with commas between them")
	c.Flags().StringVar(&f.Target, "target", "", "only those to this target")
	c.Flags().StringVar(&f.Digest, "digest", "", "only those of the digest with this `ID`")
	c.Flags().IntVar(&f.Limit, "limit", 100, "at most so many; 0 = all")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	var dead bool
	retry := &cobra.Command{
		Use:   "retry ID...",
		Short: "Owe deliveries again, as if never tried; same bytes, same ids",
		Long: `Owes deliveries again that are pending, dead or unknown: same bytes, same ids, so that a receiver that keeps track of ids drops
what it has. A recipient that had ended is on again. An id may be cut to its beginning.`,
		RunE: func(c *cobra.Command, args []string) error {
			if dead == (len(args) > 0) {
				return usageError{fmt.Errorf("%s takes the ids of deliveries or --all-dead; see %s --help", c.CommandPath(), c.CommandPath())}
			}
			return a.retryDeliveries(c.Context(), args, f.Target)
		},
	}
	retry.Flags().BoolVar(&dead, "all-dead", false, "all that were given up, but not those that were dropped")
	retry.Flags().StringVar(&f.Target, "target", "", "with --all-dead: only those to this target")
	c.AddCommand(retry,
		&cobra.Command{
			Use: "drop ID...", Short: "Give deliveries up; what comes after them goes out", Args: atLeastOne,
			RunE: func(c *cobra.Command, args []string) error {
				return a.repair(c.Context(), args, "given up", (*store.DB).Drop)
			},
		},
		&cobra.Command{
			Use: "sent ID...", Short: "Mark deliveries as taken: you saw that they arrived", Args: atLeastOne,
			RunE: func(c *cobra.Command, args []string) error {
				return a.repair(c.Context(), args, "marked as delivered", (*store.DB).MarkSent)
			},
		},
		&cobra.Command{
			Use: "on TARGET", Short: "Let a target be sent to again that said that it had ended (410)", Args: exactly(1, "the name of a target"),
			RunE: func(c *cobra.Command, args []string) error { return a.turnOn(c.Context(), args[0]) },
		})
	return c
}

// atLeastOne is the argument check of a command that takes ids.
func atLeastOne(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageError{fmt.Errorf("%s takes the ids of deliveries; rasid deliveries lists them", c.CommandPath())}
	}
	return nil
}

func (a *app) listDeliveries(ctx context.Context, f store.DeliveryFilter) error {
	_, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	ds, err := db.Deliveries(ctx, f)
	if err != nil {
		return err
	}
	if a.json {
		return printJSONList(a, ds)
	}
	var rows [][]string
	for _, d := range ds {
		next := ""
		if d.State == news.Pending {
			next = stamp(d.Due)
		}
		rows = append(rows, []string{d.ID[:min(len(d.ID), shortID)], string(d.State), d.Target, d.To, d.Digest, fmt.Sprint(d.Attempts), next, arabic.Isolate(d.Err)})
	}
	printTable(a.out, []string{"id", "state", "target", "recipient", "digest", "attempts", "next", "error"}, rows)
	return nil
}

// shortID is how much of an id is listed: enough to tell a million deliveries apart.
const shortID = 12

func (a *app) retryDeliveries(ctx context.Context, ids []string, target string) error {
	if len(ids) > 0 {
		return a.repair(ctx, ids, "owed again", (*store.DB).Retry)
	}
	return a.repairAll(ctx, func(ctx context.Context, db *store.DB, now time.Time) ([]news.Delivery, error) {
		ds, err := db.Deliveries(ctx, store.DeliveryFilter{Target: target, States: []news.DeliveryState{news.Dead}})
		if err != nil {
			return nil, err
		}
		for _, d := range ds {
			if d.Err != news.Dropped {
				ids = append(ids, d.ID)
			}
		}
		return db.Retry(ctx, ids, now)
	}, "owed again")
}

// repair does one thing to the deliveries with these ids and says what became of them.
func (a *app) repair(ctx context.Context, ids []string, done string, do func(*store.DB, context.Context, []string, time.Time) ([]news.Delivery, error)) error {
	return a.repairAll(ctx, func(ctx context.Context, db *store.DB, now time.Time) ([]news.Delivery, error) {
		return do(db, ctx, ids, now)
	}, done)
}

func (a *app) repairAll(ctx context.Context, do func(context.Context, *store.DB, time.Time) ([]news.Delivery, error), done string) error {
	return a.decide(ctx, func(db *store.DB, now time.Time) error {
		ds, err := do(ctx, db, now)
		for _, d := range ds {
			fmt.Fprintf(a.out, "%s to %s: was %s, %s\n", d.ID[:min(len(d.ID), shortID)], strings.TrimSpace(d.Target+" "+d.To), d.State, done)
		}
		if err == nil && len(ds) == 0 {
			fmt.Fprintln(a.out, "nothing to do")
		}
		return err
	})
}

func (a *app) turnOn(ctx context.Context, target string) error {
	return a.decide(ctx, func(db *store.DB, now time.Time) error {
		n, err := db.TurnOn(ctx, target, now)
		if err == nil && n == 0 {
			return verdict("nothing of target " + target + " is off")
		}
		if err == nil {
			fmt.Fprintf(a.out, "%s is on again; rasid deliveries retry --all-dead --target %s sends what was given up meanwhile\n", target, target)
		}
		return err
	})
}
