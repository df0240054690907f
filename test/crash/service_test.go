package crash

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A service is the running program, whose time goes on from base, speed times as fast as the machine's.
type service struct {
	w     *world
	cmd   *exec.Cmd
	log   string // path of the file it prints into
	base  time.Time
	begun time.Time
	speed int
}

// serve starts the service.
func (w *world) serve(base time.Time, speed int) *service {
	w.t.Helper()
	log, err := os.CreateTemp(w.t.TempDir(), "log")
	if err != nil {
		w.t.Fatal(err)
	}
	defer log.Close()
	s := &service{w: w, log: log.Name(), base: base, begun: time.Now(), speed: speed}
	s.cmd = w.command(context.Background(), base, "run", "--speed", strconv.Itoa(speed))
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { s.cmd.Process.Kill(); s.cmd.Wait() })
	return s
}

// now is the service's time, but for what its start takes.
func (s *service) now() time.Time {
	return s.base.Add(time.Duration(s.speed) * time.Since(s.begun))
}

// follow lets the articles of a press appear by the service's time, until the test ends or the service does.
func (s *service) follow(p *press) {
	ctx, cancel := context.WithCancel(context.Background())
	s.w.t.Cleanup(cancel)
	go func() {
		for tick := time.NewTicker(10 * time.Millisecond); ctx.Err() == nil; <-tick.C {
			p.set(s.now())
		}
	}()
}

// until waits for a condition, at most for so long.
func (s *service) until(what string, most time.Duration, holds func() bool) time.Duration {
	s.w.t.Helper()
	began := time.Now()
	for tick := time.NewTicker(20 * time.Millisecond); !holds(); <-tick.C {
		if time.Since(began) > most {
			s.w.t.Fatalf("not within %v: %s\n%s", most, what, s.said())
		}
	}
	return time.Since(began)
}

// stop ends the service with a signal and returns how long it took. With SIGTERM it must end well.
func (s *service) stop(sig syscall.Signal) time.Duration {
	s.w.t.Helper()
	told := time.Now()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.w.t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil && sig == syscall.SIGTERM {
		s.w.t.Fatalf("after SIGTERM: %v\n%s", err, s.said())
	}
	return time.Since(told)
}

// said is the end of what the service has printed.
func (s *service) said() string {
	text, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-6000):])
}

// lines counts the lines of the log that hold all of the words.
func (s *service) lines(words ...string) (n int) {
	text, err := os.ReadFile(s.log)
	if err != nil {
		s.w.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		held := true
		for _, word := range words {
			held = held && strings.Contains(line, word)
		}
		if held {
			n++
		}
	}
	return n
}

// overdue is what rasid status says is not as it should be.
func (s *service) overdue() string {
	s.w.t.Helper()
	var status struct{ Overdue []string }
	s.w.ask(s.now(), &status, "status")
	return strings.Join(status.Overdue, "\n")
}

// configure appends to the configuration.
func (w *world) configure(text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, "rasid.toml")
	old, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	w.write("rasid.toml", string(old)+"\n"+text)
}

// bound puts the program's directory on a file system of its own that holds so many bytes.
func (w *world) bound(bytes int) {
	w.t.Helper()
	copied := filepath.Join(w.t.TempDir(), "copied")
	if err := os.CopyFS(copied, os.DirFS(w.dir)); err != nil {
		w.t.Fatal(err)
	}
	if err := mount(w.dir, bytes); err != nil {
		w.t.Skipf("SKIP: no file system can be mounted here: %v", err)
	}
	w.t.Cleanup(func() {
		if err := unmount(w.dir); err != nil {
			w.t.Error(err)
		}
	})
	if err := os.CopyFS(w.dir, os.DirFS(copied)); err != nil {
		w.t.Fatal(err)
	}
}
