//go:build !linux

package store

import "time"

// networkOf knows no way to tell on this system.
func networkOf(string) (string, error) { return "", nil }

// uptime knows no way to tell on this system: a start of the machine is not told from one of the program.
func uptime() time.Duration { return 0 }
