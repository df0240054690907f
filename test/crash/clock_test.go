package crash

import (
	"testing"
	"time"

	"rasid/notify/notifytest"
)

// TestClock runs the program under clocks that jump by an hour and by a year, forth and back, and over a suspend of nine hours:
// each day has its digest, none two, and every item comes once. (O5)
func TestClock(t *testing.T) {
	p := newPress(t, 4, 120, begin, 60*time.Hour)
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	w := newWorld(t, p, "0 6 * * *", hookTarget(hook.URL))
	const h, year = time.Hour, 365 * 24 * time.Hour
	right := begin
	for _, step := range []struct {
		what    string
		now     time.Duration
		digests int // so far
	}{
		{"the first start", 0, 0}, {"the first morning", 6*h + time.Minute, 1},
		{"an hour ahead", 8 * h, 1}, {"put back by an hour", 7 * h, 1},
		{"a year back", 7*h - year, 1}, {"right again", 9 * h, 1},
		{"the second morning", 30*h + time.Minute, 2}, {"nine hours of suspend", 39 * h, 2},
		{"the third morning, nine hours late", 63 * h, 3},
	} {
		now := begin.Add(step.now)
		if now.After(right) {
			right = now
		}
		p.set(right)
		for range 2 { // also again: nothing is told or tried twice
			w.once(now)
		}
		if n := len(hook.Posts()); n != step.digests {
			t.Fatalf("%s: %d digests, want %d", step.what, n, step.digests)
		}
	}
	ahead := begin.Add(64*h + year)
	w.once(ahead)
	if n := len(hook.Posts()); n != 4 {
		t.Errorf("a year ahead: %d digests, want one for the year", n)
	}
	w.once(begin.Add(65 * h))
	w.once(begin.Add(78*h + time.Minute))
	if n := len(hook.Posts()); n != 5 {
		t.Errorf("the fourth morning, after a year too many: %d digests, want 5", n)
	}
	finish(w, p, hook, begin.Add(102*h+time.Minute), map[string]int{"daily": 1})
}
