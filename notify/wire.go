package notify

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// agent is the User-Agent that receivers see. Several of the gates that stand before them turn away that of Go's client.
const agent = "Rasid/1.0"

// What is taken from a service that is posted to.
const (
	maxAnswer     = 4 << 10 // bytes read of an answer
	minRetryAfter = time.Minute
	maxRetryAfter = 24 * time.Hour
	minToken      = 8 // bytes; a shorter part of an address is no secret
)

// A wire asks web addresses for one target and says what the answers mean, without repeating a secret.
type wire struct {
	what    string   // "webhook hook", for messages
	secrets []string // all that must not be repeated from an answer
	web     *http.Client
	timeout time.Duration
}

// A request is what is asked.
type request struct {
	method, url string
	body        []byte
	header      map[string]string
}

// An answer is what came back, of its body the first maxAnswer bytes.
type answer struct {
	code   int
	header http.Header
	body   []byte
}

func newWire(o Options, web *http.Client) (wire, error) {
	if web == nil {
		return wire{}, fmt.Errorf("target %q: no http client to post with", o.Name)
	}
	client := *web // redirects are answers here: a receiver that has moved must be told to the operator
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return wire{what: o.Kind + " " + o.Name, web: &client, timeout: cmp.Or(o.Timeout, DefaultWebTimeout)}, nil
}

// String returns what may be shown of a target: fmt would print the secrets it holds.
func (w *wire) String() string { return w.what }

// GoString is String for %#v.
func (w *wire) GoString() string { return w.what }

// hide keeps s, and where it is an address what may be a token in it, out of all messages.
func (w *wire) hide(s string) {
	w.secrets = append(w.secrets, s)
	if u, err := url.Parse(s); err == nil && u.Host != "" {
		for _, part := range []string{u.RequestURI(), strings.Trim(u.Path, "/"), u.RawQuery, u.User.String()} {
			if len(part) >= minToken {
				w.secrets = append(w.secrets, part)
			}
		}
	}
}

// ask makes one request and returns what is answered; its error is a *Failure.
func (w *wire) ask(ctx context.Context, r request) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.method, r.url, bytes.NewReader(r.body))
	if err != nil {
		return answer{}, &Failure{Permanent: true, Err: fmt.Errorf("ask %s: address cannot be used", w.what)}
	}
	req.Header.Set("User-Agent", agent)
	for k, v := range r.header {
		req.Header.Set(k, v)
	}
	req.Close, req.GetBody = true, nil // net/http would post an idempotent request again by itself: one attempt is one post
	res, err := w.web.Do(req)
	if err != nil {
		return answer{}, &Failure{Err: fmt.Errorf("ask %s: %w", w.what, w.masked(err))}
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(res.Body, maxAnswer)) // the status has said all that decides
	return answer{res.StatusCode, res.Header, body}, nil
}

// refused returns what an answer means that is not the one hoped for.
func (w *wire) refused(a answer) *Failure {
	f := &Failure{
		Permanent:  permanent(a.code),
		Gone:       a.code == http.StatusGone,
		RetryAfter: retryAfter(a.header.Get("Retry-After"), time.Now()),
		Status:     status(a.code, string(a.body), w.secrets...),
		Err:        fmt.Errorf("ask %s: %w", w.what, errRefused),
	}
	if f.RetryAfter == 0 && !f.Permanent {
		f.RetryAfter = a.retryAfter()
	}
	return f
}

// retryAfter returns the wait that chat services ask for in the body: seconds in Discord's and, within "parameters",
// Telegram's, milliseconds in Matrix's; within the bounds of the header, 0 if there is none.
func (a answer) retryAfter() time.Duration {
	var said struct {
		Seconds    float64 `json:"retry_after"`
		Millis     float64 `json:"retry_after_ms"`
		Parameters struct {
			Seconds float64 `json:"retry_after"`
		} `json:"parameters"`
	}
	if json.Unmarshal(a.body, &said) != nil {
		return 0
	}
	if s := max(said.Seconds, said.Millis/1000, said.Parameters.Seconds); s > 0 {
		return bounded(s)
	}
	return 0
}

// permanent reports whether the same request would be answered the same: redirects and all of 4xx but those
// that speak of time.
func permanent(code int) bool {
	switch code {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return code < 500
}

// retryAfter returns the wait that a Retry-After header asks for (RFC 9110 section 10.2.3) within [1 min, 24 h],
// 0 if it says nothing that can be understood.
func retryAfter(h string, now time.Time) time.Duration {
	h = strings.TrimSpace(h)
	seconds, err := strconv.ParseFloat(h, 64)
	if err == nil && !math.IsNaN(seconds) {
		return bounded(seconds)
	}
	if t, err := http.ParseTime(h); err == nil {
		return min(max(t.Sub(now), minRetryAfter), maxRetryAfter)
	}
	return 0
}

func bounded(seconds float64) time.Duration {
	return time.Duration(min(max(seconds, minRetryAfter.Seconds()), maxRetryAfter.Seconds())) * time.Second
}

// masked returns the cause of a failed request without the address, which net/http puts into every error.
func (w *wire) masked(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if text := err.Error(); masked(text, w.secrets) != text {
		return errors.New(masked(text, w.secrets))
	}
	return err
}
