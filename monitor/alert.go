package monitor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"rasid/news"
	"rasid/schedule"
	"rasid/store"
)

// alertWindow is how old an article may be to make its story urgent: what is older is left to the digest.
const alertWindow = 24 * time.Hour

// An Alert tells stories of a topic at once that rise above a line. One of Score, Outlets and Sources is enough to put
// a story there; those that are zero put none.
type Alert struct {
	Name     string // none of Options.Digests has it
	Topic    string // Topic.Name
	Title    string // heading; "" = the topic's title
	Zone     string // IANA name, for the times shown
	Language string // as in news.Digest
	Targets  []string

	Score   float64       // that one article reaches
	Outlets int           // that published it within Within
	Within  time.Duration // see Outlets
	Sources []string      // names, each of whose articles is urgent

	Wait   time.Duration  // from when a story is urgent until it is told, for others to come with it
	Update time.Duration  // least time until it is told again because of an outlet that was not told
	Repeat time.Duration  // least time until it is told again because of anything new; 0 = never
	Limit  int            // most messages within Per, 0 = no bound; what is beyond is left to the digest
	Per    time.Duration  // see Limit
	Quiet  schedule.Quiet // in these hours nothing is told; at their end it is, in one message
}

// Alert cuts a message for every alert that has something to tell now. One that cannot be cut does not hold up the
// others.
func (m *Monitor) Alert(ctx context.Context, r *Round) error {
	var errs []error
	for _, a := range m.o.Alerts {
		cut, err := m.alert(ctx, a)
		if err != nil {
			errs = append(errs, fmt.Errorf("cut alert %s: %w", a.Name, err))
		}
		if cut {
			r.Alerts++
		}
	}
	return errors.Join(errs...)
}

// begin returns when an alert was first started with: what was published before is its past.
func (m *Monitor) begin(ctx context.Context, a Alert) (time.Time, error) {
	now := m.now()
	t, known, err := m.db.LastTick(ctx, a.Name, now)
	if err == nil && !known {
		t = news.Tick{Schedule: a.Name, Due: now, From: now, Done: true}
		_, err = m.db.ClaimTick(ctx, t)
	}
	return t.Due, err
}

// alert makes durable which stories are urgent, and tells those whose time has come. It reports whether it told some.
func (m *Monitor) alert(ctx context.Context, a Alert) (bool, error) {
	begin, err := m.begin(ctx, a)
	if err != nil {
		return false, err
	}
	now := m.now()
	since := now.Add(-alertWindow)
	if begin.After(since) {
		since = begin
	}
	reports, err := m.db.Reports(ctx, a.Name, a.Topic, since)
	if err != nil {
		return false, err
	}
	states, err := m.db.AlertStates(ctx, a.Name)
	if err != nil {
		return false, err
	}
	var pending, due []rising
	for _, story := range byStory(reports) {
		s := rising{AlertState: states[story[0].Story]}
		s.Story = story[0].Story
		switch before := s.Since; {
		case !a.rises(&s, story, since, now):
		case !a.Quiet.At(now) && s.ready:
			due = append(due, s)
		case !s.Since.Equal(before):
			pending = append(pending, s)
		}
	}
	if len(due) == 0 {
		if len(pending) == 0 {
			return false, nil
		}
		return false, m.db.SaveAlert(ctx, news.Digest{Name: a.Name}, nil, statesOf(pending))
	}
	return m.tell(ctx, a, due, pending, states)
}

// tell cuts one message for the stories that are due, or leaves them to the digest where the alert is at its limit.
func (m *Monitor) tell(ctx context.Context, a Alert, due, pending []rising, states map[string]store.AlertState) (bool, error) {
	now := m.now()
	sent, err := m.db.CutSince(ctx, a.Name, now.Add(-a.Per))
	if err != nil {
		return false, err
	}
	if a.Limit > 0 && sent >= a.Limit {
		for i := range due {
			due[i].Since, due[i].Over = time.Time{}, now
		}
		m.o.Log.Info("alert", "alert", a.Name, "left", len(due), "reason", "limit reached")
		return false, m.db.SaveAlert(ctx, news.Digest{Name: a.Name}, nil, statesOf(append(due, pending...)))
	}
	n, err := m.composeAlert(ctx, a, due)
	if err != nil || len(n.Stories) == 0 {
		return false, err
	}
	n.Alert.Last, n.Alert.Over = a.Limit > 0 && sent+1 == a.Limit, leftOver(states)
	for i := range due {
		n.Alert.Held = n.Alert.Held || a.Quiet.At(due[i].Since)
		due[i].Since, due[i].Told = time.Time{}, now
	}
	owed, err := m.render(n, a.Targets)
	if err != nil {
		return false, err
	}
	m.o.Log.Info("alert", "alert", a.Name, "stories", len(n.Stories), "deliveries", len(owed))
	err = m.db.SaveAlert(ctx, n, owed, statesOf(append(due, pending...)))
	return err == nil, err
}

// composeAlert returns the message that tells the stories that are due.
func (m *Monitor) composeAlert(ctx context.Context, a Alert, due []rising) (news.Digest, error) {
	now := m.now()
	n := news.Digest{
		Name: a.Name, Topic: a.Topic, Title: cmp.Or(a.Title, m.topic(a.Topic).Title, a.Topic),
		Due: now, From: now, To: now, Zone: a.Zone, Language: a.Language, Alert: &news.Alert{},
	}
	ids, why := make([]string, len(due)), map[string]news.Urgency{}
	for i, s := range due {
		ids[i], why[s.Story] = s.Story, s.why
	}
	stories, err := m.db.AlertStories(ctx, a.Name, ids)
	if err != nil {
		return n, err
	}
	for _, s := range stories {
		u := why[s.ID]
		s.Urgent = &u
		n.Stories = append(n.Stories, s)
	}
	best(n.Stories)
	n.ID = digestID(a.Name, time.Time{}, n.Stories)
	return n, nil
}

// leftOver counts the stories that were left to the digest since the last message.
func leftOver(states map[string]store.AlertState) (n int) {
	var last time.Time
	for _, s := range states {
		if s.Told.After(last) {
			last = s.Told
		}
	}
	for _, s := range states {
		if s.Over.After(last) {
			n++
		}
	}
	return n
}
