package monitor

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"rasid/news"
	"rasid/schedule"
)

// zones and specs of the calendar test: clocks move at midnight, by politics and not at all.
var (
	zones = []string{"Africa/Cairo", "Asia/Beirut", "Asia/Gaza", "Africa/Casablanca", "Asia/Riyadh", "Asia/Baghdad", "Europe/London", "UTC"}
	specs = []struct {
		spec string
		runs func(time.Weekday) int // on one local date
	}{
		{"0 0 * * *", everyDay(1)},
		{"30 23 * * *", everyDay(1)},
		{"30 2 * * *", everyDay(1)},
		{"0 7 * * *", everyDay(1)},
		{"0 6,18 * * *", everyDay(2)},
		{"15 1 * * 0,5", func(d time.Weekday) int {
			if d == time.Sunday || d == time.Friday {
				return 1
			}
			return 0
		}},
	}
)

func everyDay(n int) func(time.Weekday) int { return func(time.Weekday) int { return n } }

// TestCalendar walks schedules through days at which clocks move, with restarts, kills between claim and cut, and clocks
// that jump: each local date has its runs, no more and no less. RASID_CRASH=full walks three whole years.
func TestCalendar(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	spans := [][2]time.Time{ // around the days at which some of the zones move their clocks
		{day(2026, 2, 13), day(2026, 2, 17)}, {day(2026, 3, 20), day(2026, 3, 31)}, {day(2026, 4, 22), day(2026, 4, 26)},
		{day(2026, 10, 22), day(2026, 11, 1)}, {day(2027, 2, 5), day(2027, 2, 9)}, {day(2028, 2, 27), day(2028, 3, 2)},
	}
	restarts, jumps := 10, 5
	switch {
	case os.Getenv("RASID_CRASH") == "full":
		spans, restarts, jumps = [][2]time.Time{{day(2026, 1, 1), day(2029, 1, 1)}}, 40, 10
	case testing.Short():
		spans = spans[2:3]
	}
	seed := uint64(time.Now().UnixNano())
	c := &calendar{t: t, r: rand.New(rand.NewPCG(seed, 1))}
	for _, span := range spans {
		c.walk(span[0], span[1], restarts, jumps)
	}
	if t.Failed() {
		t.Logf("seed %d", seed)
	}
	t.Logf("%d schedules, %d runs, %d restarts, %d jumps of the clock", len(zones)*len(specs), c.runs, c.restarts, c.jumps)
}

// A calendar walks schedules and counts.
type calendar struct {
	t                     *testing.T
	r                     *rand.Rand
	runs, restarts, jumps int
}

// walk lets the time go from one moment to another in steps of irregular length.
func (c *calendar) walk(from, to time.Time, restarts, jumps int) {
	_, hook := newHook(c.t)
	w := newWorld(c.t, Options{Targets: map[string]Target{"hook": hook}})
	for _, zone := range zones {
		for i, s := range specs {
			// Every other schedule has quiet hours, in which some of the specs are due: that moves no run to another date.
			quiet, err := schedule.ParseQuiet([]string{"", "22:30-06:15"}[i%2], zone)
			w.must(err)
			w.o.Digests = append(w.o.Digests, Digest{Quiet: quiet, Name: fmt.Sprintf("%s/%d", zone, i), Topic: "dam", Schedule: due(c.t, s.spec, zone), Zone: zone, Empty: true, Targets: []string{"hook"}})
		}
	}
	w.now = from
	w.restart()
	jumping, restarting := c.moments(from, to, jumps), c.moments(from, to, restarts)
	for now := from; now.Before(to); now = now.Add(time.Duration(10+c.r.IntN(180)) * time.Minute) {
		w.now = now
		for ; len(jumping) > 0 && !now.Before(jumping[0]); jumping = jumping[1:] {
			c.jump(w, to.Sub(from))
		}
		for ; len(restarting) > 0 && !now.Before(restarting[0]); restarting = restarting[1:] {
			c.restart(w)
		}
		c.runs += w.cuts().Digests
	}
	c.check(w, from, to)
}

// moments returns so many moments of a span in order, none of its last day.
func (c *calendar) moments(from, to time.Time, n int) []time.Time {
	all := make([]time.Time, n)
	for i := range all {
		all[i] = from.Add(time.Duration(c.r.Int64N(int64(to.Sub(from) - 24*time.Hour))))
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// jump lets one pass be made under a clock that is wrong.
func (c *calendar) jump(w *world, span time.Duration) {
	right := w.now
	off := []time.Duration{time.Hour, -time.Hour, span + 365*24*time.Hour, -365 * 24 * time.Hour}
	w.now = right.Add(off[c.r.IntN(len(off))])
	w.cuts()
	w.now = right
	c.jumps++
}

// restart ends the process, half the time between the claim of a tick and its cut.
func (c *calendar) restart(w *world) {
	if c.r.IntN(2) == 0 {
		for _, d := range w.o.Digests {
			_, _, err := w.tick(c.t.Context(), d)
			w.must(err)
		}
	}
	w.restart()
	c.restarts++
}

// check holds the ledger against the calendar, but for the first and the last two local dates, which are not whole.
func (c *calendar) check(w *world, from, to time.Time) {
	c.t.Helper()
	ds, err := w.db.Digests(c.t.Context(), 0)
	w.must(err)
	runs := map[string]int{}
	for _, d := range ds {
		runs[key(d)]++
	}
	for day := from.AddDate(0, 0, 2); day.Before(to.AddDate(0, 0, -2)); day = day.AddDate(0, 0, 1) {
		for _, d := range w.o.Digests {
			var i int
			fmt.Sscan(d.Name[len(d.Name)-1:], &i)
			at := d.Name + " " + day.Format(time.DateOnly)
			if got, want := runs[at], specs[i].runs(day.Weekday()); got != want {
				c.t.Errorf("%s (%s): %d runs, want %d", at, specs[i].spec, got, want)
			}
		}
	}
}

// key is the schedule of a digest and the local date at which it was due.
func key(d news.Digest) string {
	zone, err := time.LoadLocation(d.Zone)
	if err != nil {
		return err.Error()
	}
	return d.Name + " " + d.Due.In(zone).Format(time.DateOnly)
}
