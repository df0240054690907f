package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A request is one thing asked of the web.
type request struct {
	url      string
	accept   string // Accept header
	etag     string // validators of the answer before, "" = none
	modified string
	polite   bool                           // ask robots.txt first
	pace     time.Duration                  // between two requests to the host, 0 = Options.Pace
	once     bool                           // no second try
	brief    time.Duration                  // how long it may take, 0 = Options.Timeout
	patient  bool                           // wait for a turn as long as it takes
	fits     func(contentType string) error // refuses a type before the body is read, nil = any
	max      int64                          // decoded bytes, 0 = Options.MaxBytes
	cut      bool                           // keep the beginning of what is longer than max
}

// An answer is what came back, always of status 200 to 299, or unchanged.
type answer struct {
	url       string // where the answer came from, after redirects
	moved     string // where the address has moved for good, "" = it has not
	unchanged bool   // 304
	etag      string
	modified  string
	ctype     string // Content-Type header
	body      []byte // decoded
	took      time.Duration
}

// ask sends r, follows redirects and tries again where that is promising: the connection broke, or the
// server failed without naming a time. A caller that owns a schedule does the rest.
func (c *Client) ask(ctx context.Context, r request) (answer, error) {
	u, err := address(r.url)
	if err != nil {
		return answer{}, err
	}
	for try := 0; ; try++ {
		a, err := c.chase(ctx, r, u)
		if err == nil || r.once || try >= c.o.Retries || ctx.Err() != nil || !promising(err) {
			return a, err
		}
	}
}

// address parses an address that is going to be asked.
func address(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, fmt.Errorf("address %.100q: %w", withoutUser(raw), ErrURL)
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	return u, nil
}

// withoutUser cuts user and password out of an address that did not parse.
func withoutUser(raw string) string {
	if i := strings.LastIndexByte(raw, '@'); i >= 0 {
		return "…" + raw[i:]
	}
	return raw
}

func promising(err error) bool {
	var s *StatusError
	if errors.As(err, &s) {
		return s.Status >= 500 && s.Status != http.StatusNotImplemented && s.RetryAfter == 0
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return false
	}
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return false
	}
	return errors.Is(err, errBroke)
}

// errBroke marks an answer that ended before it was whole.
var errBroke = errors.New("connection broke")

// chase asks u and follows its redirects. Every hop waits for its turn at its host.
func (c *Client) chase(ctx context.Context, r request, u *url.URL) (answer, error) {
	var began time.Time
	forGood, moved := true, ""
	for hop := 0; hop <= maxRedirects; hop++ {
		leave, err := c.enter(ctx, r, u)
		if err != nil {
			return answer{}, err
		}
		if hop == 0 {
			began = time.Now()
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, cmp.Or(r.brief, c.o.Timeout))
			defer cancel()
		}
		a, to, err := c.hop(ctx, r, u)
		leave()
		if err != nil {
			return answer{}, err
		}
		if to == nil {
			a.url, a.moved, a.took = u.String(), moved, time.Since(began)
			return a, nil
		}
		forGood = forGood && to.forGood
		if u = to.url; forGood {
			moved = u.String()
		}
	}
	return answer{}, fmt.Errorf("%s: %w: more than %d", bare(u), ErrRedirect, maxRedirects)
}

// enter waits for a turn at u's host, where robots.txt allows u.
func (c *Client) enter(ctx context.Context, r request, u *url.URL) (leave func(), err error) {
	pace, longest := cmp.Or(r.pace, c.o.Pace), time.Duration(0)
	if pace > c.o.Pace {
		longest = longWait
	}
	if r.polite {
		rules, err := c.rules(ctx, u, r)
		if err != nil {
			return nil, err
		}
		if rules.none {
			return nil, fmt.Errorf("%s: %w: it cannot be had, which counts as a no (RFC 9309)", bare(u), ErrRobots)
		}
		if !rules.allow(c.o.UserAgent, u) {
			return nil, fmt.Errorf("%s: %w", bare(u), ErrRobots)
		}
		if pace = max(pace, rules.delay); rules.delay > 0 {
			longest = longWait
		}
	}
	if r.patient {
		longest = 0
	}
	leave, err = c.hosts.named(u.Host, c.o.PerHost).enter(ctx, pace, longest)
	var busy *BusyError
	if errors.As(err, &busy) {
		busy.Host = u.Host
	}
	return leave, err
}

// hop sends one request and reads its answer, or says where it redirects to.
func (c *Client) hop(ctx context.Context, r request, u *url.URL) (answer, *redirect, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, nil, fmt.Errorf("%s: %w", bare(u), ErrURL)
	}
	c.dress(req, r)
	res, err := c.web.Do(req)
	if err != nil {
		if err = plainly(err); !errors.Is(err, ErrRefused) {
			err = fmt.Errorf("%w: %w", errBroke, err)
		}
		return answer{}, nil, fmt.Errorf("%s: %w", bare(u), err)
	}
	defer res.Body.Close()
	if to := res.Header.Get("Location"); to != "" && redirects(res.StatusCode) {
		next, err := follow(u, to)
		if err != nil {
			return answer{}, nil, fmt.Errorf("%s: %w", bare(u), err)
		}
		forGood := res.StatusCode == http.StatusMovedPermanently || res.StatusCode == http.StatusPermanentRedirect
		return answer{}, &redirect{next, forGood}, nil
	}
	a, err := c.receive(res, r, u)
	return a, nil, err
}

func (c *Client) dress(req *http.Request, r request) {
	h := req.Header
	h.Set("User-Agent", c.agent)
	h.Set("Accept", r.accept)
	h.Set("Accept-Language", "ar, *;q=0.5")
	h.Set("Accept-Encoding", "gzip")
	if r.etag != "" {
		h.Set("If-None-Match", r.etag)
	}
	if r.modified != "" {
		h.Set("If-Modified-Since", r.modified)
	}
}
