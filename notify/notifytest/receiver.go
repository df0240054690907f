package notifytest

import (
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
)

// A receiver is the web server on the loopback interface that a Hook and a Chat are: it keeps what it takes and has a
// script of what to answer.
type receiver[T any] struct {
	URL string // where to post

	server *http.Server
	mu     sync.Mutex
	kept   []T
	script []Reply
}

// A Reply is what one request is answered with.
type Reply struct {
	Status  int // 0 = 204
	Header  map[string]string
	Body    string
	Endless bool          // the body never ends
	Drop    bool          // the connection is cut without an answer
	Wait    chan struct{} // if not nil: answer when it is closed or the client has gone
}

// start answers with serve on a free port and completes URL, which until then is what comes after the port.
func (r *receiver[T]) start(serve http.HandlerFunc) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	r.URL = "http://" + l.Addr().String() + r.URL
	r.server = &http.Server{Handler: serve}
	go r.server.Serve(l) //nolint:errcheck // ends when Close closes the listener
	return nil
}

// Close ends the server and every connection to it.
func (r *receiver[T]) Close() { r.server.Close() }

// Script appends replies; each answers one message. What a Chat answers so it has not taken.
func (r *receiver[T]) Script(replies ...Reply) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.script = append(r.script, replies...)
}

// next takes the first reply of the script and reports whether there was one; mu is held.
func (r *receiver[T]) next() (Reply, bool) {
	if len(r.script) == 0 {
		return Reply{}, false
	}
	reply := r.script[0]
	r.script = r.script[1:]
	return reply, true
}

// all returns what was kept, oldest first.
func (r *receiver[T]) all() []T {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.kept)
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
