//go:build unix

package config

import (
	"os"
	"syscall"
	"testing"
)

// TestAppendKeepsOwner has root add a source to a file that a service reads by its group.
func TestAppendKeepsOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIP: only root has files of others")
	}
	path := written(t, "rasid.toml", small)
	const owner, group = 61234, 61235
	if err := os.Chown(path, owner, group); err != nil {
		t.Fatal(err)
	}
	if _, err := Append(path, []byte("[[source]]\nname = \"two\"\nurl = \"https://two.example/rss\"\n")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if s := info.Sys().(*syscall.Stat_t); s.Uid != owner || s.Gid != group {
		t.Errorf("owner %d, group %d, want %d, %d", s.Uid, s.Gid, owner, group)
	}
}
