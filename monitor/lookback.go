package monitor

import (
	"context"

	"rasid/news"
)

// lookBack has each topic that this database has not followed yet take a first look at what was listed within the window
// before it was added. It must end before anything is settled by a detector that knows the topic. One that is cut short is taken up behind its last batch.
func (m *Monitor) lookBack(ctx context.Context) error {
	if m.lookedBack.Load() {
		return nil
	}
	known, err := m.db.Followed(ctx)
	if err != nil {
		return err
	}
	for _, t := range m.o.Topics {
		next, begun := known[t.Name]
		if begun && next == 0 {
			continue
		}
		if err := m.lookBackFor(ctx, t, next); err != nil {
			return err
		}
	}
	m.lookedBack.Store(true)
	return nil
}

// lookBackFor looks back for one topic, from behind an entry on.
func (m *Monitor) lookBackFor(ctx context.Context, t Topic, after int64) error {
	looked, wanted := 0, 0
	for {
		batch, next, err := m.db.Unheld(ctx, t.Name, m.now().Add(-m.o.Window), after, lookBatch)
		if err != nil {
			return err
		}
		open, err := m.openFor(ctx, t, batch)
		if err != nil {
			return err
		}
		if err := m.db.SaveFollowed(ctx, t.Name, open, next); err != nil {
			return err
		}
		looked, wanted = looked+len(batch), wanted+len(open)
		if after = next; next == 0 {
			break
		}
		m.o.Progress("look", looked, looked+lookBatch)
	}
	if looked > 0 {
		m.o.Log.Info("look back", "topic", t.Name, "entries", looked, "wanted", wanted)
	}
	return nil
}

// openFor returns the settlements of those entries whose pages are wanted for a topic by their listing.
func (m *Monitor) openFor(ctx context.Context, t Topic, entries []news.Entry) (open []news.Settlement, err error) {
	if len(entries) == 0 {
		return nil, nil
	}
	judge, err := m.judge()
	if err != nil {
		return nil, err
	}
	only := judge.Only(t.Name)
	for i, s := range m.glance(only, entries) {
		if s.Disposition == news.Wanted && t.follows(entries[i].Source) {
			open = append(open, s)
		}
	}
	return open, ctx.Err()
}
