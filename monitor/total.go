package monitor

import (
	"sync"
	"time"
)

// Bounds of the log: what concerns one source is a line of its own, unless a thousand have the same to say.
const (
	sumEvery = 10 * time.Minute // the rounds are summed up in one line so often
	mostTold = 20               // and so many sources that have begun to fail have a line of their own in that time
)

// Total returns what the loops of Run have done since m was made.
func (m *Monitor) Total() Round {
	m.counting.Lock()
	defer m.counting.Unlock()
	return m.total
}

// add adds what one pass of a loop did to the total.
func (m *Monitor) add(r Round) {
	m.counting.Lock()
	defer m.counting.Unlock()
	m.total.plus(r)
}

// said is what the log was told lately. Its zero value is ready; it is safe for concurrent use.
type said struct {
	mu    sync.Mutex
	since time.Time // of the clock
	lines int       // of single sources

	summed Round     // total at the last summary
	at     time.Time // of the machine's own clock
}

// allows reports whether another source that begins to fail may have a line of its own.
func (s *said) allows(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if passed := now.Sub(s.since); passed < 0 || passed >= sumEvery {
		s.since, s.lines = now, 0
	}
	s.lines++
	return s.lines <= mostTold
}

// sumUp writes one line of what was done since the last one, when it is time or at the end.
func (m *Monitor) sumUp(end bool) {
	total := m.Total()
	s := &m.said
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at.IsZero() {
		s.at = m.made
	}
	r := total.minus(s.summed)
	if !end && time.Since(s.at) < sumEvery || r == (Round{}) {
		return
	}
	s.summed, s.at = total, time.Now()
	m.o.Log.Info("round", "asked", r.Asked, "answered", r.Answered, "unchanged", r.Unchanged, "failed", r.Asked-r.Answered,
		"listed", r.Listed, "settled", r.Settled, "read", r.Read, "relevant", r.Relevant, "edited", r.Edited, "later", r.Later,
		"digests", r.Digests, "alerts", r.Alerts, "notices", r.Notices, "delivered", r.Delivered, "undone", r.Undone, "pruned", r.Pruned)
}
