package main

import (
	"slices"
	"time"

	"rasid/arabic"
	"rasid/news"
	"rasid/store"
)

// An edit is a headline that an outlet has changed since.
type edit struct {
	At  time.Time `json:"at"`  // when the change was heard or read
	Was string    `json:"was"` // before
}

// edits returns the changes of a headline that go beyond its spelling, the oldest first: of the one that was read or of the one
// that was listed, which now reads is.
func edits(vs []store.Version, basis news.Basis, is string) []edit {
	var all []edit
	for _, v := range slices.Backward(vs) {
		if v.Basis == basis && !arabic.Same(v.Title, is) {
			all = append(all, edit{v.Until, v.Title})
			is = v.Title
		}
	}
	slices.Reverse(all)
	return all
}

// editsOf returns the edits of a traced article: of its own headline, else of the listed one.
func editsOf(t store.Trace) []edit {
	if t.Article != nil {
		if all := edits(t.Versions, store.OnPage, t.Article.Title); len(all) > 0 {
			return all
		}
	}
	return edits(t.Versions, store.OnListing, t.Entry.Title)
}
