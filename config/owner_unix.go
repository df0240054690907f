//go:build unix

package config

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives f the owner and the group of the file that it replaces: a service that reads it by its group goes on reading it.
// Who may give it the group alone does that; who may do neither leaves f his own, and its group without rights.
func keepOwner(f *os.File, was fs.FileInfo) error {
	s, ok := was.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	if f.Chown(int(s.Uid), int(s.Gid)) == nil || f.Chown(-1, int(s.Gid)) == nil {
		return nil
	}
	return f.Chmod(was.Mode().Perm() &^ 0o070)
}
