//go:build unix

package notify_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"rasid/notify"
)

// TestOwner has that what root makes of a target in the folder of a service, by trying it or by sending, belongs to the service.
func TestOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIP: only root makes files that are another's")
	}
	const service = 61234
	for _, kind := range []string{"file", "feed"} {
		state := filepath.Join(t.TempDir(), "state")
		if err := os.Mkdir(state, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(state, service, service); err != nil {
			t.Fatal(err)
		}
		n := target(t, notify.Options{Name: "folder", Kind: kind, Path: filepath.Join(state, "out", "digests")})
		if err := n.(notify.Checker).Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, d := range render(t, n, sample()) {
			if err := n.Notify(t.Context(), d, nil); err != nil {
				t.Fatal(err)
			}
		}
		made := 0
		err := filepath.WalkDir(state, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil && info.Sys().(*syscall.Stat_t).Uid != service {
				t.Errorf("%s: %s has owner %d", kind, path, info.Sys().(*syscall.Stat_t).Uid)
			}
			made++
			return err
		})
		if err != nil || made < 5 { // the folders, and at least two files
			t.Errorf("%s: %d files and folders: %v", kind, made, err)
		}
	}
}
