package monitor

import (
	"context"
	"errors"
	"sync"
	"time"

	"rasid/news"
	"rasid/store"
)

const (
	longestPause = 3           // times the usual, between two looks while the store takes no writes
	troubleEvery = time.Minute // so often it is told that it takes none
	diskKey      = "store/disk"
)

// A trouble is that of the store as a whole: the disk is full or another process holds the database locked, so that no
// write would go through, whatever it is. It is safe for concurrent use.
type trouble struct {
	mu    sync.Mutex
	since time.Time // by the machine's clock; zero = there is none
	told  time.Time
}

// untakable reports whether err says that the store takes no writes for now.
func untakable(err error) bool { return errors.Is(err, store.ErrFull) || errors.Is(err, store.ErrBusy) }

// arise notes the trouble and reports whether it is to be told.
func (t *trouble) arise(now time.Time) (since time.Time, tell bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.since.IsZero() {
		t.since = now
	}
	if tell = now.Sub(t.told) >= troubleEvery; tell {
		t.told = now
	}
	return t.since, tell
}

// end reports since when there was trouble, and ends it.
func (t *trouble) end() (since time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	since, t.since = t.since, time.Time{}
	return since
}

func (t *trouble) there() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.since.IsZero()
}

// storable returns stage without its runs for which the store is known to take no writes: what they would bring, from
// outlets that are not ours, could not be kept.
func (m *Monitor) storable(stage func(context.Context, *Round) error) func(context.Context, *Round) error {
	return func(ctx context.Context, r *Round) error {
		if m.trouble.there() {
			if err := m.db.Writable(ctx); err != nil {
				return err
			}
			if err := m.untroubled(ctx); err != nil {
				return err
			}
		}
		return stage(ctx, r)
	}
}

// troubled tells that the store takes no writes: the log once a minute, the operator once where the disk is full.
func (m *Monitor) troubled(ctx context.Context, err error) {
	since, tell := m.trouble.arise(time.Now())
	if !tell {
		return
	}
	m.o.Log.Error("store takes no writes: nothing is asked or sent until it does", "since", since, "reason", err)
	if !errors.Is(err, store.ErrFull) {
		return
	}
	if _, err := m.db.SaveNotice(ctx, diskNotice(m.now(), "degraded: the disk is full; nothing is sent that could not be recorded: make room, and it goes on within a minute", false)); err != nil {
		m.o.Log.Error("notice", "reason", err)
	}
}

// untroubled tells that the store takes writes again.
func (m *Monitor) untroubled(ctx context.Context) error {
	since := m.trouble.end()
	if since.IsZero() {
		return nil // another loop told it
	}
	m.o.Log.Warn("store takes writes again", "after", time.Since(since).Round(time.Second))
	_, err := m.db.SaveNotice(ctx, diskNotice(m.now(), "there is room on the disk again", true))
	return err
}

func diskNotice(now time.Time, text string, back bool) news.Notice {
	return news.Notice{Key: diskKey, At: now, Kind: news.AboutStore, Subject: "disk", Text: text, Back: back}
}
