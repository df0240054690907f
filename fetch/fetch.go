// Package fetch turns a Source into Entries and an Entry into an Article. It is the only package that
// reads the web: one HTTP client that keeps a pace per host, obeys robots.txt, dials public addresses
// only, and bounds whatever it is sent in size, depth and time.
//
// What comes from outside is never trusted: every text it returns is plain (no tags, no control or
// bidirectional characters in one-line fields) and every address is http or https.
package fetch

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"rasid/news"
)

// Defaults of Options.
const (
	DefaultTimeout    = 30 * time.Second // one request with all its redirects, to the last byte
	DefaultRetries    = 1                // after a network error or a 5xx
	DefaultPace       = time.Second      // between the starts of two requests to one host
	DefaultPerHost    = 2                // requests at once to one host
	DefaultMaxBytes   = 10 << 20         // of one answer, decoded
	DefaultMaxDepth   = 128              // nested elements in a feed or sitemap
	DefaultMaxEntries = 2000             // kept of one listing
	DefaultUserAgent  = "Rasid/1.0"
	DefaultWayback    = "https://web.archive.org"

	NoPace    = time.Duration(-1) // no wait between two requests to a host
	NoRetries = -1                // give up after the first try
)

const (
	maxHeader    = 64 << 10         // bytes of answer headers
	maxRedirects = 5                // hops followed
	maxValidator = 1 << 10          // bytes of an ETag or Last-Modified that is kept
	dialTimeout  = 10 * time.Second // name lookup and connection; also the TLS handshake
	longWait     = 30 * time.Second // a wait above this for a pace of the host's own is put off, not waited out
	maxIdle      = 16               // connections kept open for later, over all hosts: with a worker's each, 64 sockets at most
	slowPart     = 3                // an answer that took more than a third of Timeout is slow
)

// Options say how to read the web. The zero value of a field stands for its default.
type Options struct {
	UserAgent  string         // product token and version, DefaultUserAgent
	Contact    string         // address or URL at which a publisher reaches the operator, "" = none
	Timeout    time.Duration  // of one request with all its redirects, DefaultTimeout
	Retries    int            // tries after the first, DefaultRetries; NoRetries = none
	Pace       time.Duration  // between the starts of two requests to one host, DefaultPace; NoPace = none
	PerHost    int            // requests at once to one host, DefaultPerHost
	MaxBytes   int64          // of one decoded answer, DefaultMaxBytes
	MaxDepth   int            // nested elements in a feed or sitemap, DefaultMaxDepth
	MaxEntries int            // kept of one listing, DefaultMaxEntries
	Wayback    string         // address of the Wayback Machine, or of another archive that speaks its forms; DefaultWayback
	Allow      []netip.Prefix // ranges that may be dialled although they are not public, on any port

	Zoneless bool // Listing.Zoneless is told, for which each document is read twice

	Resolver *net.Resolver // looks names up; nil = as the system does

	Now  func() time.Time                           // clock for dates and caches, time.Now
	Wait func(context.Context, time.Duration) error // waits for a turn at a host, by Now; nil = in real time, whatever Now says
}

func (o Options) filled() Options {
	o.UserAgent = cmp.Or(o.UserAgent, DefaultUserAgent)
	o.Timeout = cmp.Or(o.Timeout, DefaultTimeout)
	o.Retries = cmp.Or(o.Retries, DefaultRetries)
	o.Pace = cmp.Or(o.Pace, DefaultPace)
	o.PerHost = cmp.Or(o.PerHost, DefaultPerHost)
	o.MaxBytes = cmp.Or(o.MaxBytes, DefaultMaxBytes)
	o.MaxDepth = cmp.Or(o.MaxDepth, DefaultMaxDepth)
	o.MaxEntries = cmp.Or(o.MaxEntries, DefaultMaxEntries)
	o.Wayback = strings.TrimRight(cmp.Or(o.Wayback, DefaultWayback), "/")
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// A Client reads sources and articles. It is safe for concurrent use.
type Client struct {
	o      Options
	web    *http.Client
	agent  string // User-Agent header
	hosts  hosts
	robots robots
	back   archives
	kept   answers // of archives
}

// New returns a Client that works by o.
func New(o Options) *Client {
	o = o.filled()
	c := &Client{o: o, agent: o.UserAgent, hosts: hosts{now: time.Now, wait: pause}}
	if o.Wait != nil {
		c.hosts.now, c.hosts.wait = o.Now, o.Wait
	}
	if o.Contact != "" {
		c.agent += " (+" + o.Contact + ")"
	}
	c.web = &http.Client{
		Transport:     transport(o, guardedDialer(o.Allow, o.Resolver)),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// Resume has every host count as asked at last, when an earlier process was still at work, so that a restart asks
// nobody sooner than its pace allows. It is called before the first request.
func (c *Client) Resume(last time.Time) { c.hosts.since = last }

// Close lets go of idle connections.
func (c *Client) Close() { c.web.CloseIdleConnections() }

// A Listing is what a Source listed at one time.
type Listing struct {
	Entries      []news.Entry // canonical URL and Source set, in the order listed; Seen is zero
	ETag         string       // validator for the next poll, "" = none
	LastModified string       // validator for the next poll, "" = none
	Unchanged    bool         // the source said that nothing changed since the poll before (304)
	Left         int          // entries beyond Options.MaxEntries, not kept
	Dropped      int          // entries without a usable link, title or text
	Zoneless     int          // entries whose times name no zone and are read as UTC, where Options.Zoneless asks for it
	Slow         bool         // the answer took more than a third of Options.Timeout
	Moved        string       // where the source says it has moved for good, "" = it has not
	Site         string       // domain that most links lead to, "" = none does; see site
	Arabic       float64      // share of Arabic among the letters of the titles, in [0, 1]
	Method       string       // of a past day: as what the archive was read, a name of Kinds or Wayback

	nested bool // the entries come from the parts of an index
	short  bool // the document was cut short
}
