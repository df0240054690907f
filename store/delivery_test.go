package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"rasid/news"
)

// threeDigests owes three digests to each of two recipients.
func threeDigests(t *testing.T, db *DB) {
	t.Helper()
	for i := 1; i <= 3; i++ {
		read(t, db, listed("a", i), fmt.Sprint("s", i), news.Lead)
		d := digestOf(t, db, fmt.Sprint("d", i), hour(24*i))
		must(t, db.SaveDigest(t.Context(), news.Tick{}, d, owed(d, "x", "y")))
	}
}

func owedIDs(t *testing.T, db *DB, hours int) string {
	t.Helper()
	ds, err := db.OwedTo(t.Context(), "mail", hour(hours))
	must(t, err)
	var ids []string
	for _, d := range ds {
		ids = append(ids, d.ID)
	}
	return fmt.Sprint(ids)
}

// end makes one attempt at a delivery that ends in the state.
func end(t *testing.T, db *DB, id string, state news.DeliveryState, dueHours int) {
	t.Helper()
	must(t, db.StartDelivery(t.Context(), id, hour(0)))
	must(t, db.SaveDelivery(t.Context(), news.Delivery{ID: id, State: state, Due: hour(dueHours), Err: "err"}, "note", hour(dueHours)))
}

func TestOwedKeepsOrder(t *testing.T) {
	db := openTest(t)
	threeDigests(t, db)
	for _, step := range []struct {
		state news.DeliveryState // that the first delivery owed to x ends in
		due   int
		want  string // owed afterwards, at hour 100
	}{
		{news.Pending, 130, "[d1/y]"}, // put off: what is younger waits with it
		{news.Pending, 90, "[d1/x d1/y]"},
		{news.Dead, 0, "[d1/y d2/x]"},
		{news.Unknown, 0, "[d1/y d3/x]"},
		{news.Delivered, 0, "[d1/y]"},
	} {
		ds, err := db.Deliveries(t.Context(), DeliveryFilter{States: []news.DeliveryState{news.Pending}})
		must(t, err)
		var first string
		for _, d := range ds {
			if d.To == "x" {
				first = d.ID // the newest first, so the last is the oldest
			}
		}
		end(t, db, first, step.state, step.due)
		if got := owedIDs(t, db, 100); got != step.want {
			t.Errorf("after %s: owed %s, want %s", step.state, got, step.want)
		}
	}
	if got := owedIDs(t, db, 1); got != "[]" {
		t.Errorf("owed before it is due: %s", got)
	}
	must(t, db.StartDelivery(t.Context(), "d1/y", hour(100)))
	if got := owedIDs(t, db, 100); got != "[]" {
		t.Errorf("owed while one is under way: %s", got)
	}
	if err := db.StartDelivery(t.Context(), "d1/y", hour(100)); !errors.Is(err, ErrNotFound) {
		t.Errorf("started twice: %v", err)
	}
	if err := db.MarkDot(t.Context(), "d2/y"); !errors.Is(err, ErrNotFound) {
		t.Errorf("dot before start: %v", err)
	}
	if err := db.SaveDelivery(t.Context(), news.Delivery{ID: "none"}, "", hour(0)); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown delivery: %v", err)
	}
}

// TestRecover has what a start makes of deliveries that were under way, and that no mail is sent a third time
// unasked.
func TestRecover(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	threeDigests(t, db)
	state := func(id string) string {
		ds, err := db.Deliveries(ctx, DeliveryFilter{Digest: id[:2]})
		must(t, err)
		for _, d := range ds {
			if d.ID == id {
				return fmt.Sprint(d.State, d.Attempts, d.Ambiguous)
			}
		}
		return ""
	}
	recover := func(want int) {
		t.Helper()
		if n, err := db.Recover(ctx, hour(100)); n != want || err != nil {
			t.Errorf("recover: %d %v, want %d", n, err, want)
		}
	}
	dot := func() {
		must(t, db.StartDelivery(ctx, "d1/x", hour(99)))
		must(t, db.MarkDot(ctx, "d1/x"))
	}
	must(t, db.StartDelivery(ctx, "d1/y", hour(99)))
	dot()
	recover(0)
	if a, b := state("d1/x"), state("d1/y"); a != "pending1 1" || b != "pending0 0" {
		t.Errorf("after the first kill: %s, %s", a, b)
	}
	dot()
	recover(1)
	if got := state("d1/x"); got != "unknown2 2" {
		t.Errorf("after the second kill: %s", got)
	}
	recover(0)
	if got := owedIDs(t, db, 100); got != "[d1/y d2/x]" {
		t.Errorf("owed %s", got)
	}

	before, err := db.OwedTo(ctx, "mail", hour(100))
	must(t, err)
	end(t, db, "d1/y", news.Delivered, 0)
	n, err := db.Resend(ctx, "d1", hour(101))
	if n != 2 || err != nil {
		t.Fatal(n, err)
	}
	after, err := db.OwedTo(ctx, "mail", hour(101))
	must(t, err)
	if after[1].ID != before[0].ID || string(after[1].Body) != string(before[0].Body) || after[1].Attempts != 0 {
		t.Errorf("sent again: %+v, was %+v", after[1], before[0])
	}
	if _, err := db.Resend(ctx, "none", hour(101)); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	attempts, err := db.Attempts(ctx, "d1/y")
	if err != nil || len(attempts) != 2 || attempts[1].Note != "note" || attempts[1].State != news.Delivered {
		t.Errorf("attempts %+v %v", attempts, err)
	}
}

// TestSecondDoubt has that two attempts of one process that end in doubt are not followed by a third, while an
// answer that leaves no doubt may be.
func TestSecondDoubt(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	threeDigests(t, db)
	for i, ambiguous := range []int{1, 1, 2} {
		must(t, db.StartDelivery(ctx, "d1/x", hour(50)))
		must(t, db.MarkDot(ctx, "d1/x"))
		must(t, db.SaveDelivery(ctx, news.Delivery{ID: "d1/x", State: news.Pending, Ambiguous: ambiguous, Due: hour(50)}, "no answer", hour(50)))
		want := "[d1/x d1/y]"
		if i == 2 {
			want = "[d1/y d2/x]"
		}
		if got := owedIDs(t, db, 50); got != want {
			t.Errorf("after attempt %d: owed %s, want %s", i+1, got, want)
		}
	}
}

func TestTicks(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	if _, known, err := db.LastTick(ctx, "daily", hour(100)); known || err != nil {
		t.Fatal(known, err)
	}
	if _, err := db.ClaimTick(ctx, news.Tick{Schedule: "daily", Due: hour(1), From: hour(1), Done: true}); err != nil {
		t.Fatal(err)
	}
	tick := news.Tick{Schedule: "daily", Due: hour(25), From: hour(1)}
	for range 2 {
		if ok, err := db.ClaimTick(ctx, tick); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	if got, known, err := db.LastTick(ctx, "daily", hour(100)); got != tick || !known || err != nil {
		t.Errorf("%+v %v %v", got, known, err)
	}
	must(t, db.SaveDigest(ctx, tick, news.Digest{ID: "empty"}, nil))
	if got, _, _ := db.LastTick(ctx, "daily", hour(100)); !got.Done {
		t.Error("the tick of an empty digest is not done")
	}
	if ok, err := db.ClaimTick(ctx, tick); ok || err != nil {
		t.Error("done and claimed", err)
	}
	if ds, _ := db.Digests(ctx, 0); len(ds) != 0 {
		t.Error("an empty digest was kept")
	}
	for n, beat := range []func(context.Context, time.Time) error{db.Beat, db.EndBeat, db.Beat} {
		must(t, beat(ctx, hour(n)))
		if last, stopped, err := db.LastBeat(ctx); !last.Equal(hour(n)) || stopped != (n == 1) || err != nil {
			t.Error(last, stopped, err)
		}
	}
}
