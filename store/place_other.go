//go:build !linux

package store

import (
	"io/fs"
	"time"
)

// networkOf knows no way to tell on this system.
func networkOf(string) (string, error) { return "", nil }

// uptime knows no way to tell on this system: a start of the machine is not told from one of the program.
func uptime() time.Duration { return 0 }

// changeOf knows no way to tell on this system: each start reads the database whole.
func changeOf(fs.FileInfo) (changed time.Time, file string, known bool) {
	return time.Time{}, "", false
}
