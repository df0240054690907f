package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// A labelRequest is what rasid label is asked to do.
type labelRequest struct {
	topic, by         string
	list, undo        bool
	yes, dry          bool
	url, relevantWord string
}

func (a *app) labelCommand() *cobra.Command {
	var r labelRequest
	c := &cobra.Command{
		Use:   "label URL relevant|irrelevant",
		Short: "Say that an article belongs to a topic or does not; the topic learns from it",
		Long: `Says of an article that was listed, by its address or id, that it belongs to a topic or that it does not. From then on
the topic is judged with this label. First all that was judged in the last 30 days is judged again, and what the label
would add and remove is shown; then it is asked for. What is added waits for the next digest, what is removed leaves its
story, and what a digest has carried stays where it is, marked as not relevant. --undo takes a label back: all is as if
it had never been, but for what was sent meanwhile. A running service takes labels up with its next round.

  rasid label URL irrelevant --topic T     show what it does, ask, apply
  rasid label --undo URL                   the same for taking it back
  rasid label --list                       the labels there are`,
		Args: func(_ *cobra.Command, args []string) error { return r.read(args) },
		RunE: func(c *cobra.Command, _ []string) error {
			if r.list {
				return a.listLabels(c.Context(), r.topic)
			}
			return a.label(c.Context(), c.InOrStdin(), r)
		},
	}
	f := c.Flags()
	f.StringVar(&r.topic, "topic", "", "`NAME` of the topic; may be left out where there is one")
	f.StringVar(&r.by, "by", "", "`WHO` says so")
	f.BoolVar(&r.list, "list", false, "list the labels")
	f.BoolVar(&r.undo, "undo", false, "take the label of URL back")
	a.applyFlags(c, &r.yes, &r.dry)
	c.MarkFlagsMutuallyExclusive("list", "undo")
	return c
}

// applyFlags are those of commands that change labels.
func (a *app) applyFlags(c *cobra.Command, yes, dry *bool) {
	c.Flags().BoolVar(yes, "yes", false, "apply without asking")
	c.Flags().BoolVar(dry, "dry-run", false, "only show what it would do")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON; applies only with --yes")
	c.MarkFlagsMutuallyExclusive("yes", "dry-run")
}

// read takes the arguments.
func (r *labelRequest) read(args []string) error {
	switch {
	case r.list && len(args) == 0:
		return nil
	case r.list:
		return usageError{errors.New("rasid label --list takes no arguments")}
	case r.undo && len(args) == 1:
		r.url = args[0]
		return nil
	case r.undo:
		return usageError{errors.New("rasid label --undo takes one address")}
	case len(args) != 2 || args[1] != "relevant" && args[1] != "irrelevant":
		return usageError{errors.New("rasid label takes an address and relevant or irrelevant; see rasid label --help")}
	}
	r.url, r.relevantWord = args[0], args[1]
	return nil
}

func (a *app) label(ctx context.Context, in io.Reader, r labelRequest) error {
	d, err := a.openDesk(ctx, r.topic, r.dry)
	if err != nil {
		return err
	}
	defer d.Close()
	url, err := d.known(ctx, r.url)
	if err != nil {
		return err
	}
	labels := slices.DeleteFunc(slices.Clone(d.labels), func(l store.Label) bool { return l.URL == url })
	if r.undo && len(labels) == len(d.labels) {
		return fmt.Errorf("topic %s has no label of %s; see rasid label --list", d.topic.Name, url)
	}
	if !r.undo {
		l, err := d.labelOf(ctx, url, r.relevantWord == "relevant", r.by)
		if err != nil {
			return err
		}
		labels = append(labels, l)
	}
	return d.settle(ctx, in, labels, r.yes, r.dry)
}

// known returns the canonical address of an article that the store has, by its address or id.
func (d *labelDesk) known(ctx context.Context, what string) (string, error) {
	url, err := fetch.Canonical(what, "")
	if err != nil {
		url = what // an id
	}
	t, failed := d.db.Why(ctx, url)
	switch {
	case errors.Is(failed, store.ErrNotFound) && err != nil:
		return "", usageError{fmt.Errorf("%s is neither an address nor the id of an article", arabic.Isolate(what))}
	case errors.Is(failed, store.ErrNotFound):
		return "", fmt.Errorf("%s was never listed by a source that is followed, so there is nothing to label", url)
	}
	return t.Entry.URL, failed
}

// labelOf returns a label given now, with the text that is kept of the article.
func (d *labelDesk) labelOf(ctx context.Context, url string, relevant bool, by string) (store.Label, error) {
	t, err := d.db.Why(ctx, url)
	if err != nil {
		return store.Label{}, err
	}
	l := store.Label{Topic: d.topic.Name, URL: url, Relevant: relevant, At: d.clock(), By: by}
	l.Title, l.Text, l.Published = t.Entry.Title, t.Entry.Summary, t.Entry.Published
	if t.Article != nil {
		l = labelOfArticle(l, *t.Article)
	}
	return l, nil
}

// labelOfArticle fills in what was read, as store.Labels will give it.
func labelOfArticle(l store.Label, a news.Article) store.Label {
	l.Title, l.Published = a.Title, a.Published
	if l.Text = a.Text; l.Text == "" {
		l.Text = a.Summary
	}
	return l
}

func (a *app) listLabels(ctx context.Context, topic string) error {
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	type row struct {
		Topic    string    `json:"topic"`
		URL      string    `json:"url"`
		Title    string    `json:"title"`
		Relevant bool      `json:"relevant"`
		At       time.Time `json:"at"`
		By       string    `json:"by"`
	}
	var rows []row
	if err := knownTopic(c, topic); err != nil {
		return err
	}
	for _, t := range c.Topics {
		if topic != "" && topic != t.Name {
			continue
		}
		ls, err := db.Labels(ctx, t.Name)
		if err != nil {
			return err
		}
		for _, l := range ls {
			rows = append(rows, row{l.Topic, l.URL, l.Title, l.Relevant, l.At, l.By})
		}
	}
	return printList(a, rows, "no labels", []string{"topic", "label", "given", "by", "title", "address"}, func(r row) []string {
		return []string{r.Topic, wordOf(r.Relevant), stamp(r.At), r.By, r.Title, r.URL}
	})
}

func wordOf(relevant bool) string {
	if relevant {
		return "relevant"
	}
	return "irrelevant"
}
