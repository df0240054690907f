package monitor

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"sync"
	"time"

	"rasid/news"
)

// When nearly all hosts cannot be reached it is our own network that fails, not they.
const (
	leastUnreached = 3                // fewer silent hosts say nothing of the net
	unreachedPart  = 0.8              // of the hosts asked lately
	lately         = 30 * time.Minute // so long what a host did speaks for the net
	doubtEvery     = 5 * time.Minute  // a source is tried so often while nobody tells whether it or the net is down
	probeEvery     = time.Minute      // while the net fails, a few sources are asked so often
	probes         = 8
	summaryEvery   = 10 * time.Minute // and it is told so often
	networkDark    = 30 * time.Minute // the operator is told once it has failed so long
	networkKey     = "service/network"
)

// A missed source could not be reached.
type missed struct {
	source news.Source
	before news.Poll
	err    error
}

// A network judges by the hosts whether it is ours that fails. It is safe for concurrent use.
type network struct {
	mu    sync.Mutex
	heard map[string]time.Time // by host: its last answer, of whatever kind
	lost  map[string]*lostHost // by host, those that were well and have not been heard since
	down  time.Time            // since when our network fails; zero = it does not
	retry time.Time            // while it fails: when it is to be tried
	turn  int                  // and with which source the next try begins
	told  time.Time            // last summary
}

// A lostHost could be reached until lately.
type lostHost struct {
	since, last time.Time
	before      map[string]news.Poll // by source: as it was
}

func newNetwork() *network {
	return &network{heard: map[string]time.Time{}, lost: map[string]*lostHost{}}
}

func hostOf(s news.Source) string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return s.Name
	}
	return u.Host
}

// choose returns which of the due sources are to be asked: all, or while our network fails a few from time to time,
// others each time. Sources that fail anyway are tried only when there are no others.
func (n *network) choose(due []news.Poll, failing bool, now time.Time) []news.Poll {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.down.IsZero() || now.Before(n.down) || len(due) == 0 {
		return due
	}
	if now.Before(n.retry) || failing && now.Before(n.retry.Add(probeEvery)) {
		return nil
	}
	n.retry = now.Add(probeEvery)
	clear(n.heard)
	first := n.turn % len(due)
	n.turn += probes
	return slices.Concat(due[first:], due[:first])[:min(len(due), probes)]
}

// hear notes that a source answered in some way.
func (n *network) hear(s news.Source, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.heard[hostOf(s)] = now
	delete(n.lost, hostOf(s))
}

// A finding is what a round says of our network.
type finding struct {
	down          time.Time   // since when it fails; zero = it does not
	was           time.Time   // the same before the round
	doubt         bool        // nobody tells whether it does
	unreached, of int         // hosts asked lately
	tell          bool        // time for a summary
	wronged       []news.Poll // sources as they were before failures were counted against them
}

// judge weighs what was missed in a round.
func (n *network) judge(misses []missed, now time.Time) finding {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lose(misses, now)
	f := finding{was: n.down, unreached: len(n.lost), of: len(n.lost) + len(n.heard)}
	if f.was.IsZero() && f.unreached < leastUnreached || float64(f.unreached) < unreachedPart*float64(f.of) {
		n.down = time.Time{}
		f.doubt = n.doubtful(now)
		return f
	}
	if n.down.IsZero() {
		n.down, n.told, n.turn = now, time.Time{}, 0
		for _, l := range n.lost {
			f.wronged = slices.AppendSeq(f.wronged, maps.Values(l.before))
		}
	}
	f.down, n.retry = n.down, now.Add(probeEvery)
	clear(n.lost)
	if f.tell = now.Sub(n.told) >= summaryEvery || now.Before(n.told); f.tell {
		n.told = now
	}
	return f
}

// doubtful reports whether nobody has been heard since the first was lost, a while ago at most.
func (n *network) doubtful(now time.Time) bool {
	doubt := len(n.lost) > 0 && len(n.heard) == 0
	for _, l := range n.lost {
		doubt = doubt && now.Sub(l.since) < lately
	}
	return doubt
}

// lose notes misses and forgets what is no longer late news. A source that has failed for long says nothing of our network.
func (n *network) lose(misses []missed, now time.Time) {
	past := func(t time.Time) bool { return now.Sub(t) >= lately || now.Before(t) }
	maps.DeleteFunc(n.heard, func(_ string, at time.Time) bool { return past(at) })
	maps.DeleteFunc(n.lost, func(_ string, l *lostHost) bool { return past(l.last) })
	for _, one := range misses {
		host := hostOf(one.source)
		l := n.lost[host]
		if l == nil && one.before.Failures > 0 && n.down.IsZero() {
			continue
		}
		if l == nil {
			l = &lostHost{since: now, before: map[string]news.Poll{}}
			n.lost[host] = l
		}
		l.last = now
		if _, known := l.before[one.source.Name]; !known && one.before.Failures == 0 {
			l.before[one.source.Name] = one.before
		}
		delete(n.heard, host)
	}
}

// conclude counts the sources that could not be reached in a round as failed, or none where our own network fails.
func (m *Monitor) conclude(ctx context.Context, misses []missed, now time.Time) error {
	f := m.net.judge(misses, now)
	switch {
	case !f.down.IsZero():
		return m.offline(ctx, f, misses, now)
	case !f.was.IsZero():
		m.o.Log.Warn("network", "state", "sources are reached again", "after", now.Sub(f.was))
		if _, err := m.db.SaveNotice(ctx, networkNotice(now, "sources are reached again, after "+span(now.Sub(f.was)), true)); err != nil {
			return err
		}
	}
	for _, one := range misses {
		if err := m.fail(ctx, one.source, one.before, one.err, f.doubt, now); err != nil {
			return err
		}
	}
	return nil
}

// offline tells of our own network, and takes back what was counted against sources since it began to fail.
func (m *Monitor) offline(ctx context.Context, f finding, misses []missed, now time.Time) error {
	if f.tell && len(misses) > 0 {
		m.o.Log.Warn("network", "state", "nearly no source is reached, none is counted as failed", "unreached", f.unreached, "of", f.of, "since", f.down, "reason", misses[0].err)
	}
	for _, p := range f.wronged {
		p.Next = now
		if _, err := m.db.SavePoll(ctx, p, nil); err != nil {
			return err
		}
	}
	if now.Sub(f.down) < networkDark {
		return nil
	}
	_, err := m.db.SaveNotice(ctx, networkNotice(now, "nearly no source is reached for "+span(now.Sub(f.down))+": look at this machine's network and name server", false))
	return err
}

func networkNotice(now time.Time, text string, back bool) news.Notice {
	return news.Notice{Key: networkKey, At: now, Kind: news.AboutService, Subject: "network", Text: text, Back: back}
}
