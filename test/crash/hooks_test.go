package crash

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
)

// A receiver is a scripted webhook receiver and what is expected of the attempts at it.
type receiver struct {
	name   string
	script []notifytest.Reply
	waits  []time.Duration // between attempts, within a fifth; exact where negative
	state  news.DeliveryState

	hook *notifytest.Hook
	at   []time.Time // by the program's clock
}

// TestHooks has sixteen receivers that fail each in its own way, on the program's clock: the attempts at each are those of
// the table, none comes before it was asked for, and each ends as it must. (T3)
func TestHooks(t *testing.T) {
	all := receivers(t)
	var targets []string
	for _, r := range all {
		hook, err := notifytest.NewHook(secret)
		if err != nil {
			t.Fatal(err)
		}
		defer hook.Close()
		hook.Script(r.script...)
		r.hook = hook
		targets = append(targets, hookTarget(hook.URL))
	}
	w := newWorld(t, newPress(t, 1, 1, begin, time.Hour), "0 6 1 * *", targets...)
	w.once(begin)
	now := time.Date(2026, 4, 1, 6, 0, 0, 0, time.UTC)
	for range 150 {
		w.once(now)
		for _, r := range all {
			for range len(r.hook.Posts()) - len(r.at) {
				r.at = append(r.at, now)
			}
		}
		due, open := w.open()
		if !open {
			break
		}
		if !due.After(now) {
			t.Fatalf("something is due at %v and was not tried", due)
		}
		if full() {
			before := posts(all)
			if w.once(due.Add(-time.Second)); posts(all) != before {
				t.Errorf("an attempt a second before it is due at %v", due)
			}
		}
		now = due
	}
	states := map[string]news.Delivery{}
	for _, d := range w.deliveries() {
		states[d.Target] = d
	}
	attempts := 0
	for i, r := range all {
		d := states[name(i)]
		if d.State != r.state || d.Attempts != len(r.at) {
			t.Errorf("%s: %s after %d attempts (%s), %d posts; want %s", r.name, d.State, d.Attempts, d.Err, len(r.at), r.state)
		}
		r.check(t)
		attempts += len(r.at)
	}
	t.Logf("%d receivers, %d attempts in %v", len(all), attempts, now.Sub(begin.AddDate(0, 0, 30)))
}

// posts is the number of attempts at all receivers.
func posts(all []*receiver) (n int) {
	for _, r := range all {
		n += len(r.hook.Posts())
	}
	return n
}

// receivers are the sixteen.
func receivers(t *testing.T) []*receiver {
	const h = time.Hour
	table := []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * h, 5 * h, 10 * h, 14 * h, 20 * h, 24 * h}
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	times := func(n, status int) []notifytest.Reply {
		return slices.Repeat([]notifytest.Reply{{Status: status}}, n)
	}
	told := func(status int, wait string) []notifytest.Reply {
		return []notifytest.Reply{{Status: status, Header: map[string]string{"Retry-After": wait}}}
	}
	return []*receiver{
		{name: "takes it", state: news.Delivered},
		{name: "200", script: times(1, 200), state: news.Delivered},
		{name: "always 503", script: times(20, 503), waits: table, state: news.Dead},
		{name: "500 nine times", script: times(9, 500), waits: table, state: news.Delivered},
		{name: "429 twice", script: times(2, 429), waits: table[:2], state: news.Delivered},
		{name: "408", script: times(1, 408), waits: table[:1], state: news.Delivered},
		{name: "hangs up twice", script: []notifytest.Reply{{Drop: true}, {Drop: true}}, waits: table[:2], state: news.Delivered},
		{name: "never answers, twice", script: []notifytest.Reply{{Wait: never}, {Wait: never}}, waits: table[:2], state: news.Delivered},
		{name: "endless answer", script: []notifytest.Reply{{Status: 200, Endless: true}}, state: news.Delivered},
		{name: "always 400", script: times(20, 400), waits: table[:2], state: news.Dead},
		{name: "always 302", script: times(20, 302), waits: table[:2], state: news.Dead},
		{name: "401 once", script: times(1, 401), waits: table[:1], state: news.Delivered},
		{name: "410", script: times(20, 410), state: news.Dead},
		{name: "503 for three hours", script: told(503, "10800"), waits: []time.Duration{-3 * h}, state: news.Delivered},
		{name: "429 for a second", script: told(429, "1"), waits: []time.Duration{-time.Minute}, state: news.Delivered},
		{name: "503 for a century", script: told(503, "3155760000"), waits: []time.Duration{-24 * h}, state: news.Delivered},
	}
}

// check holds the attempts at one receiver against the table.
func (r *receiver) check(t *testing.T) {
	t.Helper()
	posts := r.hook.Posts()
	for _, p := range posts {
		if p.Verified != nil || p.ID != posts[0].ID || !bytes.Equal(p.Body, posts[0].Body) {
			t.Errorf("%s: an attempt differs from the first (signature %v)", r.name, p.Verified)
		}
	}
	if len(r.at) != len(r.waits)+1 {
		t.Errorf("%s: %d attempts, want %d", r.name, len(r.at), len(r.waits)+1)
		return
	}
	for i, want := range r.waits {
		got, low, high := r.at[i+1].Sub(r.at[i]), want*8/10, want*12/10
		if want < 0 {
			low, high = -want, -want
		}
		if got < low || got > high {
			t.Errorf("%s: wait %d is %v, want %v to %v", r.name, i+1, got, low, high)
		}
	}
}
