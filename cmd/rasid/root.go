package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/monitor"
)

// An app is one run of the program: where it prints, and the flags that every command knows.
type app struct {
	out, diag io.Writer

	path    string           // --config
	now     string           // --now
	speed   int              // --speed
	clock   func() time.Time // the machine's, or as --now and --speed say
	json    bool             // --json, on commands that list
	verbose bool             // --verbose
	dryRun  bool             // --dry-run, of once
	service bool             // it is rasid run
}

// root returns the command tree.
func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:   "rasid",
		Short: "Follow a subject in the Arabic press by example articles",
		Long: `Rasid follows subjects in the Arabic press. A subject is given by example articles in a folder; rasid
reads news sources on a schedule, finds the reports that belong with the examples, folds copies and
rewrites of one story together and sends digests by e-mail, webhook, chat and feed.

Try it without a network or a configuration:  rasid demo
Begin with a configuration of your own:       rasid config init > rasid.toml && rasid check --config rasid.toml`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              subcommand,
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.setClock() },
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see %s --help", err, c.CommandPath())}
	})
	flags := c.PersistentFlags()
	flags.StringVarP(&a.path, "config", "c", configured(), "configuration `FILE`; default: $RASID_CONFIG, else "+serviceConfig+" where it is, else the one built in")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "tell more on standard error")
	flags.StringVar(&a.now, "now", "", "take this `TIME` (RFC 3339) as the present; for trials over recorded news")
	flags.MarkHidden("now")
	flags.IntVar(&a.speed, "speed", 0, "let the time go on from --now, `N` times as fast as it does; for trials of days in minutes")
	flags.MarkHidden("speed")
	c.AddGroup(
		&cobra.Group{ID: "run", Title: "Running"},
		&cobra.Group{ID: "ask", Title: "Asking"},
		&cobra.Group{ID: "keep", Title: "Keeping the data"},
		&cobra.Group{ID: "set", Title: "Setting up"},
	)
	add := func(group string, commands ...*cobra.Command) {
		for _, sub := range commands {
			sub.GroupID = group
			c.AddCommand(sub)
		}
	}
	add("run", a.demoCommand(), a.onceCommand(), a.runCommand(), a.backfillCommand(), a.digestCommand(), a.deliveriesCommand())
	add("ask", a.judgeCommand(), a.readCommand(), a.whyCommand(), a.storyCommand(), a.searchCommand(), a.feedbackCommand(), a.entriesCommand(), a.statusCommand(), a.sourceListCommand("sources"))
	add("keep", a.backupCommand(), a.restoreCommand(), a.recoverCommand(), a.pruneCommand(), a.exportCommand(), a.importCommand())
	add("set", a.splitCommand(), a.mergeCommand(), a.labelCommand(), a.checkCommand(), a.probeCommand(), a.sourceCommand(), a.topicCommand(), a.configCommand(), a.serviceCommand(), a.versionCommand())
	c.AddCommand(a.evalCommand(), a.backgroundCommand(), a.manualCommand())
	return c
}

// configured returns the configuration file that is meant where none is named, "" = the one built in.
func configured() string {
	if path := os.Getenv("RASID_CONFIG"); path != "" {
		return path
	}
	if _, err := os.Stat(serviceConfig); err == nil {
		return serviceConfig
	}
	return ""
}

// load reads the configuration. A file that lies ready and was not named would be taken for the one that is read.
func (a *app) load() (config.Config, error) {
	if _, err := os.Stat("rasid.toml"); err == nil && a.path == "" {
		fmt.Fprintln(a.diag, "rasid: rasid.toml in this folder is not read, but the configuration that is built in: name it with --config rasid.toml")
	}
	return config.Load(a.path)
}

// loadToAsk is load for what neither sends nor signs: it does without secrets that cannot be had here, such as those that only the
// service is given.
func (a *app) loadToAsk() (config.Config, error) {
	c, err := a.load()
	var faults config.Faults
	if errors.As(err, &faults) && faults.OnlySecrets() {
		return c, nil
	}
	return c, err
}

// exactly returns an argument check that names what is missing.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			given := "none"
			if len(args) > 0 {
				given = fmt.Sprint(len(args))
			}
			return usageError{fmt.Errorf("%s takes %s, and was given %s; see %s --help", c.CommandPath(), what, given, c.CommandPath())}
		}
		return nil
	}
}

// subcommand is the argument check of a command that only holds others.
func subcommand(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		c.SuggestionsMinimumDistance = 2 // letters that a slip changes
		near := ""
		if names := c.SuggestionsFor(args[0]); len(names) > 0 {
			near = "; did you mean " + strings.Join(names, ", ") + "?"
		}
		return usageError{fmt.Errorf("%s has no command %q%s; see %s --help", c.CommandPath(), args[0], near, c.CommandPath())}
	}
	return nil
}

// require makes flags of c necessary.
func require(c *cobra.Command, names ...string) {
	c.PreRunE = func(c *cobra.Command, _ []string) error {
		for _, name := range names {
			if !c.Flags().Changed(name) {
				return usageError{fmt.Errorf("%s needs --%s; see %s --help", c.CommandPath(), name, c.CommandPath())}
			}
		}
		return nil
	}
}

// setClock sets the program's clock: the machine's, or one that stands still at --now or goes on from there with --speed.
func (a *app) setClock() error {
	if a.now == "" {
		a.clock = time.Now
		return nil
	}
	t, err := time.Parse(time.RFC3339, a.now)
	if err != nil {
		return usageError{fmt.Errorf("--now %q: not a time like 2026-03-04T10:00:00Z", a.now)}
	}
	begun, speed := time.Now(), time.Duration(a.speed)
	a.clock = func() time.Time { return t.Add(speed * time.Since(begun)) }
	return nil
}

// unattended sets what a service needs that nobody attends to: it finds out by itself what it died of, and looks at what is due
// as often as the watchdog needs, or more often where the time goes faster.
func (a *app) unattended(o monitor.Options) monitor.Options {
	o.Wary, o.Beat = a.service, beatEvery()
	if n := time.Duration(a.speed); n > 1 {
		o.Pause = max(monitor.DefaultPause/n, 20*time.Millisecond)
		o.Beat = 10 * o.Pause
	}
	return o
}
