// Package store keeps everything that must be remembered in one SQLite file: sources, entries, articles,
// verdicts, stories, digests and deliveries. It is the only package that knows SQL.
//
// Each method that writes is one transaction: when it has returned without an error its work survives a kill
// and a power cut, when it has returned an error nothing of it is there. Writes that come at the same time
// are put into one commit. Times are kept to the millisecond.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Options says where the store is and how it works; all but Path may be left out.
type Options struct {
	Path string // of the database file; "-wal", "-shm", ".lock" and others appear beside it (docs/store.md)

	// Bands returns the index keys of a sketch, as detect.Bands does. Without it SaveArticle refuses
	// sketched articles of a story.
	Bands func(sketch []byte) []int64

	// Gather is how long a SavePoll may wait for others to share its commit; 0 = DefaultGather, negative = not at all.
	Gather time.Duration

	// Ballast is the size of a file kept beside the database, which is given up when the disk is full; 0 = none.
	// With it, what must be recorded then still is, and all else is refused with ErrFull until there is room again.
	Ballast int64

	// Window is how old an entry may be when a source lists it as news. What a backfill run found is news once it is
	// listed within it; 0 = never.
	Window time.Duration
}

// DefaultGather is the default of Options.Gather.
const DefaultGather = 10 * time.Millisecond

// A DB is an open store. It is safe for concurrent use.
type DB struct {
	path  string
	bands func([]byte) []int64

	read   *sql.DB
	write  *sql.DB   // nil for a reader
	lock   io.Closer // nil for a reader and an operator
	writer *writer   // nil for a reader
	ground ground    // empty for a reader and an operator
	work   *work     // nil for a reader and an operator

	whole   atomic.Int64 // when the file was read whole and found good, as ms; 0 = nobody knows
	vouched atomic.Bool

	closing sync.Once
	failure error // of Close
}

// Open opens the store for the one instance that writes to it, makes it when it is not there and brings its
// schema up to date. It refuses with ErrNewer, ErrForeign, ErrInUse, ErrLink, ErrNetwork, ErrExposed, ErrDenied and
// ErrCorrupt, and then has not changed the file.
func Open(ctx context.Context, o Options) (*DB, error) {
	db, err := open(ctx, o)
	return db, wrap(advise(err, o.Path), "open store", o.Path)
}

func open(ctx context.Context, o Options) (_ *DB, err error) {
	path, err := place(o.Path)
	if err != nil {
		return nil, err
	}
	db := &DB{path: path, bands: o.Bands}
	if db.lock, err = lockFile(path + ".lock"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	db.whole.Store(left(path))
	if err := createFile(path); err != nil {
		return nil, err
	}
	if db.write, err = openWriting(ctx, path); err != nil {
		return nil, err
	}
	if db.read, err = openPool(path, "rw", readerPragmas, readers); err != nil {
		return nil, err
	}
	if db.work, err = readWork(path + ".work"); err != nil {
		return nil, err
	}
	b := &ballast{path: path + ".ballast", size: o.Ballast}
	if err := b.keep(); err != nil {
		return nil, err
	}
	if db.writer, err = newWriter(ctx, db.write, o.Gather, b); err != nil {
		return nil, err
	}
	db.writer.window = o.Window
	return db, db.ground.stand(path)
}

// openWriting opens the connection that writes, to a file whose schema it has brought up to date.
func openWriting(ctx context.Context, path string) (*sql.DB, error) {
	version, err := inspect(ctx, path)
	if err != nil {
		return nil, err
	}
	pool, err := openPool(path, "rw", writerPragmas, 1)
	if err != nil || version == newest() {
		return pool, err
	}
	if err = keepOld(ctx, path, version); err == nil {
		err = migrate(ctx, pool)
	}
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return pool, nil
}

// OpenReader opens the store to read, also while another instance writes to it. It changes nothing and takes
// no lock; every method that writes returns ErrReader. It refuses with ErrMissing, ErrNewer, ErrOlder,
// ErrForeign, ErrDenied and ErrCorrupt.
func OpenReader(ctx context.Context, o Options) (*DB, error) {
	db, err := openReader(ctx, o)
	return db, wrap(advise(err, o.Path), "open store", o.Path)
}

func openReader(ctx context.Context, o Options) (*DB, error) {
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return nil, err
	}
	if err := current(ctx, path); err != nil {
		return nil, err
	}
	db := &DB{path: path, bands: o.Bands}
	db.read, err = openPool(path, "ro", readerPragmas, readers)
	return db, err
}

// Close waits for the writes under way, empties the write-ahead log (an operator leaves that to the instance) and closes
// the files. Calls after the first return what the first returned.
func (db *DB) Close() error {
	db.closing.Do(func() { db.failure = wrap(db.shut(), "close store", db.path) })
	return db.failure
}

func (db *DB) shut() error {
	var errs []error
	if db.ground.shaky && db.lock != nil {
		return db.lock.Close() // the files are left as they were found; what SQLite holds open goes with the process
	}
	noted := db.vouched.Load() && db.Sound() && db.ground.firm() == nil
	if db.writer != nil {
		errs = append(errs, db.writer.stop())
	}
	if db.read != nil {
		errs = append(errs, db.read.Close())
	}
	if db.write != nil {
		if db.writer != nil && !db.writer.operator {
			_, err := db.write.Exec(fmt.Sprintf("PRAGMA busy_timeout = %d; PRAGMA wal_checkpoint(TRUNCATE)", patience.Milliseconds())) // waits for readers
			errs = append(errs, err)
		}
		errs = append(errs, db.write.Close())
	}
	if db.work != nil {
		errs = append(errs, db.work.close())
	}
	if noted && errors.Join(errs...) == nil {
		leave(db.path, db.whole.Load())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.Close())
	}
	return errors.Join(errs...)
}

// Check reads the whole file and returns ErrCorrupt when something in it is damaged. It takes about a second
// for each few hundred megabytes, and ends with ctx.
func (db *DB) Check(ctx context.Context) error {
	begun := time.Now()
	db.whole.Store(0)
	err := verified(ctx, db.read, "PRAGMA quick_check(1)")
	if err == nil {
		db.whole.Store(ms(begun))
	}
	return wrap(advise(err, db.path), "check store", db.path)
}

// advise adds to the error of a database that is damaged, or another user's, what to do about it.
func advise(err error, path string) error {
	switch err = fault(err); {
	case errors.Is(err, ErrCorrupt):
		return fmt.Errorf("%w; put a backup in its place (rasid restore FILE), or read what is left of it (rasid recover %s NEW)", err, path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %w; run rasid as the user of the service, or as root", ErrDenied, err)
	case errors.Is(err, syscall.EROFS) || readOnly(err):
		return fmt.Errorf("%w: %w; the file, what is beside it and its folder must be writable for the user of the service", ErrDenied, err)
	}
	return err
}
