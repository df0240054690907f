package test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// watchdogSpan is the span of the watchdog in place of the 60 seconds of the unit: everything follows it.
const watchdogSpan = 2 * time.Second

// TestWatchdog runs the service under a watchdog (T15). While the database takes no writes, or nothing moves at all, systemd hears
// nothing for the span and would end it; what is over within half the span ends nothing.
func TestWatchdog(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(http.NotFoundHandler())
	defer web.Close()
	dir := t.TempDir()
	write(t, dir, "rasid.toml", plain(web.URL+"/feed", ""))
	s := serviceIn(t, dir, fmt.Sprintf("WATCHDOG_USEC=%d", watchdogSpan.Microseconds()))
	s.said(t, "WATCHDOG=1")
	for _, block := range []struct {
		name string
		hold func() (release func())
	}{
		{"the database takes no writes", func() func() { return holdWrites(t, filepath.Join(dir, "rasid.db")) }},
		{"nothing moves", func() func() {
			s.signal(t, syscall.SIGSTOP)
			return func() { s.signal(t, syscall.SIGCONT) }
		}},
	} {
		release := block.hold()
		time.Sleep(watchdogSpan / 4) // the watchdog's own measure: what is over sooner than half of it is nothing
		release()
		if s.starved(t, watchdogSpan+watchdogSpan/4) {
			t.Errorf("%s, for a moment: systemd would have ended the service\n%s", block.name, s.log)
		}
		release = block.hold()
		if !s.starved(t, 3*watchdogSpan) {
			t.Errorf("%s: systemd goes on hearing that all is well", block.name)
		}
		release()
		s.said(t, "WATCHDOG=1")
	}
	s.signal(t, syscall.SIGTERM)
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("exit: %v\n%s", err, s.log)
	}
}

// starved listens as systemd does, for at most a while, and reports whether the watchdog's span passed without a sign.
func (s service) starved(t *testing.T, most time.Duration) bool {
	t.Helper()
	end, last := time.Now().Add(most), time.Now()
	buf := make([]byte, 4096)
	for time.Now().Before(end) {
		s.socket.SetReadDeadline(last.Add(watchdogSpan))
		n, err := s.socket.Read(buf)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return true
		case err != nil:
			t.Fatal(err)
		case strings.Contains(string(buf[:n]), "WATCHDOG=1"):
			last = time.Now()
		}
	}
	return false
}

// holdWrites keeps every other process from writing to a database until release is called: it takes the lock that writers
// take, the 120th byte of the -shm file (WAL_WRITE_LOCK, https://www.sqlite.org/walformat.html).
func holdWrites(t *testing.T, path string) (release func()) {
	t.Helper()
	f, err := os.OpenFile(path+"-shm", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	lock := unix.Flock_t{Type: unix.F_WRLCK, Start: 120, Len: 1}
	if err := unix.FcntlFlock(f.Fd(), unix.F_SETLKW, &lock); err != nil {
		t.Fatal(err)
	}
	return func() { f.Close() }
}

// plain is a configuration with one source, one topic and a digest to the terminal; more is added to it.
func plain(url, more string) string {
	return fmt.Sprintf(`[store]
path = "rasid.db"
[fetch]
allow = ["127.0.0.0/8"]
pace = "0s"
retries = 0
timeout = "5s"
[[source]]
name = "paper"
outlet = "صحيفة"
url = %q
[[topic]]
name = "dprk-russia"
[[target]]
name = "terminal"
kind = "terminal"
[[digest]]
name = "daily"
topic = "dprk-russia"
targets = ["terminal"]
%s`, url, more)
}
