package monitor

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
)

// messagesOf returns the notices that a receiver was told, one text for each message.
func messagesOf(t *testing.T, receiver *notifytest.Hook) (messages []string) {
	t.Helper()
	for _, p := range receiver.Posts() {
		var m struct {
			Type    string
			Notices []struct {
				Key  string
				Over bool
			}
		}
		if err := json.Unmarshal(p.Body, &m); err != nil {
			t.Fatal(err)
		}
		if m.Type != "notice" {
			continue
		}
		text := ""
		for _, n := range m.Notices {
			text += fmt.Sprintf("%s %v,", n.Key, n.Over)
		}
		messages = append(messages, text)
	}
	return messages
}

// notes runs the stage that tells the operator, and delivers.
func (w *world) notes() {
	w.t.Helper()
	w.pass(func(w *world, r *Round) error { return w.Notice(w.t.Context(), r) })
	w.delivers()
}

// TestNoticesAreGrouped has that what comes together is one message, that messages keep their distance, and that
// nothing is told twice.
func TestNoticesAreGrouped(t *testing.T) {
	receiver, hook := hookNamed(t, "ops")
	w := newWorld(t, Options{Targets: map[string]Target{"ops": hook}, Notices: Notices{Targets: []string{"ops"}}})
	arise := func(key string, back bool) {
		_, err := w.db.SaveNotice(t.Context(), news.Notice{Key: key, At: w.now, Kind: news.AboutSource, Subject: key, Back: back})
		w.must(err)
	}
	arise("a", false)
	w.notes()
	w.now = w.now.Add(30 * time.Second)
	arise("b", false)
	w.notes()
	if got := messagesOf(t, receiver); got != nil {
		t.Errorf("told %q before the wait is over", got)
	}
	w.now = w.now.Add(30 * time.Second)
	w.notes()
	arise("a", true)
	for range 9 {
		w.now = w.now.Add(time.Minute)
		w.notes()
		w.restart()
	}
	if got := fmt.Sprintf("%q", messagesOf(t, receiver)); got != `["a false,b false,"]` {
		t.Errorf("told %s", got)
	}
	w.now = w.now.Add(time.Minute)
	w.notes()
	w.notes()
	if got := fmt.Sprintf("%q", messagesOf(t, receiver)); got != `["a false,b false," "a true,"]` {
		t.Errorf("told %s", got)
	}
}

// TestNoticesGoElsewhere has that a notice about a target goes to the others, and is kept where there is none.
func TestNoticesGoElsewhere(t *testing.T) {
	first, one := hookNamed(t, "one")
	second, two := hookNamed(t, "two")
	w := newWorld(t, Options{Targets: map[string]Target{"one": one, "two": two}, Notices: Notices{Targets: []string{"one", "two"}}})
	for _, n := range []news.Notice{{Key: "x", Kind: news.AboutTarget, Subject: "one"}, {Key: "y", Kind: news.AboutSource, Subject: "one"}} {
		n.At = w.now.Add(-time.Hour)
		_, err := w.db.SaveNotice(t.Context(), n)
		w.must(err)
	}
	w.notes()
	if got := fmt.Sprintf("%q %q", messagesOf(t, first), messagesOf(t, second)); got != `["y false,"] ["x false,y false,"]` {
		t.Errorf("told %s", got)
	}
	w.o.Notices.Targets = []string{"one"}
	w.restart()
	_, err := w.db.SaveNotice(t.Context(), news.Notice{Key: "z", At: w.now.Add(-time.Hour), Kind: news.AboutDelivery, Subject: "one"})
	w.must(err)
	w.now = w.now.Add(time.Hour)
	w.notes()
	open, err := w.db.OpenNotices(t.Context())
	w.must(err)
	untold, err := w.db.UntoldNotices(t.Context())
	w.must(err)
	if len(messagesOf(t, first)) != 1 || len(open) != 3 || len(untold) != 0 {
		t.Errorf("%d messages, %d open, %d untold; want 1, 3, 0", len(messagesOf(t, first)), len(open), len(untold))
	}
}
