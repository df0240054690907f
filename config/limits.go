package config

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"rasid/fetch"
)

func (l *loader) fetch() {
	f, o := l.file.Fetch, &l.config.Fetch
	for _, part := range []struct{ key, text string }{{"fetch.user_agent", f.UserAgent}, {"fetch.contact", f.Contact}} {
		if strings.ContainsFunc(part.text, func(r rune) bool { return r < ' ' || r > '~' }) {
			l.fault(part.key, quoted(part.text)+" cannot stand in a request", "use ASCII letters, digits and signs")
		}
	}
	o.UserAgent, o.Contact = f.UserAgent, f.Contact
	o.Timeout = l.duration("fetch.timeout", f.Timeout, time.Second, 10*time.Minute)
	o.Pace = l.duration("fetch.pace", f.Pace, 0, 10*time.Minute)
	if o.Pace == 0 && l.present("fetch.pace") {
		o.Pace = fetch.NoPace
	}
	o.Retries = int(l.count("fetch.retries", int64(f.Retries), 0, 10))
	if o.Retries == 0 && l.present("fetch.retries") {
		o.Retries = fetch.NoRetries
	}
	o.PerHost = int(l.count("fetch.per_host", int64(f.PerHost), 1, 16))
	o.MaxBytes = l.count("fetch.max_bytes", f.MaxBytes, 1<<10, 1<<30)
	o.MaxDepth = int(l.count("fetch.max_depth", int64(f.MaxDepth), 8, 1024))
	o.MaxEntries = int(l.count("fetch.max_entries", int64(f.MaxEntries), 1, 100_000))
	if l.present("fetch.wayback") {
		l.address("fetch.wayback", f.Wayback)
		o.Wayback = f.Wayback
	}
	o.Allow = l.prefixes("fetch.allow", f.Allow)
}

func (l *loader) read() {
	f, r := l.file.Read, &l.config.Read
	*r = Read{Every: DefaultEvery, Window: DefaultWindow, Workers: DefaultWorkers}
	if d := l.duration("read.every", f.Every, minEvery, 24*time.Hour); d > 0 {
		r.Every = d
	}
	if d := l.duration("read.window", f.Window, time.Hour, 10*365*24*time.Hour); d > 0 {
		r.Window = d
	}
	if n := l.count("read.workers", int64(f.Workers), 1, 256); n > 0 {
		r.Workers = int(n)
	}
}

func (l *loader) store() {
	const most = 100 * 365 * 24 * time.Hour
	f, s := l.file.Store, &l.config.Store
	s.KeepText = l.duration("store.keep_text", f.KeepText, LeastKeepText, most)
	s.Keep = l.duration("store.keep", f.Keep, LeastKeep, most)
	if s.Keep > 0 && s.KeepText > s.Keep {
		l.fault("store.keep_text", "is longer than keep", "a text goes with its entry: leave it out, or give it less than keep")
	}
	if l.present("store.path") {
		s.Path = l.path("store.path", f.Path)
		return
	}
	s.Path = filepath.Join(stateFolder(), "rasid.db")
}

// stateFolder returns where state is kept: systemd's StateDirectory, else by the XDG base directory specification.
func stateFolder() string {
	// systemd lists several folders with colons between them; the first is the program's own.
	if dir, _, _ := strings.Cut(os.Getenv("STATE_DIRECTORY"), ":"); filepath.IsAbs(dir) {
		return dir
	}
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "rasid")
	}
	if home, err := os.UserHomeDir(); err == nil && filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "state", "rasid")
	}
	return "" // the working directory
}
