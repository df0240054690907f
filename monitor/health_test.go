package monitor

import (
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

// untold returns the notices that are still to be told, as key and whether it is over.
func (w *world) untold() string {
	w.t.Helper()
	ns, err := w.db.UntoldNotices(w.t.Context())
	w.must(err)
	var s []string
	for _, n := range ns {
		line := n.Key
		if n.Back {
			line += " over"
		}
		s = append(s, line)
	}
	return strings.Join(s, ", ")
}

// tell marks all notices as told.
func (w *world) tell() {
	w.t.Helper()
	ns, err := w.db.UntoldNotices(w.t.Context())
	w.must(err)
	w.must(w.db.TellNotices(w.t.Context(), news.Digest{ID: "n" + w.now.String(), Due: w.now, Notices: ns}, nil))
}

// TestDark has that the operator is told once that a source has gone dark, only when it lasts, and once that it is
// back, over restarts.
func TestDark(t *testing.T) {
	web := fetchtest.NewWeb(t, feed("rss", item{"match", start}))
	w := following(t, web, Options{})
	w.polls()
	web.Change(status("rss", 500))
	w.now = w.state().Next
	ill := w.now
	for w.now.Sub(ill) < 6*time.Hour {
		if told := w.untold(); told != "" {
			t.Fatalf("told after %v: %s", w.now.Sub(ill), told)
		}
		w.polls()
		w.restart()
		w.now = w.state().Next
	}
	for range 5 {
		w.polls()
		w.now = w.state().Next
	}
	if told := w.untold(); told != "source/paper/dark" {
		t.Fatalf("told %q", told)
	}
	w.tell()
	web.Change(feed("rss", item{"oil", w.now}))
	for range 3 {
		w.polls()
		w.now = w.state().Next
	}
	if told := w.untold(); told != "source/paper/dark over" || !w.state().Ill.IsZero() {
		t.Errorf("after its return told %q, ill since %v", told, w.state().Ill)
	}
}

// TestMove is H16: a permanent redirect is followed at once, and its address asked in the old one's place only after
// three polls over a day; the old one is asked again when the new one fails.
func TestMove(t *testing.T) {
	there := feed("new", item{"match", start})
	web := fetchtest.NewWeb(t, "-- /rss --\nStatus: 301\nLocation: $WEB/new\n\n"+there)
	w := following(t, web, Options{Every: 4 * time.Hour})
	asked := func(old, moved int) {
		t.Helper()
		a, b := web.Count("/rss"), web.Count("/new")
		w.polls()
		if a, b = web.Count("/rss")-a, web.Count("/new")-b; a != old || b != moved {
			t.Errorf("at %v: asked %d times at the old address and %d at the new, want %d and %d", w.now.Sub(start), a, b, old, moved)
		}
		w.now = w.now.Add(12 * time.Hour)
		w.restart()
	}
	asked(1, 1)
	if p := w.state(); p.State != news.Moved || p.Move.Adopted || p.Move.To != web.URL+"/new" {
		t.Errorf("after one redirect: %q, %+v", p.State, p.Move)
	}
	asked(1, 1)
	asked(1, 1)
	if p := w.state(); !p.Move.Adopted || !strings.Contains(p.Reason, web.URL+"/new") || w.o.Sources[0].URL != web.URL+"/rss" {
		t.Errorf("after three over a day: %+v, %q", p.Move, p.Reason)
	}
	asked(0, 1)
	web.Change(status("new", 404))
	asked(0, 1)
	web.Change(feed("rss", item{"match", start}))
	asked(1, 0)
	if p := w.state(); p.State != news.Healthy || p.Move != (news.Move{}) {
		t.Errorf("at the old address again: %q %+v", p.State, p.Move)
	}
}

// TestMovedOnce has that one permanent redirect is forgotten when the next answer has none.
func TestMovedOnce(t *testing.T) {
	web := fetchtest.NewWeb(t, "-- /rss --\nStatus: 301\nLocation: $WEB/new\n\n"+feed("new", item{"match", start}))
	w := following(t, web, Options{})
	w.polls()
	web.Change(feed("rss", item{"match", start}))
	w.now = w.state().Next
	if w.polls(); w.state().Move != (news.Move{}) || w.state().State != news.Healthy {
		t.Errorf("%q %+v", w.state().State, w.state().Move)
	}
}

// TestStanding has the states of sources that answer, over answers that come a while after each other.
func TestStanding(t *testing.T) {
	m := New(nil, nil, nil, Options{})
	list := func(n int, site string, arabic float64, age time.Duration) func(time.Time) fetch.Listing {
		return func(now time.Time) fetch.Listing {
			l := fetch.Listing{Site: site, Arabic: arabic}
			for i := range n {
				l.Entries = append(l.Entries, news.Entry{Published: now.Add(-age - time.Duration(i)*time.Minute)})
			}
			return l
		}
	}
	const day = 24 * time.Hour
	type step struct {
		after time.Duration
		list  func(time.Time) fetch.Listing
		fresh int
		want  news.Health
	}
	busy, own := list(40, "a.example", 0.98, 0), step{0, list(40, "a.example", 0.98, 0), 40, news.Healthy}
	old := func(time.Time) fetch.Listing { return list(40, "a.example", 0.98, 0)(start) }
	tests := map[string][]step{
		"busy, two days of nothing new":    {own, {day, busy, 40, news.Healthy}, {day, busy, 40, news.Healthy}, {day, old, 0, news.Healthy}, {day, old, 0, news.Silent}, {day, busy, 40, news.Healthy}},
		"weekly, a week of nothing new":    {{0, list(1, "a.example", 1, 0), 1, news.Healthy}, {7 * day, list(1, "a.example", 1, 0), 1, news.Healthy}, {7 * day, list(1, "a.example", 1, 0), 1, news.Healthy}, {7 * day, list(1, "a.example", 1, 7*day), 0, news.Healthy}},
		"new entries under old dates":      {{0, list(40, "a.example", 1, 20*day), 40, news.Frozen}},
		"nothing listed":                   {own, {day, list(0, "", 0, 0), 0, news.Empty}, {time.Hour, busy, 0, news.Healthy}},
		"links to another site":            {own, {day, list(40, "casino.example", 0.98, 0), 40, news.Hijacked}, {day, busy, 40, news.Healthy}},
		"two weeks of another site":        {own, {day, list(40, "b.example", 0.98, 0), 40, news.Hijacked}, {7 * day, list(40, "b.example", 0.98, 0), 40, news.Hijacked}, {7 * day, list(40, "b.example", 0.98, 0), 40, news.Healthy}},
		"two weeks of another tongue":      {own, {day, list(40, "b.example", 0, 0), 40, news.Hijacked}, {15 * day, list(40, "b.example", 0, 0), 40, news.Hijacked}},
		"titles no longer Arabic":          {own, {day, list(40, "a.example", 0.01, 0), 40, news.Hijacked}},
		"links to many sites at all times": {{0, list(40, "", 0.98, 0), 40, news.Healthy}, {day, list(40, "b.example", 0.98, 0), 40, news.Healthy}, {day, list(40, "", 0.98, 0), 40, news.Healthy}},
	}
	for name, steps := range tests {
		var p news.Poll
		now := start
		for i, s := range steps {
			now = now.Add(s.after)
			p = m.hit(p, news.Source{Name: "a"}, s.list(now), s.fresh, now)
			m.darken(&p, news.Source{Name: "a"}, now)
			if p.State != s.want || (p.Reason == "") != (p.State == news.Healthy) {
				t.Errorf("%s, answer %d: %q because %q, want %q", name, i+1, p.State, p.Reason, s.want)
			}
		}
	}
}

// TestAdapted has that the time between polls follows how much of an answer is new, within its bounds, and is kept over
// restarts.
func TestAdapted(t *testing.T) {
	m := New(nil, nil, nil, Options{})
	answers := func(configured time.Duration, unchanged bool, listed, fresh, times int) time.Duration {
		l := fetch.Listing{Unchanged: unchanged, Entries: make([]news.Entry, listed)}
		p, s := news.Poll{Answered: start}, news.Source{Every: configured}
		for range times {
			p = m.hit(p, s, l, fresh, start)
		}
		return p.Next.Sub(start)
	}
	const quarter = 15 * time.Minute
	for _, tt := range []struct {
		name                         string
		configured                   time.Duration
		unchanged                    bool
		listed, fresh, times, answer int // answer in minutes
	}{
		{"nothing new once", quarter, false, 20, 0, 1, 22},
		{"unchanged once", quarter, true, 0, 0, 1, 22},
		{"nothing new for long", quarter, false, 20, 1, 50, 60},
		{"half is new", quarter, false, 20, 10, 50, 15},
		{"all is new", quarter, false, 20, 20, 50, 5},
		{"never above six hours", 2 * time.Hour, true, 0, 0, 50, 6 * 60},
		{"unless configured", 12 * time.Hour, true, 0, 0, 50, 12 * 60},
		{"an empty answer tells nothing", quarter, false, 0, 0, 50, 15},
	} {
		if got := int(answers(tt.configured, tt.unchanged, tt.listed, tt.fresh, tt.times).Minutes()); got != tt.answer {
			t.Errorf("%s: asked again after %d minutes, want %d", tt.name, got, tt.answer)
		}
	}
	web := fetchtest.NewWeb(t, feed("rss", item{"match", start}))
	w := following(t, web, Options{})
	for range 4 {
		w.polls()
		w.restart()
		w.now = w.state().Next
	}
	if got := w.state().Next.Sub(w.state().Checked); got < 50*time.Minute || got > 51*time.Minute {
		t.Errorf("after three answers without news and restarts: %v between polls", got)
	}
}
