package monitor

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
)

// TestDoubt has that whatever a mail server does, and wherever the program dies, nobody gets a third copy unasked, no
// mail that was not taken is held for delivered, and all copies are the same bytes.
func TestDoubt(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	runs := 30
	if testing.Short() {
		runs = 6
	}
	for n := range runs {
		r := rand.New(rand.NewPCG(seed, uint64(n)))
		box, mail := newMailbox(t, "a@rasid.example", "b@rasid.example")
		w := owing(t, 2, map[string]Target{"mail": mail})
		for steps := 0; open(w) && steps < 3000; steps++ {
			if r.IntN(3) > 0 {
				box.Script(anyAnswer(r))
			}
			if r.IntN(8) == 0 {
				dieAfterDot(w)
			}
			if r.IntN(4) == 0 {
				w.restart()
			}
			w.delivers()
			w.now = w.now.Add(time.Hour)
		}
		checkCopies(w, box)
		checkTold(w)
		if t.Failed() {
			t.Fatalf("seed %d, run %d", seed, n)
		}
	}
}

// anyAnswer is one way in which a mail server may fail.
func anyAnswer(r *rand.Rand) notifytest.Answer {
	if r.IntN(2) == 0 {
		return notifytest.Answer{At: notifytest.AtEnd, Drop: true, Keep: true} // what makes copies
	}
	return []notifytest.Answer{
		{At: notifytest.AtRcpt, Code: 451},
		{At: notifytest.AtMail, Code: 421},
		{At: notifytest.AtData, Drop: true},
		{At: notifytest.AtEnd, Code: 452},
		{At: notifytest.AtEnd, Drop: true},             // not taken, no answer
		{At: notifytest.AtEnd, Drop: true, Keep: true}, // taken, no answer
		{At: notifytest.AtRcpt, Code: 550},
	}[r.IntN(7)]
}

// open reports whether anything is still to be delivered.
func open(w *world) bool {
	for _, d := range w.deliveries() {
		switch d.State {
		case news.Pending, news.Talking, news.Dot:
			return true
		}
	}
	return false
}

// dieAfterDot stands for a process that was killed after it had noted the end of a mail and before it sent it.
func dieAfterDot(w *world) {
	w.t.Helper()
	owed, err := w.db.OwedTo(w.t.Context(), "mail", w.now)
	w.must(err)
	if len(owed) == 0 {
		return
	}
	w.must(w.db.StartDelivery(w.t.Context(), owed[0].ID, w.now))
	w.must(w.db.MarkDot(w.t.Context(), owed[0].ID))
	w.restart()
}

// checkCopies holds what a mailbox took against the ledger.
func checkCopies(w *world, box *notifytest.Mailbox) {
	w.t.Helper()
	copies := map[string][]string{}
	for _, m := range box.Messages() {
		_, id, _ := strings.Cut(string(m.Raw), "\r\nMessage-ID: <")
		id, _, _ = strings.Cut(id, "@")
		copies[id] = append(copies[id], string(m.Raw))
	}
	for _, d := range w.deliveries() {
		got := copies[d.ID]
		switch {
		case len(got) > 2:
			w.t.Errorf("%s: %d copies", d.ID, len(got))
		case d.State == news.Delivered && len(got) == 0:
			w.t.Errorf("%s: held for delivered, and nobody has it", d.ID)
		case d.State == news.Unknown && d.Ambiguous < 2:
			w.t.Errorf("%s: unknown after %d attempts in doubt", d.ID, d.Ambiguous)
		case d.State == news.Dead && d.Err == "":
			w.t.Errorf("%s: given up without a reason", d.ID)
		case d.State != news.Delivered && d.State != news.Unknown && d.State != news.Dead:
			w.t.Errorf("%s: ended as %s", d.ID, d.State)
		case len(got) == 2 && got[0] != got[1]:
			w.t.Errorf("%s: two copies that differ", d.ID)
		}
		delete(copies, d.ID)
	}
	if len(copies) > 0 {
		w.t.Errorf("%d mails came that nobody owed", len(copies))
	}
}

// checkTold has that the operator is told once of each mail that was given up or is in doubt, and of no other.
func checkTold(w *world) {
	w.t.Helper()
	ns, err := w.db.UntoldNotices(w.t.Context())
	w.must(err)
	told := map[string]int{}
	for _, n := range ns {
		told[n.Key]++
	}
	for _, d := range w.deliveries() {
		want := 0
		if d.State == news.Dead || d.State == news.Unknown {
			want = 1
		}
		if got := told["delivery/"+d.ID+"/ended"]; got != want {
			w.t.Errorf("%s ended as %s and was told %d times", d.ID, d.State, got)
		}
	}
}
