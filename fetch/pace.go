package fetch

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// hosts keeps the pace of every host apart from the others'. The zero value is ready.
type hosts struct {
	mu  sync.Mutex
	all map[string]*host
}

// A host is a queue of requests to one authority.
type host struct {
	slots chan struct{} // holds one element for each request under way

	mu   sync.Mutex
	free time.Time // when the next request may start
}

func (h *hosts) named(name string, slots int) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil {
		h.all = map[string]*host{}
	}
	one := h.all[name]
	if one == nil {
		one = &host{slots: make(chan struct{}, max(1, slots))}
		h.all[name] = one
	}
	return one
}

// enter waits for a turn at a host and returns what must be called when the request is done. Turns are
// pace apart. A wait above longest is refused with a *BusyError, at once; longest 0 = any wait.
func (h *host) enter(ctx context.Context, pace, longest time.Duration) (leave func(), err error) {
	if d := time.Until(h.next()); longest > 0 && d > longest {
		return nil, &BusyError{Wait: d}
	}
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a turn: %w", ctx.Err())
	}
	leave = func() { <-h.slots }
	if pace <= 0 {
		return leave, nil
	}
	if err := h.turn(ctx, pace); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

func (h *host) next() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.free
}

// turn books the next start and sleeps until then.
func (h *host) turn(ctx context.Context, pace time.Duration) error {
	h.mu.Lock()
	now := time.Now()
	start := h.free
	if start.Before(now) {
		start = now
	}
	h.free = start.Add(pace)
	h.mu.Unlock()
	return pause(ctx, start.Sub(now))
}

// pause waits for d or the end of ctx.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for a turn: %w", ctx.Err())
	}
}
