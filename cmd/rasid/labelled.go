package main

import (
	"context"
	"errors"
	"log/slog"

	"rasid/config"
	"rasid/detect"
	"rasid/store"
)

// knownTopics returns the topics of the configuration with the labels and the examples that the store has of them. A store
// that is not there yet, or that the next run upgrades, has none.
func (a *app) knownTopics(ctx context.Context, c config.Config) ([]detect.Topic, error) {
	db, err := store.OpenReader(ctx, store.Options{Path: c.Store.Path})
	if errors.Is(err, store.ErrMissing) || errors.Is(err, store.ErrOlder) {
		topics, _, err := c.DetectTopics()
		return topics, err
	}
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return examples(ctx, &parts{config: c, db: db}, a.quiet())
}

// labelled returns labels as detect takes them.
func labelled(ls []store.Label) (all []detect.Label) {
	for _, l := range ls {
		all = append(all, detect.Label{Example: detect.Example{Name: l.URL, Title: l.Title, Text: l.Text, Published: l.Published}, Relevant: l.Relevant})
	}
	return all
}

// warnUnread tells of an example that could not be had.
func warnUnread(log *slog.Logger, topic, url string, reason any) {
	log.Warn("example not read", "again", "at the next start or reload", "topic", topic, "url", url, "reason", reason)
}
