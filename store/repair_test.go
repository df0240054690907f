package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rasid/news"
)

// standing returns the keys of the matters that stand.
func standing(t *testing.T, db *DB) []string {
	t.Helper()
	ns, err := db.OpenNotices(t.Context())
	must(t, err)
	var keys []string
	for _, n := range ns {
		keys = append(keys, n.Key)
		if n.Text == "" || n.Subject == "" {
			t.Errorf("notice %+v says nothing", n)
		}
	}
	slices.Sort(keys)
	return keys
}

// TestRepair has what the operator can do to a delivery in each state, and that it is no matter for him afterwards.
func TestRepair(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	threeDigests(t, db)
	verbs := []struct {
		name string
		do   func(ids ...string) ([]news.Delivery, error)
		want news.DeliveryState
	}{
		{"retry", func(ids ...string) ([]news.Delivery, error) { return db.Retry(ctx, ids, hour(60)) }, news.Pending},
		{"drop", func(ids ...string) ([]news.Delivery, error) { return db.Drop(ctx, ids, hour(60)) }, news.Dead},
		{"sent", func(ids ...string) ([]news.Delivery, error) { return db.MarkSent(ctx, ids, hour(60)) }, news.Delivered},
	}
	state := func() news.Delivery {
		ds, err := db.Deliveries(ctx, DeliveryFilter{Digest: "d1"})
		must(t, err)
		for _, d := range ds {
			if d.ID == "d1/x" {
				return d
			}
		}
		return news.Delivery{}
	}
	for _, verb := range verbs {
		for _, from := range []news.DeliveryState{news.Dead, news.Unknown, news.Pending} {
			if _, err := db.Resend(ctx, "d1", hour(1)); err != nil {
				t.Fatal(err)
			}
			if state().State == news.Pending {
				end(t, db, "d1/x", from, 50)
			}
			if keys := standing(t, db); (len(keys) == 1 && keys[0] == "delivery/d1/x/ended") != (from != news.Pending) {
				t.Errorf("%s: %v stand", from, keys)
			}
			was, err := verb.do("d1/x")
			if err != nil || len(was) != 1 || was[0].State != from {
				t.Errorf("%s of %s: %+v (%v)", verb.name, from, was, err)
			}
			d := state()
			if d.State != verb.want || verb.want == news.Pending && (d.Attempts != 0 || !d.Due.Equal(hour(60))) || verb.want == news.Delivered && !d.Sent.Equal(hour(60)) {
				t.Errorf("%s of %s gives %+v", verb.name, from, d)
			}
			if keys := standing(t, db); len(keys) != 0 {
				t.Errorf("%s of %s: %v still stand", verb.name, from, keys)
			}
			log, err := db.Attempts(ctx, "d1/x")
			if err != nil || !strings.HasPrefix(log[len(log)-1].Note, "operator: ") {
				t.Errorf("%s of %s is not in the log: %+v (%v)", verb.name, from, log, err)
			}
			if verb.want == news.Pending {
				end(t, db, "d1/x", news.Dead, 50)
			}
		}
	}
	must(t, db.StartDelivery(ctx, "d1/y", hour(60)))
	for ids, want := range map[string]error{"d1/x": ErrState, "d1/y": ErrState, "d2": ErrVague, "none": ErrNotFound, "": ErrNotFound} {
		if _, err := db.Drop(ctx, []string{"d3/x", ids}, hour(61)); !errors.Is(err, want) {
			t.Errorf("drop of %q: %v, want %v", ids, err, want)
		}
	}
	if ds, _ := db.Deliveries(ctx, DeliveryFilter{States: []news.DeliveryState{news.Dead}}); len(ds) != 0 {
		t.Errorf("a repair that failed changed %+v", ds)
	}
	if was, err := db.Retry(ctx, []string{"d3/y"[:4]}, hour(61)); err != nil || was[0].To != "y" {
		t.Errorf("%+v (%v)", was, err)
	}
}

// TestOutcomes has what the operator is told of the outbox: each delivery that ended badly once, an end of a target once
// for all that is owed to it, a target that fails when it has lasted, and nothing of what carries notices.
func TestOutcomes(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	threeDigests(t, db)
	end(t, db, "d1/x", news.Dead, 1)
	must(t, db.TurnOff(ctx, "mail", "y", "410", hour(1)))
	end(t, db, "d1/y", news.Dead, 1)
	end(t, db, "d2/y", news.Dead, 1)
	if got := fmt.Sprint(standing(t, db)); got != "[delivery/d1/x/ended target/mail/off/y]" {
		t.Errorf("%s", got)
	}
	end(t, db, "d2/x", news.Pending, 2)
	fails := func(after time.Duration, want bool) {
		t.Helper()
		must(t, db.NoteFailing(ctx, hour(2).Add(after), 30*time.Minute))
		if got := slices.Contains(standing(t, db), "target/mail/failing"); got != want {
			t.Errorf("after %v: told %v", after, got)
		}
	}
	fails(29*time.Minute, false)
	end(t, db, "d2/x", news.Pending, 3)
	fails(30*time.Minute, true)
	fails(31*time.Minute, true)
	if n, err := db.TurnOn(ctx, "mail", hour(4)); n != 1 || err != nil {
		t.Errorf("%d turned on (%v)", n, err)
	}
	ns, err := db.UntoldNotices(ctx)
	must(t, err)
	must(t, db.TellNotices(ctx, news.Digest{ID: "n1", Name: news.NoticesName, Due: hour(4), Notices: ns}, []news.Delivery{{ID: "n1/x", Target: "ops"}}))
	end(t, db, "d2/x", news.Delivered, 0)
	end(t, db, "n1/x", news.Dead, 0)
	fails(5*time.Hour, false)
	if got := fmt.Sprint(standing(t, db)); got != "[delivery/d1/x/ended]" {
		t.Errorf("%s", got)
	}
	ns, err = db.UntoldNotices(ctx)
	must(t, err)
	if len(ns) != 1 || !ns[0].Back || ns[0].Key != "target/mail/failing" {
		t.Errorf("untold %+v", ns)
	}
}

// TestNothingOwed has that a target which fails is no matter any more when nothing is owed to it.
func TestNothingOwed(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	must(t, db.SaveDigest(ctx, news.Tick{}, news.Digest{ID: "d1", Due: hour(1)}, []news.Delivery{{ID: "a", Target: "mail", Due: hour(1)}}))
	end(t, db, "a", news.Pending, 1)
	for range 2 {
		must(t, db.NoteFailing(ctx, hour(3), 30*time.Minute))
		if got := fmt.Sprint(standing(t, db)); got != "[target/mail/failing]" {
			t.Errorf("%s", got)
		}
	}
	if _, err := db.Drop(ctx, []string{"a"}, hour(4)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		must(t, db.NoteFailing(ctx, hour(4), 30*time.Minute))
		if got := fmt.Sprint(standing(t, db)); got != "[]" {
			t.Errorf("%s", got)
		}
	}
}
