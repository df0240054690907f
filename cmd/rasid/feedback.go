package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/config"
	"rasid/news"
	"rasid/notify"
	"rasid/serve"
	"rasid/store"
)

func (a *app) feedbackCommand() *cobra.Command {
	var topic string
	c := &cobra.Command{
		Use:   "feedback",
		Short: "List what readers said of articles by the links in their mail",
		Long:  `Lists the votes of readers, the newest first. They change nothing by themselves.`,
		Args:  exactly(0, "no arguments"),
		RunE:  func(c *cobra.Command, _ []string) error { return a.feedback(c.Context(), topic) },
	}
	c.Flags().StringVar(&topic, "topic", "", "only votes on this topic")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

func (a *app) feedback(ctx context.Context, topic string) error {
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if topic != "" {
		if err := knownTopic(c, topic); err != nil {
			return err
		}
	}
	votes, err := db.Votes(ctx, topic)
	if err != nil {
		return err
	}
	readers := readersOf(c)
	for i, v := range votes {
		if name := readers[v.Reader]; name != "" {
			votes[i].Reader = name
		}
	}
	if a.json {
		return printJSONList(a, votes)
	}
	var rows [][]string
	for _, v := range votes {
		verdict := "off the topic"
		if v.Relevant {
			verdict = "on the topic"
		}
		rows = append(rows, []string{stamp(v.At), v.Topic, verdict, v.Reader, arabic.Isolate(v.Title), v.URL})
	}
	printTable(a.out, []string{"at", "topic", "said", "reader", "title", "address"}, rows)
	return nil
}

// readersOf returns the addresses of the configuration by how votes name them.
func readersOf(c config.Config) map[string]string {
	names := map[string]string{}
	for _, t := range c.Targets {
		for _, to := range t.To {
			if i := strings.LastIndex(to, "<"); i >= 0 {
				to = strings.TrimSuffix(to[i+1:], ">")
			}
			names[notify.Reader(to)] = to
		}
	}
	return names
}

// poll is what takes votes on what p holds.
func poll(p *parts, clock func() time.Time, log *slog.Logger) serve.Poll {
	titles := map[string]string{}
	for _, t := range p.config.Topics {
		titles[t.Name] = t.Title
	}
	return serve.Poll{
		Log: log,
		Read: func(token string) (news.Vote, error) {
			v, err := p.config.Votes.Vote(token, clock())
			switch {
			case errors.Is(err, notify.ErrExpired):
				err = serve.ErrGone
			case err != nil:
				err = serve.ErrMissing
			}
			return v, err
		},
		Tell: func(ctx context.Context, v news.Vote) (title, topic string, err error) {
			topic, known := titles[v.Topic]
			if !known {
				return "", "", fmt.Errorf("topic %s is no longer in the configuration: %w", v.Topic, serve.ErrGone)
			}
			if title, err = p.db.ArticleTitle(ctx, v.Article); errors.Is(err, store.ErrNotFound) {
				err = serve.ErrGone
			}
			return title, topic, err
		},
		Save: func(ctx context.Context, v news.Vote) error {
			v.At = clock().UTC()
			return p.db.SaveVote(context.WithoutCancel(ctx), v)
		},
	}
}
