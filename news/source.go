package news

import "time"

// A Source is one address that lists news: a feed, a sitemap, a page of headlines.
type Source struct {
	Name    string // unique key, ASCII
	Outlet  string // the publisher as readers know it, "العربية"
	Kind    string // key of fetch's table of kinds: "feed", "sitemap", "listing", "wordpress", "telegram"
	URL     string // address polled
	Archive string // address of one past day or page with {yyyy} {mm} {dd} {page} {from} {to} filled in; "" = no history

	// Selectors (CSS) that override what is found automatically; "" = automatic.
	Item  string // on a listing page: one per entry
	Title string // on an article page: the headline
	Time  string // on an article page: the time of publication
	Body  string // on an article page: the element that holds the text

	Every time.Duration // between polls; 0 = the default of the configuration
}

// A Poll is what is remembered between two polls of one Source.
type Poll struct {
	Source       string    // name of the Source
	ETag         string    // validator to send back verbatim, "" = none
	LastModified string    // validator to send back verbatim, "" = none
	Checked      time.Time // last time the source was asked
	Answered     time.Time // last time it gave an answer that could be used
	Next         time.Time // not to be asked before; zero where State is Gone: never again
	Failures     float64   // weight of the failures since the last good answer; 0 = healthy
	State        Health    // what the last polls amount to; "" = never asked
	Reason       string    // one line for the operator, "" when healthy; no secrets
}

// Health is the state of a Source in one word.
type Health string

// The states of a Source.
const (
	Healthy Health = "ok"      // answers as it should
	Slow    Health = "slow"    // answers, but near the limit of patience
	Blocked Health = "blocked" // refuses us: 401, 403, 429, bot challenge
	Silent  Health = "silent"  // answers, but has had nothing new for far longer than its habit
	Broken  Health = "broken"  // answers with something that cannot be read: not a feed, cut short, empty
	Down    Health = "down"    // does not answer: network, DNS, TLS, 5xx
	Gone    Health = "gone"    // says that it has ended (410); asked once more a day later, then no more
)
