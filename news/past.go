package news

import "time"

// A PastRun asks for a topic's past: the days [From, To) of its sources, or of those named.
type PastRun struct {
	ID      string    `json:"id"` // hash of what is asked for: the same again is the same run
	Topic   string    `json:"topic"`
	From    time.Time `json:"from,omitzero"`     // 00:00 UTC
	To      time.Time `json:"to,omitzero"`       // 00:00 UTC, the day after the last
	Sources []string  `json:"sources,omitempty"` // names; none = all that the topic follows
	Wayback bool      `json:"wayback"`           // where a source has no archive of a day, or a page is gone, the Wayback Machine is asked
	Ended   time.Time `json:"-"`                 // when it was read to its end last; zero = it is not
	Err     string    `json:"-"`                 // why it ended before its end, "" = it did not
}

// A PastDay is one row of the ledger of a backfill run: what one source gave for one day that has passed, by one
// method. An entry counts once in a run: for the day it was published where that is known, for the source that listed
// it first.
type PastDay struct {
	Run      string    `json:"run"`
	Source   string    `json:"source"`
	Day      time.Time `json:"day,omitzero"` // 00:00 UTC
	Method   string    `json:"method"`       // as what the archive was read: "sitemap", "wordpress", "feed", "listing"; "wayback"; "" = it was not
	Listed   int       `json:"listed"`       // entries of the day
	New      int       `json:"new"`          // of them, entries that were not known before
	Read     int       `json:"read"`         // of them, entries whose page was read
	Relevant int       `json:"relevant"`     // of them, entries that belong to the topic of the run
	Later    int       `json:"later"`        // of them, entries that wait for their page
	Missing  string    `json:"missing"`      // why the day is not covered; "" = it is
}

// Why a day is not covered, where no error says it: what PastDay.Missing has for the operator, and what a frame has words of its
// own for.
const (
	NoArchive = "its source names no archive"
	NoCopies  = "the Wayback Machine has nothing of the day"
)

// Wayback is the method of days that the Wayback Machine was asked for.
const Wayback = "wayback"

// A Ledger is what a backfill run covered. A Digest that has one is the report of the run, which is no live digest; the same
// run over the same archives gives the same.
type Ledger struct {
	Run     PastRun   `json:"run"`
	Outlets []Outlet  `json:"outlets"` // the sources of the run, in the order of the ledger
	Days    []PastDay `json:"days"`    // the ledger, by source, day and method
}

// An Outlet is a source by the name that readers know.
type Outlet struct {
	Source string `json:"source"`
	Outlet string `json:"outlet"`
}

// PastName is the Name of a Digest that tells of past days.
const PastName = "backfill/"
