package monitor

import (
	"bytes"
	"context"
	"iter"
	"time"

	"rasid/detect"
	"rasid/store"
)

// What the background of general news is renewed from: the newest listings of so many days, at most so many; below
// the least it stays as it is.
const (
	renewSpan  = 60 * 24 * time.Hour
	renewMost  = 200_000
	renewLeast = 1000
)

// Renew counts once a day (UTC) what was listed until the day began, so that names which came up since the program
// was built get weights and places in the space of meaning, and stores it for the detectors that are built from then on.
// The same listings give the same renewal on any machine. On a day that was renewed already it costs one small query.
func (m *Monitor) Renew(ctx context.Context, _ *Round) error {
	day := m.now().Truncate(24 * time.Hour)
	last, err := m.db.Renewal(ctx)
	if err != nil || !last.Until.Before(day) && last.Base == detect.ShippedVersion() {
		return err
	}
	r, err := detect.NewRenewal(nil, documents(m.db, ctx, day))
	if err != nil {
		return err
	}
	next := store.Renewal{Base: detect.ShippedVersion(), Until: day, Words: r.Fresh()}
	next.Listings, next.Copies = r.Docs()
	var data bytes.Buffer
	if next.Listings >= renewLeast {
		next.Version = r.Version()
		if err := r.Write(&data); err != nil {
			return err
		}
		m.o.Log.Info("background renewed", "listings", next.Listings, "copies", next.Copies, "words", next.Words)
	}
	return m.db.SaveRenewal(ctx, next, data.Bytes())
}

// documents yields titles and summaries of the listings before a day, as detect counts them.
func documents(db *store.DB, ctx context.Context, day time.Time) iter.Seq2[detect.Document, error] {
	return func(yield func(detect.Document, error) bool) {
		for e, err := range db.Listings(ctx, day.Add(-renewSpan), day, renewMost) {
			if !yield(detect.Document{Title: e.Title, Text: e.Summary}, err) {
				return
			}
		}
	}
}
