package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/config"
	"rasid/detect"
	"rasid/fetch"
	"rasid/store"
)

func (a *app) splitCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "split STORY URL",
		Short: "Take an article out of a story: it is another one",
		Long: `Takes the article at URL out of a story; from now on it leads one of its own, and no reading puts it back. What
a digest has carried is not sent again. rasid merge undoes it. It works beside a running service.`,
		Args: exactly(2, "the id of a story and the address of an article"),
		RunE: func(c *cobra.Command, args []string) error { return a.split(c.Context(), args[0], args[1]) },
	}
}

func (a *app) mergeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "merge STORY STORY",
		Short: "Make one story of two: they tell one event",
		Long: `Makes one story of two and prints its id: the one from which the other was split, else the one that readers
know, else the earlier. What a digest has carried is not sent again. rasid split undoes it. It works beside a running service.`,
		Args: exactly(2, "the ids of two stories"),
		RunE: func(c *cobra.Command, args []string) error { return a.merge(c.Context(), args[0], args[1]) },
	}
}

// decide opens the database, beside a running service, for a decision of the operator, made at the moment that change is
// given.
func (a *app) decide(ctx context.Context, change func(db *store.DB, now time.Time) error) error {
	c, err := a.loadToAsk()
	if err != nil {
		return err
	}
	return a.decideBy(ctx, c, change)
}

// decideBy is decide by a configuration that was read before.
func (a *app) decideBy(ctx context.Context, c config.Config, change func(db *store.DB, now time.Time) error) error {
	db, err := store.OpenOperator(ctx, storeOptions(c))
	if err != nil {
		return err
	}
	return errors.Join(change(db, a.clock()), db.Close())
}

func (a *app) split(ctx context.Context, story, raw string) error {
	url, err := fetch.Canonical(raw, "")
	if err != nil {
		return usageError{err}
	}
	return a.decide(ctx, func(db *store.DB, now time.Time) error {
		id, err := db.SplitMember(ctx, story, url, detect.StoryID, now)
		if err == nil {
			fmt.Fprintf(a.out, "%s leads story %s now; undo with: rasid merge %s %s\n", url, id, story, id)
		}
		return noStory(err)
	})
}

func (a *app) merge(ctx context.Context, one, other string) error {
	return a.decide(ctx, func(db *store.DB, now time.Time) error {
		id, err := db.MergeStories(ctx, one, other, now)
		if err == nil {
			fmt.Fprintf(a.out, "they are story %s now\n", id)
		}
		return noStory(err)
	})
}

// noStory says where the ids of stories are, if err is that something is not there.
func noStory(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%w; rasid why URL names the story of an article", err)
	}
	return err
}

func (a *app) printDecisions(ds []store.Decision) {
	for _, d := range ds {
		fmt.Fprintf(a.out, "operator   %s: %s\n", stamp(d.At), decision(d))
	}
}

// decision tells in words what the operator decided.
func decision(d store.Decision) string {
	url := arabic.Isolate(d.URL)
	switch d.Verb {
	case store.Split:
		return fmt.Sprintf("split %s out of story %s into %s", url, d.From, d.To)
	case store.Merge:
		return fmt.Sprintf("merged %s out of story %s into %s", url, d.From, d.To)
	}
	return fmt.Sprintf("%s changed its place in story %s along with another", url, d.From)
}
