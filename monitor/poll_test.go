package monitor

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"rasid/fetch/fetchtest"
	"rasid/news"
)

// TestBackOff has how long a source is left alone after each kind of failure, one after the other, and that one
// good answer heals it.
func TestBackOff(t *testing.T) {
	const quarter, day = 15 * time.Minute, 24 * time.Hour
	down := status("rss", 500)
	tests := []struct {
		name    string
		answers []string        // to one poll after the other
		waits   []time.Duration // until the next
		state   news.Health     // in the end
	}{
		{"healthy", []string{feed("rss", item{"talks", start})}, []time.Duration{quarter}, news.Healthy},
		{"net trouble counts half", []string{down, down, down, down}, []time.Duration{21*time.Minute + 12792*time.Millisecond, 2 * quarter, 42*time.Minute + 25584*time.Millisecond, 4 * quarter}, news.Down},
		{"refused", []string{status("rss", 403), status("rss", 403), status("rss", 403)}, []time.Duration{2 * quarter, 4 * quarter, 8 * quarter}, news.Blocked},
		{"not a feed", []string{"-- /rss --\nContent-Type: text/html\n\n<html><p>صفحة</p></html>\n"}, []time.Duration{2 * quarter}, news.Broken},
		{"never longer than a day", []string{status("rss", 404), status("rss", 404), status("rss", 404), status("rss", 404), status("rss", 404), status("rss", 404), status("rss", 404), status("rss", 404)},
			[]time.Duration{2 * quarter, 4 * quarter, 8 * quarter, 16 * quarter, 32 * quarter, 64 * quarter, day, day}, news.Broken},
		{"waits as told", []string{status("rss", 503, "Retry-After: 7200")}, []time.Duration{2 * time.Hour}, news.Down},
		{"told less than its turn", []string{status("rss", 429, "Retry-After: 60")}, []time.Duration{2 * quarter}, news.Blocked},
		{"told a year", []string{status("rss", 429, "Retry-After: 31536000")}, []time.Duration{day}, news.Blocked},
		{"returns", []string{status("rss", 404), status("rss", 404), feed("rss", item{"talks", start}), status("rss", 404)}, []time.Duration{2 * quarter, 4 * quarter, quarter, 2 * quarter}, news.Broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			web := fetchtest.NewWeb(t, tt.answers[0])
			w := following(t, web, Options{})
			for i, answer := range tt.answers {
				web.Change(answer)
				if r := w.polls(); r.Asked != 1 {
					t.Fatalf("poll %d: %d sources asked, want 1", i+1, r.Asked)
				}
				p := w.state()
				if got := p.Next.Sub(w.now).Round(time.Millisecond); !p.Checked.Equal(w.now) || got < tt.waits[i]-time.Second || got > tt.waits[i]+time.Second {
					t.Errorf("poll %d: waits %v, want %v", i+1, got, tt.waits[i])
				}
				w.now = p.Next.Add(-time.Second)
				if r := w.polls(); r.Asked != 0 {
					t.Errorf("poll %d: asked again a second too soon", i+1)
				}
				w.now = p.Next
			}
			if p := w.state(); p.State != tt.state || (p.Reason == "") != (tt.state == news.Healthy) {
				t.Errorf("in the end %q because %q, want %q", p.State, p.Reason, tt.state)
			}
		})
	}
}

// TestGone is H15: a source which says 410 is asked once more a day later, and no more after a second 410, by
// neither way of polling, until its address changes.
func TestGone(t *testing.T) {
	web := fetchtest.NewWeb(t, status("rss", 410))
	w := following(t, web, Options{})
	asked := func(hours int, want int) {
		t.Helper()
		w.now = start.Add(time.Duration(hours) * time.Hour)
		var r Round
		w.must(w.poll(t.Context(), true, &r, nil))
		if r.Asked += w.polls().Asked; r.Asked != want || w.state().State != news.Gone {
			t.Errorf("at hour %d: asked %d times and is %q, want %d and gone", hours, r.Asked, w.state().State, want)
		}
	}
	asked(0, 1)
	asked(23, 0)
	asked(24, 1)
	for _, hours := range []int{25, 48, 72, 24 * 400} {
		asked(hours, 0)
	}
	if p := w.state(); !p.Next.IsZero() {
		t.Errorf("next poll %v, want none", p.Next)
	}
	if told := w.untold(); told != "source/paper/gone" {
		t.Errorf("told %q", told)
	}
	w.restart()
	asked(24*401, 0)

	web.Change(feed("new", item{"match", time.Time{}}))
	w.o.Sources[0].URL = web.URL + "/new"
	w.restart()
	if r := w.polls(); r.Answered != 1 || w.state().State != news.Healthy {
		t.Errorf("with a new address: %d answers, %q", r.Answered, w.state().State)
	}
}

// TestGoneByMistake has that a source which is well again a day after its 410 is as any other.
func TestGoneByMistake(t *testing.T) {
	web := fetchtest.NewWeb(t, status("rss", 410))
	w := following(t, web, Options{})
	w.polls()
	web.Change(feed("rss", item{"match", time.Time{}}))
	w.now = start.Add(24 * time.Hour)
	if r := w.polls(); r.Listed != 1 || w.state().State != news.Healthy {
		t.Errorf("listed %d, %q", r.Listed, w.state().State)
	}
	web.Change(status("rss", 410))
	w.now = start.Add(48 * time.Hour)
	w.polls()
	if p := w.state(); !p.Next.Equal(start.Add(72 * time.Hour)) {
		t.Errorf("a later 410 is a first one again: next poll %v", p.Next)
	}
}

// TestUnchanged has that validators are kept with the entries they belong to and sent back, and that "unchanged"
// keeps what was found wrong with the list.
func TestUnchanged(t *testing.T) {
	web := fetchtest.NewWeb(t, feed("rss", item{"match", start}, item{"oil", start}))
	w := following(t, web, Options{})
	if r := w.polls(); r.Listed != 2 || r.Unchanged != 0 {
		t.Errorf("first poll: %+v", r)
	}
	if w.state().ETag == "" {
		t.Error("no validator was kept")
	}
	w.restart()
	w.now = w.state().Next
	if r := w.polls(); r.Answered != 1 || r.Unchanged != 1 || r.Listed != 0 {
		t.Errorf("second poll: %+v", r)
	}
	for _, tt := range []struct {
		name, answer string
		state        news.Health
	}{
		{"stopped", feed("rss", item{"match", start.Add(-15 * 24 * time.Hour)}), news.Frozen},
		{"empty", feed("rss"), news.Empty},
		{"well", feed("rss", item{"talks", start}), news.Healthy},
	} {
		web.Change(tt.answer)
		for i, unchanged := range []int{0, 1, 1} {
			w.now = w.state().Next
			if r := w.polls(); r.Unchanged != unchanged || w.state().State != tt.state {
				t.Errorf("%s, poll %d: unchanged %d, state %q, want %q", tt.name, i+1, r.Unchanged, w.state().State, tt.state)
			}
		}
	}
	web.Change(status("rss", 500))
	w.now = w.state().Next
	w.polls()
	web.Change(feed("rss", item{"talks", start}))
	w.now = w.state().Next
	if r := w.polls(); r.Unchanged != 1 || w.state().State != news.Healthy {
		t.Errorf("unchanged after a failure: %+v %q", r, w.state().State)
	}
}

// TestStoppedPoll has that being stopped in the middle of an answer is not held against a source.
func TestStoppedPoll(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/rss" {
			stop()
			<-r.Context().Done()
		}
	}))
	defer server.Close()
	w := newWorld(t, Options{Sources: []news.Source{{Name: "paper", Kind: "feed", URL: server.URL + "/rss"}}})
	var r Round
	w.must(w.Poll(ctx, &r))
	if p := w.state(); r.Asked != 1 || p.State != "" || !p.Next.IsZero() || p.Failures != 0 {
		t.Errorf("after a stop: asked %d, %+v", r.Asked, p)
	}
}

// TestStoppedQueue has a poll of many sources stopped while few are asked: it ends, and the others neither are asked nor count as asked.
func TestStoppedQueue(t *testing.T) {
	const workers, all = 4, 200
	ctx, stop := context.WithCancel(t.Context())
	var asked atomic.Int64
	paper := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if asked.Add(1) == workers {
			stop()
		}
		<-r.Context().Done()
	}))
	t.Cleanup(paper.Close)
	o := Options{Workers: workers}
	for i := range all {
		o.Sources = append(o.Sources, news.Source{Name: fmt.Sprint("s", i), Outlet: "الصحيفة", Kind: "feed", URL: fmt.Sprint(paper.URL, "/", i)})
	}
	w := newWorld(t, o)
	var r Round
	w.must(w.Poll(ctx, &r))
	if n := asked.Load(); n > workers || r.Asked > workers {
		t.Errorf("%d requests, round %+v", n, r)
	}
	if due, err := w.db.DuePolls(t.Context(), w.now); err != nil || len(due) != all {
		t.Errorf("%d sources are due (%v), want all", len(due), err)
	}
}
