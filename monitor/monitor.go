// Package monitor runs the belt: poll, read, digest, deliver. Each stage takes what is due from the
// store, does one thing and puts the result back in one transaction; no stage calls another. So the
// program may be killed at any line and goes on where it was, and a source, entry or target that fails
// never stops the rest.
package monitor

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/notify"
	"rasid/schedule"
	"rasid/store"
)

// Defaults of Options.
const (
	DefaultWorkers  = 32
	DefaultEvery    = 15 * time.Minute
	DefaultWindow   = 7 * 24 * time.Hour
	DefaultPatience = 6 * time.Hour
	DefaultQuiet    = 3 * 24 * time.Hour
	DefaultBeat     = 15 * time.Second
	DefaultPause    = 5 * time.Second

	DefaultNoticeWait  = time.Minute
	DefaultNoticeEvery = 10 * time.Minute
)

// Options says what a Monitor follows and how hard it tries. Zero durations and counts mean the defaults
// above.
type Options struct {
	Sources []news.Source
	Topics  []Topic
	Digests []Digest
	Alerts  []Alert
	Targets map[string]Target // by name
	Notices Notices

	Workers  int           // sources or pages asked at once, over all hosts
	Every    time.Duration // between two polls of a source that names no span of its own
	Window   time.Duration // an entry published longer than this before it was first seen is not followed
	Patience time.Duration // how long a page that does not answer is tried before the listing must do
	Quiet    time.Duration // a story takes up no rewrite after being quiet this long

	Beat  time.Duration // between two signs of life
	Pause time.Duration // of each loop, between two looks at what is due

	KeepText time.Duration // how long texts and what was sent are kept; 0 = for ever
	Keep     time.Duration // how long entries are kept; 0 = for ever

	Wary      bool // a process that died before this one is held against the sources that it had in work
	Unchecked bool // the database has not been read whole yet: Run and Checked do, and Run sends nothing before it has

	Now      func() time.Time                 // the clock; nil = time.Now
	Log      *slog.Logger                     // nil = discard
	Progress func(stage string, done, of int) // told as a stage goes on; nil = nobody listens
}

// A Topic is what monitor needs to know of one: detect knows the rest by the same name.
type Topic struct {
	Name    string
	Title   string   // as readers see it
	Sources []string // names of the sources it follows; empty = all
}

// A Digest is one schedule on which a topic's stories go out.
type Digest struct {
	Name     string
	Topic    string // Topic.Name
	Title    string // heading; "" = the topic's title
	Schedule schedule.Schedule
	Zone     string   // IANA name, for the times shown
	Language string   // as in news.Digest
	Targets  []string // names
	Empty    bool     // send also when there is nothing new

	PerSource int            // most new articles of one source, 0 = no bound; the rest waits for the next digest
	Quiet     schedule.Quiet // in these hours none is cut: what is due waits for their end
}

// Notices says how the operator is told what needs him.
type Notices struct {
	Targets  []string      // names; none = they are logged, and OpenNotices has them
	Wait     time.Duration // what comes so soon after another goes into the same message
	Every    time.Duration // least time between two messages
	Zone     string        // IANA name, for the times shown
	Language string        // as in news.Digest
}

// A Target is one place digests go to, and the way it wants to be tried again.
type Target struct {
	notify.Target
	Kind string // as in notify.Options
}

// A Monitor moves news along the belt. Its methods are safe for concurrent use, but two Monitors must not
// share one database.
type Monitor struct {
	db     *store.DB
	web    *fetch.Client
	judge  func() (*detect.Detector, error)
	folder func() *detect.Folder // made when first needed: it reads the background
	source map[string]news.Source
	o      Options

	folding  sync.Mutex // held from judging an article to storing its place: what is folded next must see it
	net      *network
	made     time.Time    // with the machine's own clock in it
	lastBeat atomic.Int64 // nanoseconds after made; 0 = never

	counting sync.Mutex
	total    Round // of all loops
	said     said  // in the log

	lookedBack atomic.Bool // for every topic

	suspects suspects
	trouble  trouble
	outcomes outcomes
}

// New returns a Monitor over its parts, which it does not close. judge is called when there is something to
// judge, so that a round with nothing new need not build a detector.
func New(db *store.DB, web *fetch.Client, judge func() (*detect.Detector, error), o Options) *Monitor {
	o.Workers = positive(o.Workers, DefaultWorkers)
	o.Every = positive(o.Every, DefaultEvery)
	o.Window = positive(o.Window, DefaultWindow)
	o.Patience = positive(o.Patience, DefaultPatience)
	o.Quiet = positive(o.Quiet, DefaultQuiet)
	o.Beat = positive(o.Beat, DefaultBeat)
	o.Pause = positive(o.Pause, DefaultPause)
	o.Notices.Wait = positive(o.Notices.Wait, DefaultNoticeWait)
	o.Notices.Every = positive(o.Notices.Every, DefaultNoticeEvery)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	m := &Monitor{
		db: db, web: web, judge: judge,
		folder: sync.OnceValue(func() *detect.Folder { return detect.NewFolder(detect.FoldOptions{Quiet: o.Quiet}) }),
		source: map[string]news.Source{}, o: o,
		net: newNetwork(), suspects: suspects{alone: make(chan struct{}, 1)}, made: time.Now(),
	}
	for _, s := range o.Sources {
		m.source[s.Name] = s
	}
	return m
}

func positive[N int | time.Duration](n, otherwise N) N {
	if n > 0 {
		return n
	}
	return otherwise
}

func (m *Monitor) now() time.Time { return m.o.Now().UTC() }

// Start makes the store know the sources and the schedules of the configuration and takes up what an earlier run left in
// the middle. It must be called once before any stage.
func (m *Monitor) Start(ctx context.Context) error {
	if err := m.db.SaveSources(ctx, m.o.Sources); err != nil {
		return err
	}
	last, _, err := m.db.LastBeat(ctx)
	if err != nil {
		return err
	}
	m.web.Resume(last.Add(m.o.Beat + m.o.Pause))
	schedules := make([]store.Schedule, len(m.o.Digests))
	for i, d := range m.o.Digests {
		schedules[i] = store.Schedule{Name: d.Name, Topic: d.Topic}
	}
	if err := m.db.SaveSchedules(ctx, schedules, m.now().Add(-m.o.Window), m.now()); err != nil {
		return err
	}
	for _, a := range m.o.Alerts {
		if _, err := m.begin(ctx, a); err != nil {
			return err
		}
	}
	if m.o.Wary {
		names, err := m.db.Unclean(ctx, m.now())
		if err != nil {
			return err
		}
		m.suspects.begin(names)
	}
	unknown, err := m.db.Recover(ctx, m.now())
	if unknown > 0 {
		m.o.Log.Warn("deliveries in doubt", "count", unknown, "remedy", "rasid deliveries")
	}
	return err
}

// follows reports whether topic t takes articles of the source.
func (t Topic) follows(source string) bool {
	return len(t.Sources) == 0 || slices.Contains(t.Sources, source)
}
