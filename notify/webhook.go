package notify

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"rasid/news"
)

// What a webhook is given and what is taken from it.
const (
	maxAnswer     = 4 << 10 // bytes read of an answer
	minRetryAfter = time.Minute
	maxRetryAfter = 24 * time.Hour
	minSecret     = 16 // bytes; the specification advises 24 to 64
	minToken      = 8  // bytes; a shorter part of an address is no secret
)

// webhook is the Target of kind "webhook": the JSON form, posted and signed as Standard Webhooks 1.0.0 has it.
type webhook struct {
	name    string
	url     Secret
	secrets []string // all that must not be repeated from an answer
	signers []*standardwebhooks.Webhook
	web     *http.Client
	timeout time.Duration
}

func newWebhook(o Options, web *http.Client) (*webhook, error) {
	f := faults{target: o.Name}
	w := &webhook{name: o.Name, url: o.URL, timeout: cmp.Or(o.Timeout, DefaultWebTimeout)}
	w.secrets = append(w.secrets, o.URL.Reveal())
	if u, err := url.Parse(o.URL.Reveal()); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		f.add("url", "is not an http(s) address", `name a credential, a file or an environment variable that holds one such as "https://example.org/hook"`)
	} else {
		for _, part := range []string{u.RequestURI(), strings.Trim(u.Path, "/"), u.RawQuery, u.User.String()} {
			if len(part) >= minToken {
				w.secrets = append(w.secrets, part)
			}
		}
	}
	if len(o.Secrets) == 0 || len(o.Secrets) > maxSecrets {
		f.add("secrets", fmt.Sprintf("has %d values", len(o.Secrets)), "give one, or two while it is being changed, newest first")
	}
	for _, s := range o.Secrets {
		w.secrets = append(w.secrets, s.Reveal(), strings.TrimPrefix(s.Reveal(), "whsec_"))
		w.signers = append(w.signers, signer(&f, s.Reveal()))
	}
	if web == nil {
		return nil, fmt.Errorf("target %q: no http client to post with", o.Name)
	}
	client := *web // redirects are answers here: a receiver that has moved must be told to the operator
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	w.web = &client
	return w, f.err()
}

// String returns what may be shown of a webhook: fmt would print the secrets it holds.
func (w *webhook) String() string { return "webhook " + w.name }

// GoString is String for %#v.
func (w *webhook) GoString() string { return w.String() }

// signer returns what signs with a secret in either of its two forms.
func signer(f *faults, secret string) *standardwebhooks.Webhook {
	s, err := standardwebhooks.NewWebhookRaw([]byte(secret))
	if strings.HasPrefix(secret, "whsec_") {
		s, err = standardwebhooks.NewWebhook(secret)
	}
	if err != nil {
		f.add("secrets", `has a value that begins with "whsec_" and is not base64`, "take the secret as the receiver shows it")
	}
	if len(secret) < minSecret {
		f.add("secrets", "has a value that is too short to sign with", `make one of 32 random bytes: whsec_$(head -c 32 /dev/urandom | base64)`)
	}
	return s
}

// Render returns the JSON form, for the one recipient that a webhook has.
func (w *webhook) Render(d news.Digest) ([]news.Delivery, error) {
	body, err := JSON(d)
	if err != nil {
		return nil, err
	}
	return []news.Delivery{owed(d, w.name, "", body)}, nil
}

// Notify posts one frozen body. The id, and the idempotency key that equals it, are the same over all
// attempts; the time of signing is not. Any 2xx answer means taken.
func (w *webhook) Notify(ctx context.Context, d news.Delivery, _ func() error) error {
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	now := time.Now()
	signatures := make([]string, len(w.signers))
	for i, s := range w.signers {
		var err error
		if signatures[i], err = s.Sign(d.ID, now, d.Body); err != nil {
			return &Failure{Permanent: true, Err: fmt.Errorf("sign webhook %s: %w", w.name, err)}
		}
	}
	return w.ask(ctx, http.MethodPost, d.Body, map[string]string{
		"Content-Type":                          "application/json; charset=utf-8",
		"Idempotency-Key":                       d.ID,
		standardwebhooks.HeaderWebhookID:        d.ID,
		standardwebhooks.HeaderWebhookTimestamp: strconv.FormatInt(now.Unix(), 10),
		standardwebhooks.HeaderWebhookSignature: strings.Join(signatures, " "),
	}, func(code int) bool { return code/100 == 2 })
}

// Check asks for the head of the address. A receiver that takes only posts may refuse that in its own way,
// so everything but a redirect, a login page, an address that does not exist and a server in trouble is good.
func (w *webhook) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	return w.ask(ctx, http.MethodHead, nil, nil, func(code int) bool {
		switch code {
		case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusGone:
			return false
		}
		return code/100 == 2 || code/100 == 4
	})
}

// ask makes one request and returns nil if good holds for the status of its answer.
func (w *webhook) ask(ctx context.Context, method string, body []byte, header map[string]string, good func(code int) bool) error {
	req, err := http.NewRequestWithContext(ctx, method, w.url.Reveal(), bytes.NewReader(body))
	if err != nil {
		return &Failure{Permanent: true, Err: fmt.Errorf("ask webhook %s: address cannot be used", w.name)}
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	req.Close, req.GetBody = true, nil // net/http would post an idempotent request again by itself: one attempt is one post
	res, err := w.web.Do(req)
	if err != nil {
		return &Failure{Err: fmt.Errorf("ask webhook %s: %w", w.name, w.masked(err))}
	}
	defer res.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(res.Body, maxAnswer)) // the status has said all that decides
	if good(res.StatusCode) {
		return nil
	}
	return &Failure{
		Permanent:  permanent(res.StatusCode),
		Gone:       res.StatusCode == http.StatusGone,
		RetryAfter: retryAfter(res.Header.Get("Retry-After"), time.Now()),
		Status:     status(res.StatusCode, string(answer), w.secrets...),
		Err:        fmt.Errorf("ask webhook %s: %w", w.name, errRefused),
	}
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
		return time.Duration(min(max(seconds, minRetryAfter.Seconds()), maxRetryAfter.Seconds())) * time.Second
	}
	if t, err := http.ParseTime(h); err == nil {
		return min(max(t.Sub(now), minRetryAfter), maxRetryAfter)
	}
	return 0
}

// masked returns the cause of a failed request without the address, which net/http puts into every error.
func (w *webhook) masked(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	text := err.Error()
	for _, s := range w.secrets {
		if s != "" && strings.Contains(text, s) {
			return errors.New(strings.ReplaceAll(text, s, mask))
		}
	}
	return err
}
