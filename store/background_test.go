package store

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"rasid/news"
)

// TestRenewal has that a renewal comes back as it was saved, and that the next one takes its place.
func TestRenewal(t *testing.T) {
	db := openTest(t)
	none, err := db.Renewal(t.Context())
	must(t, err)
	if none != (Renewal{}) {
		t.Errorf("a fresh store has %+v", none)
	}
	var last Renewal
	for n := range 2 {
		last = Renewal{Base: "b", Version: []string{"", "v2"}[n], Until: hour(24 * n), Listings: 5000 + n, Copies: 7, Words: 12}
		must(t, db.SaveRenewal(t.Context(), last, []byte{byte(n)}))
	}
	got, err := db.Renewal(t.Context())
	must(t, err)
	if got != last {
		t.Errorf("got %+v, want %+v", got, last)
	}
	data, err := db.RenewalData(t.Context(), "v2")
	must(t, err)
	if !bytes.Equal(data, []byte{1}) {
		t.Errorf("data %v", data)
	}
	if _, err := db.RenewalData(t.Context(), "v1"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a version that is gone: %v", err)
	}
}

// TestListings has that listings come by the time they were seen, the newest where there are too many, in one order
// however they came in.
func TestListings(t *testing.T) {
	var urls [2][]string
	for turn := range urls {
		db := openTest(t)
		var all []news.Entry
		for n := range 20 {
			all = append(all, listed("a", n))
		}
		if turn == 1 {
			slices.Reverse(all)
		}
		for _, e := range all {
			_, err := db.SavePoll(t.Context(), news.Poll{Source: "a"}, []news.Entry{e})
			must(t, err)
		}
		for e, err := range db.Listings(t.Context(), hour(5), hour(15), 4) {
			must(t, err)
			if e.Seen.Before(hour(11)) || !e.Seen.Before(hour(15)) || e.Title == "" || e.Summary == "" {
				t.Errorf("listed %+v", e)
			}
			urls[turn] = append(urls[turn], e.URL)
		}
	}
	if len(urls[0]) != 4 || !slices.Equal(urls[0], urls[1]) {
		t.Errorf("listed %q and %q", urls[0], urls[1])
	}
}
