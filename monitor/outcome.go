package monitor

import (
	"context"
	"errors"
	"sync"
	"time"

	"rasid/news"
	"rasid/store"
)

// An outcome is how an attempt to deliver ended.
type outcome struct {
	delivery news.Delivery
	note     string
	at       time.Time
	short    bool // it ended before the other side could have taken it
	off      bool // and the recipient is off from now on
}

// outcomes are those that the store did not take yet. Nothing else goes to a target before its own are recorded, and
// what a kill finds here is owed again at the next start. It is safe for concurrent use.
type outcomes struct {
	mu   sync.Mutex
	late map[string][]outcome // by target
}

func (o *outcomes) add(one outcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.late == nil {
		o.late = map[string][]outcome{}
	}
	o.late[one.delivery.Target] = append(o.late[one.delivery.Target], one)
}

func (o *outcomes) take(target string) []outcome {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := o.late[target]
	delete(o.late, target)
	return all
}

// record stores an outcome, or keeps it where the store takes no writes.
func (m *Monitor) record(ctx context.Context, o outcome) error {
	err := m.save(ctx, o)
	if untakable(err) {
		m.outcomes.add(o)
	}
	return err
}

func (m *Monitor) save(ctx context.Context, o outcome) error {
	if o.short {
		return m.db.CutShort(ctx, o.delivery, o.at)
	}
	if o.off {
		// Before the outcome: should we die between the two, what is owed is found off instead of sent again.
		if err := m.db.TurnOff(ctx, o.delivery.Target, o.delivery.To, o.delivery.Err, o.at); err != nil {
			return err
		}
	}
	return m.db.SaveDelivery(ctx, o.delivery, o.note, o.at)
}

// recordLate stores the outcomes of a target that could not be stored so far.
func (m *Monitor) recordLate(ctx context.Context, target string) error {
	all := m.outcomes.take(target)
	for i, o := range all {
		err := m.save(ctx, o)
		if untakable(err) {
			for _, rest := range all[i:] {
				m.outcomes.add(rest)
			}
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}
