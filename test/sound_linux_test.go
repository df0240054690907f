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
	// A source that does not answer is no fault of the database, and two other commands leave the note as they should.
	last := read()
	write(t, dir, "rasid.toml", quietConfig(t)+"[[source]]\nname = \"dead\"\noutlet = \"صحيفة\"\nurl = \"http://127.0.0.1:1/\"\narchive = \"http://127.0.0.1:1/{dd}\"\n")
	write(t, dir, "old.jsonl", `{"url": "https://paper.example/1", "title": "افتتاح مكتبة جديدة في المدينة", "published": "2026-01-01"}`+"\n")
	for _, args := range [][]string{{"once"}, {"backfill", "--topic", "dprk-russia", "--from", "2026-01-01", "--to", "2026-01-01"}, {"import", "old.jsonl"}} {
		if pass(args...); read() != last {
			t.Errorf("%v reads the database again", args)
		}
	}
	s := serviceIn(t, dir)
	s.said(t, "READY=1")
	s.signal(t, syscall.SIGTERM)
	need(t, s.cmd.Wait())
	if _, err := os.Stat(db + ".sound"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the service leaves a note: %v", err)
	}
}
