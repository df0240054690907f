package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"rasid/news"
)

// Errors a caller may test for with errors.Is.
var (
	ErrRefused   = errors.New("address is not public, nor within fetch.allow")
	ErrRobots    = errors.New("robots.txt does not allow it")                  // for our User-Agent
	ErrTooLarge  = errors.New("answer is larger than max_bytes")               // decoded
	ErrDepth     = errors.New("nesting is deeper than max_depth")              // of a feed or sitemap
	ErrType      = errors.New("not the type of content wanted")                // PDF, image, HTML where a feed was wanted …
	ErrChallenge = errors.New("answered with a test for robots")               // instead of the content
	ErrRedirect  = errors.New("redirect not followed")                         // more than five, to another scheme, from https to http
	ErrURL       = errors.New("not a usable address")                          // see Canonical
	ErrNoArchive = errors.New("source names no archive")                       // Source.Archive is empty, and its kind has none
	ErrNoDay     = errors.New("archive does not have the day")                 // no part or page for it, and nothing that says there was no news
	ErrNoPage    = errors.New("entry has no page of its own")                  // the source gave no link
	ErrUnread    = errors.New("content cannot be read")                        // broken feed, sitemap, page
	ErrEncoding  = errors.New("content encoding is neither gzip nor identity") // br, zstd, x-foo
	ErrNotAsked  = errors.New("answered 304 although no validator was sent")   // a broken cache in between
	ErrKind      = errors.New("no such kind of source")                        // see Kinds
)

// A StatusError is an answer whose status is neither 2xx nor an expected 304.
type StatusError struct {
	URL        string        // without user information and query values
	Status     int           // HTTP status code
	RetryAfter time.Duration // as asked for, within [1 min, 24 h]; 0 = not said
}

// Error says "URL: 403 Forbidden".
func (e *StatusError) Error() string {
	if e.RetryAfter > 0 {
		return fmt.Sprintf("%s: %d %s, try again after %s", e.URL, e.Status, http.StatusText(e.Status), e.RetryAfter)
	}
	return fmt.Sprintf("%s: %d %s", e.URL, e.Status, http.StatusText(e.Status))
}

// A BusyError says that the pace which a host asks for in robots.txt puts the request off. Nothing was
// sent and nothing is wrong; try again after Wait.
type BusyError struct {
	Host string
	Wait time.Duration
}

// Error says how long to wait.
func (e *BusyError) Error() string {
	return fmt.Sprintf("%s: crawl delay of robots.txt, next turn in %s", e.Host, e.Wait.Round(time.Second))
}

// Permanent reports whether trying again within days is useless: a 4xx other than 408, 425 and 429, an
// address that may not be dialled, content of another type, a page without a text.
func Permanent(err error) bool {
	var s *StatusError
	if errors.As(err, &s) {
		switch s.Status {
		case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
			return false
		}
		return s.Status >= 300 && s.Status < 500
	}
	for _, e := range []error{ErrRefused, ErrRobots, ErrType, ErrURL, ErrNoArchive, ErrNoDay, ErrNoPage, ErrRedirect, ErrKind, ErrMissing, ErrPaywall, ErrEmpty} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// RetryAfter returns how long the other side asks to be left alone, within [1 min, 24 h]; 0 = not said.
func RetryAfter(err error) time.Duration {
	var s *StatusError
	if errors.As(err, &s) {
		return s.RetryAfter
	}
	var b *BusyError
	if errors.As(err, &b) {
		return min(max(b.Wait, time.Minute), 24*time.Hour)
	}
	return 0
}

// Health returns the state of a source whose last request ended with err; nil is Healthy.
func Health(err error) news.Health {
	var s *StatusError
	var b *BusyError
	switch {
	case err == nil, errors.As(err, &b):
		return news.Healthy
	case errors.As(err, &s):
		return statusHealth(s.Status)
	case errors.Is(err, ErrRobots), errors.Is(err, ErrChallenge), errors.Is(err, ErrConsent), errors.Is(err, ErrPaywall):
		return news.Blocked
	}
	for _, e := range []error{ErrTooLarge, ErrDepth, ErrType, ErrRedirect, ErrURL, ErrUnread, ErrEncoding, ErrNotAsked, ErrRefused, ErrNoArchive, ErrNoDay, ErrNoPage, ErrKind, ErrMissing, ErrEmpty} {
		if errors.Is(err, e) {
			return news.Broken
		}
	}
	return news.Down
}

// Unreachable reports whether err says that the other side was never heard: no address for its name, no connection,
// silence. It may be our own network that fails.
func Unreachable(err error) bool {
	var s *StatusError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	if errors.As(err, &s) || errors.As(err, &cert) || errors.As(err, &record) || errors.As(err, &alert) {
		return false
	}
	return err != nil && Health(err) == news.Down
}

func statusHealth(status int) news.Health {
	switch {
	case status == http.StatusGone:
		return news.Gone
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusTooManyRequests,
		status == http.StatusUnavailableForLegalReasons:
		return news.Blocked
	case status >= 500, status == http.StatusRequestTimeout:
		return news.Down
	}
	return news.Broken
}

// bare returns u as it may be printed: no user information, no query values.
func bare(u *url.URL) string {
	s := u.Scheme + "://" + u.Host + u.EscapedPath()
	if u.RawQuery != "" {
		s += "?…"
	}
	if len(s) > 300 {
		s = s[:300] + "…"
	}
	return s
}

// plainly takes net/http's wrapping off a network error: it repeats the whole address, which may hold
// what must not be printed.
func plainly(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return fmt.Errorf("no complete answer in time: %w", err)
	}
	return err
}
