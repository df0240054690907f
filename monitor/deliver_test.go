package monitor

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify"
	"rasid/notify/notifytest"
)

// target builds one target as the program does.
func target(t *testing.T, o notify.Options) Target {
	t.Helper()
	to, err := notify.New(o, &http.Client{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Target{Target: to, Kind: o.Kind}
}

// newMailbox starts a mail server and returns it with the target that mails through it.
func newMailbox(t *testing.T, to ...string) (*notifytest.Mailbox, Target) {
	t.Helper()
	box, err := notifytest.NewMailbox(notifytest.MailboxOptions{NoTLS: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	return box, target(t, notify.Options{Name: "mail", Kind: "smtp", From: "rasid@rasid.example", To: to, Host: box.Host, Port: box.Port, TLS: "none"})
}

// owing is a world in which n digests, an hour apart, are owed to the targets.
func owing(t *testing.T, n int, targets map[string]Target) *world {
	t.Helper()
	d := Digest{Name: "hourly", Topic: "dam", Schedule: due(t, "0 * * * *", "UTC"), Zone: "UTC", Language: "ar", Empty: true}
	for name := range targets {
		d.Targets = append(d.Targets, name)
	}
	slices.Sort(d.Targets)
	w := newWorld(t, Options{Digests: []Digest{d}, Targets: targets})
	w.cuts()
	for range n {
		w.owe()
	}
	return w
}

// owe lets the clock go on to the next full hour and cuts the digest that is due then.
func (w *world) owe() {
	w.t.Helper()
	w.now = w.now.Truncate(time.Hour).Add(time.Hour)
	if r := w.cuts(); r.Digests != 1 {
		w.t.Fatalf("%d digests cut, want 1", r.Digests)
	}
}

// play delivers until nothing is owed, at exactly the moments at which something is due, and returns them as time since
// now. It fails if an attempt is made a second sooner.
func (w *world) play(attempts func() int) []time.Duration {
	w.t.Helper()
	began := w.now
	var at []time.Duration
	for len(at) < 1000 {
		next := time.Time{}
		for _, d := range w.deliveries() {
			if d.State == news.Pending && (next.IsZero() || d.Due.Before(next)) {
				next = d.Due
			}
		}
		if next.IsZero() {
			return at
		}
		before := attempts()
		if next.After(w.now) {
			w.now = next.Add(-time.Second)
			w.delivers()
		}
		if attempts() != before {
			w.t.Errorf("attempt before %v", next.Sub(began))
		}
		w.now = next
		w.delivers()
		at = append(at, next.Sub(began))
		if attempts() == before {
			w.t.Fatalf("no attempt at %v, when one was due", next.Sub(began))
		}
	}
	w.t.Fatal("no end of trying")
	return nil
}

// TestWebhookRetries has the moments at which a receiver is tried, against the table of the specification, the end, and
// that the operator is told of a bad one, once, on another channel.
func TestWebhookRetries(t *testing.T) {
	const h = time.Hour
	table := []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * h, 5 * h, 10 * h, 14 * h, 20 * h, 24 * h}
	reply := func(n, status int) []notifytest.Reply {
		return slices.Repeat([]notifytest.Reply{{Status: status}}, n)
	}
	told := func(status int, wait string) []notifytest.Reply {
		return []notifytest.Reply{{Status: status, Header: map[string]string{"Retry-After": wait}}}
	}
	tests := []struct {
		name   string
		script []notifytest.Reply
		waits  []time.Duration // between attempts, exact where negative
		state  news.DeliveryState
	}{
		{"taken", nil, nil, news.Delivered},
		{"202", reply(1, 202), nil, news.Delivered},
		{"never well", reply(20, 503), table, news.Dead},
		{"well at last", reply(9, 500), table, news.Delivered},
		{"too busy", reply(2, 429), table[:2], news.Delivered},
		{"timed out", reply(1, 408), table[:1], news.Delivered},
		{"too early", reply(1, 425), table[:1], news.Delivered},
		{"cut off", []notifytest.Reply{{Drop: true}, {Drop: true}}, table[:2], news.Delivered},
		{"refused", reply(20, 400), table[:2], news.Dead},
		{"not found", reply(20, 404), table[:2], news.Dead},
		{"moved", reply(20, 301), table[:2], news.Dead},
		{"refused once", reply(1, 422), table[:1], news.Delivered},
		{"ended", reply(20, 410), nil, news.Dead},
		{"told to wait", told(503, "10800"), []time.Duration{-3 * h}, news.Delivered},
		{"told a moment", told(429, "1"), []time.Duration{-time.Minute}, news.Delivered},
		{"told for ever", told(503, "1e12"), []time.Duration{-24 * h}, news.Delivered},
		{"told nonsense", told(503, "soon"), table[:1], news.Delivered},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			receiver, hook := newHook(t)
			receiver.Script(tt.script...)
			w := owing(t, 1, map[string]Target{"hook": hook})
			channel, ops := hookNamed(t, "ops")
			w.o.Targets["ops"], w.o.Notices = ops, Notices{Targets: []string{"ops", "hook"}}
			w.restart()
			at := w.play(func() int { return len(receiver.Posts()) })
			if len(at) != len(tt.waits)+1 {
				t.Fatalf("%d attempts at %v, want %d", len(at), at, len(tt.waits)+1)
			}
			for i, want := range tt.waits {
				got, low, high := at[i+1]-at[i], want*8/10, want*12/10
				if want < 0 {
					low, high = -want, -want
				}
				if got < low || got > high {
					t.Errorf("wait %d is %v, want %v to %v", i+1, got, low, high)
				}
			}
			d := w.deliveries()[0]
			if d.State != tt.state || d.Attempts != len(at) || (d.Err == "") != (tt.state == news.Delivered) {
				t.Errorf("%s after %d attempts, %q; want %s", d.State, d.Attempts, d.Err, tt.state)
			}
			for range 3 {
				w.now = w.now.Add(time.Hour)
				w.notes()
			}
			if got := fmt.Sprintf("%q", messagesOf(t, channel)); got != map[string]string{
				"dead": fmt.Sprintf(`["delivery/%s/ended false,"]`, d.ID), "ended": `["target/hook/off/ false,"]`, "delivered": `[]`,
			}[cmp.Or(map[string]string{"ended": "ended"}[tt.name], string(d.State))] {
				t.Errorf("the operator was told %s", got)
			}
			posts := receiver.Posts()
			for _, p := range posts {
				if p.ID != d.ID || string(p.Body) != string(posts[0].Body) || p.Verified != nil {
					t.Errorf("an attempt differs from the first: id %s, signature %v", p.ID, p.Verified)
				}
			}
		})
	}
}

// TestJitter has that waits are spread over a fifth either way, each always the same.
func TestJitter(t *testing.T) {
	const wait = 1000 * time.Second
	var low, high int
	for i := range 1000 {
		d := news.Delivery{ID: notify.DeliveryID(fmt.Sprint(i), "hook", ""), Attempts: 1 + i%9}
		got := jittered(wait, d)
		if got != jittered(wait, d) || got < 800*time.Second || got > 1200*time.Second {
			t.Fatalf("%s waits %v, then %v", d.ID, got, jittered(wait, d))
		}
		if got < 900*time.Second {
			low++
		} else if got > 1100*time.Second {
			high++
		}
	}
	if low < 180 || low > 320 || high < 180 || high > 320 {
		t.Errorf("of 1000 waits %d in the first quarter and %d in the last, want about 250 each", low, high)
	}
}

// TestMailRetries has that mail which is put off is tried at doubling waits up to an hour, and given up after five days.
func TestMailRetries(t *testing.T) {
	box, mail := newMailbox(t, "a@rasid.example")
	box.Script(slices.Repeat([]notifytest.Answer{{At: notifytest.AtRcpt, Code: 451}}, 200)...)
	w := owing(t, 1, map[string]Target{"mail": mail})
	at := w.play(func() int { return len(box.Commands()) })
	const m = time.Minute
	if got, want := fmt.Sprint(at[:7]), fmt.Sprint([]time.Duration{0, 5 * m, 15 * m, 35 * m, 75 * m, 135 * m, 195 * m}); got != want {
		t.Errorf("tried at %s, want %s", got, want)
	}
	if last := at[len(at)-1]; last > 120*time.Hour || last < 119*time.Hour {
		t.Errorf("last tried at %v, want within five days", last)
	}
	if d := w.deliveries()[0]; d.State != news.Dead || !strings.Contains(d.Err, "451") {
		t.Errorf("%s %q", d.State, d.Err)
	}
}

// TestRecipients has that one recipient's trouble is not another's, and that each gets the digests in order.
func TestRecipients(t *testing.T) {
	box, mail := newMailbox(t, "a@rasid.example", "b@rasid.example", "c@rasid.example")
	box.Script(notifytest.Answer{At: notifytest.AtRcpt, To: "b@rasid.example", Code: 450},
		notifytest.Answer{At: notifytest.AtRcpt, To: "c@rasid.example", Code: 550, Text: "no such user"})
	w := owing(t, 3, map[string]Target{"mail": mail})
	if r := w.delivers(); r.Delivered != 5 || r.Undone != 2 {
		t.Errorf("round %+v, want three to a, two to c, one put off and one dead", r)
	}
	w.now = w.now.Add(5 * time.Minute)
	w.delivers()
	got := map[string][]string{}
	for _, m := range box.Messages() {
		_, id, _ := strings.Cut(string(m.Raw), "\r\nMessage-ID: <")
		got[m.To] = append(got[m.To], strings.SplitN(id, "@", 2)[0])
	}
	want := map[string][]string{}
	for _, d := range w.deliveries() {
		if (d.State == news.Dead) != (d.To == "c@rasid.example" && len(want[d.To]) == 0 && d.Attempts == 1 && strings.Contains(d.Err, "no such user")) {
			t.Errorf("%s to %s: %q after %d attempts", d.State, d.To, d.Err, d.Attempts)
		}
		if want[d.To] = append(want[d.To], d.ID); d.State == news.Dead {
			want[d.To] = []string{}
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("received\n%v\nowed\n%v", got, want)
	}
}

// TestEndedReceiver has that a receiver which says 410 gets nothing more until the operator resends, that other
// targets do, and that the reason says what to do.
func TestEndedReceiver(t *testing.T) {
	receiver, hook := newHook(t)
	receiver.Script(notifytest.Reply{Status: 410})
	box, mail := newMailbox(t, "a@rasid.example")
	w := owing(t, 2, map[string]Target{"hook": hook, "mail": mail})
	if r := w.delivers(); r.Delivered != 2 || r.Undone != 2 {
		t.Errorf("round %+v", r)
	}
	w.restart()
	w.owe()
	w.delivers()
	if len(receiver.Posts()) != 1 || len(box.Messages()) != 3 {
		t.Errorf("%d posts, %d mails; want 1 and 3", len(receiver.Posts()), len(box.Messages()))
	}
	var last news.Delivery
	for _, d := range w.deliveries() {
		if d.Target == "hook" {
			last = d
		}
	}
	if last.State != news.Dead || last.Attempts != 0 || !strings.Contains(last.Err, "rasid deliveries on hook") {
		t.Errorf("%s after %d attempts: %q", last.State, last.Attempts, last.Err)
	}
	if _, err := w.db.Resend(t.Context(), last.Digest, w.now); err != nil {
		t.Fatal(err)
	}
	w.delivers()
	w.owe()
	w.delivers()
	if posts := receiver.Posts(); len(posts) != 3 || posts[1].ID != last.ID {
		t.Errorf("%d posts after the resend, want 3", len(posts))
	}
}

// TestUnknownTarget has that what is owed to a target that was taken out of the configuration is given up.
func TestUnknownTarget(t *testing.T) {
	_, hook := newHook(t)
	w := owing(t, 1, map[string]Target{"hook": hook})
	w.o.Targets = nil
	w.restart()
	w.delivers()
	if d := w.deliveries()[0]; d.State != news.Dead || d.Err != "target hook is no longer in the configuration" {
		t.Errorf("%s %q", d.State, d.Err)
	}
}
