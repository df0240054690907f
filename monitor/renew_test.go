package monitor

import (
	"fmt"
	"testing"
	"time"

	"rasid/detect"
	"rasid/news"
)

// TestRenew has that the background is renewed once a day from what was listed before the day, when that is enough, and
// that the stored bytes give the same background again.
func TestRenew(t *testing.T) {
	w := newWorld(t, Options{Sources: []news.Source{{Name: "a", Outlet: "أ", Kind: "feed", URL: "http://127.0.0.1/a"}}})
	list := func(from, to int) {
		t.Helper()
		var all []news.Entry
		for n := from; n < to; n++ {
			all = append(all, news.Entry{
				Source: "a", URL: fmt.Sprintf("https://a.example/%d", n), Key: fmt.Sprint(n), Seen: w.now,
				Title:   fmt.Sprintf("خبر%d عن%d قمربنك مدينة%d", n, n, n),
				Summary: fmt.Sprintf("قال مسؤول%d في مدينة%d إن المشروع%d الجديد", n, n, n),
			})
		}
		if _, err := w.db.SavePoll(t.Context(), news.Poll{Source: "a"}, all); err != nil {
			t.Fatal(err)
		}
	}
	renew := func() (version string, listings int) {
		t.Helper()
		if err := w.Renew(t.Context(), &Round{}); err != nil {
			t.Fatal(err)
		}
		r, err := w.db.Renewal(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if r.Until != w.now.Truncate(24*time.Hour) || r.Base != detect.ShippedVersion() {
			t.Errorf("renewed until %v over %s", r.Until, r.Base)
		}
		return r.Version, r.Listings + r.Copies
	}
	list(0, 600)
	w.now = w.now.Add(24 * time.Hour)
	if v, n := renew(); v != "" || n != 600 {
		t.Errorf("%d listings gave version %q, want none of so few", n, v)
	}
	list(600, 1200)
	if v, n := renew(); v != "" || n != 600 {
		t.Errorf("renewed again on the same day: version %q of %d listings", v, n)
	}
	w.now = w.now.Add(24 * time.Hour)
	v, n := renew()
	if v == "" || n != 1200 {
		t.Fatalf("version %q of %d listings, want one of 1200", v, n)
	}
	data, err := w.db.RenewalData(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	r, err := detect.ReadRenewal(data)
	if err != nil {
		t.Fatal(err)
	}
	if r.Version() != v || r.Fresh() == 0 {
		t.Errorf("read again: version %s with %d new words, want %s with some", r.Version(), r.Fresh(), v)
	}
}
