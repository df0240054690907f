// Package schedule computes when a cron spec is due in a time zone.
//
// A spec is due at wall times; the package maps each wall time to one instant, so that a daily schedule runs
// once per local date also where clocks move at midnight. Parsing and the calendar are robfig/cron's, used in
// UTC only, where no wall time is missing or doubled.
package schedule

import (
	"time"
	_ "time/tzdata" // zones must be known on machines that carry none

	"github.com/robfig/cron/v3"
)

// A Schedule says when something is due. The zero value is never due. It is immutable and safe for concurrent
// use; compare two with Equal.
type Schedule struct {
	spec string // as written, blanks trimmed
	zone string // IANA name
	cron cron.SpecSchedule
	loc  *time.Location
}

// String returns the spec as it was written.
func (s Schedule) String() string { return s.spec }

// Zone returns the IANA name of the zone whose wall clock the schedule follows.
func (s Schedule) Zone() string { return s.zone }

// Equal reports whether both were parsed from the same spec and zone.
func (s Schedule) Equal(o Schedule) bool { return s.spec == o.spec && s.zone == o.zone }

// Next returns the first due instant strictly after the given one, in UTC, or the zero time for the zero
// Schedule. Every due wall time gives one instant: a wall time that clocks skip is due at the first instant
// after the gap, one that occurs twice is due at the first of the two, and wall times that fall on the same
// instant are one.
func (s Schedule) Next(after time.Time) time.Time {
	if s.loc == nil {
		return time.Time{}
	}
	wall := wallClock(after, s.loc)
	for {
		wall = s.nextWall(wall)
		if wall.IsZero() {
			return time.Time{}
		}
		// Within an hour that occurs twice the next wall time may lie in the first pass, that is in the past.
		if due := instant(wall, s.loc); due.After(after) {
			return due
		}
	}
}

// Last returns the newest due instant in (after, upTo], in UTC, and whether there is one. Its cost grows with
// the logarithm of the span, so a gap of years is as cheap as one of days.
func (s Schedule) Last(after, upTo time.Time) (time.Time, bool) {
	last := s.Next(after)
	if last.IsZero() || last.After(upTo) {
		return time.Time{}, false
	}
	// last is due and not after upTo; nothing is due in (end, upTo].
	for end := upTo; end.After(last); {
		middle := last.Add(end.Sub(last) / 2)
		if due := s.Next(middle); due.IsZero() || due.After(upTo) {
			end = middle
		} else {
			last = due
		}
	}
	return last, true
}

// nextWall returns the first wall time strictly after the given one that the spec names, both written in UTC;
// zero if there is none.
func (s Schedule) nextWall(wall time.Time) time.Time {
	// robfig gives up after five years, but 29 February can be eight years away.
	for range 3 {
		if next := s.cron.Next(wall); !next.IsZero() {
			return next
		}
		wall = time.Date(wall.Year()+4, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Time{}
}

// wallClock returns what clocks in loc show at t, written as a time in UTC.
func wallClock(t time.Time, loc *time.Location) time.Time {
	_, offset := t.In(loc).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// instant returns the first instant at which clocks in loc show the wall time (written in UTC) or, where they
// skip it, a later one.
func instant(wall time.Time, loc *time.Location) time.Time {
	const maxOffset = 16 * time.Hour // no zone is or was further from UTC
	for t := wall.Add(-maxOffset).In(loc); ; {
		start, end := t.ZoneBounds()
		_, offset := t.Zone()
		due := wall.Add(-time.Duration(offset) * time.Second)
		if end.IsZero() || due.Before(end) {
			if !start.IsZero() && due.Before(start) {
				due = start
			}
			return due.UTC()
		}
		t = end
	}
}
