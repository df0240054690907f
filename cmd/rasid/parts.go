package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"rasid/config"
	"rasid/detect"
	"rasid/fetch"
	"rasid/monitor"
	"rasid/notify"
	"rasid/store"
)

// parts are the built rooms of the program, each made once from the configuration.
type parts struct {
	config  config.Config
	db      *store.DB
	web     *fetch.Client
	judge   func() (*detect.Detector, error)
	targets map[string]monitor.Target
	monitor *monitor.Monitor
	remove  func() error // what is left of a rehearsal
}

// Close releases what parts hold.
func (p *parts) Close() error {
	p.web.Close()
	return errors.Join(p.db.Close(), p.remove())
}

// open builds everything that moves news along the belt. progress may be nil.
func (a *app) open(ctx context.Context, log *slog.Logger, progress func(string, int, int)) (*parts, error) {
	c, err := a.load()
	if err != nil {
		return nil, err
	}
	c.Fetch.Now = a.clock
	remove := func() error { return nil }
	if a.dryRun {
		if remove, err = rehearse(ctx, &c); err != nil {
			return nil, err
		}
	}
	db, err := store.Open(ctx, storeOptions(c))
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	p := &parts{config: c, db: db, web: fetch.New(c.Fetch), remove: remove}
	checked := a.dryRun || !a.service && db.Sound() // a rehearsal has a copy, which was read whole when it was made
	if !checked {
		checked, err = sound(ctx, db)
	}
	if err == nil {
		err = a.fill(ctx, p, log, a.unattended(monitor.Options{Now: a.clock, Log: log, Progress: progress, Unchecked: !checked}))
	}
	if err == nil {
		err = p.monitor.Start(ctx)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// checkFor is how long a start waits for the database to be read whole.
const checkFor = 3 * time.Second

// sound reads the database whole, or as far as the time allows: then it reports false, and the rest is for later.
func sound(ctx context.Context, db *store.DB) (checked bool, err error) {
	limited, end := context.WithTimeout(ctx, checkFor)
	defer end()
	err = db.Check(limited)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return false, nil
	}
	return true, err
}

// fill builds the targets and the monitor of p, and the judge when it is first needed.
func (a *app) fill(ctx context.Context, p *parts, log *slog.Logger, o monitor.Options) error {
	p.judge = judgeOf(ctx, p, log)
	var err error
	out := a.out
	if a.json {
		out = a.diag // what a terminal target prints must not mix with the answer
	}
	build := targets
	if a.dryRun {
		build = stands
	}
	if p.targets, err = build(p.config, out); err != nil {
		return err
	}
	p.monitor = monitor.New(p.db, p.web, p.judge, options(p.config, p.targets, o))
	return nil
}

// storeOptions says where the database is, how it finds texts that may be copies and how much room it keeps.
func storeOptions(c config.Config) store.Options {
	return store.Options{Path: c.Store.Path, Bands: detect.Bands, Ballast: store.DefaultBallast, Window: c.Read.Window}
}

// options fills o with what monitor needs to know of the configuration.
func options(c config.Config, targets map[string]monitor.Target, o monitor.Options) monitor.Options {
	o.Sources, o.Targets = c.Sources, targets
	o.Workers, o.Every, o.Window = c.Read.Workers, c.Read.Every, c.Read.Window
	o.KeepText, o.Keep = c.Store.KeepText, c.Store.Keep
	o.Notices = monitor.Notices(c.Notices)
	for _, t := range c.Topics {
		o.Topics = append(o.Topics, monitor.Topic{Name: t.Name, Title: t.Title, Sources: t.Sources})
	}
	for _, d := range c.Digests {
		o.Digests = append(o.Digests, scheduled(d))
	}
	for _, a := range c.Alerts {
		o.Alerts = append(o.Alerts, urgent(a))
	}
	return o
}

func urgent(a config.Alert) monitor.Alert {
	return monitor.Alert{
		Name: a.Name, Topic: a.Topic, Title: a.Title, Zone: a.Zone, Language: a.Language, Targets: a.Targets,
		Score: a.Score, Outlets: a.Outlets, Within: a.Within, Sources: a.Sources,
		Wait: a.Wait, Update: a.Update, Repeat: a.Repeat, Limit: a.Limit, Per: a.Per, Quiet: a.Quiet,
	}
}

func scheduled(d config.Digest) monitor.Digest {
	return monitor.Digest{
		Name: d.Name, Topic: d.Topic, Title: d.Title, Schedule: d.Schedule, Zone: d.Zone, Language: d.Language,
		Targets: d.Targets, Empty: d.Empty == "send", PerSource: d.PerSource, Quiet: d.QuietHours,
	}
}

// targets builds every target of the configuration by name.
func targets(c config.Config, out io.Writer) (map[string]monitor.Target, error) {
	all := map[string]monitor.Target{}
	web := fetch.Direct(c.Fetch)
	for _, o := range c.Targets {
		t, err := notify.New(o, web, out)
		if err != nil {
			return nil, fmt.Errorf("target %s: %w", o.Name, err)
		}
		all[o.Name] = monitor.Target{Target: t, Kind: o.Kind}
	}
	return all, nil
}

// examples returns the topics of the configuration with their labels and examples, also those given by address: these
// are read once and kept in the store, so that a topic does not change when a page does. Without a client for the
// web only those kept are there.
func examples(ctx context.Context, p *parts, log *slog.Logger) ([]detect.Topic, error) {
	topics, urls, err := p.config.DetectTopics()
	if err != nil {
		return nil, err
	}
	for i, t := range topics {
		labels, err := p.db.Labels(ctx, t.Name)
		if err != nil {
			return nil, err
		}
		topics[i].Labels = labelled(labels)
		kept, err := p.db.Examples(ctx, t.Name)
		if err != nil {
			return nil, err
		}
		known := map[string]store.Example{}
		for _, e := range kept {
			known[e.URL] = e
		}
		for _, u := range urls[t.Name] {
			e, ok := known[u]
			if !ok {
				if p.web == nil {
					warnUnread(log, t.Name, u, "the service has yet to read it")
					continue
				}
				if e, err = readExample(ctx, p.web, u); err != nil {
					warnUnread(log, t.Name, u, err)
					continue
				}
				if err := p.db.SaveExample(ctx, t.Name, e); err != nil {
					return nil, err
				}
			}
			topics[i].Examples = append(topics[i].Examples, detect.Example{Name: u, Title: e.Title, Text: e.Text, Published: e.Published})
		}
	}
	return topics, nil
}
