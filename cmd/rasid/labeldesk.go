package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rasid/arabic"
	"rasid/config"
	"rasid/detect"
	"rasid/monitor"
	"rasid/news"
	"rasid/store"
)

// A labelDesk is where the labels of one topic are changed.
type labelDesk struct {
	*app
	db      *store.DB
	monitor *monitor.Monitor
	topic   detect.Topic // with the labels in effect
	labels  []store.Label
	config  config.Config
	left    []*ballot          // that votes contradict, and that is left
	back    *detect.Background // that a running service judges by, nil = the one inside
}

// openDesk opens the store for one topic ("" = the only one), to read or to change it, also beside a running service.
func (a *app) openDesk(ctx context.Context, topic string, read bool) (_ *labelDesk, err error) {
	d := &labelDesk{app: a}
	c, err := a.loadToAsk()
	if err != nil {
		return nil, err
	}
	d.config = c
	if read {
		d.db, err = store.OpenReader(ctx, storeOptions(c))
	} else {
		d.db, err = store.OpenOperator(ctx, storeOptions(c))
	}
	if err != nil {
		return nil, err
	}
	if err = d.fill(ctx, c, topic); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *labelDesk) fill(ctx context.Context, c config.Config, name string) error {
	topics, err := examples(ctx, &parts{config: c, db: d.db}, d.quiet())
	if err != nil {
		return err
	}
	if d.topic, err = topicOf(topics, name); err != nil {
		return err
	}
	if d.back, _, err = renewed(ctx, d.db, "", false); err != nil {
		return err
	}
	d.monitor = monitor.New(d.db, nil, nil, options(c, nil, monitor.Options{Now: d.clock}))
	d.labels, err = d.db.Labels(ctx, d.topic.Name)
	return err
}

// Close closes the store.
func (d *labelDesk) Close() error { return d.db.Close() }

// settle shows what labels would do, asks, and makes them those of the topic.
func (d *labelDesk) settle(ctx context.Context, in io.Reader, labels []store.Label, yes, dry bool) error {
	r, err := d.replay(ctx, labels)
	if err != nil {
		return err
	}
	apply := yes
	if !d.json {
		d.printReplay(r)
		if !yes && !dry {
			if apply, err = d.confirm(in); err != nil {
				return err
			}
		}
	}
	if apply {
		if err := d.monitor.Relabel(ctx, r); err != nil {
			return err
		}
	}
	if d.json {
		return d.printJSON(d.viewReplay(r, labels, apply))
	}
	switch {
	case apply:
		fmt.Fprintf(d.out, "applied; topic %s has %s\n", d.topic.Name, counted(len(labels), "label"))
	default:
		fmt.Fprintln(d.out, "nothing was changed")
	}
	return nil
}

// replay judges again what was read, without labels and with those given.
func (d *labelDesk) replay(ctx context.Context, labels []store.Label) (monitor.Replay, error) {
	plain := d.topic
	plain.Labels = nil
	without, err := detect.New([]detect.Topic{plain}, detect.Options{Background: d.back})
	if err != nil {
		return monitor.Replay{}, err
	}
	with := without
	if len(labels) > 0 {
		plain.Labels = labelled(labels)
		if with, err = detect.New([]detect.Topic{plain}, detect.Options{Background: d.back}); err != nil {
			return monitor.Replay{}, err
		}
	}
	return d.monitor.Replay(ctx, d.topic.Name, labels, without, with)
}

// confirm asks whether to apply. Where nobody answers, nothing is applied.
func (d *labelDesk) confirm(in io.Reader) (bool, error) {
	fmt.Fprint(d.out, "apply? [y/N] ")
	line, err := bufio.NewReader(in).ReadString('\n')
	fmt.Fprintln(d.out)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("read the answer: %w", err)
	}
	answer := strings.ToLower(strings.TrimSpace(line))
	return slices.Contains([]string{"y", "yes", "غ", "غثس"}, answer), nil // the last two are the same keys of an Arabic keyboard
}

func (d *labelDesk) printReplay(r monitor.Replay) {
	fmt.Fprintf(d.out, "of the last 30 days (%d judged again) this would add %d, remove %d", r.Judged, len(r.Added), len(r.Removed))
	if len(r.Marked) > 0 {
		fmt.Fprintf(d.out, "; marked, since sent before: %d", len(r.Marked))
	}
	fmt.Fprintln(d.out)
	for _, part := range []struct {
		sign string
		list []news.Article
	}{{d.style().green("+"), r.Added}, {d.style().red("-"), r.Removed}, {d.style().yellow("~"), r.Marked}} {
		for _, a := range part.list {
			fmt.Fprintf(d.out, "%s %s  %s\n    %s\n", part.sign, dayOf(a), arabic.Isolate(a.Title), a.URL)
		}
	}
}

// dayOf is the day of publication, or of the first listing where that is unknown.
func dayOf(a news.Article) string { return cmp.Or(a.Published, a.Seen).Format(time.DateOnly) }

// A replayView is what labels do, for programs.
type replayView struct {
	Topic   string        `json:"topic"`
	Applied bool          `json:"applied"`
	Judged  int           `json:"judged"`
	Labels  []labelView   `json:"labels"`
	Added   []articleView `json:"added"`
	Removed []articleView `json:"removed"`
	Marked  []articleView `json:"marked"`
	Left    []string      `json:"contradicted,omitempty"` // addresses on which votes are left
}

type labelView struct {
	URL      string `json:"url"`
	Relevant bool   `json:"relevant"`
}

type articleView struct {
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Outlet    string    `json:"outlet"`
	Published time.Time `json:"published,omitzero"`
}

func (d *labelDesk) viewReplay(r monitor.Replay, labels []store.Label, applied bool) replayView {
	v := replayView{Topic: r.Topic, Applied: applied, Judged: r.Judged, Labels: []labelView{}}
	for _, l := range labels {
		v.Labels = append(v.Labels, labelView{l.URL, l.Relevant})
	}
	list := func(all []news.Article) []articleView {
		out := []articleView{}
		for _, a := range all {
			out = append(out, articleView{a.URL, a.Title, a.Outlet, a.Published})
		}
		return out
	}
	v.Added, v.Removed, v.Marked = list(r.Added), list(r.Removed), list(r.Marked)
	for _, b := range d.left {
		v.Left = append(v.Left, b.votes[0].URL)
	}
	return v
}
