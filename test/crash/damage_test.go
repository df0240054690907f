package crash

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestFlippedBytes flips a thousand random bytes in each of some copies of a database: the program refuses it with 74 and leaves it
// as it is, or starts and counts right. (O4)
func TestFlippedBytes(t *testing.T) {
	copies := 5
	if full() {
		copies = 20
	}
	p := newPress(t, 4, 400, begin.Add(-24*time.Hour), 24*time.Hour)
	w := newWorld(t, p, "0 6 * * *", hookTarget("http://127.0.0.1:9/hook"))
	p.set(begin)
	w.once(begin)
	sound, err := os.ReadFile(filepath.Join(w.dir, "rasid.db"))
	w.must(err)
	var before []entry
	w.ask(begin, &before, "entries")
	refused := 0
	for range copies {
		other := *w
		other.dir = t.TempDir()
		w.must(os.CopyFS(other.dir, os.DirFS(w.dir)))
		flipped := bytes.Clone(sound)
		for range 1000 {
			flipped[w.r.IntN(len(flipped))] ^= byte(1 + w.r.IntN(255))
		}
		path := filepath.Join(other.dir, "rasid.db")
		w.must(os.WriteFile(path, flipped, 0o600))
		out, err := other.command(context.Background(), begin, "once").CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if err == nil {
			var after []entry
			if other.ask(begin, &after, "entries"); len(after) != len(before) {
				t.Errorf("started and counts %d entries, of %d", len(after), len(before))
			}
			continue
		}
		refused++
		if exit.ExitCode() != 74 {
			t.Errorf("exit %d: %s", exit.ExitCode(), out)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, flipped) {
			t.Errorf("refused, and was changed (%v): %s", err, out)
		}
	}
	t.Logf("%d copies, %d refused", copies, refused)
}
