//go:build unix

package store

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestOwner has that what root makes in the folder of a service belongs to the service, and that nobody else may read
// anything of the store (H64).
func TestOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIP: only root makes files that are another's")
	}
	folder := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	const service = 61234
	if err := os.Chown(folder, service, service); err != nil {
		t.Fatal(err)
	}
	o := Options{Path: filepath.Join(folder, "rasid.db")}
	backup := filepath.Join(t.TempDir(), "backup.db")
	for i := range 2 { // once made anew, once restored
		db, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Beat(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(o.Path + "*")
		if err != nil || len(files) < 4 {
			t.Fatalf("%v %v, want the database, its log, its index and its lock", files, err)
		}
		for _, path := range files {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if owner := info.Sys().(*syscall.Stat_t).Uid; owner != service || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s: mode %v, owner %d, want %d", path, info.Mode().Perm(), owner, service)
			}
		}
		os.Remove(backup)
		if _, err := db.Backup(t.Context(), backup); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(backup); err != nil || info.Mode().Perm() != 0o600 || info.Sys().(*syscall.Stat_t).Uid != 0 {
			t.Errorf("backup: %v %v", info, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(t.Context(), o, backup, time.Now().Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
}
