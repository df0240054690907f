package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/news"
	"rasid/store"
)

// deliveryStates are the words that --state takes.
var deliveryStates = []news.DeliveryState{news.Pending, news.Talking, news.Dot, news.Delivered, news.Dead, news.Unknown, news.Held}

func (a *app) deliveriesCommand() *cobra.Command {
	var f store.DeliveryFilter
	var states []string
	c := &cobra.Command{
		Use:   "deliveries",
		Short: "List what is owed, was taken or given up, and repair it",
		Long: `Lists deliveries, the newest first, also beside a running service, as its repairs do. The states: pending (to be sent when
due), talking and dot (under way), delivered, dead (given up), unknown (a mail whose end was sent twice without an answer: it
may have arrived, and is not sent again unasked), held (the database was put back from a backup, and it may have been sent
before: retry or drop it).`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			for _, s := range states {
				if !slices.Contains(deliveryStates, news.DeliveryState(s)) {
					return usageError{fmt.Errorf("--state %q: use some of %s", s, strings.Trim(fmt.Sprint(deliveryStates), "[]"))}
				}
				f.States = append(f.States, news.DeliveryState(s))
			}
			if err := atMost(f.Limit); err != nil {
				return err
			}
			return a.listDeliveries(c.Context(), f)
		},
	}
	c.Flags().StringSliceVar(&states, "state", nil, "only deliveries in these `STATES`, with commas between them")
	c.Flags().StringVar(&f.Target, "target", "", "only those to the target with this `NAME`")
	c.Flags().StringVar(&f.Digest, "digest", "", "only those of the digest with this `ID`")
	c.Flags().IntVar(&f.Limit, "limit", 100, "at most `N`; 0 = all")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	retry := a.repairCommand("retry ID...", "Owe deliveries again, as if never tried; same bytes, same ids", "owed again", (*store.DB).Retry, news.Dead, news.Held)
	retry.Long = `Owes deliveries again that are pending, dead, unknown or held: same bytes, same ids, so that a receiver that keeps track of
ids drops what it has. A recipient that had ended is on again. An id may be cut to its beginning.`
	c.AddCommand(a.deliveryShowCommand(), retry,
		a.repairCommand("drop ID...", "Give deliveries up; what comes after them goes out", "given up", (*store.DB).Drop, news.Held),
		a.repairCommand("sent ID...", "Mark deliveries as taken: you saw that they arrived", "marked as delivered", (*store.DB).MarkSent, news.Held),
		&cobra.Command{
			Use: "on TARGET", Short: "Let a target be sent to again that said that it had ended (410)", Args: exactly(1, "the name of a target"),
			RunE: func(c *cobra.Command, args []string) error { return a.turnOn(c.Context(), args[0]) },
		})
	return c
}

// A repairFunc does one thing to the deliveries with these ids and returns them as they were.
type repairFunc func(db *store.DB, ctx context.Context, ids []string, now time.Time) ([]news.Delivery, error)

// repairCommand returns a command that repairs the deliveries it is given the ids of, or all in one of some states.
func (a *app) repairCommand(use, short, done string, do repairFunc, states ...news.DeliveryState) *cobra.Command {
	all := map[news.DeliveryState]*bool{}
	var target string
	c := &cobra.Command{Use: use, Short: short}
	for _, s := range states {
		all[s] = c.Flags().Bool("all-"+string(s), false, "all that are "+string(s)+", but not those that were dropped")
	}
	c.Flags().StringVar(&target, "target", "", "without ids: only those to the target with this `NAME`")
	c.RunE = func(c *cobra.Command, ids []string) error {
		f := store.DeliveryFilter{Target: target}
		for _, s := range states {
			if *all[s] {
				f.States = append(f.States, s)
			}
		}
		if len(ids) > 0 == (len(f.States) > 0) {
			return usageError{fmt.Errorf("%s takes the ids of deliveries or --all-%s; see %s --help", c.CommandPath(), states[0], c.CommandPath())}
		}
		return a.repair(c.Context(), ids, f, done, do)
	}
	return c
}

func (a *app) listDeliveries(ctx context.Context, f store.DeliveryFilter) error {
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	ds, err := db.Deliveries(ctx, f)
	if err == nil && len(ds) == 0 {
		err = knownTarget(c, f.Target) // one that was taken out may have deliveries
	}
	if err != nil {
		return err
	}
	none := "nothing is owed or was sent yet"
	if f.Target != "" || f.Digest != "" || len(f.States) > 0 {
		none = "no such deliveries"
	}
	return printList(a, ds, none, []string{"id", "state", "target", "recipient", "digest", "attempts", "next", "error"}, func(d news.Delivery) []string {
		next := ""
		if d.State == news.Pending {
			next = stamp(d.Due)
		}
		return []string{d.ID[:min(len(d.ID), shortID)], string(d.State), d.Target, d.To, d.Digest, fmt.Sprint(d.Attempts), next, d.Err}
	})
}

// shortID is how much of an id is listed: enough to tell a million deliveries apart.
const shortID = 12

// repair does one thing to the deliveries with these ids, or to those that f picks, and says what became of them.
func (a *app) repair(ctx context.Context, ids []string, f store.DeliveryFilter, done string, do repairFunc) error {
	return a.decide(ctx, func(db *store.DB, now time.Time) error {
		if len(ids) == 0 {
			picked, err := db.Deliveries(ctx, f)
			if err != nil {
				return err
			}
			for _, d := range picked {
				if d.Err != news.Dropped {
					ids = append(ids, d.ID)
				}
			}
		}
		ds, err := do(db, ctx, ids, now)
		for _, d := range ds {
			fmt.Fprintf(a.out, "%s to %s: was %s, %s\n", d.ID[:min(len(d.ID), shortID)], receiver(d), d.State, done)
		}
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("%w; rasid deliveries has the ids", err)
		}
		if err == nil && len(ds) == 0 {
			fmt.Fprintln(a.out, "nothing to do")
		}
		return err
	})
}

func (a *app) turnOn(ctx context.Context, target string) error {
	c, err := a.loadToAsk()
	if err != nil {
		return err
	}
	return a.decideBy(ctx, c, func(db *store.DB, now time.Time) error {
		n, err := db.TurnOn(ctx, target, now)
		if err == nil && n == 0 {
			if unknown := knownTarget(c, target); unknown != nil {
				return unknown
			}
			return fmt.Errorf("nothing of target %s is off", target)
		}
		if err == nil {
			fmt.Fprintf(a.out, "%s is on again; rasid deliveries retry --all-dead --target %s sends what was given up meanwhile\n", target, target)
		}
		return err
	})
}
