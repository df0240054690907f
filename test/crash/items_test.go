package crash

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rasid/notify/notifytest"
)

const secret = "the-secret-of-the-receiver"

// begin is the first moment of each test's clock.
var begin = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// TestItems kills the program at random while items come in by the thousand and a webhook receiver fails one time in
// ten: every item that is held for sent has arrived, in one digest, whose bytes were the same at every attempt; no item
// was lost on the way in, and the database is whole. (T1 of the reliability design.)
func TestItems(t *testing.T) {
	items, steps, kills := 1500, 6, 15
	if full() {
		items, steps, kills = 30000, 120, 200
	}
	const step = 12 * time.Hour
	p := newPress(t, 10, items, begin, time.Duration(steps)*step)
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	w := newWorld(t, p, "0 */12 * * *", hookTarget(hook.URL), hookTarget(hook.URL), hookTarget(hook.URL))
	w.more(p)
	hook.Script(moods(w, 24*(steps+kills))...)
	w.once(begin)
	now := begin
	for n := range steps {
		now = begin.Add(time.Duration(n+1) * step)
		p.set(now)
		for w.killed < kills*(n+1)/steps {
			w.kill(now, func() int { return len(hook.Posts()) })
		}
		w.once(now)
	}
	now = now.Add(step)
	w.once(now)
	finish(w, p, hook, now.Add(step), map[string]int{"daily": 3, "nightly": 1})
}

// finish lets everything come to its end and holds it against the ledger.
func finish(w *world, p *press, hook *notifytest.Hook, now time.Time, digests map[string]int) {
	w.t.Helper()
	w.once(now) // what the last rounds found
	now = w.settle(now, 25*time.Hour)
	var entries []entry
	w.ask(now, &entries, "entries")
	checkItems(w, p, hook, digests, entries)
	w.checkDatabase()
}

// TestStops ends the service with SIGTERM again and again, in the middle of what it does: it ends by itself, in time, and
// loses and doubles nothing. (T13)
func TestStops(t *testing.T) {
	items, stops := 600, 8
	if full() {
		items, stops = 6000, 100
	}
	const step = 12 * time.Hour
	p := newPress(t, 10, items, begin, time.Duration(stops)*step)
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	defer hook.Close()
	w := newWorld(t, p, "0 */12 * * *", hookTarget(hook.URL), hookTarget(hook.URL), hookTarget(hook.URL))
	w.configure("[read]\nwindow = \"2400h\"\n") // a busy machine may not come to an outlet within many such short runs
	w.once(begin)
	var longest time.Duration
	for n := range stops {
		now := begin.Add(time.Duration(n+1) * step)
		p.set(now)
		seen := func() int { return int(p.asked.Load()) + len(hook.Posts()) }
		longest = max(longest, w.stop(now, seen, w.r.IntN(8)))
	}
	t.Logf("%d stops, the longest took %v", stops, longest)
	w.once(begin.Add(time.Duration(stops+1) * step)) // for outlets whose poll the last stop cut off, and who were not due yet
	finish(w, p, hook, begin.Add(time.Duration(stops+3)*step), map[string]int{"daily": 3})
}

// urgent is the name of the alert of more.
const urgent = "urgent"

// more adds a second digest of the topic and an alert that every story of the press raises.
func (w *world) more(p *press) {
	w.t.Helper()
	var sources []string
	for i := range p.outlets {
		sources = append(sources, fmt.Sprintf("\"paper-%d\"", i))
	}
	w.append("rasid.toml", fmt.Sprintf("\n[[digest]]\nname = \"nightly\"\ntopic = \"dam\"\ncron = \"0 0 * * *\"\nzone = \"UTC\"\nper_source = 0\ntargets = [%q]\n\n"+
		"[[alert]]\nname = %q\ntopic = \"dam\"\nsources = [%s]\nlimit = \"1000/day\"\nzone = \"UTC\"\ntargets = [%q]\n",
		name(0), urgent, strings.Join(sources, ", "), name(1)))
}

// append adds to a file of the program's directory.
func (w *world) append(name, text string) {
	w.t.Helper()
	before, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(name, string(before)+text)
}

// hookTarget is the configuration of a target that posts to url.
func hookTarget(url string) string {
	return fmt.Sprintf("kind = \"webhook\"\nurl = %q\nsecrets = [\"env:RASID_TEST_SECRET\"]\ntimeout = \"1s\"", url)
}

// moods are n answers of which one in twenty is 503 and one in twenty never comes.
func moods(w *world, n int) []notifytest.Reply {
	never := make(chan struct{})
	w.t.Cleanup(func() { close(never) })
	replies := make([]notifytest.Reply, n)
	for i := range replies {
		switch w.r.IntN(20) {
		case 0:
			replies[i].Status = 503
		case 1:
			replies[i].Wait = never
		}
	}
	return replies
}

// checkItems holds what came against the ledger; digests says how many targets each of them has.
func checkItems(w *world, p *press, hook *notifytest.Hook, digests map[string]int, entries []entry) {
	t := w.t
	t.Helper()
	r := read(t, hook)
	for _, d := range w.deliveries() {
		if d.Target == "mail" {
			continue // has its own check
		}
		if d.State != "delivered" || r.bodies[d.ID] == nil {
			t.Errorf("delivery %s ended %s (%s), received: %v", d.ID, d.State, d.Err, r.bodies[d.ID] != nil)
		}
	}
	sum := map[string]int{}
	for _, e := range entries {
		sum[e.Disposition]++
		r.check(t, digests, e)
	}
	for name, rest := range r.times {
		if len(rest) > 0 {
			t.Errorf("%s told %d items that nobody listed", name, len(rest))
		}
	}
	if len(entries) != p.articles || sum["unread"]+sum["wanted"]+sum["waiting"]+sum["failed"] > 0 {
		t.Errorf("%d entries of %d items: %v; missing are %v", len(entries), p.articles, sum, missing(p, entries))
	}
	if len(digests) > 1 {
		r.checkAlerts(t, r.story[p.address(0)])
	}
	checkPlanted(w, p, entries)
	t.Logf("%d items, %d kills, %d digests and alerts (%d stories told at once), %d posts of which %d repeated one, entries %v",
		p.articles, w.killed, len(r.bodies), len(r.alerts), len(hook.Posts()), r.again, sum)
}

// missing returns the numbers of the items that are no entries, by outlet.
func missing(p *press, entries []entry) map[int][]int {
	known := map[string]bool{}
	for _, e := range entries {
		known[e.URL] = true
	}
	lost := map[int][]int{}
	for i := range p.articles {
		if !known[p.address(i)] {
			lost[i%len(p.outlets)] = append(lost[i%len(p.outlets)], i)
		}
	}
	return lost
}

// checkPlanted guards that the test has something to lose: nearly all that was planted was found, nearly nothing else.
func checkPlanted(w *world, p *press, entries []entry) {
	w.t.Helper()
	on := map[string]bool{}
	for i := 0; i < p.articles; i += onTopic {
		on[p.address(i)] = true
	}
	hit, wrong := 0, 0
	for _, e := range entries {
		if e.Disposition == "sent" || e.Disposition == "folded" {
			if on[e.URL] {
				hit++
			} else {
				wrong++
			}
		}
	}
	if hit < len(on)*9/10 || wrong > len(on)/10 {
		w.t.Errorf("%d of %d planted items were found, and %d others", hit, len(on), wrong)
	}
}
