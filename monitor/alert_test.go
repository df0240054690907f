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

// urgent is an alert of the topic above whose line a story is that three outlets tell within an hour.
func urgent(name string) Alert {
	return Alert{
		Name: name, Topic: "dam", Zone: "UTC", Language: "ar", Targets: []string{"hook"},
		Outlets: 3, Within: time.Hour, Wait: 2 * time.Minute, Update: time.Hour, Limit: 10, Per: 24 * time.Hour,
	}
}

// outlets is a world with seven papers.
func outlets(t *testing.T, o Options) *world {
	t.Helper()
	_, hook := newHook(t)
	o.Targets = map[string]Target{"hook": hook}
	for i := range 7 {
		o.Sources = append(o.Sources, news.Source{Name: fmt.Sprint("paper", i), Outlet: fmt.Sprint("صحيفة ", i), Kind: "feed", URL: fmt.Sprintf("https://%d.example/rss", i)})
	}
	return newWorld(t, o)
}

// publish has papers tell a story now, as Read leaves it.
func (w *world) publish(story string, papers ...int) { w.report(story, "", w.now, 0.7, papers...) }

func (w *world) report(story, run string, at time.Time, score float64, papers ...int) {
	w.t.Helper()
	for _, i := range papers {
		ctx, source := w.t.Context(), fmt.Sprint("paper", i)
		e := news.Entry{Source: source, URL: fmt.Sprintf("https://%d.example/%s", i, story), Title: "سد النهضة: " + story, Published: at, Seen: w.now, Run: run}
		if run == "" {
			_, err := w.db.SavePoll(ctx, news.Poll{Source: source, Checked: w.now, Answered: w.now, State: news.Healthy}, []news.Entry{e})
			w.must(err)
		} else {
			w.must(w.db.SavePastRun(ctx, news.PastRun{ID: run, Topic: "dam"}))
			_, err := w.db.SavePastDay(ctx, news.PastDay{Run: run, Source: source, Day: at.Truncate(24 * time.Hour)}, []news.Entry{e})
			w.must(err)
		}
		a := news.Article{Entry: e, ID: fmt.Sprintf("%d-%s", i, story), Outlet: w.source[source].Outlet, Text: "نص الخبر عن السد.", Basis: news.OnPage}
		v := news.Verdict{Topic: "dam", Score: score, Cutoff: 0.5, Relevant: true, Basis: news.OnPage}
		f := news.Fold{Topic: "dam", Story: story, Kind: news.Rewrite}
		w.must(w.db.SaveArticle(ctx, a, []news.Verdict{v}, []news.Fold{f}, settlement(a, []news.Verdict{v}, []news.Fold{f})))
	}
}

func (w *world) alerts() Round {
	return w.pass(func(w *world, r *Round) error { return w.Alert(w.t.Context(), r) })
}

// at sets the clock to so many minutes after start and looks for what is urgent.
func (w *world) at(minutes int) {
	w.t.Helper()
	w.now = start.Add(time.Duration(minutes) * time.Minute)
	w.alerts()
}

// messages spells out the messages, the oldest first: minutes after start, then each story with its new papers.
func (w *world) messages() string {
	w.t.Helper()
	ds, err := w.db.Digests(w.t.Context(), 0)
	w.must(err)
	var all []string
	for _, d := range slices.Backward(ds) {
		if d.Alert == nil {
			continue
		}
		whole, err := w.db.Digest(w.t.Context(), d.ID)
		w.must(err)
		line := fmt.Sprint(d.Due.Sub(start).Minutes())
		for _, s := range whole.Stories {
			line += " " + s.ID + ":"
			for _, m := range s.Members {
				if m.Digest == "" {
					line += m.ID[:1]
				}
			}
		}
		if d.Alert.Over > 0 {
			line += fmt.Sprint(" over ", d.Alert.Over)
		}
		if d.Alert.Last {
			line += " last"
		}
		if d.Alert.Held {
			line += " held"
		}
		all = append(all, line)
	}
	return strings.Join(all, "; ")
}

func (w *world) tells(want string) {
	w.t.Helper()
	if got := w.messages(); got != want {
		w.t.Errorf("told %q\nwant %q", got, want)
	}
}

// TestAlert takes a story over the line: it waits for others, is told once, over restarts too, and again when an outlet
// takes it up that was not told; never without one.
func TestAlert(t *testing.T) {
	w := outlets(t, Options{Alerts: []Alert{urgent("urgent")}})
	w.at(10)
	w.publish("a", 0, 1)
	w.at(11)
	w.publish("a", 2)
	w.at(12)
	w.tells("") // it waits
	w.publish("a", 3)
	w.restart()
	w.at(13)
	w.publish("b", 0, 1, 2)
	w.restart()
	w.at(14)
	w.tells("14 a:0123")
	w.restart()
	w.at(15)
	w.at(16)
	w.tells("14 a:0123; 16 b:012")
	w.at(30)
	w.publish("a", 4)
	w.at(73)
	w.tells("14 a:0123; 16 b:012")
	w.at(74)
	w.tells("14 a:0123; 16 b:012; 74 a:4")
	w.at(1000)
	w.tells("14 a:0123; 16 b:012; 74 a:4")
	if got := len(w.deliveries()); got != 3 {
		t.Errorf("%d deliveries, want one for each message", got)
	}
}

// TestLine has what puts a story above the line, and what never does.
func TestLine(t *testing.T) {
	with := func(change func(a *Alert)) Alert {
		a := urgent("urgent")
		a.Wait = 0
		change(&a)
		return a
	}
	hour := func(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }
	named := with(func(a *Alert) { a.Outlets, a.Sources = 0, []string{"paper3"} })
	scored := with(func(a *Alert) { a.Outlets, a.Score = 0, 0.9 })
	crowded := with(func(*Alert) {})
	for name, c := range map[string]struct {
		alert Alert
		what  func(w *world)
		want  bool
	}{
		"named source":                  {named, func(w *world) { w.publish("a", 3) }, true},
		"other source":                  {named, func(w *world) { w.publish("a", 2) }, false},
		"score":                         {scored, func(w *world) { w.report("a", "", w.now, 0.9, 1) }, true},
		"lower score":                   {scored, func(w *world) { w.report("a", "", w.now, 0.89, 1, 2, 3) }, false},
		"outlets":                       {crowded, func(w *world) { w.publish("a", 1, 2, 3) }, true},
		"too few":                       {crowded, func(w *world) { w.publish("a", 1, 2) }, false},
		"too slow":                      {crowded, func(w *world) { w.publish("a", 1, 2); w.report("a", "", w.now.Add(-61*time.Minute), 0.7, 3) }, false},
		"three of four in time":         {crowded, func(w *world) { w.publish("a", 1, 2, 3); w.report("a", "", w.now.Add(-2*time.Hour), 0.7, 4) }, true},
		"found by backfill":             {crowded, func(w *world) { w.report("a", "run-1", w.now, 0.7, 1, 2, 3) }, false},
		"one found by backfill":         {crowded, func(w *world) { w.publish("a", 1, 2); w.report("a", "run-1", w.now, 0.7, 3) }, false},
		"published before the alert":    {crowded, func(w *world) { w.report("a", "", start.Add(-time.Minute), 0.7, 1, 2, 3) }, false},
		"published more than a day ago": {crowded, func(w *world) { w.report("a", "", hour(5), 0.7, 1, 2, 3) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := outlets(t, Options{Alerts: []Alert{c.alert}})
			w.alerts()
			w.now = hour(30)
			c.what(w)
			if got := w.alerts().Alerts == 1; got != c.want {
				t.Errorf("told %v, want %v", got, c.want)
			}
		})
	}
}

// TestAlertQuiet has that what is urgent in quiet hours is told at their end, in one message.
func TestAlertQuiet(t *testing.T) {
	a := urgent("urgent")
	var err error
	if a.Quiet, err = schedule.ParseQuiet("06:05-08:00", "UTC"); err != nil { // minutes 5 to 120
		t.Fatal(err)
	}
	w := outlets(t, Options{Alerts: []Alert{a}})
	w.at(10)
	w.publish("a", 0, 1, 2)
	w.at(11)
	w.at(40)
	w.publish("b", 3, 4, 5)
	w.at(50)
	w.restart()
	w.at(119)
	w.tells("")
	w.at(120)
	w.at(121)
	w.tells("120 b:345 a:012 held")
}

// TestAlertLimit has that what is beyond the limit is counted and left to the digest, and that no more than that is lost.
func TestAlertLimit(t *testing.T) {
	a := urgent("urgent")
	a.Wait, a.Limit, a.Per = 0, 2, time.Hour
	w := outlets(t, Options{Alerts: []Alert{a}, Digests: []Digest{daily(t, "morning", "hook")}})
	w.cuts()
	for i, story := range []string{"a", "b", "c", "d"} {
		w.at(10 * i)
		w.publish(story, 0, 1, 2)
		w.at(10*i + 1)
	}
	w.tells("1 a:012; 11 b:012 last")
	w.at(70)
	w.tells("1 a:012; 11 b:012 last") // what was left is not made up for
	w.publish("e", 0, 1, 2)
	w.at(72)
	w.tells("1 a:012; 11 b:012 last; 72 e:012 over 2")
	w.publish("d", 3)
	w.at(95)
	w.tells("1 a:012; 11 b:012 last; 72 e:012 over 2; 95 d:0123 last")
	w.now = hours(2)
	w.cuts()
	ds, err := w.db.Digests(t.Context(), 1)
	w.must(err)
	d, err := w.db.Digest(t.Context(), ds[0].ID)
	w.must(err)
	var all []string
	for _, s := range d.Stories {
		all = append(all, s.ID+s.Alerted.Format(" 15:04"))
	}
	slices.Sort(all)
	if got := strings.Join(all, ", "); got != "a 06:01, b 06:11, c 00:00, d 07:35, e 07:12" {
		t.Errorf("the digest has %s", got)
	}
}

// TestRepeat has that a story is told again because of anything new only where that is wanted.
func TestRepeat(t *testing.T) {
	a, b := urgent("once"), urgent("often")
	a.Wait, b.Wait, b.Repeat = 0, 0, 2*time.Hour
	w := outlets(t, Options{Alerts: []Alert{a, b}})
	w.at(0)
	w.publish("a", 0, 1, 2)
	w.at(1)
	w.now = w.now.Add(time.Minute)
	again := news.Entry{Source: "paper1", URL: "https://1.example/again", Title: "سد النهضة: جديد", Published: w.now, Seen: w.now}
	_, err := w.db.SavePoll(t.Context(), news.Poll{Source: "paper1", Checked: w.now, Answered: w.now}, []news.Entry{again})
	w.must(err)
	art := news.Article{Entry: again, ID: "5-again", Outlet: "صحيفة 1", Basis: news.OnTitle}
	v := news.Verdict{Topic: "dam", Score: 0.7, Cutoff: 0.5, Relevant: true}
	w.must(w.db.SaveArticle(t.Context(), art, []news.Verdict{v}, []news.Fold{{Topic: "dam", Story: "a", Kind: news.Rewrite}}, news.Settlement{Disposition: news.Waiting}))
	w.at(120)
	w.tells("1 a:012; 1 a:012")
	w.at(121)
	w.tells("1 a:012; 1 a:012; 121 a:5")
	w.at(1000)
	w.tells("1 a:012; 1 a:012; 121 a:5")
}
