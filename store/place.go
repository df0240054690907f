package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// place returns the absolute path of a database that may be made or opened there, and makes the folder it stands in.
func place(name string) (path string, err error) {
	if path, err = filepath.Abs(name); err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	return path, checkPlace(path)
}

// checkPlace refuses places where SQLite's locks or write-ahead log cannot be relied on, or where others
// could put their own file. A file that is not there yet is no fault.
func checkPlace(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%w: name the file it points to instead", ErrLink)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: remove it or name another file", ErrForeign)
	case links(info) > 1:
		return fmt.Errorf("%w: it has a second name in the file system; copy it and name the copy", ErrLink)
	}
	dir := filepath.Dir(path)
	info, err = os.Stat(dir)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o002 != 0 && info.Mode()&fs.ModeSticky == 0 {
		return fmt.Errorf("%w: chmod o-w %s", ErrExposed, dir)
	}
	name, err := networkOf(dir)
	if err != nil {
		return err
	}
	if name != "" {
		return fmt.Errorf("%w (%s): its locks are not dependable; move the database to a local disk", ErrNetwork, name)
	}
	return nil
}

// createFile makes an empty database file that only its owner may read; an existing one stays as it is.
func createFile(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), inherit(path))
}
