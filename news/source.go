package news

import "time"

// A Source is one address that lists news: a feed, a sitemap, a page of headlines.
type Source struct {
	Name    string `json:"name"`    // unique key, ASCII
	Outlet  string `json:"outlet"`  // the publisher as readers know it, "العربية"
	Kind    string `json:"kind"`    // key of fetch's table of kinds: "feed", "sitemap", "listing", "wordpress", "telegram"
	URL     string `json:"url"`     // address polled
	Archive string `json:"archive"` // address of one past day or page with {yyyy} {mm} {dd} {page} {from} {to} filled in; "" = no history

	// Selectors (CSS) that override what is found automatically; "" = automatic.
	Item  string `json:"item"`  // on a listing page: one per entry
	Title string `json:"title"` // on an article page: the headline
	Time  string `json:"time"`  // on an article page: the time of publication
	Body  string `json:"body"`  // on an article page: the element that holds the text

	Zone string `json:"zone"` // IANA name of the zone of its times that tell none, "Asia/Riyadh"; "" = UTC

	Every time.Duration `json:"every_ns"` // between polls, to begin with; 0 = the default of the configuration
	Pace  time.Duration `json:"pace_ns"`  // between the starts of two requests to its host; 0 = the default of fetch, below 0 = none
}

// A Poll is what is remembered between two polls of one Source.
type Poll struct {
	Source       string    `json:"source"`            // name of the Source
	ETag         string    `json:"etag"`              // validator to send back verbatim, "" = none
	LastModified string    `json:"last_modified"`     // validator to send back verbatim, "" = none
	Checked      time.Time `json:"checked,omitzero"`  // last time the source was asked
	Answered     time.Time `json:"answered,omitzero"` // last time it gave an answer that could be used
	Next         time.Time `json:"next,omitzero"`     // not to be asked before; zero where State is Gone: never again
	Failures     float64   `json:"failures"`          // weight of the failures since the last good answer; 0 = healthy
	State        Health    `json:"state"`             // what the last polls amount to; "" = never asked
	Reason       string    `json:"reason"`            // one line for the operator, "" when healthy; no secrets

	Full   time.Time     `json:"full,omitzero"`  // since when it has answered nothing but "unchanged"; zero = not known
	Every  time.Duration `json:"every_ns"`       // between polls as learnt from how much of each answer was new; 0 = as configured
	Fresh  time.Time     `json:"fresh,omitzero"` // last time it listed something new; zero = never
	Weekly float64       `json:"weekly"`         // new entries a week, of late
	Ill    time.Time     `json:"ill,omitzero"`   // since when it has been of no use, whatever the State was; zero = it is well
	Site   string        `json:"site"`           // domain that its links have led to, "" = not known or many
	Arabic float64       `json:"arabic"`         // share of Arabic among the letters of its titles so far, in [0, 1]
	Move   Move          `json:"move"`
}

// A Move is where a Source says that it has moved for good.
type Move struct {
	To      string    `json:"to"`             // the new address, "" = it has not moved
	Since   time.Time `json:"since,omitzero"` // first time it said so
	Said    int       `json:"said"`           // polls that said so, one after the other
	Adopted bool      `json:"adopted"`        // To is asked in the place of Source.URL
}

// Health is the state of a Source in one word.
type Health string

// The states of a Source.
const (
	Healthy     Health = "ok"          // answers as it should
	Slow        Health = "slow"        // answers, but near the limit of patience
	Blocked     Health = "blocked"     // refuses us: 401, 403, 429, bot challenge
	Silent      Health = "silent"      // answers, but has had nothing new for far longer than its habit
	Frozen      Health = "frozen"      // answers, but its newest date is weeks old
	Empty       Health = "empty"       // answers, but lists nothing
	Hijacked    Health = "hijacked"    // what it lists leads to another site, or is not Arabic any more
	Moved       Health = "moved"       // answers, from another address for good
	Broken      Health = "broken"      // answers with something that cannot be read: not a feed, cut short
	Down        Health = "down"        // does not answer: network, DNS, TLS, 5xx
	Quarantined Health = "quarantined" // was in work at two crashes in a row; not asked until the operator releases it
	Gone        Health = "gone"        // says that it has ended (410); asked once more a day later, then no more
)
