package store

import (
	"fmt"
	"io/fs"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// networkNames has the file systems whose files may live on another machine, by the type statfs(2) gives.
// FUSE is not among them: it may be local or not.
var networkNames = map[int64]string{
	unix.NFS_SUPER_MAGIC:  "NFS",
	unix.SMB_SUPER_MAGIC:  "SMB",
	unix.CIFS_SUPER_MAGIC: "CIFS",
	unix.SMB2_SUPER_MAGIC: "SMB",
	unix.AFS_SUPER_MAGIC:  "AFS",
	unix.AFS_FS_MAGIC:     "AFS",
	unix.CEPH_SUPER_MAGIC: "Ceph",
	unix.CODA_SUPER_MAGIC: "Coda",
	unix.NCP_SUPER_MAGIC:  "NCP",
	unix.V9FS_MAGIC:       "9P",
	0x0bd00bd0:            "Lustre",
	0x01161970:            "GFS2",
	0x7461636f:            "OCFS2",
	0x19830326:            "BeeGFS",
}

// networkOf returns the name of the network file system that holds dir, "" for a local one.
func networkOf(dir string) (string, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return "", err
	}
	return networkNames[int64(uint32(s.Type))], nil
}

// changeOf returns when a file was changed last, which nobody can set, and which file it is. known is false where the system does not tell.
func changeOf(info fs.FileInfo) (changed time.Time, file string, known bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return time.Time{}, "", false
	}
	return time.Unix(s.Ctim.Unix()), fmt.Sprintf("%d:%d", s.Dev, s.Ino), true
}

// uptime returns how long the machine has been up, with the time that it was suspended.
func uptime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
