package main

import (
	"strings"
	"testing"

	"rasid/detect"
	"rasid/store"
)

// TestSplitAndMerge undoes a fold and undoes that, as an operator does: by what the commands print, while another instance
// has the database.
func TestSplitAndMerge(t *testing.T) {
	d := newDesk(t)
	running, err := store.Open(t.Context(), store.Options{Path: d.db})
	d.must(err)
	defer func() { d.must(running.Close()) }()
	own := detect.StoryID("dprk-russia", address("b"))
	present := "--now=2026-03-06T10:00:00Z"
	d.has(d.run(0, "split", theStory(), address("b")+"?utm_source=x", present), address("b"), "leads story "+own, "rasid merge "+theStory()+" "+own)
	d.has(d.run(0, "why", address("b")), "sent", "split by the operator on 2026-03-06", theStory(), "operator   2026-03-06 10:00Z: split", own, "digest     daily d1")
	d.has(d.run(0, "story", theStory()), "2 articles", "operator   2026-03-06 10:00Z", address("a"), address("c"))
	d.has(d.run(0, "digest", "list"), "d1")
	if preview := d.run(0, "entries", "--disposition", "waiting"); strings.Contains(preview, address("b")) {
		t.Errorf("what was sent waits again:\n%s", preview)
	}
	d.has(d.run(0, "merge", own, theStory(), present), "they are story "+theStory())
	d.has(d.run(0, "story", theStory()), "3 articles", address("b"), "copy: same text as a (90 %")
	d.has(d.run(0, "story", own), "story      "+theStory()) // by the id that it has lost

	d.has(d.run(1, "split", theStory(), "https://x.example/"), "not found")
	d.has(d.run(1, "merge", theStory(), theStory()), "one story already")
	d.has(d.run(0, "digest", "resend", "d1"), "0 deliveries of digest d1 are owed again")
	d.run(exitUsage, "merge", theStory())
	d.run(exitUsage, "split", theStory(), "mailto:x")
}
