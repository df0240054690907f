package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rasid/news"
)

// TestTaken takes the files of an open store away: the next beat says so, nothing is written over what was put there, and
// what was committed before is not lost with a log that has no name any more.
func TestTaken(t *testing.T) {
	for _, c := range []struct {
		name, remedy string
		take         func(t *testing.T, path string)
		kept         bool // closing still saves all
	}{
		{"log deleted", "deleted or moved", func(t *testing.T, path string) { must(t, os.Remove(path+"-wal")) }, true},
		{"log deleted, and made again by a reader", "another file", func(t *testing.T, path string) {
			must(t, os.Remove(path+"-wal"))
			must(t, os.WriteFile(path+"-wal", nil, 0o600))
		}, true},
		{"index of the log deleted", "deleted or moved", func(t *testing.T, path string) { must(t, os.Remove(path+"-shm")) }, true},
		{"moved", "deleted or moved", func(t *testing.T, path string) { must(t, os.Rename(path, path+".old")) }, false},
		{"cut", "cut ", func(t *testing.T, path string) { must(t, os.Truncate(path, 8192)) }, false},
		{"replaced", "another file", func(t *testing.T, path string) {
			must(t, copyFile(path, path+".new"))
			must(t, os.Rename(path+".new", path))
		}, false},
		{"replaced, log and index deleted", "rasid.db; put back", func(t *testing.T, path string) {
			must(t, copyFile(path, path+".new"))
			must(t, os.Rename(path+".new", path))
			must(t, os.Remove(path+"-wal"))
			must(t, os.Remove(path+"-shm"))
		}, false},
		{"log replaced", "another file", func(t *testing.T, path string) {
			must(t, copyFile(path+"-wal", path+".new"))
			must(t, os.Rename(path+".new", path+"-wal"))
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, path := t.Context(), filepath.Join(t.TempDir(), "rasid.db")
			db, err := Open(ctx, Options{Path: path})
			must(t, err)
			must(t, db.Close()) // the log is in the database
			db, err = Open(ctx, Options{Path: path, Bands: bytesAsBands})
			must(t, err)
			a := read(t, db, listed("a", 1), "s1", news.Lead)
			must(t, db.Beat(ctx, hour(1)))
			must(t, db.Beat(ctx, hour(2)))
			c.take(t, path)
			was, _ := os.ReadFile(path)
			err = db.Beat(ctx, hour(3))
			if !errors.Is(err, ErrTaken) || !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), c.remedy) {
				t.Errorf("%v", err)
			}
			must(t, db.Close())
			if !c.kept {
				if is, _ := os.ReadFile(path); !bytes.Equal(was, is) {
					t.Error("what was there was changed")
				}
				return
			}
			if _, err := openAt(t, path).Why(ctx, a.URL); err != nil {
				t.Errorf("lost: %v", err)
			}
		})
	}
}
