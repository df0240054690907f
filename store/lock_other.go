//go:build !unix

package store

import (
	"io"
	"io/fs"
	"os"
)

// inPlace knows no links and pipes here.
const inPlace = 0

// lockFile opens the lock file and, knowing no lock that goes with the process here, locks nothing.
func lockFile(path string) (io.Closer, error) {
	return openPlain(path, os.O_CREATE|os.O_RDWR)
}

// permitted leaves it to SQLite here.
func permitted(string, bool) error { return nil }

// inherit knows no owners here.
func inherit(string) error { return nil }

// links knows no second names here.
func links(fs.FileInfo) int { return 1 }
