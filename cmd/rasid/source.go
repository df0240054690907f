package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

func (a *app) sourceCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "source",
		Short: "Add sources to the configuration, list them with their state, release them, import and export OPML",
		Args:  subcommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.sourceAddCommand(), a.sourceListCommand("list"), a.sourceReleaseCommand(), a.sourceImportCommand(), a.sourceExportCommand())
	return c
}

// An addition is what the flags of rasid source add say.
type addition struct{ name, outlet, kind, block string }

func (a *app) sourceAddCommand() *cobra.Command {
	var add addition
	c := &cobra.Command{
		Use:   "add URL | add --block FILE",
		Short: "Probe an address and append the best source to the configuration file",
		Long: `Probes URL as rasid probe does and appends the block of the best candidate to the file of --config, or appends the
blocks in FILE, which may have been edited ("-" is standard input). What stands in the file is never changed; it
is replaced at once, after the whole has been found to be without new faults.`,
		Args: func(c *cobra.Command, args []string) error {
			if add.block != "" {
				return exactly(0, "no address besides --block")(c, args)
			}
			return exactly(1, "one address, or --block FILE")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if add.block != "" {
				return a.addBlocks(c.InOrStdin(), add.block)
			}
			return a.addSource(c.Context(), args[0], add)
		},
	}
	c.Flags().StringVar(&add.name, "name", "", "unique `NAME` of the source; default: made of the host")
	c.Flags().StringVar(&add.outlet, "outlet", "", "`NAME` of the publisher as readers know it; default: what the site calls itself")
	c.Flags().StringVar(&add.kind, "kind", "", "the best of this `KIND` instead of the best of all: "+strings.Join(fetch.Kinds(), ", "))
	c.Flags().StringVar(&add.block, "block", "", "append the [[source]] blocks in `FILE`, without asking the web")
	return c
}

func (a *app) addSource(ctx context.Context, url string, add addition) error {
	if err := a.needsFile(); err != nil {
		return err
	}
	if err := knownKind(add.kind); err != nil {
		return err
	}
	c, err := a.understood()
	if err != nil {
		return err
	}
	f, err := a.findings(ctx, c, url)
	if err != nil {
		return err
	}
	one, ok := best(f, add.kind)
	if !ok {
		a.printFindings(f)
		return verdict("nothing was added")
	}
	s := one.Source
	if known, ok := sourceAt(c, s.URL); ok {
		return fmt.Errorf("add %s: it is followed already, as source %s", s.URL, known.Name)
	}
	if add.name != "" {
		s.Name = add.name
	}
	if add.outlet != "" {
		s.Outlet = add.outlet
	}
	why := one.Reason
	if one.Remark != "" {
		why += "; " + one.Remark
	}
	return a.append(fmt.Sprintf("# Grade %s: %s.\n%s", one.Grade, why, config.Block(s)))
}

func (a *app) addBlocks(in io.Reader, name string) error {
	if err := a.needsFile(); err != nil {
		return err
	}
	var blocks []byte
	var err error
	if name == "-" {
		blocks, err = io.ReadAll(io.LimitReader(in, 1<<20))
	} else {
		blocks, err = os.ReadFile(name)
	}
	if err != nil {
		return err
	}
	return a.append(string(blocks))
}

// needsFile refuses to add to the built-in default.
func (a *app) needsFile() error {
	if a.path == "" {
		return usageError{errors.New("no configuration file to add to: name it with --config FILE; rasid config init > FILE begins one")}
	}
	return nil
}

// append puts blocks at the end of the configuration file and shows them.
func (a *app) append(blocks string) error {
	before, err := a.understood()
	if err != nil {
		return err
	}
	c, err := config.Append(a.path, []byte(blocks))
	if err != nil {
		return fmt.Errorf("nothing was added:\n%w", err)
	}
	added := c.Sources[len(before.Sources):]
	fmt.Fprintf(a.out, "added %d to %s, which names %d sources now\n\n%s", len(added), a.path, len(c.Sources), blocks)
	for _, t := range c.Topics {
		for _, s := range added {
			if len(t.Sources) > 0 && !slices.Contains(t.Sources, s.Name) {
				fmt.Fprintf(a.out, "\ntopic %s follows only the sources it names: add %q to its sources\n", t.Name, s.Name)
			}
		}
	}
	return nil
}

// sourceListCommand is rasid source list, and rasid sources.
func (a *app) sourceListCommand(use string) *cobra.Command {
	c := &cobra.Command{
		Use:   use,
		Short: "List the sources with their state",
		Long: `Works beside a running service. A source that was never asked, or for which there is no database yet, has no state.

state     ok, slow, moved (asked at its new address once it has said so for a day);
          silent (nothing new for far longer than its habit), frozen (its dates stand still), empty,
          hijacked (links to another site, titles no longer Arabic), blocked, broken, down, gone,
          quarantined (in work at two crashes in a row: not asked until rasid source release)
every     time between two polls: it begins as configured, grows by half while over 67 % of what is listed was known and
          is halved while under 33 % was; never below 5m, never above four times what is configured, nor above 6h
          unless more is configured
failures  weight of those in a row: 1 for a refusal, 1/2 for an error of the server, 1/4 for no connection; each 1 doubles the
          wait, up to a day
a week    new entries, a mean of the last weeks
zone      of times that name none; shown where a source has another than UTC`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.listSources(c.Context()) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

// A followed is a source with what is remembered of it.
type followed struct {
	news.Source
	Poll news.Poll `json:"poll"`
}

func (a *app) listSources(ctx context.Context) error {
	c, err := a.understood()
	if err != nil {
		return err
	}
	polls, err := a.polls(ctx, c)
	if err != nil {
		return err
	}
	var all []followed
	for _, s := range c.Sources {
		all = append(all, followed{s, polls[s.Name]})
	}
	style := a.style()
	heads := []string{"source", "outlet", "kind", "state", "last answer", "next", "every", "failures", "a week", "reason or address"}
	zones := slices.ContainsFunc(all, func(f followed) bool { return f.Zone != "" })
	if zones {
		heads = slices.Insert(heads, 3, "zone")
	}
	return printList(a, all, "no sources", heads, func(f followed) []string {
		row := []string{f.Name, f.Outlet, f.Kind, "not asked yet", "", "", "", "", "", f.URL}
		if p := f.Poll; p.State != "" {
			copy(row[3:], append([]string{string(p.State)}, remembered(p, f.Source)...))
			if p.State != news.Healthy && p.State != news.Moved {
				row[3] = style.red(row[3])
			}
		}
		if zones {
			row = slices.Insert(row, 3, cmp.Or(f.Zone, "UTC"))
		}
		return row
	})
}

// remembered shows what is remembered of a source's polls, from its last answer on.
func remembered(p news.Poll, s news.Source) []string {
	answered, next := pollTimes(p)
	every := s.Every
	if p.Every > 0 {
		every = p.Every
	}
	return []string{answered, next, strings.TrimSuffix(every.Round(time.Minute).String(), "0s"), fmt.Sprintf("%g", p.Failures), fmt.Sprintf("%.0f", p.Weekly), cmp.Or(p.Reason, s.URL)}
}

// pollTimes says when a source last answered and is asked next. One that was never asked is due at once.
func pollTimes(p news.Poll) (answered, next string) {
	answered, next = "never", "never"
	if !p.Answered.IsZero() {
		answered = stamp(p.Answered)
	}
	switch {
	case !p.Next.IsZero():
		next = stamp(p.Next)
	case p.State == "":
		next = "at once"
	}
	return answered, next
}

// polls returns what is remembered of each source, nothing where there is no database yet.
func (a *app) polls(ctx context.Context, c config.Config) (map[string]news.Poll, error) {
	all := map[string]news.Poll{}
	if _, err := os.Stat(c.Store.Path); errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	db, err := store.OpenReader(ctx, store.Options{Path: c.Store.Path})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	polls, err := db.Polls(ctx)
	for _, p := range polls {
		all[p.Source] = p
	}
	return all, err
}
