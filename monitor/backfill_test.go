package monitor

import (
	"testing"
	"time"

	"rasid/news"
)

// TestNoArchive guards that the days of a source that names no archive count as not covered, and not as asked in vain.
func TestNoArchive(t *testing.T) {
	w := newWorld(t, Options{Sources: []news.Source{{Name: "paper", Outlet: "الصحيفة", Kind: "feed", URL: "http://127.0.0.1:1/rss"}}})
	to := start.Truncate(24 * time.Hour)
	var r Round
	d, err := w.Backfill(t.Context(), Span{Topic: "dam", From: to.AddDate(0, 0, -3), To: to}, &r)
	w.must(err)
	if len(d.Past.Days) != 3 || d.Past.Days[0].Missing != "its source names no archive" || r != (Round{}) {
		t.Errorf("%d days, %+v, counted %+v", len(d.Past.Days), d.Past.Days, r)
	}
}
