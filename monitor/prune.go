package monitor

import (
	"context"
	"errors"
	"time"

	"rasid/news"
	"rasid/store"
)

// pauseKey is the matter of pruning that rests.
const pauseKey = "store/pruning/paused"

// Pruning says what is older than it need be now.
func (m *Monitor) Pruning() store.Pruning {
	p := store.Pruning{Now: m.now()}
	if m.o.KeepText > 0 {
		p.Texts = p.Now.Add(-m.o.KeepText)
	}
	if m.o.Keep > 0 {
		p.Entries = p.Now.Add(-m.o.Keep)
	}
	return p
}

// Prune takes away once a day (UTC) what is older than it need be, where the options say how long that is. While the clock
// cannot be trusted it rests, and the operator is told.
func (m *Monitor) Prune(ctx context.Context, r *Round) error {
	p := m.Pruning()
	if p.Texts.IsZero() && p.Entries.IsZero() {
		return nil
	}
	last, err := m.db.LastPruning(ctx)
	// One that was done far ahead was done under another clock.
	if err != nil || !last.Before(p.Now.Truncate(24*time.Hour)) && last.Before(p.Now.Add(24*time.Hour)) {
		return err
	}
	began := time.Now()
	done, err := m.db.Prune(ctx, p)
	if errors.Is(err, store.ErrClock) {
		text := "pruning rests: " + err.Error() + "; if the clock is right: rasid prune --clock-is-right"
		fresh, err := m.db.SaveNotice(ctx, news.Notice{Key: pauseKey, At: p.Now, Kind: news.AboutStore, Subject: "pruning", Text: text})
		if fresh {
			m.o.Log.Warn("pruning rests", "reason", text)
		}
		return err
	}
	if err != nil {
		return err
	}
	r.Pruned += done.Entries + done.Texts
	m.o.Log.Info("pruned", "entries", done.Entries, "texts", done.Texts, "bodies", done.Bodies, "digests", done.Digests, "rest", done.Rest,
		"bytes", done.Bytes, "free", done.Free, "took", time.Since(began).Round(time.Millisecond))
	_, err = m.db.SaveNotice(ctx, news.Notice{Key: pauseKey, At: p.Now, Kind: news.AboutStore, Subject: "pruning", Text: "pruning goes on", Back: true})
	return err
}
