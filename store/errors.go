package store

import (
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrUnusable is what all reasons to refuse a database have in common: errors.Is finds it in each.
var ErrUnusable = errors.New("unusable")

// The reasons for which Open and OpenReader refuse a database. The message of the returned error names the
// file and the remedy.
var (
	ErrNewer   error = refusal("written by a newer version of this program")
	ErrOlder   error = refusal("written by an older version of this program") // OpenReader only: Open migrates
	ErrForeign error = refusal("not a database of this program")
	ErrInUse   error = refusal("in use by another instance")
	ErrLink    error = refusal("a link, not a plain file")
	ErrOdd     error = refusal("not a plain file") // a pipe, a directory or the like under the name of a file beside it
	ErrNetwork error = refusal("on a network file system")
	ErrExposed error = refusal("in a directory that everybody may write to")
	ErrMissing error = refusal("no such database") // OpenReader only: Open creates it
	ErrCorrupt error = refusal("damaged")
	ErrDenied  error = refusal("not for this user to open")
	ErrTaken   error = refusal("no longer the file that was opened") // by Beat: moved, deleted, replaced or cut short
)

// A refusal is a reason to refuse a database.
type refusal string

func (r refusal) Error() string { return string(r) }

// Is makes every refusal an ErrUnusable.
func (r refusal) Is(target error) bool { return target == ErrUnusable }

// Other errors a caller may test for.
var (
	ErrNotFound = errors.New("not found")
	ErrReader   = errors.New("opened for reading only")
	ErrOperator = errors.New("opened for decisions only")
	ErrClosed   = errors.New("closed")
	// ErrCarried says that another digest of the same name has carried one of the articles already: cut anew.
	ErrCarried = errors.New("already carried by another digest")
	// ErrFull says that the disk is full: nothing was written, and it may be tried again when there is space.
	ErrFull = errors.New("disk is full")
	// ErrClock says that the clock has jumped by more than a day: nothing is taken for old.
	ErrClock = errors.New("the clock has jumped")
	// ErrBroad says that what is searched for is too short: nearly all articles hold it.
	ErrBroad = errors.New("too many words begin so")
	// ErrBusy says that another process held the database locked for too long: it may be tried again.
	ErrBusy = errors.New("locked by another process")
)

// fault joins the error that SQLite gave to the sentinel a caller may test for, unless it has it already.
func fault(err error) error {
	if kind := kindOf(err); kind != nil && !errors.Is(err, kind) {
		return fmt.Errorf("%w: %w", kind, err)
	}
	return err
}

// kindOf returns the sentinel for an error of SQLite; nil = none.
func kindOf(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return nil
	}
	if e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE { // the index of the write-ahead log cannot grow
		return ErrFull
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return ErrCorrupt
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrBusy
	}
	return nil
}

// readOnly reports whether SQLite may not write to the database, or not make its log beside it.
func readOnly(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_READONLY
}

// sought is err, but ErrNotFound in the place of sql.ErrNoRows: for the one row that a caller names.
func sought(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
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
