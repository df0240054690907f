package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/store"
)

// TestStatusNeverAsked has that a source which was put off before it was ever asked, as when there is no network, is overdue when it is
// late by two of its spans, and no sooner.
func TestStatusNeverAsked(t *testing.T) {
	d := newDesk(t)
	db, err := store.Open(t.Context(), store.Options{Path: d.db})
	d.must(err)
	d.must(db.SaveSources(t.Context(), []news.Source{{Name: "a", URL: "https://a.example/rss"}}))
	d.has(d.run(0, "status"), "a       not asked yet  never     at once")
	_, err = db.SavePoll(t.Context(), news.Poll{Source: "a", Next: morning}, nil)
	d.must(err)
	d.must(db.Close())
	at := func(after time.Duration) string { return "--now=" + morning.Add(after).Format(time.RFC3339) }
	if said := d.run(0, "status", at(29*time.Minute)); strings.Contains(said, "overdue") {
		t.Errorf("overdue too soon:\n%s", said)
	}
	d.has(d.run(1, "status", at(31*time.Minute)), "overdue   source a was due")
}

// TestStatusFaultyConfiguration asks how things stand while the configuration on disk has a fault, as the service does that
// goes on with what it read before: the state is shown, and the fault is overdue.
func TestStatusFaultyConfiguration(t *testing.T) {
	d := newDesk(t)
	sound, err := os.ReadFile(d.path)
	d.must(err)
	for name, c := range map[string]struct{ text, fault string }{
		"unknown key":       {"[read]\ncolour = 1\n" + string(sound), "rasid.toml:2: read.colour:"},
		"not TOML":          {string(sound) + "\n[read\n", "is not TOML here"},
		"wrong type":        {string(sound) + "\n[read]\nworkers = \"many\"\n", "read.workers:"},
		"database not last": {string(sound) + "\n[[topic]]\nname = \"x\"\nfolder = \"/nowhere\"\n", "topic["},
	} {
		t.Run(name, func(t *testing.T) {
			d.must(os.WriteFile(d.path, []byte(c.text), 0o600))
			d.has(d.run(1, "status"), "database  "+d.db, "entries   ", "overdue   configuration: ", c.fault)
			d.has(d.run(1, "status", "--json"), `"overdue": [`, "configuration: ", c.fault)
		})
	}
	d.must(os.WriteFile(d.path, []byte("[store]\npath = \"elsewhere.db\"\n[read\n"), 0o600))
	d.has(d.run(exitConfig, "status"), "is not TOML here") // there is no state to show

	// A file that cannot be read as far as [store] says nothing of where the database is.
	state := t.TempDir()
	t.Setenv("STATE_DIRECTORY", state)
	d.must(os.WriteFile(d.path, append([]byte("[read\n"), sound...), 0o600))
	d.has(d.run(exitConfig, "status"), "rasid.toml:1: is not TOML here", "no database at the default path "+state, "could not be read as far as [store]")
	data, err := os.ReadFile(d.db)
	d.must(err)
	d.must(os.WriteFile(filepath.Join(state, "rasid.db"), data, 0o600))
	d.has(d.run(1, "status"), "database  "+state, "the default path: the configuration could not be read as far as [store]", "is not TOML here")
	d.has(d.run(1, "status", "--json"), `"database_assumed": true`)
}

// TestStatusNext has that a digest is listed with the time at which it comes next, also before the first was cut.
func TestStatusNext(t *testing.T) {
	d := newDesk(t)
	text, err := os.ReadFile(d.path)
	d.must(err)
	more := "\n[[target]]\nname = \"folder\"\nkind = \"file\"\npath = \"out\"\n[[digest]]\nname = \"weekly\"\ntopic = \"dprk-russia\"\ntargets = [\"folder\"]\ncron = \"30 6 * * fri\"\nzone = \"Asia/Riyadh\"\n"
	d.must(os.WriteFile(d.path, append(text, more...), 0o600))
	now := "--now=" + time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC).Format(time.RFC3339)
	d.has(d.run(0, "status", now), "digest    weekly, never due yet, next 2026-03-06 03:30Z")
	db, err := store.Open(t.Context(), store.Options{Path: d.db})
	d.must(err)
	_, err = db.ClaimTick(t.Context(), news.Tick{Schedule: "weekly", Due: morning, Done: true})
	d.must(err)
	d.must(db.Close())
	d.has(d.run(0, "status", now), "digest    weekly, last due ", ", next 2026-03-06 03:30Z")
	d.has(d.run(0, "status", now, "--json"), `"next": [`, `"digest": "weekly"`, `"at": "2026-03-06T03:30:00Z"`)
}
