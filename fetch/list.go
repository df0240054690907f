package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"rasid/news"
)

// stale is how long a source may answer nothing but 304 until it is asked without validators, once: some
// servers never stop saying so. The time is kept in news.Poll, so that a new process asks no sooner.
const stale = 24 * time.Hour

// briefTime, and no more than half of Options.Timeout, is what a source gets that has never answered and never failed: of a
// thousand new ones those that answer are not to wait for those that are silent.
const briefTime = 5 * time.Second

// ErrBrief is the error of List for a source that has never answered and did not within the short time of a first look: asked
// again after a failure it has all of Options.Timeout.
var ErrBrief = errors.New("no answer within the first look")

// firstLook reports whether nothing is known of a source.
func firstLook(p news.Poll) bool { return p.Answered.IsZero() && p.Failures == 0 }

// List asks s for what it lists now, conditionally by the validators of p. Entries have no Seen and no Run.
// The errors are told apart by Health, Permanent and RetryAfter.
func (c *Client) List(ctx context.Context, s news.Source, p news.Poll) (Listing, error) {
	k, err := kindOf(s)
	if err != nil {
		return Listing{}, fmt.Errorf("list %s: %w", s.Name, err)
	}
	r := request{url: s.URL, accept: k.accept, polite: k.polite, etag: p.ETag, modified: p.LastModified, pace: s.Pace, once: p.Failures > 0}
	if overdue(p, c.o.Now()) {
		r.etag, r.modified = "", ""
	}
	if firstLook(p) {
		r.brief, r.once = min(briefTime, c.o.Timeout/2), true
	}
	a, err := c.ask(ctx, r)
	switch {
	case err != nil && r.brief > 0 && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		return Listing{}, fmt.Errorf("list %s: %w of %s: %w", s.Name, ErrBrief, r.brief, err)
	case err != nil:
		return Listing{}, fmt.Errorf("list %s: %w", s.Name, err)
	}
	list := Listing{Unchanged: true}
	if !a.unchanged {
		if list, err = c.read(ctx, k, s, a, day{now: c.o.Now()}); err != nil {
			return Listing{}, fmt.Errorf("list %s: %w", s.Name, err)
		}
	}
	list.Site, list.Arabic = site(list.Entries), arabicShare(list.Entries)
	list.Slow = a.took > c.o.Timeout/slowPart
	list.Moved = a.moved
	switch {
	case list.nested, list.short:
		// The parts of an index change without it, and what was cut off comes next time: asked in full.
	case a.unchanged:
		list.ETag, list.LastModified = cmp.Or(a.etag, p.ETag), cmp.Or(a.modified, p.LastModified)
	default:
		list.ETag, list.LastModified = a.etag, a.modified
	}
	return list, nil
}

// overdue reports whether a source has answered nothing but 304 for a day, or the clock is of no help.
func overdue(p news.Poll, now time.Time) bool {
	return !p.Full.IsZero() && (now.Sub(p.Full) >= stale || p.Full.Sub(now) >= stale)
}

// opened prepares an answer that came from a source to be read: of a past day, where d is one.
func (c *Client) opened(s news.Source, a answer, d day) (reading, error) {
	data, err := gunzipped(a.body, c.o.MaxBytes)
	if err != nil {
		return reading{}, err
	}
	r := c.o.reading(s, data, a.ctype, a.url)
	r.past = d.around()
	return r, nil
}

// read makes a Listing of the answer a, and of the documents that it leads to.
func (c *Client) read(ctx context.Context, k kind, s news.Source, a answer, d day) (Listing, error) {
	r, err := c.opened(s, a, d)
	if err != nil {
		return Listing{}, err
	}
	if k.nested != nil {
		children, err := k.nested(&r)
		if err != nil {
			return Listing{}, err
		}
		if children != nil {
			urls, err := d.relevant(children)
			if err != nil {
				return Listing{}, err
			}
			return c.readAll(ctx, k, s, d, urls)
		}
	}
	return c.readOne(k, r)
}

// readOne reads one document that is no index.
func (c *Client) readOne(k kind, r reading) (Listing, error) {
	east := r
	list, err := k.read(&r)
	if err != nil || !c.o.Zoneless || r.source.Zone != "" {
		return list, err
	}
	east.source.Zone = elsewhere // the times that move with it name none
	east.clock.here = zoneOf(east.source)
	if again, err := k.read(&east); err == nil && len(again.Entries) == len(list.Entries) {
		for i, e := range list.Entries {
			if !e.Published.Equal(again.Entries[i].Published) {
				list.Zoneless++
			}
		}
	}
	return list, nil
}

// readAll reads the documents of an index one after the other. It fails if none can be read.
func (c *Client) readAll(ctx context.Context, k kind, s news.Source, d day, children []string) (Listing, error) {
	all := Listing{nested: true}
	var failed error
	read := 0
	for _, url := range children {
		one, err := c.readPart(ctx, k, s, d, url)
		if err != nil {
			failed = err
			continue
		}
		read++
		all.join(one, c.o.MaxEntries)
	}
	if read == 0 && failed != nil {
		return Listing{}, failed
	}
	return all, nil
}

// readPart asks for one document of an index and reads it.
func (c *Client) readPart(ctx context.Context, k kind, s news.Source, d day, url string) (Listing, error) {
	ask := c.ask
	if !d.from.IsZero() {
		ask = c.askPast
	}
	a, err := ask(ctx, request{url: url, accept: k.accept, polite: k.polite, pace: s.Pace})
	if err != nil {
		return Listing{}, err
	}
	r, err := c.opened(s, a, d)
	if err != nil {
		return Listing{}, err
	}
	return c.readOne(k, r)
}

// join appends the entries of other, up to most of them in all.
func (l *Listing) join(other Listing, most int) {
	room := max(0, most-len(l.Entries))
	l.Left += other.Left + max(0, len(other.Entries)-room)
	l.Dropped += other.Dropped
	l.Zoneless += other.Zoneless
	l.Method = cmp.Or(l.Method, other.Method)
	l.Entries = append(l.Entries, other.Entries[:min(room, len(other.Entries))]...)
}
