package monitor

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rasid/news"
)

// targetPatience is how long a target may fail before the operator is told.
const targetPatience = 30 * time.Minute

// Notice tells the operator what has come to need him: all that is not told yet in one message, a while after
// the first of it and not sooner than a while after the message before, so that a thousand sources that go dark
// at once are one message. What nobody can be told of by a message is in the log, and stands in the store.
func (m *Monitor) Notice(ctx context.Context, r *Round) error {
	return m.notice(ctx, m.o.Notices.Wait, r)
}

func (m *Monitor) notice(ctx context.Context, wait time.Duration, r *Round) error {
	if err := m.db.NoteFailing(ctx, m.now(), targetPatience); err != nil {
		return err
	}
	ns, err := m.db.UntoldNotices(ctx)
	if err != nil || len(ns) == 0 {
		return err
	}
	now := m.now()
	last, err := m.db.LastNotice(ctx)
	if err != nil {
		return err
	}
	if within(now.Sub(ns[0].At), wait) || !last.IsZero() && within(now.Sub(last), m.o.Notices.Every) {
		return nil
	}
	d := news.Digest{
		ID: noticesID(now, ns), Name: news.NoticesName, Due: now, To: now,
		Zone: m.o.Notices.Zone, Language: m.o.Notices.Language, Notices: ns,
	}
	owed, err := m.noticeDeliveries(d)
	if err != nil {
		return err
	}
	if err := m.db.TellNotices(ctx, d, owed); err != nil {
		return err
	}
	for _, n := range ns {
		m.o.Log.Warn("notice", "kind", n.Kind, "subject", n.Subject, "text", n.Text, "over", n.Back, "at", n.At)
	}
	r.Notices += len(ns)
	return nil
}

// within reports whether a span that has passed is shorter than a wait; one below zero has passed under a clock
// that was put back since, and is over.
func within(passed, wait time.Duration) bool { return passed >= 0 && passed < wait }

// noticeDeliveries renders a digest of notices for each target that they go to, without those about itself.
func (m *Monitor) noticeDeliveries(d news.Digest) ([]news.Delivery, error) {
	var owed []news.Delivery
	for _, name := range m.o.Notices.Targets {
		target, known := m.o.Targets[name]
		if !known {
			return nil, fmt.Errorf("no target %q in the configuration", name)
		}
		fit := d
		fit.Notices = slices.DeleteFunc(slices.Clone(d.Notices), func(n news.Notice) bool {
			return n.Subject == name && (n.Kind == news.AboutTarget || n.Kind == news.AboutDelivery)
		})
		if len(fit.Notices) == 0 {
			continue
		}
		ds, err := target.Render(fit)
		if err != nil {
			return nil, fmt.Errorf("render notices for %s: %w", name, err)
		}
		owed = append(owed, ds...)
	}
	return owed, nil
}

// noticesID names a message by what it holds.
func noticesID(now time.Time, ns []news.Notice) string {
	ids := make([]string, len(ns))
	for i, n := range ns {
		ids[i] = fmt.Sprint(n.ID)
	}
	return hashOf(news.NoticesName, now, ids)
}
