// Package config reads one TOML file into the Options of every package and the topic folders into detect.Topics.
//
// It is strict: whatever it does not know, cannot use or would have to guess is a Fault with file, line, key and
// remedy, and all faults are reported at once. Secrets never stand in the file, which says only where they are; they
// are read once, when the file is loaded. Relative paths start at the folder of the file.
package config

import (
	"bytes"
	_ "embed" // for the default file
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rasid/fetch"
	"rasid/news"
	"rasid/notify"
	"rasid/schedule"
)

// A Config is a whole configuration, checked. The zero value of a field in fetch.Options and notify.Options means
// the default of that package.
type Config struct {
	Path     string // absolute path of the file, "" = the default
	Warnings Faults // what can be used, and should be mended
	Sources  []news.Source
	Topics   []Topic
	Digests  []Digest
	Alerts   []Alert
	Targets  []notify.Options
	Notices  Notices
	Listen   string // where votes of readers are taken: as serve.Listen has it; "" = nowhere
	Votes    notify.Votes
	Serve    Serve
	Store    Store
	Fetch    fetch.Options
	Read     Read
}

// A Topic is one subject that is followed. ReadExamples and DetectTopics read its folder.
type Topic struct {
	Name    string // unique among the topics, ASCII
	Title   string // as readers see it
	Folder  string // absolute path, or the name of a shipped topic
	Sources []string
	Must    []string // as in detect.Topic
	Never   []string // as in detect.Topic
	Cutoff  float64  // in [0, 1]; 0 = found from the examples
}

// A Digest says when which topic is sent where.
type Digest struct {
	Name     string // unique among the digests, ASCII
	Topic    string // Topic.Name
	Cron     string // as written
	Zone     string // IANA name; in it the schedule is computed and times are shown
	Title    string // heading
	Language string // of the frame: "ar", "en", "ar-LB" and its like for the names of the months, "ar-u-nu-arab" for the digits ٠ to ٩
	Targets  []string
	Empty    string            // when there is nothing new: "send" a digest that says so, or "skip" it
	Schedule schedule.Schedule // of Cron in Zone

	PerSource  int            // most new articles of one source, 0 = no bound
	Quiet      string         // as written; "" = none
	QuietHours schedule.Quiet // of Quiet in Zone
}

// Notices says how the operator is told what needs him.
type Notices struct {
	Targets  []string      // names; none = by the log and rasid status only
	Wait     time.Duration // what comes so soon after another goes into the same message; 0 = the default of monitor
	Every    time.Duration // least time between two messages; 0 = the default of monitor
	Zone     string        // IANA name
	Language string        // as in Digest
}

// DefaultPerSource is the default of Digest.PerSource.
const DefaultPerSource = 20

// Store says where everything that must be remembered is kept.
type Store struct {
	Path     string        // the database file
	Assumed  bool          // Path is the default because the file could not be read as far as its own, if it has one
	KeepText time.Duration // texts of articles and bytes of what was sent; 0 = for ever
	Keep     time.Duration // entries with all that hangs on them; 0 = for ever
}

// The least that may be kept. The background of general news is renewed from the summaries of 60 days, and labels are replayed over
// 30; a feed that lists again what it listed a year ago must find it known.
const (
	LeastKeepText = 60 * 24 * time.Hour
	LeastKeep     = 400 * 24 * time.Hour
)

// Read says how much is read, and how often.
type Read struct {
	Every   time.Duration // between two polls of a source that has no span of its own
	Window  time.Duration // what was published longer ago when first listed is left alone
	Workers int           // requests under way at once
}

// The defaults of Read.
const (
	DefaultEvery   = 15 * time.Minute
	DefaultWindow  = 7 * 24 * time.Hour
	DefaultWorkers = 32
)

// Bounds of a file.
const (
	maxFile   = 4 << 20
	maxName   = 64
	maxURL    = 2 << 10
	minEvery  = 5 * time.Minute
	maxFaults = 200 // that are told
)

//go:embed default.toml
var sample []byte

// Sample returns a commented file that holds the default configuration and every other key with its default,
// commented out.
func Sample() []byte { return bytes.Clone(sample) }

// Load returns the configuration in a file, or for "" that of Sample, which has no faults whatever the environment. The
// error, if any, is a Faults that holds every fault of the file, of the secrets it names and of the topic folders; with it
// comes what could be understood, to be tried but not to be run.
func Load(path string) (Config, error) {
	if path == "" {
		return parse("", sample)
	}
	data, err := readFile(path, maxFile)
	if err != nil {
		return Config{}, unread(path, err)
	}
	return parse(path, data)
}

// parse returns the configuration that data holds, as if read from path.
func parse(path string, data []byte) (Config, error) {
	l := &loader{shown: path, config: Config{}}
	if path == "" {
		l.shown = "default configuration"
	} else if absolute, err := filepath.Abs(path); err != nil {
		return Config{}, Faults{{File: path, Problem: "has no absolute path", Remedy: "start Rasid in a folder that exists"}}
	} else {
		l.config.Path, l.folder = absolute, filepath.Dir(absolute)
	}
	l.reader.report = func(line int, key, problem, remedy string) {
		l.faults = append(l.faults, Fault{File: l.shown, Line: line, Key: key, Problem: problem, Remedy: remedy})
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !l.reader.read(data, &l.file) {
		l.store() // at least: what is in force may be asked how it stands
		l.config.Store.Assumed = path != "" && !l.present("store.path")
	} else {
		l.fetch()
		l.read()
		l.store()
		l.serve()
		l.sources()
		l.topics()
		l.feedback()
		l.targets()
		names := map[string]string{} // of digests and alerts: what they carried is remembered by them
		l.digests(names)
		l.alerts(names)
		l.notices()
	}
	if len(l.faults) > 0 {
		return l.config, l.faults.sorted().shortened(l.shown)
	}
	return l.config, nil
}

// A loader turns a file into a Config and collects what is wrong with it.
type loader struct {
	shown  string // path as the user wrote it
	folder string // absolute, of the file; "" for the default
	reader reader
	file   file
	config Config
	faults Faults
}

// fault reports a fault of a key, unless it has one already.
func (l *loader) fault(key, problem, remedy string) {
	if l.reader.faulty[key] {
		return
	}
	l.reader.fault(l.line(key), key, problem, remedy)
}

// lacks is fault for a secret that cannot be had here.
func (l *loader) lacks(key, problem, remedy string) {
	n := len(l.faults)
	l.fault(key, problem, remedy)
	for i := range l.faults[n:] {
		l.faults[n+i].Secret = true
	}
}

// line returns the line of a key or, where it is absent, of what it belongs to; 0 = the whole file.
func (l *loader) line(key string) int {
	for key != "" {
		if line := l.reader.lines[key]; line > 0 {
			return line
		}
		key = key[:max(0, strings.LastIndexAny(key, ".["))]
	}
	return 0
}

// present reports whether a key stands in the file.
func (l *loader) present(key string) bool { return l.reader.lines[key] > 0 }

// doubtful reports whether some table of this name has a fault in its name, so that references to it cannot be
// checked.
func (l *loader) doubtful(table string) bool {
	for key := range l.reader.faulty {
		if key == table || strings.HasPrefix(key, table+"[") && strings.HasSuffix(key, ".name") {
			return true
		}
	}
	return false
}

// readFile returns the bytes of a regular file of at most so many bytes.
func readFile(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path) // before it is opened: opening a pipe would wait
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, fmt.Errorf("is longer than %d KiB", most>>10)
	}
	return data, err
}

// unread returns the fault of a configuration that could not be read.
func unread(path string, err error) Faults {
	remedy := "name a TOML file; rasid config init writes an example"
	if errors.Is(err, fs.ErrPermission) {
		remedy = "run rasid as a user who may read it, or as root"
	}
	return Faults{{File: path, Problem: reason(err), Remedy: remedy}}
}

// reason returns why a file could not be read, without its path.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return "cannot be read: " + at.Err.Error()
	}
	return err.Error()
}
