//go:build unix

package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// inPlace has an opening neither follow a link nor wait for the other end of a pipe.
const inPlace = unix.O_NOFOLLOW | unix.O_NONBLOCK

// lockFile takes the instance lock, a file beside the database, and writes the process id into it. The lock
// goes with the process, however it ends.
func lockFile(path string) (io.Closer, error) {
	f, err := openPlain(path, os.O_CREATE|os.O_RDWR)
	if err != nil {
		return nil, err
	}
	if err := inherit(path); err != nil {
		f.Close()
		return nil, err
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		holder, _ := io.ReadAll(io.LimitReader(f, 20))
		f.Close()
		return nil, fmt.Errorf("%w (process %s): stop it first", ErrInUse, strings.TrimSpace(string(holder)))
	}
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = fmt.Fprintln(f, os.Getpid())
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// permitted refuses a file that this process may not open, with fs.ErrPermission. SQLite does not say why it cannot open one, and
// opening it here would end the locks that SQLite holds on it in this process.
func permitted(path string, write bool) error {
	mode := uint32(unix.R_OK)
	if write {
		mode |= unix.W_OK
	}
	if err := unix.Faccessat(unix.AT_FDCWD, path, mode, unix.AT_EACCESS); err != nil {
		return &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return nil
}

// inherit gives a file that root made to the owner of its folder: a service that runs as that user must be able to
// open what the operator put there.
func inherit(path string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return err
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok || s.Uid == 0 {
		return nil
	}
	return os.Lchown(path, int(s.Uid), int(s.Gid))
}

// links counts the names a file has.
func links(info fs.FileInfo) int {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Nlink)
	}
	return 1
}
