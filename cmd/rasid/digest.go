package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/monitor"
	"rasid/news"
	"rasid/notify"
	"rasid/store"
)

func (a *app) digestCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "digest",
		Short: "Preview, list, show and resend digests",
		Args:  subcommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var format string
	formatted := func(c *cobra.Command) *cobra.Command {
		c.Flags().StringVar(&format, "format", "text", "`FORMAT`: text, html, markdown or json")
		return c
	}
	list := &cobra.Command{
		Use: "list", Short: "List the digests that were cut, newest first", Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.listDigests(c.Context()) },
	}
	list.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	c.AddCommand(list,
		formatted(&cobra.Command{
			Use: "preview NAME", Short: "Print what the digest would say now; nothing is changed or sent", Args: exactly(1, "the name of a digest"),
			RunE: func(c *cobra.Command, args []string) error { return a.previewDigest(c.Context(), args[0], format) },
		}),
		formatted(&cobra.Command{
			Use: "show ID", Short: "Print a digest that was cut", Args: exactly(1, "the id of a digest"),
			RunE: func(c *cobra.Command, args []string) error { return a.showDigest(c.Context(), args[0], format) },
		}),
		&cobra.Command{
			Use: "resend ID", Short: "Owe a digest to its targets once more, same bytes, same ids", Args: exactly(1, "the id of a digest"),
			Long: `Puts the settled deliveries of a digest back to pending; the running service sends them at once, else the next rasid once does.
Receivers that keep track of ids will drop what they have.`,
			RunE: func(c *cobra.Command, args []string) error { return a.resendDigest(c.Context(), args[0]) },
		})
	return c
}

func (a *app) listDigests(ctx context.Context) error {
	_, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	all, err := db.Digests(ctx, 100)
	if err != nil {
		return err
	}
	return printList(a, all, "no digest was cut yet; rasid digest preview NAME prints what it would say now", []string{"id", "schedule", "due", "title"}, func(d news.Digest) []string {
		return []string{d.ID, d.Name, stamp(d.Due), d.Title}
	})
}

func (a *app) previewDigest(ctx context.Context, name, format string) error {
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	wanted, err := digestNamed(c, name)
	if err != nil {
		return err
	}
	m := monitor.New(db, nil, nil, options(c, nil, monitor.Options{Now: a.clock}))
	d, err := m.Preview(ctx, wanted)
	if err != nil {
		return err
	}
	return a.printDigest(d, format)
}

func digestNamed(c config.Config, name string) (monitor.Digest, error) {
	var names []string
	for _, d := range c.Digests {
		if d.Name == name {
			return scheduled(d), nil
		}
		names = append(names, d.Name)
	}
	return monitor.Digest{}, unknown("digest", name, names)
}

func (a *app) showDigest(ctx context.Context, id, format string) error {
	_, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	d, err := db.Digest(ctx, id)
	if err != nil {
		return noDigest(id, err)
	}
	return a.printDigest(d, format)
}

func (a *app) printDigest(d news.Digest, format string) error {
	var out []byte
	var err error
	switch format {
	case "text":
		out = []byte(notify.Text(d))
	case "html":
		out, err = notify.HTML(d)
	case "markdown":
		out = []byte(notify.Markdown(d))
	case "json":
		out, err = notify.JSON(d)
	default:
		return usageError{fmt.Errorf("--format %q: use text, html, markdown or json", format)}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, strings.TrimRight(string(out), "\n"))
	return err
}

func (a *app) resendDigest(ctx context.Context, id string) error {
	return a.decide(ctx, func(db *store.DB, now time.Time) error {
		n, err := db.Resend(ctx, id, now)
		if err == nil {
			fmt.Fprintf(a.out, "%d deliveries of digest %s are owed again\n", n, id)
		}
		return noDigest(id, err)
	})
}

// noDigest says where the ids of digests are, if err is that there is none with this one.
func noDigest(id string, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("no digest %q; rasid digest list has the ids", id)
	}
	return err
}
