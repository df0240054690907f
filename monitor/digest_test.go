package monitor

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rasid/fetch/fetchtest"
	"rasid/news"
	"rasid/notify"
	"rasid/notify/notifytest"
	"rasid/schedule"
)

// daily is a schedule of the topic, due at seven in UTC, an hour after start.
func daily(t *testing.T, name string, targets ...string) Digest {
	t.Helper()
	return Digest{Name: name, Topic: "dam", Schedule: due(t, "0 7 * * *", "UTC"), Zone: "UTC", Language: "ar", Targets: targets}
}

func due(t *testing.T, spec, zone string) schedule.Schedule {
	t.Helper()
	s, err := schedule.Parse(spec, zone)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const secret = "the-secret-of-the-receiver"

// newHook starts a receiver of webhooks and returns it with the target that posts to it.
func newHook(t *testing.T) (*notifytest.Hook, Target) {
	t.Helper()
	return hookNamed(t, "hook")
}

// hookNamed is newHook with a name for the target.
func hookNamed(t *testing.T, name string) (*notifytest.Hook, Target) {
	t.Helper()
	hook, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(hook.Close)
	return hook, target(t, notify.Options{Name: name, Kind: "webhook", URL: notify.Secret(hook.URL), Secrets: []notify.Secret{secret}})
}

// paper is a world that follows one paper with the articles named, all of them on the topic.
func paper(t *testing.T, o Options, names ...string) (*world, *fetchtest.Web) {
	t.Helper()
	var items []item
	for i, name := range names {
		items = append(items, item{name, hours(-1 - i)})
	}
	web := fetchtest.NewWeb(t, feed("rss", items...)+pages(names...))
	w := following(t, web, o)
	w.polls()
	if r := w.reads(); r.Relevant != len(names) {
		t.Fatalf("round %+v, want %d relevant", r, len(names))
	}
	return w, web
}

// cut spells out the digests that were cut, the oldest first: name and due time.
func cut(w *world) string {
	w.t.Helper()
	ds, err := w.db.Digests(w.t.Context(), 0)
	w.must(err)
	var all []string
	for _, d := range ds {
		all = append([]string{d.Name + " " + d.Due.Format("02T15")}, all...)
	}
	return strings.Join(all, ", ")
}

// TestTicks walks one schedule through a first start, a tick, a downtime and a kill between claim and cut.
func TestTicks(t *testing.T) {
	_, hook := newHook(t)
	w, _ := paper(t, Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hook}}, "talks")
	w.o.Digests[0].Empty = true
	w.restart()
	at := func(now time.Time, want string) {
		t.Helper()
		w.now = now
		w.cuts()
		w.cuts()
		if got := cut(w); got != want {
			t.Errorf("at %v cut %q, want %q", now, got, want)
		}
	}
	day := func(n, hour int) time.Time {
		return time.Date(start.Year(), start.Month(), start.Day()+n, hour, 0, 0, 0, time.UTC)
	}
	at(day(0, 8), "") // first seen now: what was due before is not sent
	at(day(0, 23), "")
	at(day(1, 7), "morning 03T07")
	at(day(1, 23), "morning 03T07")
	at(day(5, 12), "morning 03T07, morning 07T07") // three that were missed are one
	ds, err := w.db.Digests(t.Context(), 1)
	w.must(err)
	if !ds[0].From.Equal(day(1, 7)) || !ds[0].To.Equal(day(5, 12)) {
		t.Errorf("it covers %v to %v, want the whole gap up to the cut", ds[0].From, ds[0].To)
	}

	w.now = day(6, 8)
	if tick, due, err := w.tick(t.Context(), w.o.Digests[0]); !due || err != nil {
		t.Fatal(tick, due, err)
	}
	w.restart() // killed after the claim
	at(day(7, 6), "morning 03T07, morning 07T07, morning 08T07")
	at(day(7, 8), "morning 03T07, morning 07T07, morning 08T07, morning 09T07")
}

// TestClockJumps has that no tick is lost or doubled by a clock that is put forward and back.
func TestClockJumps(t *testing.T) {
	_, hook := newHook(t)
	w := newWorld(t, Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hook}})
	w.o.Digests[0].Empty = true
	w.restart()
	day := func(n, hour int) time.Time { return hours(24*n + hour - start.Hour()) }
	for _, now := range []time.Time{day(0, 6), day(1, 8), day(1, 6), day(1, 8), day(366, 8), day(2, 6), day(2, 8), day(3, 8), day(2, 8), day(4, 8)} {
		w.now = now
		w.cuts()
	}
	want := "morning 03T07, morning 03T07, morning 04T07, morning 05T07, morning 06T07"
	if got := cut(w); got != want {
		t.Errorf("cut %q, want %q", got, want)
	}
	w.now = day(366, 9)
	if r := w.cuts(); r.Digests != 0 {
		t.Error("a year later the tick of the wrong clock is cut once more")
	}
}

// TestSameMembers has that a digest is known by what it holds and when it is due.
func TestSameMembers(t *testing.T) {
	_, hook := newHook(t)
	o := Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hook}}
	id := func(w *world, tick news.Tick) string {
		d, err := w.compose(t.Context(), w.o.Digests[0], tick)
		w.must(err)
		return d.ID
	}
	w, web := paper(t, o, "talks", "letter")
	w.cuts()
	tick := news.Tick{Schedule: "morning", Due: hours(1), From: start}
	first := id(w, tick)
	later := tick
	later.Due = hours(25)
	if id(w, tick) != first || id(w, later) == first {
		t.Error("the same members at the same time have another id, or at another time the same")
	}
	web.Change(feed("rss", item{"talks", hours(-1)}, item{"letter", hours(-2)}, item{"flood", hours(-1)}) + pages("flood"))
	w.now = hours(1)
	w.polls()
	w.reads()
	second := id(w, tick)
	if second == first {
		t.Error("one member more has the same id")
	}
	w.cuts()
	if d, err := w.db.Digest(t.Context(), second); err != nil || d.Coverage.Asked != 1 || d.Coverage.Answered != 1 {
		t.Errorf("the digest that was cut is not the one that was previewed: %+v %v", d, err)
	}
	if got := id(w, later); got == second {
		t.Error("what was sent is in the next digest again")
	}
	for _, name := range []string{"talks", "letter", "flood"} {
		if s := w.stands(name); s.Disposition != news.Sent {
			t.Errorf("%s is %s after the cut, want sent", name, s.Disposition)
		}
	}
}

// TestEmpty has that a digest with nothing to tell is sent only where that is wanted.
func TestEmpty(t *testing.T) {
	receiver, hook := newHook(t)
	quiet, always := daily(t, "quiet", "hook"), daily(t, "always", "hook")
	always.Empty = true
	w := newWorld(t, Options{Digests: []Digest{quiet, always}, Targets: map[string]Target{"hook": hook}})
	w.cuts()
	w.now = hours(2)
	if r := w.cuts(); r.Digests != 1 {
		t.Errorf("%d digests, want 1", r.Digests)
	}
	w.delivers()
	if got := cut(w); got != "always 02T07" || len(receiver.Posts()) != 1 {
		t.Errorf("cut %q, %d posts", got, len(receiver.Posts()))
	}
	if r := w.cuts(); r.Digests != 0 {
		t.Error("a tick without news is due again")
	}
}

// TestSpan has that a digest covers the time since readers were last told something, however many had nothing to tell.
func TestSpan(t *testing.T) {
	_, hook := newHook(t)
	web := fetchtest.NewWeb(t, feed("rss"))
	w := following(t, web, Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hook}})
	w.cuts()
	for day := range 6 {
		w.now = hours(1 + 24*day)
		if day == 3 || day == 5 {
			name := []string{3: "talks", 5: "letter"}[day]
			web.Change(feed("rss", item{name, w.now}) + pages(name))
		}
		w.polls()
		w.reads()
		w.cuts()
	}
	ds, err := w.db.Digests(t.Context(), 0)
	w.must(err)
	var got []string
	for _, d := range ds {
		got = append(got, d.From.Format("02T15 to ")+d.To.Format("02T15"))
	}
	if want := "[05T07 to 07T07 02T06 to 05T07]"; fmt.Sprint(got) != want {
		t.Errorf("digests cover %v, want %s", got, want)
	}
}

// TestOneBrokenDigest has that a digest which cannot be cut holds up no other and is cut when it can be.
func TestOneBrokenDigest(t *testing.T) {
	_, hook := newHook(t)
	w, _ := paper(t, Options{Digests: []Digest{daily(t, "broken", "nowhere"), daily(t, "whole", "hook")}, Targets: map[string]Target{"hook": hook}}, "talks")
	w.o.Digests[0].Topic = "another"
	w.o.Digests[0].Empty = true
	w.restart()
	w.cuts()
	w.now = hours(2)
	for range 2 {
		var r Round
		if err := w.Digest(t.Context(), &r); err == nil || !strings.Contains(err.Error(), "nowhere") {
			t.Errorf("error %v, want one that names the target", err)
		}
	}
	if got := cut(w); got != "whole 02T07" {
		t.Errorf("cut %q", got)
	}
	w.o.Digests[0].Targets = []string{"hook"}
	w.restart()
	w.now = hours(3)
	w.cuts()
	if got := cut(w); got != "whole 02T07, broken 02T07" {
		t.Errorf("cut %q after the target was mended", got)
	}
}

// TestCarriedOnce has that an article which joins a story after its digest is told in the next, alone.
func TestCarriedOnce(t *testing.T) {
	_, hook := newHook(t)
	w, web := paper(t, Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hook}}, "talks")
	w.cuts()
	w.now = hours(1)
	w.cuts()
	web.Change(feed("rss", item{"talks", hours(-1)}, item{"turbines", hours(2)}) + pages("turbines"))
	w.now = hours(25)
	w.polls()
	w.reads()
	w.cuts()
	seen := map[string]int{}
	ds, err := w.db.Digests(t.Context(), 0)
	w.must(err)
	if c := ds[0].Coverage; c.Settled[news.Sent] != 1 || c.Settled[news.Waiting] != 0 || c.Listed != 1 {
		t.Errorf("the digest counts what it carries as %v", c.Settled)
	}
	for _, d := range ds {
		whole, err := w.db.Digest(t.Context(), d.ID)
		w.must(err)
		for _, s := range whole.Stories {
			for _, m := range s.Members {
				if m.Digest == "" {
					seen[m.Title]++
				}
			}
		}
	}
	articles, _ := pieces()
	if got, want := fmt.Sprint(seen), fmt.Sprint(map[string]int{articles["talks"].title: 1, articles["turbines"].title: 1}); got != want || len(ds) != 2 {
		t.Errorf("%d digests tell as new %s, want %s", len(ds), got, want)
	}
}

// TestPreviewSpan guards that a preview begins where the digest would: after the last one that readers got.
func TestPreviewSpan(t *testing.T) {
	_, hook := newHook(t)
	w := newWorld(t, Options{Digests: []Digest{daily(t, "morning", "hook")}, Targets: map[string]Target{"hook": hook}})
	w.cuts() // the schedule is seen for the first time
	first := w.now
	w.now = w.now.Add(48 * time.Hour)
	w.cuts() // nothing to tell, and told nobody
	d, err := w.Preview(t.Context(), w.o.Digests[0])
	if err != nil {
		t.Fatal(err)
	}
	if !d.From.Equal(first) || !d.To.Equal(w.now) {
		t.Errorf("preview covers %s to %s, want %s to %s", d.From, d.To, first, w.now)
	}
}
