//go:build unix

package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestOddBeside has what is no plain file under each name beside the database, and under its own: every door refuses it with what to do
// about it, or has no need of it; none waits for it, and none writes through it.
func TestOddBeside(t *testing.T) {
	const said = "+كلام غيرنا\n"
	odd := map[string]struct {
		put  func(name, other string) error
		want error
	}{
		"a pipe":                {func(name, _ string) error { return unix.Mkfifo(name, 0o600) }, ErrOdd},
		"a folder":              {func(name, _ string) error { return os.Mkdir(name, 0o700) }, ErrOdd},
		"a link":                {func(name, other string) error { return os.Symlink(other, name) }, ErrLink},
		"a link that leads off": {func(name, other string) error { return os.Symlink(other+".new", name) }, ErrLink},
		"a second name":         {func(name, other string) error { return os.Link(other, name) }, ErrLink},
	}
	doors := map[string]func(context.Context, Options) (*DB, error){"instance": Open, "reader": OpenReader, "operator": OpenOperator}
	made := filepath.Join(t.TempDir(), "rasid.db")
	must(t, openAt(t, made).Close())
	whole, err := os.ReadFile(made)
	must(t, err)
	for _, end := range []string{"-journal", "-wal", "-shm", ".lock", ".work", ".sound", ".ballast", ".ballast.unfinished"} {
		for kind, c := range odd {
			for door, open := range doors {
				dir := t.TempDir()
				path, other := filepath.Join(dir, "rasid.db"), filepath.Join(dir, "other")
				must(t, errors.Join(os.WriteFile(path, whole, 0o600), os.WriteFile(other, []byte(said), 0o600), c.put(path+end, other)))
				refused := slices.Contains(beside[:], end) || door == "instance" && end != marker
				err := within(t, func() error {
					db, err := open(t.Context(), Options{Path: path, Ballast: 1 << 12})
					if err != nil {
						return err
					}
					if door == "instance" {
						db.Begin("a") // which is noted beside it
					}
					return db.Close()
				})
				if refused && (!errors.Is(err, c.want) || !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), path+end+": move it away")) || !refused && err != nil {
					t.Errorf("%s at %s, %s: %v", kind, end, door, err)
				}
				if now, err := os.ReadFile(other); err != nil || string(now) != said {
					t.Errorf("%s at %s, %s: the other file says %q (%v)", kind, end, door, now, err)
				}
				if _, err := os.Lstat(other + ".new"); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("%s at %s, %s: a file was made where it leads (%v)", kind, end, door, err)
				}
			}
		}
	}
	pipe := filepath.Join(t.TempDir(), "rasid.db")
	must(t, unix.Mkfifo(pipe, 0o600))
	for door, open := range doors {
		if err := within(t, func() error { _, err := open(t.Context(), Options{Path: pipe}); return err }); !errors.Is(err, ErrForeign) {
			t.Errorf("a pipe, %s: %v", door, err)
		}
	}
	into := Options{Path: filepath.Join(t.TempDir(), "rasid.db")}
	if err := within(t, func() error { _, err := Salvage(t.Context(), into, pipe, made+".fresh"); return err }); !errors.Is(err, ErrOdd) {
		t.Errorf("a pipe, salvaged: %v", err)
	}
	if err := within(t, func() error { _, err := Restore(t.Context(), into, pipe, hour(1)); return err }); !errors.Is(err, ErrForeign) {
		t.Errorf("a pipe, restored: %v", err)
	}
}

// within returns what do does, or that it does not come to an end.
func within(t *testing.T, do func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-time.After(20 * time.Second):
		return errors.New("it hangs")
	}
}

// TestWorkOddLater has what is put in the place of the sources in work after the start: nothing is written there, and nothing waits.
func TestWorkOddLater(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasid.db")
	db := openAt(t, path)
	must(t, unix.Mkfifo(path+".work", 0o600))
	must(t, within(t, func() error { db.Begin("a"); db.End("a"); return db.Close() }))
}
