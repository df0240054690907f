package main

import (
	"os"
	"testing"
)

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
}
