package notify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rasid/notify"
	"rasid/notify/notifytest"
)

func hook(t *testing.T, secret string) *notifytest.Hook {
	t.Helper()
	h, err := notifytest.NewHook(secret)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	return h
}

// hookTarget posts to an address with a token in it, as many services give them out.
func hookTarget(t *testing.T, url string, secrets ...notify.Secret) notify.Target {
	t.Helper()
	if len(secrets) == 0 {
		secrets = []notify.Secret{hookSecret}
	}
	return target(t, notify.Options{Name: "hook", Kind: "webhook", URL: notify.Secret(url), Secrets: secrets, Timeout: time.Minute})
}

// TestPost guards what a receiver builds on: the same id and body over all attempts, a good signature, a fresh
// time.
func TestPost(t *testing.T) {
	h := hook(t, hookSecret)
	h.Script(notifytest.Reply{Status: 500}, notifytest.Reply{Drop: true}, notifytest.Reply{Status: 202, Body: "taken"})
	n := hookTarget(t, h.URL)
	d := render(t, n, sample())[0]
	for i, want := range []bool{false, false, true} {
		err := n.Notify(t.Context(), d, func() error { t.Error("dot called"); return nil })
		if (err == nil) != want {
			t.Errorf("attempt %d: %v", i, err)
		}
		if err != nil {
			if f := failure(t, err); f.Permanent || f.Gone || f.Doubtful {
				t.Errorf("attempt %d: %+v, want temporary", i, f)
			}
		}
	}
	if len(h.Posts()) != 3 {
		t.Fatalf("%d posts", len(h.Posts()))
	}
	for i, p := range h.Posts() {
		if p.ID != d.ID || p.Header.Get("Idempotency-Key") != d.ID || p.Verified != nil || !bytes.Equal(p.Body, d.Body) {
			t.Errorf("post %d: id %q, key %q, signature %v", i, p.ID, p.Header.Get("Idempotency-Key"), p.Verified)
		}
		if by := p.Header.Get("User-Agent"); by != "Rasid/1.0" {
			t.Errorf("post %d: it names itself %q", i, by)
		}
		if ct := p.Header.Get("Content-Type"); !strings.HasPrefix(ct, "application/json") {
			t.Errorf("post %d is %q", i, ct)
		}
	}
}

// TestRotation guards that both secrets sign while one replaces the other, whichever form they have.
func TestRotation(t *testing.T) {
	const raw = "an old secret of enough letters"
	for _, secret := range []string{hookSecret, raw} {
		h := hook(t, secret)
		n := hookTarget(t, h.URL, hookSecret, raw)
		if err := n.Notify(t.Context(), render(t, n, sample())[0], nil); err != nil {
			t.Fatal(err)
		}
		p := h.Posts()[0]
		if p.Verified != nil || len(strings.Fields(p.Header.Get("webhook-signature"))) != 2 {
			t.Errorf("receiver with the secret %.8s…: %v, %q", secret, p.Verified, p.Header.Get("webhook-signature"))
		}
	}
	h := hook(t, "a secret that nobody signs with")
	n := hookTarget(t, h.URL)
	if err := n.Notify(t.Context(), render(t, n, sample())[0], nil); err != nil {
		t.Fatal(err)
	}
	if h.Posts()[0].Verified == nil {
		t.Error("a wrong secret verifies: the receiver checks nothing")
	}
}

// TestHookAnswers is P4 with H51 to H54.
func TestHookAnswers(t *testing.T) {
	after := func(v string) map[string]string { return map[string]string{"Retry-After": v} }
	for name, c := range map[string]struct {
		reply notifytest.Reply
		ok    bool
		want  notify.Failure
	}{
		"ok":                   {notifytest.Reply{Status: 200, Body: "ok"}, true, notify.Failure{}},
		"endless body":         {notifytest.Reply{Status: 200, Endless: true}, true, notify.Failure{}},
		"bad request":          {notifytest.Reply{Status: 400}, false, notify.Failure{Permanent: true}},
		"not found":            {notifytest.Reply{Status: 404}, false, notify.Failure{Permanent: true}},
		"timeout":              {notifytest.Reply{Status: 408}, false, notify.Failure{}},
		"too early":            {notifytest.Reply{Status: 425}, false, notify.Failure{}},
		"slow down":            {notifytest.Reply{Status: 429, Header: after("120")}, false, notify.Failure{RetryAfter: 2 * time.Minute}},
		"gone":                 {notifytest.Reply{Status: 410}, false, notify.Failure{Permanent: true, Gone: true}},
		"in trouble":           {notifytest.Reply{Status: 500}, false, notify.Failure{}},
		"unavailable, long":    {notifytest.Reply{Status: 503, Header: after("1000000000")}, false, notify.Failure{RetryAfter: 24 * time.Hour}},
		"unavailable, at once": {notifytest.Reply{Status: 503, Header: after("0")}, false, notify.Failure{RetryAfter: time.Minute}},
		"moved":                {notifytest.Reply{Status: 301, Header: map[string]string{"Location": "/elsewhere"}}, false, notify.Failure{Permanent: true}},
		"found":                {notifytest.Reply{Status: 302, Header: map[string]string{"Location": "/elsewhere"}}, false, notify.Failure{Permanent: true}},
		"moved for now":        {notifytest.Reply{Status: 307, Header: map[string]string{"Location": "/elsewhere"}}, false, notify.Failure{Permanent: true}},
		"cut":                  {notifytest.Reply{Drop: true}, false, notify.Failure{}},
		"error, endless":       {notifytest.Reply{Status: 500, Endless: true}, false, notify.Failure{}},
	} {
		t.Run(name, func(t *testing.T) {
			h := hook(t, hookSecret)
			h.Script(c.reply)
			n := hookTarget(t, h.URL)
			err := n.Notify(t.Context(), render(t, n, sample())[0], nil)
			if len(h.Posts()) != 1 {
				t.Errorf("%d requests: redirects are not followed", len(h.Posts()))
			}
			if c.ok {
				if err != nil {
					t.Error(err)
				}
				return
			}
			f := failure(t, err)
			if f.Permanent != c.want.Permanent || f.Gone != c.want.Gone || f.RetryAfter != c.want.RetryAfter || f.Doubtful {
				t.Errorf("failure is %+v, want %+v", *f, c.want)
			}
			if len(f.Status) > 256 {
				t.Errorf("status has %d bytes", len(f.Status))
			}
		})
	}
}

// TestSecretsStaySecret is H55 and H73: neither the address nor a signing secret comes back in an error, not even
// from an answer that repeats them.
func TestSecretsStaySecret(t *testing.T) {
	const token = "T0K3N-in-the-path"
	h := hook(t, hookSecret)
	url := h.URL + "/" + token + "?key=" + token
	bare := strings.TrimPrefix(hookSecret, "whsec_")
	h.Script(notifytest.Reply{Status: 400, Body: "\x1b[31mbad\r\nPOST " + url + " with " + hookSecret + " and " + bare + " \u202e"})
	n := hookTarget(t, url)
	d := render(t, n, sample())[0]
	check := func(err error) {
		t.Helper()
		for _, s := range []string{token, bare, "\x1b", "\n", "\u202e"} {
			if strings.Contains(err.Error(), s) {
				t.Errorf("error holds %q: %q", s, err)
			}
		}
	}
	check(n.Notify(t.Context(), d, nil))
	h.Close()
	check(n.Notify(t.Context(), d, nil)) // connection refused
	check(n.(notify.Checker).Check(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	check(n.Notify(ctx, d, nil))
	_, err := notify.New(notify.Options{Name: "hook", Kind: "webhook", URL: "ftp://example.org/" + token, Secrets: []notify.Secret{"short"}}, &http.Client{}, nil)
	if s := fmt.Sprintf("%v %+v %#v %v", n, n, n, err); strings.Contains(s, token) || strings.Contains(s, bare) || strings.Contains(s, `"short"`) {
		t.Errorf("target or error shows a secret: %s", s)
	}
}

// TestHookNeverAnswers is H56: the limit ends the attempt.
func TestHookNeverAnswers(t *testing.T) {
	h := hook(t, hookSecret)
	h.Script(notifytest.Reply{Wait: make(chan struct{})})
	n := target(t, notify.Options{Name: "hook", Kind: "webhook", URL: notify.Secret(h.URL), Secrets: []notify.Secret{hookSecret}, Timeout: short})
	f := failure(t, n.Notify(t.Context(), render(t, n, sample())[0], nil))
	if f.Permanent || f.Doubtful || !errors.Is(f, context.DeadlineExceeded) {
		t.Errorf("failure is %v (%+v), want a temporary one of the deadline", f, f)
	}
}

// TestHookCertificate is H57: a certificate that nobody vouches for is refused.
func TestHookCertificate(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the body was sent") }))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(s.Close)
	n := hookTarget(t, s.URL)
	if f := failure(t, n.Notify(t.Context(), render(t, n, sample())[0], nil)); f.Permanent || !strings.Contains(f.Error(), "certificate") {
		t.Errorf("failure is %v", f)
	}
}

func TestHookCheck(t *testing.T) {
	for code, ok := range map[int]bool{200: true, 204: true, 400: true, 405: true, 401: false, 403: false, 404: false, 410: false, 301: false, 500: false} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodHead {
				t.Errorf("check used %s", r.Method)
			}
			w.WriteHeader(code)
		}))
		if err := hookTarget(t, s.URL).(notify.Checker).Check(t.Context()); (err == nil) != ok {
			t.Errorf("%d: %v", code, err)
		}
		s.Close()
	}
}

// TestKeys guards that every story and article in the payload has the id that a receiver keys on.
func TestKeys(t *testing.T) {
	var got struct {
		Version int
		ID      string
		Stories []struct {
			ID       string
			Articles []struct{ ID, URL, Kind string }
		}
	}
	b, err := notify.JSON(sample())
	if err != nil {
		t.Fatal(err)
	}
	unmarshal(t, b, &got)
	var keys []string
	for _, s := range got.Stories {
		keys = append(keys, s.ID)
		for _, a := range s.Articles {
			keys = append(keys, a.Kind+" "+a.ID)
		}
	}
	want := "00000000000000b1 lead 0000000000000001 copy 0000000000000002 rewrite 0000000000000003 00000000000000b2 rewrite 0000000000000005 00000000000000b3 lead 0000000000000006"
	if got.Version != 1 || got.ID != sample().ID || strings.Join(keys, " ") != want {
		t.Errorf("version %d, id %s, keys %q", got.Version, got.ID, keys)
	}
}
