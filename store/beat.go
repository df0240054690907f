package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"
)

// Beat writes that the program lives, so that who calls it knows that the store takes writes; a jump of the clock is
// noted. ErrTaken: the files are no longer those that were opened, and nothing was written.
func (db *DB) Beat(ctx context.Context, now time.Time) error {
	return wrap(db.beat(ctx, now, false), "beat", db.path)
}

// EndBeat is a last Beat: the program ends in order.
func (db *DB) EndBeat(ctx context.Context, now time.Time) error {
	return wrap(db.beat(ctx, now, true), "end beat", db.path)
}

func (db *DB) beat(ctx context.Context, now time.Time, stopped bool) error {
	if err := db.ground.firm(); err != nil {
		return err
	}
	return db.change(ctx, false, func(w *writer) error {
		return w.exec(`INSERT INTO beat (id, at, stopped) VALUES (1, ?1, ?3)
			ON CONFLICT (id) DO UPDATE SET jumped = iif(abs(at - ?1) > ?2, ?1, jumped), at = ?1, stopped = ?3`, ms(now), clockJump.Milliseconds(), stopped)
	})
}

// LastBeat returns the time of the last Beat, zero = never, and whether it was an EndBeat.
func (db *DB) LastBeat(ctx context.Context) (last time.Time, stopped bool, err error) {
	var n int64
	err = db.read.QueryRowContext(ctx, `SELECT coalesce(max(at), 0), coalesce(max(stopped), 0) FROM beat`).Scan(&n, &stopped)
	return at(n), stopped, wrap(err, "read last beat", "")
}

// A ground is the files that a database stands on, as they were when it was opened. Somebody who deletes or replaces one of
// them leaves SQLite writing into a file that has no name, and all of that would be lost.
type ground struct {
	mu    sync.Mutex
	path  string
	files map[string]fs.FileInfo // by the end of their names
	size  int64                  // of the database: it never shrinks
	shaky bool                   // closing would write over files of others
}

// groundFiles are the ends of their names, the database first.
var groundFiles = [...]string{"", "-wal", "-shm"}

// stand notes the files as they are.
func (g *ground) stand(path string) error {
	g.path, g.files = path, map[string]fs.FileInfo{}
	for _, end := range groundFiles {
		info, err := os.Stat(path + end)
		if err != nil {
			return err
		}
		g.files[end] = info
	}
	g.size = g.files[""].Size()
	return nil
}

// firm returns ErrTaken when a file is another one, gone, or shorter than it was. It looks at all of them, since one that
// is gone does not say that closing writes over another, and names the first in their order: SQLite itself takes
// the log of a database away that lies empty in the place of ours.
func (g *ground) firm() (first error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, end := range groundFiles {
		if err := g.lies(end); first == nil {
			first = err
		}
	}
	return first
}

// lies returns ErrTaken when the file of that end is not the one that it was, and notes what that means for closing.
func (g *ground) lies(end string) error {
	const remedy = "put back what was taken away, or a backup (rasid restore FILE), and start again"
	info, err := os.Stat(g.path + end)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		g.shaky = g.shaky || end == ""
		return fmt.Errorf("%w: somebody deleted or moved %s; %s", ErrTaken, g.path+end, remedy)
	case err != nil:
		return err
	case !os.SameFile(info, g.files[end]):
		// A log that holds nothing was made by a reader, in the place of one that somebody deleted.
		g.shaky = g.shaky || end != "-wal" || info.Size() > 0
		return fmt.Errorf("%w: somebody put another file in the place of %s; %s", ErrTaken, g.path+end, remedy)
	case end == "" && info.Size() < g.size:
		g.shaky = true
		return fmt.Errorf("%w: somebody cut %s from %d to %d bytes; %s", ErrTaken, g.path, g.size, info.Size(), remedy)
	case end == "":
		g.size = info.Size()
	}
	return nil
}
