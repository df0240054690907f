package notify

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"rasid/news"
)

// minSecret is the least length of a signing secret in bytes; the specification advises 24 to 64.
const minSecret = 16

// webhook is the Target of kind "webhook": the JSON form, posted and signed as Standard Webhooks 1.0.0 has it.
type webhook struct {
	wire
	name    string
	url     Secret
	signers []*standardwebhooks.Webhook
}

func newWebhook(o Options, web *http.Client) (*webhook, error) {
	line, err := newWire(o, web)
	if err != nil {
		return nil, err
	}
	f := faults{target: o.Name}
	w := &webhook{wire: line, name: o.Name, url: o.URL}
	f.webAddress("url", o.URL)
	w.hide(o.URL.Reveal())
	if len(o.Secrets) == 0 || len(o.Secrets) > maxSecrets {
		f.add("secrets", fmt.Sprintf("has %d values", len(o.Secrets)), "give one, or two while it is being changed, newest first")
	}
	for _, s := range o.Secrets {
		w.hide(s.Reveal())
		w.hide(strings.TrimPrefix(s.Reveal(), "whsec_"))
		w.signers = append(w.signers, signer(&f, s.Reveal()))
	}
	return w, f.err()
}

// webAddress checks an address that is posted to and returns it parsed, an empty one where it has a fault.
func (f *faults) webAddress(key string, s Secret) *url.URL {
	u, err := url.Parse(s.Reveal())
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		f.add(key, "is not an http(s) address", `name a credential, a file or an environment variable that holds one such as "https://example.org/hook"`)
		return &url.URL{}
	}
	return u
}

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
	now := time.Now()
	signatures := make([]string, len(w.signers))
	for i, s := range w.signers {
		var err error
		if signatures[i], err = s.Sign(d.ID, now, d.Body); err != nil {
			return &Failure{Permanent: true, Err: fmt.Errorf("sign webhook %s: %w", w.name, err)}
		}
	}
	a, err := w.ask(ctx, request{http.MethodPost, w.url.Reveal(), d.Body, map[string]string{
		"Content-Type":                          "application/json; charset=utf-8",
		"Idempotency-Key":                       d.ID,
		standardwebhooks.HeaderWebhookID:        d.ID,
		standardwebhooks.HeaderWebhookTimestamp: strconv.FormatInt(now.Unix(), 10),
		standardwebhooks.HeaderWebhookSignature: strings.Join(signatures, " "),
	}})
	if err == nil && a.code/100 != 2 {
		err = w.refused(a)
	}
	return err
}

// Check asks for the head of the address. A receiver that takes only posts may refuse that in its own way,
// so everything but a redirect, a login page, an address that does not exist and a server in trouble is good.
func (w *webhook) Check(ctx context.Context) error {
	a, err := w.ask(ctx, request{method: http.MethodHead, url: w.url.Reveal()})
	if err == nil && (a.code == http.StatusNotFound || !answersPost(a)) {
		err = w.refused(a)
	}
	return err
}

// answersPost reports whether an answer to a request without content may come from what takes posts.
func answersPost(a answer) bool {
	switch a.code {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusGone:
		return false
	}
	return a.code/100 == 2 || a.code/100 == 4
}
