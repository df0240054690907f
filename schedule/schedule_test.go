package schedule

import (
	"slices"
	"testing"
	"time"
)

// A rule is a spec with what it means, said apart from any cron library.
type rule struct {
	spec  string
	daily bool
	due   func(wall time.Time) bool
}

func rules() []rule {
	at := func(h, m int) func(time.Time) bool {
		return func(w time.Time) bool { return w.Hour() == h && w.Minute() == m }
	}
	return []rule{
		{"0 0 * * *", true, at(0, 0)},
		{"30 0 * * *", true, at(0, 30)},
		{"30 2 * * *", true, at(2, 30)},
		{"30 23 * * *", true, at(23, 30)},
		{"*/20 * * * *", false, func(w time.Time) bool { return w.Minute()%20 == 0 }},
		{"15 1-3 * * fri-sun", false, func(w time.Time) bool {
			return w.Minute() == 15 && w.Hour() >= 1 && w.Hour() <= 3 && (w.Weekday() == time.Friday || w.Weekday() == time.Saturday || w.Weekday() == time.Sunday)
		}},
	}
}

func zones() []string {
	return []string{"Africa/Cairo", "Asia/Beirut", "Asia/Gaza", "Africa/Casablanca", "Asia/Riyadh", "Asia/Baghdad", "Europe/London", "UTC"}
}

// dueByWalking returns the due instants in [from, to) of each rule by walking in steps of five minutes and keeping the
// latest wall time shown so far: what clocks show for the first time, and what they skip, falls due then.
func dueByWalking(rules []rule, loc *time.Location, from, to time.Time) [][]time.Time {
	const step = 5 * time.Minute
	shown := wallClock(from.Add(-step), loc)
	// Wall times that were shown twice just before the span must not count as new.
	for t := from.Add(-26 * time.Hour); t.Before(from); t = t.Add(step) {
		if w := wallClock(t, loc); w.After(shown) {
			shown = w
		}
	}
	due, hit := make([][]time.Time, len(rules)), make([]bool, len(rules))
	for t := from; t.Before(to); t = t.Add(step) {
		now := wallClock(t, loc)
		clear(hit)
		for shown.Before(now) {
			shown = shown.Add(step)
			for i, r := range rules {
				hit[i] = hit[i] || r.due(shown)
			}
		}
		for i := range rules {
			if hit[i] {
				due[i] = append(due[i], t)
			}
		}
	}
	return due
}

func TestEveryWallTimeOnceInEightZones(t *testing.T) {
	from, to := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, zone := range zones() {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		walked := dueByWalking(rules(), loc, from, to)
		for i, r := range rules() {
			s, err := Parse(r.spec, zone)
			if err != nil {
				t.Fatal(err)
			}
			var got []time.Time
			for n := s.Next(from.Add(-time.Second)); n.Before(to); n = s.Next(n) {
				got = append(got, n)
			}
			if want := walked[i]; !slices.Equal(got, want) {
				t.Errorf("%s %s: %d runs, walking gives %d; first difference %v", zone, r.spec, len(got), len(want), difference(got, want))
			}
			if r.daily {
				onePerDate(t, s, loc, got, from, to)
			}
		}
	}
}

// onePerDate fails unless got has exactly one instant on every local date of the span.
func onePerDate(t *testing.T, s Schedule, loc *time.Location, got []time.Time, from, to time.Time) {
	t.Helper()
	runs := map[string]int{}
	for _, g := range got {
		runs[g.In(loc).Format(time.DateOnly)]++
	}
	// The first and the last local date may lie partly outside the span.
	for day := from.AddDate(0, 0, 1); day.Before(to.AddDate(0, 0, -1)); day = day.AddDate(0, 0, 1) {
		if n := runs[day.Format(time.DateOnly)]; n != 1 {
			t.Errorf("%s %s: %d runs on %s", s.Zone(), s, n, day.Format(time.DateOnly))
		}
	}
}

func difference(a, b []time.Time) []time.Time {
	for i := range min(len(a), len(b)) {
		if !a[i].Equal(b[i]) {
			return []time.Time{a[i], b[i]}
		}
	}
	return nil
}

func TestNextWhereClocksMove(t *testing.T) {
	tests := []struct{ name, spec, zone, after, want string }{
		{"Cairo has no midnight on 24 April 2026", "0 0 * * *", "Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"},
		{"and the day after is whole again", "0 0 * * *", "Africa/Cairo", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"},
		{"Cairo has 23:30 twice on 29 October 2026, first", "30 23 * * *", "Africa/Cairo", "2026-10-29T12:00:00Z", "2026-10-29T20:30:00Z"},
		{"and not the second", "30 23 * * *", "Africa/Cairo", "2026-10-29T20:30:00Z", "2026-10-30T21:30:00Z"},
		{"asked between the two", "30 23 * * *", "Africa/Cairo", "2026-10-29T21:10:00Z", "2026-10-30T21:30:00Z"},
		{"London skips 01:30, due at the end of the gap", "30 1 * * *", "Europe/London", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"},
		{"the skipped and the following wall time are one instant", "0,30 1,2 * * *", "Europe/London", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"},
		{"Samoa had no 30 December 2011", "0 12 * * *", "Pacific/Apia", "2011-12-29T22:00:00Z", "2011-12-30T10:00:00Z"},
		{"and goes on", "0 12 * * *", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z"},
		{"a fraction of a second after", "0 7 * * *", "Asia/Riyadh", "2026-01-01T04:00:00.000000001Z", "2026-01-02T04:00:00Z"},
		{"leap day over the turn of 2100", "0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Parse(tt.spec, tt.zone)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Next(moment(t, tt.after)); got.Format(time.RFC3339) != tt.want {
				t.Errorf("got %s, want %s", got.Format(time.RFC3339), tt.want)
			}
		})
	}
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLast(t *testing.T) {
	tests := []struct{ name, spec, zone, after, upTo, want string }{
		{"one in the span", "0 7 * * *", "Asia/Riyadh", "2026-01-01T04:00:00Z", "2026-01-02T04:00:00Z", "2026-01-02T04:00:00Z"},
		{"none: the start is outside", "0 7 * * *", "Asia/Riyadh", "2026-01-01T04:00:00Z", "2026-01-02T03:59:59Z", ""},
		{"newest of eight years", "*/5 * * * *", "Africa/Cairo", "2018-01-01T00:00:00Z", "2026-01-01T00:04:59Z", "2026-01-01T00:00:00Z"},
		{"since ever", "0 0 1 1 *", "UTC", "0001-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-01-01T00:00:00Z"},
		{"clock set back", "0 7 * * *", "UTC", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", ""},
		{"within an hour that comes twice", "30 23 * * *", "Africa/Cairo", "2026-10-29T12:00:00Z", "2026-10-29T21:45:00Z", "2026-10-29T20:30:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Parse(tt.spec, tt.zone)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := s.Last(moment(t, tt.after), moment(t, tt.upTo))
			if ok != (tt.want != "") || ok && got.Format(time.RFC3339) != tt.want {
				t.Errorf("got %v %v, want %q", got, ok, tt.want)
			}
		})
	}
}

// TestLastIsTheNewestOfNext goes through the weeks of 2026 in which clocks move.
func TestLastIsTheNewestOfNext(t *testing.T) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, begin := range []time.Time{time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC), time.Date(2026, 4, 20, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 22, 0, 0, 0, 0, time.UTC)} {
		for _, zone := range zones() {
			for _, r := range rules() {
				s, err := Parse(r.spec, zone)
				if err != nil {
					t.Fatal(err)
				}
				newest := s.Next(begin.AddDate(0, 0, -10))
				for at := begin; at.Before(begin.AddDate(0, 0, 14)); at = at.Add(7*time.Hour + 13*time.Minute) {
					for n := s.Next(newest); !n.After(at); n = s.Next(n) {
						newest = n
					}
					if got, ok := s.Last(from, at); !ok || !got.Equal(newest) {
						t.Fatalf("%s %s up to %s: got %s %v, want %s", zone, r.spec, at, got, ok, newest)
					}
				}
			}
		}
	}
}

func TestZero(t *testing.T) {
	var s Schedule
	if !s.Next(time.Now()).IsZero() {
		t.Error("the zero schedule is due")
	}
	if _, ok := s.Last(time.Time{}, time.Now()); ok {
		t.Error("the zero schedule was due")
	}
}

func BenchmarkLastOverEightYears(b *testing.B) {
	s, err := Parse("*/5 * * * *", "Africa/Cairo")
	if err != nil {
		b.Fatal(err)
	}
	from := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		s.Last(from, from.AddDate(8, 0, 0))
	}
}
