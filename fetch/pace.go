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

	mu      sync.Mutex
	free    time.Time // when the next request may start
	waiting int       // requests that have not booked their start yet
}

// maxHosts is how many hosts are remembered; beyond it those that nobody waits for are forgotten.
const maxHosts = 4096

func (h *hosts) named(name string, slots int) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil {
		h.all = map[string]*host{}
	}
	one := h.all[name]
	if one == nil {
		if len(h.all) >= maxHosts {
			h.forget()
		}
		one = &host{slots: make(chan struct{}, max(1, slots))}
		h.all[name] = one
	}
	return one
}

// forget drops the hosts that may be asked at once and have nobody waiting.
func (h *hosts) forget() {
	for name, one := range h.all {
		one.mu.Lock()
		if one.waiting == 0 && len(one.slots) == 0 && one.free.Before(time.Now()) {
			delete(h.all, name)
		}
		one.mu.Unlock()
	}
}

// enter waits for a turn at a host and returns what must be called when the request is done. Turns are
// pace apart. A wait above longest, counting those who wait already, is refused with a *BusyError, at once;
// longest 0 = any wait.
func (h *host) enter(ctx context.Context, pace, longest time.Duration) (leave func(), err error) {
	if d := h.queue(pace, longest); d > 0 {
		return nil, &BusyError{Wait: d}
	}
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		h.book(0)
		return nil, fmt.Errorf("wait for a turn: %w", ctx.Err())
	}
	leave = func() { <-h.slots }
	if err := pause(ctx, h.book(max(0, pace))); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

// queue joins those who wait, or returns how long the wait would be if that is above longest.
func (h *host) queue(pace, longest time.Duration) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	wait := max(0, time.Until(h.free)) + time.Duration(h.waiting)*max(0, pace)
	if longest > 0 && wait > longest {
		return wait
	}
	h.waiting++
	return 0
}

// book leaves those who wait, books the next start, and returns how long it is until then.
func (h *host) book(pace time.Duration) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting--
	if pace == 0 {
		return 0
	}
	now := time.Now()
	start := h.free
	if start.Before(now) {
		start = now
	}
	h.free = start.Add(pace)
	return start.Sub(now)
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
