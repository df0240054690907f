package store

import (
	"errors"
	"testing"

	"rasid/news"
)

// TestAlertOnce has that a message of an alert is stored with what it tells, its deliveries and the states of its stories,
// or not at all; that an article is told once by each alert; and that the next digest carries it all the same, marked.
func TestAlertOnce(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	read(t, db, listed("a", 1), "s1", news.Lead)
	message := func(id, name string) news.Digest {
		ss, err := db.AlertStories(ctx, name, []string{"s1"})
		must(t, err)
		return news.Digest{ID: id, Name: name, Topic: topic, Due: hour(2), Stories: ss, Alert: &news.Alert{}}
	}
	first, late := message("m1", "urgent"), message("m2", "urgent")
	told := []AlertState{{Story: "s1", Told: hour(2)}}
	must(t, db.SaveAlert(ctx, first, owed(first, "x"), told))
	must(t, db.SaveAlert(ctx, first, owed(first, "x"), told)) // the same again is known
	if err := db.SaveAlert(ctx, late, owed(late, "x"), []AlertState{{Story: "s1", Told: hour(3)}, {Story: "s2", Since: hour(3)}}); !errors.Is(err, ErrCarried) {
		t.Errorf("told twice: %v", err)
	}
	states, err := db.AlertStates(ctx, "urgent")
	must(t, err)
	if len(states) != 1 || !states["s1"].Told.Equal(hour(2)) {
		t.Errorf("a message that failed changed the states to %v", states)
	}
	if ds, _ := db.Deliveries(ctx, DeliveryFilter{}); len(ds) != 1 {
		t.Errorf("%d deliveries, want 1", len(ds))
	}
	other := message("m3", "other")
	must(t, db.SaveAlert(ctx, other, owed(other, "x"), told))
	if n, err := db.CutSince(ctx, "urgent", hour(1)); n != 1 || err != nil {
		t.Errorf("%d messages, want 1 (%v)", n, err)
	}
	d := digestOf(t, db, "d1", hour(24))
	if got, want := shape(d.Stories), "s1: lead/a.example/1/\n"; got != want || !d.Stories[0].Alerted.Equal(hour(2)) {
		t.Errorf("what an alert told waits as\n%smarked %v, want\n%s", got, d.Stories[0].Alerted, want)
	}
	must(t, db.SaveDigest(ctx, news.Tick{}, d, nil))
	rs, err := db.Reports(ctx, "urgent", topic, hour(0))
	if err != nil || len(rs) != 1 || !rs[0].Told {
		t.Errorf("reports %+v (%v)", rs, err)
	}
}
