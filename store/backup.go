package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrExists says that a file to be made is there already: it is never written over.
var ErrExists = errors.New("the file is there already")

// A Copy says what a backup holds.
type Copy struct {
	Path    string `json:"path"`
	Bytes   int64  `json:"bytes"`
	Entries int    `json:"entries"`
	Digests int    `json:"digests"`
	Schema  int    `json:"schema"` // version
}

// Backup writes the store as it is at one moment into the new file path, readable for its owner only, beside a
// running instance too. The copy is read whole and found good before it gets its name, so a file of that name is a
// good backup. ErrExists if there is a file already.
func (db *DB) Backup(ctx context.Context, path string) (Copy, error) {
	c, err := db.backup(ctx, path)
	return c, wrap(err, "back up store to", path)
}

func (db *DB) backup(ctx context.Context, path string) (Copy, error) {
	if _, err := os.Lstat(path); err == nil {
		return Copy{}, ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return Copy{}, err
	}
	unfinished := path + ".unfinished"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Copy{}, err
	}
	if err := createFile(unfinished); err != nil {
		return Copy{}, err
	}
	defer os.Remove(unfinished)
	if err := vacuumInto(ctx, db.path, unfinished); err != nil {
		return Copy{}, err
	}
	c, err := examine(ctx, unfinished)
	if err != nil {
		return Copy{}, err
	}
	c.Path = path
	return c, settleFile(unfinished, path)
}

// vacuumInto copies a database that others may be writing to. Its page copies are those of one moment, and the file
// is as small as it can be.
func vacuumInto(ctx context.Context, from, to string) error {
	pool, err := openPool(from, "ro", []string{"busy_timeout(5000)"}, 1)
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", to)
	return err
}

// examine reads a database whole and returns what it holds; ErrCorrupt, ErrForeign or ErrNewer if it cannot be relied on.
func examine(ctx context.Context, path string) (c Copy, err error) {
	c.Path = path
	if c.Schema, err = inspect(ctx, path); err != nil {
		return c, err
	}
	if c.Schema == 0 {
		return c, fmt.Errorf("%w: it holds nothing", ErrForeign)
	}
	pool, err := openPool(path, "ro", readerPragmas, 1)
	if err != nil {
		return c, err
	}
	defer pool.Close()
	if err := intact(ctx, pool); err != nil {
		return c, err
	}
	err = pool.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM digest)`).Scan(&c.Entries, &c.Digests)
	if err != nil {
		return c, err
	}
	info, err := os.Stat(path)
	if err == nil {
		c.Bytes = info.Size()
	}
	return c, err
}

// intact reads every page and every index; ErrCorrupt names the first that is not as it should be.
func intact(ctx context.Context, pool *sql.DB) error {
	return verified(ctx, pool, "PRAGMA integrity_check(1)")
}

// verified runs one of SQLite's checks; ErrCorrupt names the first fault that it finds.
func verified(ctx context.Context, pool *sql.DB, check string) error {
	var answer string
	err := pool.QueryRowContext(ctx, check).Scan(&answer)
	if err == nil && answer != "ok" {
		err = fmt.Errorf("%w: %s", ErrCorrupt, answer)
	}
	return err
}

// settleFile gives a finished file its name so that a power cut leaves all of it or nothing.
func settleFile(from, to string) error {
	if err := syncPath(from); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncPath(filepath.Dir(to))
}

// syncPath makes a file, or the names in a directory, survive a power cut.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
