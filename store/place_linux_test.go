package store

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestNetworkNames(t *testing.T) {
	for kind, want := range map[int64]string{
		unix.NFS_SUPER_MAGIC: "NFS", unix.CIFS_SUPER_MAGIC: "CIFS", unix.SMB2_SUPER_MAGIC: "SMB",
		unix.EXT4_SUPER_MAGIC: "", unix.TMPFS_MAGIC: "", unix.XFS_SUPER_MAGIC: "", unix.BTRFS_SUPER_MAGIC: "", unix.OVERLAYFS_SUPER_MAGIC: "",
	} {
		if got := networkNames[kind]; got != want {
			t.Errorf("%x is %q, want %q", kind, got, want)
		}
	}
	if name, err := networkOf("/"); err != nil || name != "" {
		t.Logf("/ is on %q (%v)", name, err)
	}
}
