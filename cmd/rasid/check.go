package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"rasid/arabic"
	"rasid/config"
	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/notify"
)

func (a *app) checkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "check",
		Short: "Try the configuration, every topic, source, example address and target once",
		Long: `Reads the configuration and the topics, asks every source once, reads the examples that urls.txt names and that are not kept yet, and tries
every target without sending a digest; prints one line each, with the remedy where something is wrong. Nothing is stored. Exit
code 0 means that all is well, 78 that the configuration has faults, 1 that something else is not as it should be.`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.check(c.Context()) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

// A trial is one line of the check.
type trial struct {
	What   string `json:"what"` // "config", "topic", "source", "example" or "target"
	Name   string `json:"name"`
	State  string `json:"state"`            // "ok" or what is wrong in one word
	Found  string `json:"found"`            // what was seen
	Remedy string `json:"remedy,omitempty"` // what the operator can do
}

func (a *app) check(ctx context.Context) error {
	c, err := a.load()
	var faults config.Faults
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	var trials []trial
	for _, f := range faults {
		trials = append(trials, faultTrial(f, "fault"))
	}
	for _, w := range c.Warnings {
		trials = append(trials, faultTrial(w, "warning"))
	}
	if len(faults) == 0 {
		trials = append(trials, a.tryTopics(ctx, c)...)
	}
	c.Fetch.Now = a.clock
	// A file with faults is still tried as far as it was understood: one run shows all that is wrong.
	bar := newProgress(a.diag)
	c.Fetch.Zoneless = true
	web := fetch.New(c.Fetch)
	defer web.Close()
	trials = append(trials, a.trySources(ctx, c, web, bar)...)
	trials = append(trials, a.tryExamples(ctx, c, web)...)
	trials = append(trials, a.tryTargets(ctx, c)...)
	bar.end()
	if err := a.printTrials(trials); err != nil {
		return err
	}
	if len(faults) > 0 {
		return errors.Join(verdict("faults in the configuration"), faults)
	}
	for _, t := range trials {
		if t.State != "ok" {
			return verdict("something is not as it should be")
		}
	}
	return nil
}

// faultTrial puts a fault of the configuration into one line.
func faultTrial(f config.Fault, state string) trial {
	t := trial{What: "config", Name: f.File, State: state, Found: f.Problem, Remedy: f.Remedy}
	if f.Line > 0 {
		t.Name += fmt.Sprintf(":%d", f.Line)
	}
	if f.Key != "" {
		t.Found = f.Key + ": " + f.Problem
	}
	return t
}

func (a *app) printTrials(trials []trial) error {
	if a.json {
		return printJSONList(a, trials)
	}
	style := a.style()
	wrong := 0
	for _, t := range trials {
		state := style.green(t.State)
		if t.State != "ok" {
			wrong++
			state = style.red(t.State)
		}
		fmt.Fprintf(a.out, "%-7s %-22s %s  %s", t.What, t.Name, state, t.Found)
		if t.Remedy != "" {
			fmt.Fprintf(a.out, "; %s", t.Remedy)
		}
		fmt.Fprintln(a.out)
	}
	fmt.Fprintf(a.out, "%d tried, %d not as they should be\n", len(trials), wrong)
	return nil
}

// tryTopics tells of every topic that has examples whether it is understood as more than one name. One that is not may be meant so, and is
// no fault.
func (a *app) tryTopics(ctx context.Context, c config.Config) (trials []trial) {
	profiles, err := a.profiles(ctx, c)
	if err != nil {
		return []trial{{What: "topic", Name: "all", State: "fault", Found: arabic.Clean(err.Error(), 300), Remedy: "see what rasid status says"}}
	}
	for _, p := range profiles {
		trials = append(trials, topicTrial(p))
	}
	return trials
}

// profiles returns what is understood of the topics that have examples; of one whose addresses were not read yet, nothing can be.
func (a *app) profiles(ctx context.Context, c config.Config) (all []detect.Profile, err error) {
	topics, err := a.knownTopics(ctx, c)
	if err != nil {
		return nil, err
	}
	topics = slices.DeleteFunc(topics, func(t detect.Topic) bool { return len(t.Examples) == 0 })
	back, err := background(ctx, c)
	if err != nil {
		return nil, err
	}
	judge, err := detect.New(topics, detect.Options{Background: back})
	if err != nil {
		return nil, err
	}
	for _, t := range topics {
		p, _ := judge.Profile(t.Name)
		all = append(all, p)
	}
	return all, nil
}

// topicTrial puts what was understood of a topic into one line.
func topicTrial(p detect.Profile) trial {
	t := trial{What: "topic", Name: p.Topic, State: "ok", Found: fmt.Sprintf("%d examples", len(p.Examples))}
	if len(p.Broad) > 0 {
		found, remedy := broad(p.Broad[0])
		t.Found, t.Remedy = t.Found+"; "+found, remedy
	}
	return t
}

func (a *app) trySources(ctx context.Context, c config.Config, web *fetch.Client, bar *progress) []trial {
	trials := make([]trial, len(c.Sources))
	var g errgroup.Group
	g.SetLimit(16)
	var mu sync.Mutex
	done := 0
	for i, s := range c.Sources {
		g.Go(func() error {
			l, err := web.List(ctx, s, news.Poll{Source: s.Name})
			trials[i] = sourceTrial(s, l, err, a.clock())
			mu.Lock()
			defer mu.Unlock()
			done++
			bar.told("sources", done, len(c.Sources))
			return nil
		})
	}
	g.Wait()
	return trials
}

// sourceTrial puts what a source answered into one line.
func sourceTrial(s news.Source, l fetch.Listing, err error, now time.Time) trial {
	t := trial{What: "source", Name: s.Name, State: "ok"}
	if err != nil {
		t.State, t.Found = string(fetch.Health(err)), arabic.Clean(err.Error(), 300)
		t.Remedy = remedy(fetch.Health(err), s)
		return t
	}
	var newest time.Time
	letters, n := 0.0, 0
	for _, e := range l.Entries {
		if e.Published.After(newest) {
			newest = e.Published
		}
		letters += arabic.Share(e.Title)
		n++
	}
	t.Found = fmt.Sprintf("%d entries, newest %s", n, stamp(newest))
	if l.Zoneless > 0 {
		t.Found += ", by times that name no zone and are read as UTC"
	}
	switch {
	case n == 0:
		t.State, t.Remedy = string(news.Empty), "the address lists nothing: open it in a browser and look for the feed's address"
	case letters/float64(n) < 0.5:
		t.State, t.Found, t.Remedy = "language", t.Found+fmt.Sprintf(", %.0f %% Arabic", 100*letters/float64(n)), "look for the outlet's Arabic feed"
	case !newest.IsZero() && now.Sub(newest) > 30*24*time.Hour:
		t.State, t.Remedy = string(news.Frozen), "nothing new for a month: look for another address"
	case fetch.Ahead(newest, now) > 0:
		t.State, t.Found = "ahead", t.Found+", in the future"
		t.Remedy = "set its zone where its times name none (rasid probe tells which); else the outlet's clock is wrong, or what it says of its zone"
	case l.Moved != "":
		t.State, t.Found, t.Remedy = string(news.Moved), t.Found+", moved for good", "write url = "+l.Moved
	}
	return t
}

// remedy says what an operator can do about source s in state h.
func remedy(h news.Health, s news.Source) string {
	switch h {
	case news.Blocked:
		return "the outlet refuses us: set fetch.contact, lengthen its every, or remove the source"
	case news.Broken:
		if s.Item != "" {
			return "open the page in a browser: item must select its headlines; without it they are found automatically"
		}
		return "the answer is no feed: open the address in a browser and look for the feed's address"
	case news.Gone:
		return "the outlet has ended this address: remove the source or find its new one"
	case news.Down:
		return "check the address and this machine's network"
	}
	return "open the address in a browser"
}

func (a *app) tryTargets(ctx context.Context, c config.Config) []trial {
	var trials []trial
	web := fetch.Direct(c.Fetch)
	for _, o := range c.Targets {
		t := trial{What: "target", Name: o.Name, State: "ok", Found: o.Kind + " answers as it should"}
		target, err := notify.New(o, web, a.out)
		if err == nil {
			if checker, ok := target.(notify.Checker); ok {
				err = checker.Check(ctx)
			}
		}
		if err != nil {
			t.State, t.Found, t.Remedy = "fault", arabic.Clean(err.Error(), 300), targetRemedy(o)
		}
		trials = append(trials, t)
	}
	return trials
}

func targetRemedy(o notify.Options) string {
	switch o.Kind {
	case "smtp":
		return "check host, port, tls, user and the credential that password names"
	case "webhook":
		return "check the address that url names, and that the receiver runs"
	case "slack", "discord", "teams", "mattermost":
		return "take the address of the webhook from the service anew, and check that its channel is there"
	case "telegram":
		return "check token and room, and that the bot is in the chat"
	case "ntfy":
		return "check the address that url names, and token or user and password"
	case "matrix":
		return "check url and token, and that the account has joined the room"
	}
	return "check path and its permissions"
}
