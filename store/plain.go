package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// beside are the ends of the names of the files that SQLite opens with a database.
var beside = [...]string{"-journal", "-wal", "-shm"}

// checkBeside refuses what SQLite would follow or wait for beside the database at path.
func checkBeside(path string) error {
	path, err := filepath.EvalSymlinks(path) // a reader may name a link; SQLite looks beside the file it leads to
	if err != nil {
		return err
	}
	for _, end := range beside {
		if err := checkPlain(path + end); err != nil {
			return err
		}
	}
	return nil
}

// checkPlain refuses what is no file, or a file that has another name too: it is not ours, to open a pipe takes for ever, and what is
// written through a link goes into a file of others. A file that is not there is no fault.
func checkPlain(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return plain(path, info)
}

func plain(path string, info fs.FileInfo) error {
	const remedy = "%w: %s: move it away"
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf(remedy, ErrLink, path)
	case !info.Mode().IsRegular():
		return fmt.Errorf(remedy, ErrOdd, path)
	case links(info) > 1:
		return fmt.Errorf(remedy+", it has a second name in the file system", ErrLink, path)
	}
	return nil
}

// openPlain opens a file of ours beside the database, as os.OpenFile does. It refuses what checkPlain refuses, also what is put there
// meanwhile, and never waits.
func openPlain(path string, flag int) (*os.File, error) {
	if err := checkPlain(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, flag|inPlace, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil {
		err = plain(path, info)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// readPlain reads a file of ours whole.
func readPlain(path string) ([]byte, error) {
	f, err := openPlain(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
