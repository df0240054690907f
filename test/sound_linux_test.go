package test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReadWhole has which passes of the real program read the database whole: the note of the one before says when that was done last.
func TestReadWhole(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "rasid.toml", quietConfig(t))
	db := filepath.Join(dir, "state", "rasid.db")
	pass := func(args ...string) {
		t.Helper()
		if out, code := rasid(t, dir, append(args, "--config", "rasid.toml")...); code != 0 {
			t.Fatalf("%v: exit %d: %s", args, code, out)
		}
	}
	read := func() string {
		t.Helper()
		b, err := os.ReadFile(db + ".sound")
		need(t, err)
		when, _, _ := strings.Cut(string(b), " ")
		return when
	}
	pass("once")
	first := read()
	pass("once")
	if again := read(); again != first {
		t.Errorf("read at %s, and at %s again", first, again)
	}
	pass("status")
	pass("once", "--dry-run")
	pass("once")
	if again := read(); again != first {
		t.Errorf("read at %s, and at %s again, after two that changed nothing", first, again)
	}
	need(t, os.Chmod(db, 0o640))
	pass("once")
	if again := read(); again == first {
		t.Error("somebody touched it, and it was not read again")
	}
	s := serviceIn(t, dir)
	s.said(t, "READY=1")
	s.signal(t, syscall.SIGTERM)
	need(t, s.cmd.Wait())
	if _, err := os.Stat(db + ".sound"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the service leaves a note: %v", err)
	}
}
