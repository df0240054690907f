// Package fetchtest serves a canned web on a real loopback server, for tests of what reads the web.
package fetchtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// A Web answers from a text archive. Each file of the archive is named by path and query ("/rss.xml",
// "/sitemap.xml?dd=27") and holds the body, after lines of header (Status, Content-Type, Content-Encoding,
// Location, Retry-After, Last-Modified, Date, Link, Cf-Mitigated) and a blank line if it begins with any:
//
//	-- /rss.xml --
//	Content-Type: application/rss+xml
//
//	<rss>…
//	-- /gone --
//	Status: 410
//
// $WEB within a body stands for the address of the server. Answers of status 200 carry an ETag and are
// answered 304 when it comes back. /robots.txt answers 404 unless it is listed; any other request that is
// not listed fails the test. A Web is safe for concurrent use.
type Web struct {
	URL string // address of the server, without a slash at its end

	t      testing.TB
	mu     sync.Mutex
	files  map[string]file
	counts map[string]int
	asked  []string
}

// A file is one canned answer.
type file struct {
	status int
	header http.Header
	body   string
}

// NewWeb serves archive until t ends.
func NewWeb(t testing.TB, archive string) *Web {
	t.Helper()
	w := &Web{t: t, files: map[string]file{}, counts: map[string]int{}}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	w.URL = server.URL
	w.Change(archive)
	return w
}

// Change puts the files of archive in the place of those of the same name.
func (w *Web) Change(archive string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		one, err := parse(string(f.Data))
		if err != nil {
			w.t.Errorf("fetchtest: file %s: %v", f.Name, err)
		}
		w.files[f.Name] = one
	}
}

// Asked returns the requests so far, in order, as path and query.
func (w *Web) Asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.asked...)
}

// Count returns how often name was asked for.
func (w *Web) Count(name string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.counts[name]
}

// ServeHTTP answers one request.
func (w *Web) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	name := r.URL.RequestURI()
	f, listed := w.files[name]
	w.asked = append(w.asked, name)
	w.counts[name]++
	w.mu.Unlock()
	if !listed {
		if name != "/robots.txt" {
			w.t.Errorf("fetchtest: %s %s is not in the archive", r.Method, name)
		}
		http.NotFound(out, r)
		return
	}
	body := strings.ReplaceAll(f.body, "$WEB", w.URL)
	for key, values := range f.header {
		for _, v := range values {
			out.Header().Add(key, strings.ReplaceAll(v, "$WEB", w.URL))
		}
	}
	if f.status == http.StatusOK {
		sum := sha256.Sum256([]byte(body))
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		if out.Header().Set("ETag", tag); r.Header.Get("If-None-Match") == tag {
			out.WriteHeader(http.StatusNotModified)
			return
		}
	}
	out.WriteHeader(f.status)
	fmt.Fprint(out, body)
}

// parse parts the header lines of a file from its body.
func parse(data string) (file, error) {
	f := file{status: http.StatusOK, header: http.Header{}, body: data}
	rest := data
	for {
		line, after, _ := strings.Cut(rest, "\n")
		key, value, ok := strings.Cut(line, ": ")
		if !ok || !isHeader(key) {
			break
		}
		rest = after
		if value = strings.TrimSpace(value); key != "Status" {
			f.header.Add(textproto.CanonicalMIMEHeaderKey(key), value)
			continue
		}
		n, err := strconv.Atoi(value)
		if err != nil {
			return f, fmt.Errorf("status: %w", err)
		}
		f.status = n
	}
	if len(rest) < len(data) {
		f.body = strings.TrimPrefix(rest, "\n")
	}
	return f, nil
}

func isHeader(key string) bool {
	switch key {
	case "Status", "Content-Type", "Content-Encoding", "Location", "Retry-After", "Last-Modified", "Date", "Link", "Cf-Mitigated":
		return true
	}
	return false
}
