package monitor

import (
	"context"
	"sync"
	"time"

	"rasid/news"
)

// suspectFor is how long a process must live for its suspects to be cleared.
const suspectFor = 10 * time.Minute

// suspects are the sources that were in work when the service died. They are worked on one at a time, so that the next such
// end tells which of them it is. It is safe for concurrent use.
type suspects struct {
	alone chan struct{} // holds one while a suspect is in work

	mu    sync.Mutex
	names map[string]bool
	since time.Time // by the machine's clock
}

func (s *suspects) begin(names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names, s.since = map[string]bool{}, time.Now()
	for _, name := range names {
		s.names[name] = true
	}
}

func (s *suspects) has(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.names[name]
}

func (s *suspects) some() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.names) > 0
}

// over reports whether the process has lived for long enough with its suspects.
func (s *suspects) over() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.names) > 0 && time.Since(s.since) > suspectFor
}

// take notes that a source is in work until leave is called. A suspect waits for its turn.
func (m *Monitor) take(ctx context.Context, source string) (leave func(), err error) {
	suspect := m.suspects.has(source)
	if suspect {
		select {
		case m.suspects.alone <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	m.db.Begin(source)
	return func() {
		m.db.End(source)
		if suspect {
			<-m.suspects.alone
		}
	}, nil
}

// article reads the page of an entry.
func (m *Monitor) article(ctx context.Context, e news.Entry) (news.Article, error) {
	leave, err := m.take(ctx, e.Source)
	if err != nil {
		return news.Article{}, err
	}
	defer leave()
	return m.web.Article(ctx, m.source[e.Source], e)
}

// acquit clears the suspects once the process has lived with them.
func (m *Monitor) acquit(ctx context.Context, _ *Round) error {
	if !m.suspects.over() {
		return nil
	}
	if err := m.db.Acquit(ctx); err != nil {
		return err
	}
	m.suspects.begin(nil)
	return nil
}
