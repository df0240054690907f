package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"rasid/news"
	"rasid/notify"
	"rasid/serve"
	"rasid/store"
)

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
