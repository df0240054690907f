package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestDenied has that a database that is closed to this user, or lies in a folder that is, is refused with what to do, by
// whatever door.
func TestDenied(t *testing.T) {
	for _, closed := range []string{"rasid.db", "."} {
		t.Run(closed, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "state")
			path := filepath.Join(folder, "rasid.db")
			db, err := Open(t.Context(), Options{Path: path})
			must(t, err)
			must(t, db.Close())
			for _, open := range []string{folder, filepath.Dir(folder), filepath.Dir(filepath.Dir(folder))} {
				must(t, os.Chmod(open, 0o755))
			}
			must(t, os.Chmod(filepath.Join(folder, closed), 0))
			t.Cleanup(func() { os.Chmod(folder, 0o700) })
			for door, open := range map[string]func(context.Context, Options) (*DB, error){"instance": Open, "reader": OpenReader, "operator": OpenOperator} {
				err := asStranger(func() error {
					db, err := open(t.Context(), Options{Path: path})
					if err == nil {
						db.Close()
					}
					return err
				})
				if !errors.Is(err, ErrDenied) || !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), "as root") {
					t.Errorf("%s: %v", door, err)
				}
			}
		})
	}
}

// asStranger runs f in a thread that is not root to the file system, and ends the thread; who is not root stays who he is.
func asStranger(f func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if os.Geteuid() == 0 {
			unix.SetfsuidRetUid(61234) // what it cannot do shows in f
		}
		done <- f()
	}()
	return <-done
}

// TestFolderOfAnother has that a database whose folder this user may not write to is refused with what to do: SQLite has no room for its log.
func TestFolderOfAnother(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "state")
	path := filepath.Join(folder, "rasid.db")
	db, err := Open(t.Context(), Options{Path: path})
	must(t, err)
	must(t, db.Close())
	files, err := filepath.Glob(path + "*")
	must(t, err)
	for _, file := range files {
		must(t, os.Chmod(file, 0o666))
	}
	must(t, os.Chmod(folder, 0o555))
	t.Cleanup(func() { os.Chmod(folder, 0o700) })
	for _, open := range []string{filepath.Dir(folder), filepath.Dir(filepath.Dir(folder))} {
		must(t, os.Chmod(open, 0o755))
	}
	err = asStranger(func() error {
		db, err := Open(t.Context(), Options{Path: path})
		if err == nil {
			db.Close()
		}
		return err
	})
	if !errors.Is(err, ErrDenied) || !strings.Contains(err.Error(), "its folder must be writable") {
		t.Error(err)
	}
}
