package crash

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
)

// mailTarget is the configuration of a target that mails through box.
func mailTarget(box *notifytest.Mailbox, to ...string) string {
	for i := range to {
		to[i] = fmt.Sprintf("%q", to[i])
	}
	return fmt.Sprintf("kind = \"smtp\"\nfrom = \"rasid@rasid.example\"\nto = [%s]\nhost = %q\nport = %d\nca = %q", strings.Join(to, ", "), box.Host, box.Port, box.CA)
}

func newMailbox(t *testing.T) *notifytest.Mailbox {
	t.Helper()
	box, err := notifytest.NewMailbox(notifytest.MailboxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	return box
}

// TestMail kills the program at random while it mails through a server that puts off one mail in fifteen, drops the
// connection before or after taking one in forty, and takes its time: nobody gets a third copy, copies are the same
// bytes, what is held for delivered has arrived, and what is in doubt is told to the operator. (T2)
func TestMail(t *testing.T) {
	recipients, digests, kills := 10, 8, 16
	if full() {
		recipients, digests, kills = 10, 150, 200
	}
	box := newMailbox(t)
	var to []string
	for i := range recipients {
		to = append(to, fmt.Sprintf("reader-%d@rasid.example", i))
	}
	w := newWorld(t, newPress(t, 1, 1, begin, time.Hour), "0 * * * *", mailTarget(box, to...))
	box.Script(temper(w, 3*recipients*digests)...)
	w.once(begin)
	now := begin
	for n := range digests {
		now = begin.Add(time.Duration(n+1) * time.Hour)
		for w.killed < kills*(n+1)/digests {
			w.kill(now, func() int { return len(box.Messages()) })
		}
		w.once(now)
	}
	now = w.settle(now, 6*time.Hour)
	checkMail(w, box, now, recipients*digests)
	w.checkDatabase()
}

// temper is how a mail server answers the next n mails.
func temper(w *world, n int) []notifytest.Answer {
	answers := make([]notifytest.Answer, n)
	for i := range answers {
		a := notifytest.Answer{At: notifytest.AtEnd}
		switch p := w.r.IntN(120); {
		case p < 8:
			a.Code, a.Text = 451, "try again"
		case p < 11:
			a.Drop, a.Keep = true, true
		case p < 14:
			a.Drop = true
		case p < 54: // as it may take a server
			a.Reached, a.Wait = make(chan struct{}), make(chan struct{})
			late := time.Duration(w.r.IntN(12000)) * time.Microsecond
			go func() {
				<-a.Reached
				time.AfterFunc(late, func() { close(a.Wait) })
			}()
		}
		answers[i] = a
	}
	return answers
}

func checkMail(w *world, box *notifytest.Mailbox, now time.Time, least int) {
	t := w.t
	t.Helper()
	copies := map[string][]string{}
	for _, m := range box.Messages() {
		id := messageID(m)
		copies[id] = append(copies[id], string(m.Raw))
	}
	histogram, states := map[int]int{}, map[news.DeliveryState]int{}
	var unknown []string
	for _, d := range w.deliveries() {
		got := copies[d.ID]
		delete(copies, d.ID)
		histogram[len(got)]++
		states[d.State]++
		if d.State == news.Unknown {
			unknown = append(unknown, d.ID)
		} else if d.State != news.Delivered || len(got) == 0 {
			t.Errorf("delivery %s ended %s (%s) and came %d times", d.ID, d.State, d.Err, len(got))
		}
		if len(got) > 2 || len(got) == 2 && got[0] != got[1] {
			t.Errorf("delivery %s: %d copies, or two that differ", d.ID, len(got))
		}
	}
	if len(copies) > 0 {
		t.Errorf("%d mails came that nobody owed", len(copies))
	}
	var status struct{ Deliveries []struct{ ID, State string } }
	w.ask(now, &status, "status")
	var told []string
	for _, d := range status.Deliveries {
		told = append(told, d.ID)
	}
	slices.Sort(told)
	if slices.Sort(unknown); !slices.Equal(told, unknown) {
		t.Errorf("rasid status tells of %v, in doubt are %v", told, unknown)
	}
	if states[news.Delivered] < least*9/10 {
		t.Errorf("%v of %d mails", states, least)
	}
	t.Logf("%d kills, deliveries %v, by number of copies %v", w.killed, states, histogram)
}

// messageID is the left part of a mail's Message-ID: the id of the delivery.
func messageID(m notifytest.Message) string {
	_, id, _ := strings.Cut(string(m.Raw), "\r\nMessage-ID: <")
	id, _, _ = strings.Cut(id, "@")
	return id
}

// TestRecipients has five recipients of whom the server takes one, puts off two and refuses two, for a while: each
// fares for himself. (T4)
func TestRecipients(t *testing.T) {
	box := newMailbox(t)
	at := func(to string, code int) notifytest.Answer {
		return notifytest.Answer{At: notifytest.AtRcpt, To: to, Code: code, Text: "said so"}
	}
	box.Script(at("450@rasid.example", 450), at("550@rasid.example", 550), at("552@rasid.example", 552), at("421@rasid.example", 421), at("450@rasid.example", 450))
	w := newWorld(t, newPress(t, 1, 1, begin, time.Hour), "0 6 * * *",
		mailTarget(box, "250@rasid.example", "450@rasid.example", "550@rasid.example", "552@rasid.example", "421@rasid.example"))
	w.once(begin)
	for _, after := range []time.Duration{6 * time.Hour, 6*time.Hour + 4*time.Minute, 6*time.Hour + 5*time.Minute, 6*time.Hour + 14*time.Minute, 6*time.Hour + 15*time.Minute} {
		w.once(begin.Add(after))
	}
	want := map[string]struct {
		state    news.DeliveryState
		attempts int
		copies   int
	}{
		"250@rasid.example": {news.Delivered, 1, 1}, "450@rasid.example": {news.Delivered, 3, 1}, "550@rasid.example": {news.Dead, 1, 0},
		"552@rasid.example": {news.Dead, 1, 0}, "421@rasid.example": {news.Delivered, 2, 1},
	}
	copies := map[string]int{}
	for _, m := range box.Messages() {
		copies[m.To]++
	}
	for _, d := range w.deliveries() {
		if e := want[d.To]; d.State != e.state || d.Attempts != e.attempts || copies[d.To] != e.copies {
			t.Errorf("%s: %s after %d attempts (%s), %d copies; want %+v", d.To, d.State, d.Attempts, d.Err, copies[d.To], e)
		}
		delete(want, d.To)
	}
	if len(want) > 0 {
		t.Errorf("nothing is owed to %v", want)
	}
}
