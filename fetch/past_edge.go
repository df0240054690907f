package fetch

import (
	"context"
	"errors"
	"time"
)

// withEdges adds to what an archive has for the day what the map of the day before or after has of it: an outlet that counts
// its days in another zone than UTC puts the first or the last hours there, which shows in the times of its own map. read
// reads the map of a day; one that the archive does not have adds nothing.
func (d day) withEdges(ctx context.Context, list Listing, most int, read func(context.Context, day) (Listing, error)) (Listing, error) {
	before, after := false, false
	known := map[string]bool{}
	for _, e := range list.Entries {
		known[e.URL] = true
		if !e.Published.IsZero() {
			before = before || e.Published.Before(d.from)
			after = after || !e.Published.Before(d.to())
		}
	}
	for _, one := range []struct {
		wanted bool
		from   time.Time
	}{{after, d.from.Add(-24 * time.Hour)}, {before, d.to()}} {
		if !one.wanted || one.from.After(d.now) {
			continue
		}
		more, err := read(ctx, day{from: one.from, now: d.now})
		if errors.Is(err, errNoPage) || errors.Is(err, ErrNoDay) {
			continue
		}
		if err != nil {
			return Listing{}, err
		}
		kept := more.Entries[:0]
		for _, e := range more.Entries {
			if !e.Published.IsZero() && !e.Published.Before(d.from) && e.Published.Before(d.to()) && !known[e.URL] {
				kept = append(kept, e)
			}
		}
		list.join(Listing{Entries: kept}, most)
	}
	return list, nil
}
