package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestRestarted tells a start of the machine from one of the program, whatever was done to the clock.
func TestRestarted(t *testing.T) {
	then := hour(0)
	for name, c := range map[string]struct {
		up   time.Duration // at the next start of the program
		now  time.Time
		want bool
	}{
		"at once":                      {10 * time.Minute, then, false},
		"a week later":                 {10*time.Minute + 168*time.Hour, then.Add(168 * time.Hour), false},
		"machine started, shortly up":  {30 * time.Second, then.Add(time.Minute), true},
		"machine started, long up":     {30 * time.Minute, then.Add(time.Hour), true},
		"machine started, clock stuck": {30 * time.Second, then, true},
		"clock set":                    {11 * time.Minute, then.Add(time.Hour), true},
		"nothing known of the machine": {0, then.Add(time.Hour), false},
	} {
		if got, known := restarted(moment(10*time.Minute, then), c.up, c.now); got != c.want || known != (c.up > 0) {
			t.Errorf("%s: %v, known %v", name, got, known)
		}
	}
	for _, line := range []string{"", "x", "1/", "/1"} {
		if started, known := restarted(line, time.Hour, then); started || known {
			t.Errorf("%q: started %v, known %v", line, started, known)
		}
	}
}

// TestLeftInWork has what was in work when the process died, unless the machine died.
func TestLeftInWork(t *testing.T) {
	path := filepath.Join(t.TempDir(), "work")
	db := &DB{}
	var err error
	db.work, err = readWork(path)
	must(t, err)
	db.Begin("a")
	db.Begin("b")
	db.Begin("c")
	db.End("b")
	after, err := readWork(path)
	must(t, err)
	if want := []string{"a", "c"}; !slices.Equal(after.left, want) {
		t.Errorf("left %v, want %v", after.left, want)
	}
	if uptime() == 0 {
		t.Skip("SKIP: how long the machine is up is not known here")
	}
	text, err := os.ReadFile(path)
	must(t, err)
	lines := bytes.SplitN(text, []byte("\n"), 2)
	must(t, os.WriteFile(path, append([]byte("@"+moment(uptime()+time.Hour, time.Now())+"\n"), lines[1]...), 0o600))
	if after, err = readWork(path); err != nil || len(after.left) > 0 {
		t.Errorf("left %v of a machine that was started since: %v", after.left, err)
	}
}
