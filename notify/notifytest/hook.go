package notifytest

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// A Hook is a webhook receiver that verifies and keeps every post, and answers 204 unless it has a script.
// Its methods are safe for concurrent use.
type Hook struct {
	URL string // "http://127.0.0.1:PORT/hook"

	verifier *standardwebhooks.Webhook
	server   *http.Server
	mu       sync.Mutex
	posts    []Post
	script   []Reply
}

// A Post is one request that came in.
type Post struct {
	ID       string // webhook-id
	Body     []byte
	Header   http.Header
	Verified error // nil = the signature is good
}

// A Reply is what the Hook answers one post with.
type Reply struct {
	Status  int // 0 = 204
	Header  map[string]string
	Body    string
	Endless bool          // the body never ends
	Drop    bool          // the connection is cut without an answer
	Wait    chan struct{} // if not nil: answer when it is closed or the client has gone
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
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start hook: %w", err)
	}
	h := &Hook{URL: "http://" + l.Addr().String() + "/hook", verifier: verifier}
	h.server = &http.Server{Handler: http.HandlerFunc(h.serve)}
	go h.server.Serve(l) //nolint:errcheck // ends when Close closes the listener
	return h, nil
}

// Close ends the Hook and every connection to it.
func (h *Hook) Close() { h.server.Close() }

// Script appends replies; each answers one post.
func (h *Hook) Script(replies ...Reply) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.script = append(h.script, replies...)
}

// Posts returns what came in, oldest first.
func (h *Hook) Posts() []Post {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.posts)
}

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
	h.posts = append(h.posts, p)
	if len(h.script) == 0 {
		return Reply{}
	}
	reply := h.script[0]
	h.script = h.script[1:]
	return reply
}

func answer(w http.ResponseWriter, r *http.Request, reply Reply) {
	if reply.Wait != nil {
		select {
		case <-reply.Wait:
		case <-r.Context().Done():
		}
	}
	if reply.Drop {
		panic(http.ErrAbortHandler) // net/http's own way to cut a connection
	}
	for k, v := range reply.Header {
		w.Header().Set(k, v)
	}
	if reply.Status == 0 {
		reply.Status = http.StatusNoContent
	}
	w.WriteHeader(reply.Status)
	io.WriteString(w, reply.Body) //nolint:errcheck // the client may have gone
	for reply.Endless {
		if _, err := w.Write(make([]byte, 1024)); err != nil {
			return
		}
	}
}
