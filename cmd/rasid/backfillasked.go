package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"rasid/config"
	"rasid/monitor"
	"rasid/news"
	"rasid/notify"
	"rasid/store"
)

// lookEvery is how often a run that the service reads is looked at.
const lookEvery = 500 * time.Millisecond

// silence is how long the service may give no sign of life before that is said.
const silence = time.Minute

// backfillThere asks the running service to read the past, and waits until it has.
func (a *app) backfillThere(ctx context.Context, c config.Config, b backfilling) (done backfilled, err error) {
	db, err := store.OpenOperator(ctx, storeOptions(c))
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	run := b.Run()
	if err := db.AskPastRun(ctx, run, a.clock()); err != nil {
		return done, err
	}
	fmt.Fprintf(a.diag, "another instance is at work on %s: it is asked to read the past\n", c.Store.Path)
	if err := a.followPast(ctx, db, run, daysOf(c, b)); err != nil {
		return done, err
	}
	targets, err := targets(c, a.diag)
	if err != nil {
		return done, err
	}
	m := monitor.New(db, nil, nil, options(c, targets, monitor.Options{Now: a.clock}))
	if done.report, err = m.PastReport(ctx, run.ID); err != nil || len(b.targets) == 0 {
		return done, err
	}
	done.owed, done.held, err = m.OwePast(ctx, done.report, b.targets)
	return done, err
}

// followPast shows how far the service is with a run until it ends. If ctx ends first the request is taken back.
func (a *app) followPast(ctx context.Context, db *store.DB, run news.PastRun, days int) error {
	bar := newProgress(a.diag)
	defer bar.end()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	warned := false
	for toRead := 0; ; {
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), db.EndPastRun(context.WithoutCancel(ctx), run.ID, a.clock(), "stopped by the operator"))
		case <-tick.C:
		}
		now, err := db.PastRun(ctx, run.ID)
		switch {
		case err != nil:
			return err
		case !now.Ended.IsZero() && now.Err != "":
			return fmt.Errorf("backfill: %s", now.Err)
		case !now.Ended.IsZero():
			return nil
		}
		if toRead, err = a.tellPast(ctx, db, run, bar, days, toRead); err != nil {
			return err
		}
		if beat, stopped, err := db.LastBeat(ctx); err == nil && !warned && (stopped || time.Since(beat) > silence) && a.now == "" {
			warned = true
			fmt.Fprintln(a.diag, "the other instance gives no sign of life; the run goes on when it does. Ctrl-C takes the request back")
		}
	}
}

// daysOf is how many days of how many sources are to be listed.
func daysOf(c config.Config, b backfilling) int {
	sources := len(b.Sources)
	for _, t := range c.Topics {
		if t.Name == b.Topic && sources == 0 {
			sources = len(t.Sources)
		}
	}
	if sources == 0 {
		sources = len(c.Sources)
	}
	return sources * int(b.To.Sub(b.From)/(24*time.Hour))
}

// tellPast moves the bar: over days while they are listed, then over the pages that are to be read, of which there were
// most at once.
func (a *app) tellPast(ctx context.Context, db *store.DB, run news.PastRun, bar *progress, of, most int) (int, error) {
	days, err := db.PastDays(ctx, run.ID)
	if err != nil {
		return most, err
	}
	left, settled := 0, map[string]bool{}
	for _, d := range days {
		left += d.Later
		settled[d.Source+d.Day.Format(time.DateOnly)] = true
	}
	if most = max(most, left); len(settled) < of {
		bar.told("list", len(settled), of)
	} else if most > 0 {
		bar.told("read", most-left, most)
	}
	return most, nil
}

// reportForms returns the endings of the names of reports.
func reportForms() []string { return []string{".html", ".md", ".json"} }

// writeReports writes the report of a run into files, each in the form that its name asks for, whole or not at all.
func writeReports(d news.Digest, paths []string) error {
	for _, path := range paths {
		var out []byte
		var err error
		switch filepath.Ext(path) {
		case ".html":
			out, err = notify.PastHTML(d)
		case ".md":
			out = []byte(notify.Markdown(d))
		default:
			out, err = notify.JSON(d)
		}
		if err != nil {
			return err
		}
		unfinished := path + ".unfinished"
		if err := os.WriteFile(unfinished, out, 0o644); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
		if err := os.Rename(unfinished, path); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	return nil
}
