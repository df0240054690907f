package main

import (
	"testing"
	"time"

	"rasid/fetch"
	"rasid/news"
)

// TestSourceAhead: check calls a time ahead as probe does.
func TestSourceAhead(t *testing.T) {
	now := time.Date(2018, 6, 12, 12, 0, 0, 0, time.UTC)
	for late, want := range map[time.Duration]string{-time.Hour: "ok", 4 * time.Minute: "ok", 10 * time.Minute: "ahead", 3 * time.Hour: "ahead"} {
		published := now.Add(late)
		l := fetch.Listing{Entries: []news.Entry{{Title: "قمة في موسكو", Published: published}}}
		if got := sourceTrial(news.Source{Name: "a"}, l, nil, now); got.State != want || (want == "ahead") != (fetch.Ahead(published, now) > 0) {
			t.Errorf("%s: %+v, want %s", late, got, want)
		}
	}
}
