// Package news holds the words of the pipeline: what a source lists, what was read, what was judged and
// what was sent. Types without behaviour; every other package speaks in them.
//
// All times are UTC and the zero time means unknown. Text is NFC, exactly as published apart from that:
// folding is for comparing and never stored here. Everything is a value; a stage never alters what it was
// handed.
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
	Next         time.Time // not to be asked before
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
	Gone    Health = "gone"    // says that it has ended (410); asked no more
)

// An Entry is one link that a Source listed.
type Entry struct {
	Source    string    // name of the Source that listed it first
	URL       string    // canonical address, the identity
	Key       string    // what the source itself calls it: guid or id, "" if it gives none
	Title     string    // as listed, tags removed
	Summary   string    // as listed, tags removed; "" if none
	Published time.Time // as listed; zero if absent or not to be understood, never "now"
	Seen      time.Time // first listed by Rasid
	Run       string    // backfill run that listed it; "" = live
}

// Basis says what a text or a verdict rests on.
type Basis string

// The bases, poorest first.
const (
	OnTitle   Basis = "title"   // the headline alone
	OnSummary Basis = "summary" // headline and the listed summary
	OnPage    Basis = "page"    // the article itself
)

// An Article is an Entry with the text that could be had.
type Article struct {
	Entry
	ID      string    // stable: hash of the canonical URL, 16 hex digits
	Outlet  string    // as Source.Outlet
	Author  string    // as named on the page, "" if none
	Agency  string    // wire service named in the dateline or attribution, in its usual Arabic name; "" if none
	Text    string    // paragraphs parted by a blank line; "" when only the listing could be had
	Basis   Basis     // what Text and Title rest on
	Note    string    // why there is no page text, for the reader of logs ("403 Forbidden"); "" when there is
	Sketch  []byte    // MinHash of the folded text, made by detect; nil = not sketched
	Fetched time.Time // when the page was read; zero if it was not
}

// A Verdict is one Article judged against one topic.
type Verdict struct {
	Topic    string
	Score    float64 // in [0, 1]
	Cutoff   float64 // Score at and above which an article is relevant, in [0, 1]
	Relevant bool    // belongs to the topic
	Mention  bool    // Relevant is false, but one paragraph of a longer text is on the topic
	Ask      bool    // rests on a listing and is too near the cut-off to settle without the page
	Basis    Basis   // what the score rests on
	Nearest  string  // name of the closest example
	Facets   []Facet // what carried the score, heaviest first
	Model    string  // hash of detector version, background and examples: another hash means a stale verdict
}

// A Facet is one side of a topic, alive in an article to some degree.
type Facet struct {
	Name  string  // its leading term as a reader would write it
	Score float64 // in [0, 1]
	Terms []Term  // found in the article, heaviest first
}

// A Term is a word or run of words that carried part of a Facet.
type Term struct {
	Text   string  // as written in the article
	Weight float64 // share of the facet's score, in [0, 1]
	Place  string  // where it stands first: "title", "lead" or "text"
}

// FoldKind says how an article joined a story.
type FoldKind string

// The ways an article joins a story.
const (
	Lead    FoldKind = "lead"    // opened the story
	Copy    FoldKind = "copy"    // same text as an article already in it
	Rewrite FoldKind = "rewrite" // same event in other words
)

// A Fold is the decision that an article belongs to a story, and why.
type Fold struct {
	Topic string
	Story string // Story.ID
	Kind  FoldKind
	Like  string // Article.ID it was found to be like, "" for a lead
	Why   string // one line: "same text as … (91 % of the shorter)", "same event as …: names, place, day"
}

// A Member is an Article in its place within a Story.
type Member struct {
	Article
	Fold
	Verdict Verdict
	Digest  string // Digest.ID that carried it; "" = not sent yet
}

// A Story is one event or text as several outlets carry it, within one topic.
type Story struct {
	ID      string // stable: hash of topic and the canonical URL of the article that opened it, 16 hex digits
	Topic   string
	Members []Member  // in order of publication, the lead first among equals
	Score   float64   // the best score of its members
	Opened  time.Time // publication of its first member (Seen where that is unknown)
	Updated time.Time // publication of its last member
	Earlier string    // newest Digest.ID that carried some of it before; "" = new
}

// A Digest is what one reader is told about one topic for the span [From, To).
type Digest struct {
	ID       string // hash of Name, Due and the members' ids: the same content again is recognised
	Name     string // the schedule that asked for it
	Topic    string
	Title    string // of the topic, as readers see it
	Due      time.Time
	From, To time.Time
	Zone     string  // IANA zone in which times are shown
	Language string  // of the frame: "ar" or "en"
	Stories  []Story // best first; Members holds what is new, and what was sent before has its Digest set
	Left     int     // relevant stories left out for length
	Coverage Coverage
}

// Coverage tells quiet from blindness.
type Coverage struct {
	Asked    int                 // sources of the topic
	Answered int                 // of them, those that gave a usable answer within the span
	Dark     []Dark              // the others
	Listed   int                 // entries first seen within the span
	Settled  map[Disposition]int // of them, how many ended how; sums to Listed
}

// Dark is a Source that gave no usable answer within a span.
type Dark struct {
	Source string
	Outlet string
	State  Health
	Reason string
	Since  time.Time // last usable answer; zero = never
}

// Disposition says where an Entry stands. Every entry has exactly one.
type Disposition string

// The dispositions.
const (
	Unread   Disposition = "unread"    // waits to be read, or to be tried again
	Outside  Disposition = "outside"   // published before the window that is followed
	OffTopic Disposition = "off-topic" // below every cut-off
	Mention  Disposition = "mention"   // on a topic in passing only
	Waiting  Disposition = "waiting"   // in a story that the next digest will carry
	Folded   Disposition = "folded"    // a copy in a story that a digest carried before: nothing new to send
	Sent     Disposition = "sent"      // carried by a digest
	Past     Disposition = "past"      // relevant, found by a backfill run: never enters a live digest
	Failed   Disposition = "failed"    // nothing could be had to judge
)

// A Settlement is the end, or the postponement, of reading one Entry.
type Settlement struct {
	URL         string
	Disposition Disposition
	Reason      string    // one line; "" where Disposition says all
	Topic       string    // the topic that came nearest; "" = none
	Score       float64   // against that topic
	Cutoff      float64   // of that topic
	Due         time.Time // for Unread: not to be tried before
}

// DeliveryState is where a Delivery stands.
type DeliveryState string

// The states of a Delivery.
const (
	Pending   DeliveryState = "pending"   // to be sent when due
	Talking   DeliveryState = "talking"   // an attempt is under way
	Dot       DeliveryState = "dot"       // e-mail only: the end of the message may have reached the server
	Delivered DeliveryState = "delivered" // the other side took it
	Dead      DeliveryState = "dead"      // given up, with the reason in Err
	Unknown   DeliveryState = "unknown"   // two attempts ended in doubt: the operator decides
)

// A Delivery is a Digest owed to, or taken by, one recipient of one target. Its bytes are rendered once
// and never change.
type Delivery struct {
	ID        string // stable over all attempts: hash of digest, target and recipient; the webhook-id and the left part of the Message-ID
	Digest    string // Digest.ID
	Target    string // name of the target
	To        string // recipient: address, or "" where the target has just one
	Body      []byte // what is sent, byte for byte
	State     DeliveryState
	Attempts  int
	Ambiguous int // attempts that ended in doubt
	Due       time.Time
	Sent      time.Time // when the other side took it
	Err       string    // of the last attempt, one line, no secrets
}

// A Tick is one moment at which a schedule is due.
type Tick struct {
	Schedule string
	Due      time.Time
	From     time.Time // start of what it covers: the end of what the tick before covered
	Done     bool
}
