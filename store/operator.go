package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// OpenOperator opens the store for what the operator decides, also while an instance runs: SplitMember,
// MergeStories, Resend and their like. It takes no instance lock; SQLite lets one process write at a time, and the
// instance reads what it works on anew for each article and each delivery. So a decision is one short transaction that
// waits half a minute at most for its turn (then ErrBusy), and it rests on nothing read before it began. What
// lists new entries returns ErrOperator, for the instance alone numbers them. The schema must be there and be this
// program's: it refuses as OpenReader does, and with ErrLink, ErrNetwork and ErrExposed.
func OpenOperator(ctx context.Context, o Options) (*DB, error) {
	db, err := openOperator(ctx, o)
	return db, wrap(advise(err, o.Path), "open store", o.Path)
}

// operatorPatience is how long an operator waits for its turn: longer than the writer, because an instance with much
// to write leaves it only the moments between two commits.
const operatorPatience = 30 * time.Second

func openOperator(ctx context.Context, o Options) (_ *DB, err error) {
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, err
	}
	if err := checkPlace(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := current(ctx, path); err != nil {
		return nil, err
	}
	if err := permitted(path, true); err != nil {
		return nil, err
	}
	db := &DB{path: path, bands: o.Bands}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	if db.write, err = openPool(path, "rw", writerPragmas, 1); err != nil {
		return nil, err
	}
	if db.read, err = openPool(path, "rw", readerPragmas, readers); err != nil {
		return nil, err
	}
	if db.writer, err = newWriter(ctx, db.write, -1, &ballast{}); err != nil {
		return nil, err
	}
	db.writer.operator, db.writer.patience = true, operatorPatience
	return db, nil
}

// current refuses a database that is not there, or whose schema is not this program's.
func current(ctx context.Context, path string) error {
	version, err := inspect(ctx, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: nothing has run yet, or the path is another one; rasid once or rasid run makes it", ErrMissing)
	case err == nil && version < newest():
		return fmt.Errorf("%w (schema %d, this one needs %d): the next run upgrades it", ErrOlder, version, newest())
	}
	return err
}
