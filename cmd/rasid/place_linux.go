package main

import (
	"fmt"
	"os"
	"syscall"
)

// place returns device and inode of a file as JOURNAL_STREAM has them.
func place(f *os.File) string {
	info, err := f.Stat()
	if err != nil {
		return ""
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%d:%d", s.Dev, s.Ino)
}
