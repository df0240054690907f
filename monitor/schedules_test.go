package monitor

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/schedule"
)

// TestTwoSchedules has that each of two digests on one topic carries every article once, that one which is added later
// begins with what none has carried, and that one which is gone forgets what waited.
func TestTwoSchedules(t *testing.T) {
	_, hook := newHook(t)
	weekly := Digest{Name: "weekly", Topic: "dam", Schedule: due(t, "0 8 * * 0", "UTC"), Zone: "UTC", Targets: []string{"hook"}}
	w, web := paper(t, Options{Digests: []Digest{daily(t, "morning", "hook"), weekly}, Targets: map[string]Target{"hook": hook}}, "talks")
	w.cuts()
	publish := func(day int, name string) {
		w.now = hours(24*day + 2)
		web.Change(feed("rss", item{name, w.now}) + pages(name))
		w.polls()
		w.reads()
	}
	w.now = hours(1)
	w.cuts()
	publish(1, "letter")
	w.now = hours(49)
	w.cuts()
	w.o.Digests = append(w.o.Digests, Digest{Name: "late", Topic: "dam", Schedule: due(t, "30 7 * * *", "UTC"), Zone: "UTC", Targets: []string{"hook"}})
	w.restart()
	w.cuts()
	publish(2, "flood")
	w.now = hours(24*7 + 3)
	w.restart()
	w.cuts()
	w.cuts()
	if got, want := carried(w), "morning: talks; morning: letter; morning: flood; weekly: flood letter talks; late: flood"; got != want {
		t.Errorf("told\n%s, want\n%s", got, want)
	}
	publish(8, "turbines")
	all := w.o.Digests
	w.o.Digests = all[:1]
	w.restart()
	w.o.Digests = all
	w.now = hours(24*8 + 3)
	w.restart()
	w.now = hours(24*15 + 3)
	w.cuts()
	want := "morning: talks; morning: letter; morning: flood; weekly: flood letter talks; late: flood; morning: turbines; weekly: turbines; late: turbines"
	if got := carried(w); got != want {
		t.Errorf("told\n%s, want\n%s", got, want)
	}
}

// carried spells out what each digest told as new, the oldest first, by the names of testdata.
func carried(w *world) string {
	w.t.Helper()
	ds, err := w.db.Digests(w.t.Context(), 0)
	w.must(err)
	var all []string
	for _, d := range slices.Backward(ds) {
		whole, err := w.db.Digest(w.t.Context(), d.ID)
		w.must(err)
		var names []string
		for _, s := range whole.Stories {
			for _, m := range s.Members {
				if m.Digest == "" {
					names = append(names, m.URL[strings.LastIndex(m.URL, "/")+1:])
				}
			}
		}
		slices.Sort(names)
		all = append(all, d.Name+": "+strings.Join(names, " "))
	}
	return strings.Join(all, "; ")
}

// TestQuietHours has that what is due in quiet hours is cut at their end, once, and covers what came until then.
func TestQuietHours(t *testing.T) {
	_, hook := newHook(t)
	d := daily(t, "morning", "hook")
	var err error
	if d.Quiet, err = schedule.ParseQuiet("22:00-09:30", "UTC"); err != nil {
		t.Fatal(err)
	}
	w, _ := paper(t, Options{Digests: []Digest{d}, Targets: map[string]Target{"hook": hook}}, "talks")
	for _, now := range []time.Time{hours(0), hours(1), hours(3), hours(4), hours(5), hours(20)} {
		w.now = now
		w.restart()
		w.cuts()
	}
	ds, err := w.db.Digests(t.Context(), 0)
	w.must(err)
	if len(ds) != 1 || !ds[0].Due.Equal(hours(1)) || !ds[0].To.Equal(hours(4)) {
		t.Errorf("digests %+v, want one due at seven and cut at ten", ds)
	}
}

// TestShare has that a source that floods its feed gets its share of a digest, that the rest is told in the next one.
func TestShare(t *testing.T) {
	_, hook := newHook(t)
	d := daily(t, "morning", "hook")
	d.PerSource = 2
	w, _ := paper(t, Options{Digests: []Digest{d}, Targets: map[string]Target{"hook": hook}}, "talks", "letter", "flood")
	w.cuts()
	w.now = hours(1)
	w.cuts()
	ds, err := w.db.Digests(t.Context(), 1)
	w.must(err)
	if later := ds[0].Later; len(later) != 1 || later[0] != (news.Later{Source: "paper", Outlet: "الصحيفة", Articles: 1}) {
		t.Errorf("later %+v", later)
	}
	w.now = hours(25)
	w.cuts()
	var all []string
	for part := range strings.SplitSeq(carried(w), "; ") {
		all = append(all, strings.Fields(part)[1:]...)
	}
	slices.Sort(all)
	if got := strings.Join(all, " "); got != "flood letter talks" {
		t.Errorf("told %s", carried(w))
	}
}

// TestMentions has that what mentions the topic in passing is told once by each digest, and never makes one by itself.
func TestMentions(t *testing.T) {
	w := outlets(t, Options{Digests: []Digest{daily(t, "morning", "hook"), daily(t, "noon", "hook")}})
	w.o.Digests[1].Schedule = due(t, "0 12 * * *", "UTC")
	w.restart()
	w.cuts()
	e := news.Entry{Source: "paper1", URL: "https://1.example/passing", Title: "أخبار النيل", Published: w.now, Seen: w.now}
	_, err := w.db.SavePoll(t.Context(), news.Poll{Source: "paper1", Checked: w.now, Answered: w.now}, []news.Entry{e})
	w.must(err)
	a := news.Article{Entry: e, ID: "1-passing", Outlet: "صحيفة 1", Text: "فقرة عن السد.", Basis: news.OnPage}
	vs := []news.Verdict{{Topic: "dam", Score: 0.4, Cutoff: 0.5, Mention: true}}
	for range 2 { // read again it is the same mention
		w.must(w.db.SaveArticle(t.Context(), a, vs, nil, settlement(a, vs, nil)))
	}
	w.now = hours(2)
	if r := w.cuts(); r.Digests != 0 {
		t.Error("a mention alone made a digest")
	}
	w.publish("a", 2)
	w.publish("b", 2, 3)
	for _, n := range []int{7, 26, 31} {
		w.now = hours(n)
		w.cuts()
		w.publish(fmt.Sprint("c", n), 4)
	}
	ds, err := w.db.Digests(t.Context(), 0)
	w.must(err)
	var got []string
	for _, d := range slices.Backward(ds) {
		sum := 0
		for _, n := range d.Volume {
			sum += n
		}
		got = append(got, fmt.Sprintf("%s %d mentions, %d of %d today", d.Name, len(d.Mentions), d.Volume[volumeDays-1], sum))
	}
	want := "noon 1 mentions, 3 of 3 today; morning 1 mentions, 0 of 4 today; noon 0 mentions, 1 of 5 today"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("digests %s\nwant    %s", s, want)
	}
}
