package notifytest

import (
	"fmt"
	"io"
	"net/http"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// A Hook is a webhook receiver that verifies and keeps every post, and answers 204 unless it has a script.
// Its methods are safe for concurrent use.
type Hook struct {
	receiver[Post] // URL is "http://127.0.0.1:PORT/hook"

	verifier *standardwebhooks.Webhook
}

// A Post is one request that came in.
type Post struct {
	ID       string // webhook-id
	Body     []byte
	Header   http.Header
	Verified error // nil = the signature is good
}

// NewHook starts a Hook on a free port that verifies signatures with secret ("whsec_" and base64, or raw). It
// is to be closed.
func NewHook(secret string) (*Hook, error) {
	verifier, err := standardwebhooks.NewWebhook(secret)
	if len(secret) < 6 || secret[:6] != "whsec_" {
		verifier, err = standardwebhooks.NewWebhookRaw([]byte(secret))
	}
	if err != nil {
		return nil, fmt.Errorf("start hook: %w", err)
	}
	h := &Hook{receiver: receiver[Post]{URL: "/hook"}, verifier: verifier}
	if err := h.start(h.serve); err != nil {
		return nil, fmt.Errorf("start hook: %w", err)
	}
	return h, nil
}

// Posts returns what came in, oldest first.
func (h *Hook) Posts() []Post { return h.all() }

func (h *Hook) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // half a request is none
	}
	answer(w, r, h.take(Post{ID: r.Header.Get("webhook-id"), Body: body, Header: r.Header.Clone(), Verified: h.verifier.Verify(body, r.Header)}))
}

// take keeps a post and returns the reply to it.
func (h *Hook) take(p Post) Reply {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.kept = append(h.kept, p)
	reply, _ := h.next()
	return reply
}
