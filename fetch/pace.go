package fetch

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// hosts keeps the pace of every host apart from the others'.
type hosts struct {
	now  func() time.Time
	wait func(context.Context, time.Duration) error

	mu    sync.Mutex
	all   map[string]*host
	since time.Time // every host counts as asked then
}

// A host is a queue of requests to one authority.
type host struct {
	hosts *hosts
	slots chan struct{} // holds one element for each request under way

	mu      sync.Mutex
	asked   time.Time // when an earlier process may have asked it last
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
		one = &host{hosts: h, asked: h.since, slots: make(chan struct{}, max(1, slots))}
		h.all[name] = one
	}
	return one
}

// forget drops the hosts that may be asked at once and have nobody waiting.
func (h *hosts) forget() {
	for name, one := range h.all {
		one.mu.Lock()
		if one.waiting == 0 && len(one.slots) == 0 && one.free.Before(h.now()) {
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
	if err := h.hosts.wait(ctx, h.book(max(0, pace))); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

// queue joins those who wait, or returns how long the wait would be if that is above longest.
func (h *host) queue(pace, longest time.Duration) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	pace = max(0, pace)
	wait := h.next(pace).Sub(h.hosts.now()) + time.Duration(h.waiting)*pace
	if longest > 0 && wait > longest {
		return wait
	}
	h.waiting++
	return 0
}

// book leaves those who wait, books the next start, and returns how long it is until then. A request without a
// pace does not count as one.
func (h *host) book(pace time.Duration) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting--
	if pace == 0 {
		return 0
	}
	start := h.next(pace)
	h.free = start.Add(pace)
	return start.Sub(h.hosts.now())
}

// next returns when a request may start that keeps pace with those before. What lies too far ahead was noted under
// a clock that has been put back.
func (h *host) next(pace time.Duration) time.Time {
	now := h.hosts.now()
	next := now
	for _, t := range []time.Time{h.free, h.asked.Add(pace)} {
		if t.After(next) && t.Sub(now) <= 2*longestDelay {
			next = t
		}
	}
	return next
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
