package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/store"
)

// TestDeliveries lists and repairs what is owed as an operator does, beside a running instance.
func TestDeliveries(t *testing.T) {
	d := newDesk(t)
	running, err := store.Open(t.Context(), store.Options{Path: d.db})
	d.must(err)
	defer func() { d.must(running.Close()) }()
	ids := []string{"aaaa1111222233334444555566667777", "bbbb1111222233334444555566667777", "cccc1111222233334444555566667777", "cccd1111222233334444555566667777"}
	var owed []news.Delivery
	for i, id := range ids {
		owed = append(owed, news.Delivery{ID: id, Target: []string{"mail", "hook"}[i/3], To: []string{"a@x.example", "b@x.example", "c@x.example", ""}[i], Due: morning})
	}
	d.must(running.SaveDigest(t.Context(), news.Tick{}, news.Digest{ID: "d2", Name: "daily", Due: morning}, owed))
	end := func(i int, state news.DeliveryState, why string) {
		d.must(running.StartDelivery(t.Context(), ids[i], morning))
		d.must(running.SaveDelivery(t.Context(), news.Delivery{ID: ids[i], State: state, Due: morning, Err: why}, why, morning))
	}
	end(0, news.Dead, "550 no such user")
	end(1, news.Unknown, "no answer")
	d.must(running.TurnOff(t.Context(), "hook", "", "410", morning))
	end(3, news.Dead, "410")

	d.has(d.run(0, "deliveries"), "cccd11112222", "dead", "hook", "d2", "cccc11112222", "pending", "c@x.example", "bbbb11112222", "unknown", "aaaa11112222", "dead", "mail", "a@x.example", "550 no such user")
	var listed []news.Delivery
	d.must(json.Unmarshal([]byte(d.run(0, "deliveries", "--state", "dead,unknown", "--target", "mail", "--digest", "d2", "--json")), &listed))
	var any any
	d.must(json.Unmarshal([]byte(d.run(0, "deliveries", "--json")), &any))
	if keys := strange("deliveries", any); len(keys) > 0 {
		t.Errorf("keys %v", keys)
	}
	if len(listed) != 2 || listed[0].ID != ids[1] || listed[1].ID != ids[0] {
		t.Errorf("listed %+v", listed)
	}
	d.run(exitUsage, "deliveries", "--state", "lost")
	present := "--now=" + morning.Add(time.Hour).Format(time.RFC3339)
	d.has(d.run(1, "status", present), "notice    target hook: says that it has ended", "rasid deliveries on hook", "notice    delivery mail: digest d2 to b@x.example may or may not have arrived", "overdue")

	d.has(d.run(0, "deliveries", "sent", "bbbb", present), "bbbb11112222 to mail b@x.example: was unknown, marked as delivered")
	d.has(d.run(0, "deliveries", "drop", "cccc", present), "cccc11112222 to mail c@x.example: was pending, given up")
	d.has(d.run(1, "deliveries", "retry", "ccc"), "ccc: stands for several")
	d.has(d.run(1, "deliveries", "drop", "bbbb"), "it is delivered")
	d.has(d.run(0, "deliveries", "on", "hook"), "hook is on again", "retry --all-dead --target hook")
	d.has(d.run(exitUsage, "deliveries", "on", "hook"), `target "hook" is not in the configuration`)
	d.has(d.run(0, "deliveries", "retry", "--all-dead", present), "cccd11112222 to hook: was dead, owed again", "aaaa11112222 to mail a@x.example")
	d.has(d.run(0, "deliveries", "retry", "--all-dead"), "nothing to do") // what was dropped stays so
	d.run(exitUsage, "deliveries", "retry")
	d.run(exitUsage, "deliveries", "retry", "cccd", "--all-dead")
	d.run(exitUsage, "deliveries", "drop")
	for _, target := range []string{"mail", "hook"} {
		due, err := running.OwedTo(t.Context(), target, morning.Add(2*time.Hour))
		d.must(err)
		if len(due) != 1 || due[0].Attempts != 0 {
			t.Errorf("owed to %s: %+v, want the one that was retried", target, due)
		}
	}
	shown := d.run(0, "deliveries", "show", "aaaa")
	d.has(shown, "aaaa11112222", "mail a@x.example", "due 2026-03-04", "2026-03-04 06:00Z", "dead", "550 no such user", "operator: retry")
	d.has(d.run(1, "deliveries", "show", "eeee"), `no delivery "eeee"`, "rasid deliveries")
	d.has(d.run(1, "deliveries", "show", "ccc"), "stands for several")
	d.must(json.Unmarshal([]byte(d.run(0, "deliveries", "show", "aaaa", "--json")), &any))
	if keys := strange("delivery", any); len(keys) > 0 {
		t.Errorf("keys %v", keys)
	}
}

// TestEmptyLists has that each list says so when there is nothing in it, but to a program an empty list and no word.
func TestEmptyLists(t *testing.T) {
	d := newDesk(t).empty()
	db, err := store.Open(t.Context(), store.Options{Path: d.db})
	d.must(err)
	d.must(db.Close())
	for _, c := range []struct {
		none string
		args []string
	}{
		{"no digest was cut yet; ", []string{"digest", "list"}},
		{"nothing is owed or was sent yet", []string{"deliveries"}},
		{"no such deliveries", []string{"deliveries", "--state", "dead"}},
		{"no source has listed anything yet", []string{"entries"}},
		{"no such entries", []string{"entries", "--since", "7d"}},
		{"no labels", []string{"label", "--list"}},
		{"no votes", []string{"feedback"}},
		{"nothing found", []string{"search", "لافروف"}},
	} {
		if said := d.run(0, c.args...); !strings.HasPrefix(said, c.none) || strings.Count(said, "\n") != 1 {
			t.Errorf("%v: %s", c.args, said)
		}
		if said := d.run(0, append(c.args, "--json")...); said != "[]\n" {
			t.Errorf("%v --json: %s", c.args, said)
		}
	}
	if said := d.run(0, "status"); strings.Contains(said, "answered") {
		t.Errorf("a table of no sources:\n%s", said)
	}
}
