package fetch

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jimsmart/grobotstxt"
)

// How robots.txt is kept (RFC 9309 sections 2.4 and 2.5).
const (
	robotsBytes  = 500 << 10        // read of a file, the rest is ignored
	robotsLife   = 24 * time.Hour   // of a file, or of the knowledge that there is none
	robotsFailed = 10 * time.Minute // of the knowledge that it could not be had
	longestDelay = 10 * time.Minute // a Crawl-delay above this counts as this
	robotsKept   = 16 << 20         // bytes of all files together; beyond it all are forgotten
)

// robots remembers the rules of every host. The zero value is ready.
type robots struct {
	mu   sync.Mutex
	all  map[string]*robotsFile
	size int // bytes of the files in all
}

// A robotsFile is the place of one host's rules.
type robotsFile struct {
	mu    sync.Mutex // held while the file is being fetched
	until time.Time
	rules rules
}

// rules are what one robots.txt says.
type rules struct {
	body  string
	none  bool          // everything is forbidden: the file could not be had
	delay time.Duration // Crawl-delay for us, 0 = none
}

// rules returns the rules of u's host, fetched at most once a day, at the pace and within the time of the request that asks
// for them. What a brief one learns by waiting in vain is not kept.
func (c *Client) rules(ctx context.Context, u *url.URL, r request) (rules, error) {
	f := c.robots.file(u.Scheme + "://" + u.Host)
	f.mu.Lock()
	defer f.mu.Unlock()
	now := c.o.Now()
	if !f.until.IsZero() && now.Before(f.until) && now.After(f.until.Add(-2*robotsLife)) {
		return f.rules, nil
	}
	at := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	a, err := c.askRobots(ctx, at.String(), r)
	if err != nil && (ctx.Err() != nil || r.brief > 0 && errors.Is(err, context.DeadlineExceeded)) {
		return rules{}, err
	}
	life := robotsLife
	switch f.rules = (rules{}); {
	case err == nil:
		f.rules = newRules(a.body, c.o.UserAgent)
	case !absent(err):
		f.rules.none, life = true, robotsFailed
	}
	f.until = now.Add(life)
	c.robots.grow(len(f.rules.body))
	return f.rules, nil
}

// grow counts n bytes more, and forgets all files when they are too many: a hostile site has as many hosts
// as it likes.
func (r *robots) grow(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.size += n; r.size > robotsKept || len(r.all) > maxHosts {
		r.all, r.size = nil, 0
	}
}

func (r *robots) file(origin string) *robotsFile {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all == nil {
		r.all = map[string]*robotsFile{}
	}
	f := r.all[origin]
	if f == nil {
		f = &robotsFile{}
		r.all[origin] = f
	}
	return f
}

// askRobots reads the file; of one that is too long it reads the beginning.
func (c *Client) askRobots(ctx context.Context, at string, r request) (answer, error) {
	return c.ask(ctx, request{url: at, accept: "text/plain, */*;q=0.1", max: robotsBytes, cut: true, pace: r.pace, brief: r.brief})
}

// absent reports whether err means that there is no robots.txt, so that everything is allowed
// (RFC 9309 section 2.3.1.3: 4xx, and more redirects than five).
func absent(err error) bool {
	var s *StatusError
	if errors.As(err, &s) {
		return s.Status >= 400 && s.Status < 500 && s.Status != http.StatusTooManyRequests
	}
	return errors.Is(err, ErrRedirect)
}

var escape = regexp.MustCompile(`%[0-9a-fA-F]{2}`)

// newRules reads a robots.txt for agent. Percent escapes are written in capitals, as the addresses are
// that they are compared with.
func newRules(body []byte, agent string) rules {
	body = bytes.ToValidUTF8(body, nil)
	body = escape.ReplaceAllFunc(body, bytes.ToUpper)
	d := delays{agent: product(agent)}
	grobotstxt.Parse(string(body), &d)
	return rules{body: string(body), delay: d.delay()}
}

// allow reports whether agent may ask for u.
func (r rules) allow(agent string, u *url.URL) bool {
	if r.none {
		return false
	}
	return r.body == "" || grobotstxt.AgentAllowed(r.body, product(agent), u.String())
}

// product returns the name in front of a User-Agent, "Rasid" of "Rasid/1.0".
func product(agent string) string {
	name, _, _ := strings.Cut(agent, "/")
	return strings.TrimSpace(name)
}

// delays collects Crawl-delay, which RFC 9309 leaves out and many files still hold: that of the group
// for agent, else that of the group for everyone.
type delays struct {
	agent       string
	mine, all   bool // the group being read is for agent, for everyone
	inAgents    bool // the line before was a user-agent
	own, anyone time.Duration
	named       bool // there is a group for agent
}

func (d *delays) delay() time.Duration {
	if d.named {
		return d.own
	}
	return d.anyone
}

// HandleRobotsStart is part of grobotstxt.ParseHandler.
func (d *delays) HandleRobotsStart() {}

// HandleRobotsEnd is part of grobotstxt.ParseHandler.
func (d *delays) HandleRobotsEnd() {}

// HandleUserAgent is part of grobotstxt.ParseHandler.
func (d *delays) HandleUserAgent(_ int, name string) {
	if !d.inAgents {
		d.mine, d.all = false, false
	}
	d.inAgents = true
	d.all = d.all || name == "*"
	if strings.EqualFold(product(name), d.agent) {
		d.mine, d.named = true, true
	}
}

// HandleAllow is part of grobotstxt.ParseHandler.
func (d *delays) HandleAllow(int, string) { d.inAgents = false }

// HandleDisallow is part of grobotstxt.ParseHandler.
func (d *delays) HandleDisallow(int, string) { d.inAgents = false }

// HandleSitemap is part of grobotstxt.ParseHandler.
func (d *delays) HandleSitemap(int, string) {}

// HandleUnknownAction is part of grobotstxt.ParseHandler.
func (d *delays) HandleUnknownAction(_ int, action, value string) {
	d.inAgents = false
	if !strings.EqualFold(action, "crawl-delay") {
		return
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(seconds > 0) {
		return
	}
	wait := time.Duration(min(seconds, longestDelay.Seconds()) * float64(time.Second))
	if d.mine {
		d.own = max(d.own, wait)
	}
	if d.all {
		d.anyone = max(d.anyone, wait)
	}
}
