package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The reasons for which Open and OpenReader refuse a database. The message of the returned error names the
// file and the remedy.
var (
	ErrNewer   = errors.New("written by a newer version of this program")
	ErrOlder   = errors.New("written by an older version of this program") // OpenReader only: Open migrates
	ErrForeign = errors.New("not a database of this program")
	ErrInUse   = errors.New("in use by another instance")
	ErrLink    = errors.New("a link, not a plain file")
	ErrNetwork = errors.New("on a network file system")
	ErrExposed = errors.New("in a directory that everybody may write to")
	ErrMissing = errors.New("no such database") // OpenReader only: Open creates it
	ErrCorrupt = errors.New("damaged")
)

// Other errors a caller may test for.
var (
	ErrNotFound = errors.New("not found")
	ErrReader   = errors.New("opened for reading only")
	ErrClosed   = errors.New("closed")
	// ErrCarried says that another digest of the topic has carried one of the articles already: cut anew.
	ErrCarried = errors.New("already carried by another digest")
	// ErrFull says that the disk is full: nothing was written, and it may be tried again when there is space.
	ErrFull = errors.New("disk is full")
	// ErrBusy says that another process held the database locked for too long: it may be tried again.
	ErrBusy = errors.New("locked by another process")
)

// fault joins the error that SQLite gave to the sentinel a caller may test for.
func fault(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// wrap puts the operation and its object before an error, once at the boundary of the package.
func wrap(err error, operation string, object string) error {
	if err == nil {
		return nil
	}
	if object != "" {
		operation += " " + object
	}
	return fmt.Errorf("%s: %w", operation, fault(err))
}
