//go:build unix

package notify

import (
	"os"
	"path/filepath"
	"syscall"
)

// inherit gives what root made to the owner of its folder, as store does with its files: a service that runs as that user must be
// able to write where the operator tried a target or sent by hand.
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
