package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"rasid/news"
	"rasid/serve"
)

// An endpoint is one place that the service answers at.
type endpoint struct {
	name    string // in the log and in notices
	address string // as serve.Listen has it
	lost    string // what it means that it cannot listen
	back    string // and that it can again
	handler http.Handler
}

// listen answers at the endpoints of the configuration until ctx ends.
func listen(ctx context.Context, p *parts, clock func() time.Time, log *slog.Logger) {
	var wg sync.WaitGroup
	for _, e := range endpoints(p, clock, log) {
		wg.Go(func() { e.listen(ctx, p, clock, log) })
	}
	wg.Wait()
}

func endpoints(p *parts, clock func() time.Time, log *slog.Logger) (all []endpoint) {
	if at := p.config.Listen; at != "" {
		all = append(all, endpoint{"feedback", at, "votes of readers cannot be taken", "votes of readers are taken again", poll(p, clock, log).Handler()})
	}
	if at := p.config.Serve.Listen; at != "" {
		all = append(all, endpoint{"serve", at, "health and figures cannot be told", "health and figures are told again", watch(p, clock).Handler()})
	}
	return all
}

// listen answers at one endpoint until ctx ends. That it cannot listen ends nothing: digests go out all the same, and
// the operator is told.
func (e endpoint) listen(ctx context.Context, p *parts, clock func() time.Time, log *slog.Logger) {
	n := news.Notice{Key: "service/" + e.name, At: clock().UTC(), Kind: news.AboutService, Subject: e.name}
	l, err := serve.Listen(e.address)
	if err == nil {
		n.Back, n.Text = true, e.back
	} else {
		n.Text = e.lost + ": " + err.Error()
	}
	if _, failed := p.db.SaveNotice(ctx, n); err == nil && failed != nil {
		log.Error("notice not kept", "kind", n.Kind, "subject", n.Subject, "reason", failed)
	}
	if err == nil {
		err = serve.Run(ctx, l, e.handler, log)
	}
	if err != nil {
		log.Error("listen", "at", e.name, "reason", err)
	}
}

// idleBound is how old the last sign of life of a service that moves is at most.
const idleBound = time.Minute

// watch is what tells of the service that p is.
func watch(p *parts, clock func() time.Time) serve.Watch {
	return serve.Watch{
		Live: func() []string {
			if idle := p.monitor.Idle(); idle > idleBound {
				return []string{fmt.Sprintf("the schedules were not looked at, or the database took no write, for %v", idle.Round(time.Second))}
			}
			return nil
		},
		Well: func(ctx context.Context) ([]string, error) {
			s, err := standingOf(ctx, p.config, p.db, clock().UTC())
			return s.Overdue, err
		},
		Figures: figures(p, clock),
		Allow:   p.config.Serve.Allow,
	}
}
