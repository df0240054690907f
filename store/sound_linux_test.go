package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestSound has what lets a start do without reading the database whole, and each thing that does not.
func TestSound(t *testing.T) {
	for _, c := range []struct {
		name  string
		want  bool
		spoil func(t *testing.T, path string) // of a database that was read whole, vouched for and closed
	}{
		{"left in order", true, func(*testing.T, string) {}},
		{"looked into", true, func(t *testing.T, path string) {
			db, err := OpenReader(t.Context(), Options{Path: path})
			must(t, err)
			_, err = db.Polls(t.Context())
			must(t, errors.Join(err, db.Close()))
		}},
		{"a byte flipped, its time put back", false, func(t *testing.T, path string) {
			info, err := os.Stat(path)
			must(t, err)
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			must(t, err)
			_, err = f.WriteAt([]byte{0xa5}, info.Size()-100)
			must(t, errors.Join(err, f.Close(), os.Chtimes(path, info.ModTime(), info.ModTime())))
		}},
		{"another file", false, func(t *testing.T, path string) {
			b, err := os.ReadFile(path)
			must(t, errors.Join(err, os.Rename(path, path+".old"), os.WriteFile(path, b, 0o600)))
		}},
		{"a decision of the operator", false, func(t *testing.T, path string) {
			db, err := OpenOperator(t.Context(), Options{Path: path})
			must(t, err)
			must(t, errors.Join(db.TurnOff(t.Context(), "mail", "x@example.org", "test", time.Now()), db.Close()))
		}},
		{"a log beside it", false, func(t *testing.T, path string) { must(t, os.WriteFile(path+"-wal", []byte("frames"), 0o600)) }},
		{"read whole yesterday", false, rewrite(func(whole, up int64) (int64, int64) { return whole - soundFor.Milliseconds(), up })},
		{"read whole tomorrow", false, rewrite(func(whole, up int64) (int64, int64) { return whole + time.Hour.Milliseconds(), up })},
		{"the machine was started since", false, rewrite(func(whole, up int64) (int64, int64) { return whole, up + time.Hour.Milliseconds() })},
		{"nobody knows since when the machine is up", false, rewrite(func(whole, _ int64) (int64, int64) { return whole, 0 })},
		{"half a note", false, func(t *testing.T, path string) { must(t, os.Truncate(path+marker, 20)) }},
		{"not vouched for since", false, func(t *testing.T, path string) { must(t, openAt(t, path).Close()) }},
		{"no end of the one before", false, func(t *testing.T, path string) { left(path) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "rasid.db")
			db := openAt(t, path)
			if db.Sound() {
				t.Error("sound before it was read whole")
			}
			must(t, db.Check(t.Context()))
			db.Vouch()
			must(t, db.Close())
			c.spoil(t, path)
			if path := path + marker; c.want {
				info, err := os.Stat(path)
				must(t, err)
				if info.Mode() != 0o600 {
					t.Errorf("the note is open to others: %v", info.Mode())
				}
			}
			if next := openAt(t, path); next.Sound() != c.want {
				t.Errorf("sound %t, want %t", !c.want, c.want)
			}
			if _, err := os.Stat(path + marker); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the note stays: %v", err)
			}
		})
	}
}

// TestSoundForeign has what others put in the place of the note: nothing is written into it, and nothing waits for it.
func TestSoundForeign(t *testing.T) {
	dir := t.TempDir()
	path, other := filepath.Join(dir, "rasid.db"), filepath.Join(dir, "other")
	must(t, os.WriteFile(other, []byte("كلام غيرنا"), 0o600))
	for name, put := range map[string]func() error{
		"a link":        func() error { return os.Symlink(other, path+marker) },
		"a second name": func() error { return os.Link(other, path+marker) },
		"a pipe":        func() error { return unix.Mkfifo(path+marker, 0o600) },
	} {
		db := openAt(t, path)
		must(t, db.Check(t.Context()))
		db.Vouch()
		must(t, put())
		must(t, db.Close())
		if said, err := os.ReadFile(other); err != nil || string(said) != "كلام غيرنا" {
			t.Errorf("%s: the other file says %q (%v)", name, said, err)
		}
		if next := openAt(t, path); next.Sound() {
			t.Errorf("%s: sound", name)
		} else {
			must(t, next.Close())
		}
		must(t, os.RemoveAll(path+marker))
	}
}

// rewrite changes when the database was read whole, and how long the machine was up, in the note.
func rewrite(change func(whole, up int64) (int64, int64)) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		t.Helper()
		b, err := os.ReadFile(path + marker)
		must(t, err)
		var whole, up, now int64
		var state string
		_, err = fmt.Sscanf(string(b), "%d %d/%d %s", &whole, &up, &now, &state)
		must(t, err)
		whole, up = change(whole, up)
		must(t, os.WriteFile(path+marker, []byte(strings.TrimSpace(fmt.Sprintf("%d %d/%d %s", whole, up, now, state))+"\n"), 0o600))
	}
}
