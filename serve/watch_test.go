package serve

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// TestWatch has what is answered to whom, in every state of the service.
func TestWatch(t *testing.T) {
	stuck, late := []string{"stuck"}, []string{"source a was due"}
	for _, tt := range []struct {
		name, from, path string
		live, late       []string
		err              error
		code             int
		body             string
	}{
		{"well", "127.0.0.1:1", "/healthz", nil, nil, nil, 200, `{"status":"ok","reasons":[]}`},
		{"by a socket", "@", "/healthz", nil, nil, nil, 200, `"ok"`},
		{"loopback of IPv6", "[::1]:1", "/livez", nil, nil, nil, 200, `"ok"`},
		{"late", "127.0.0.1:1", "/healthz", nil, late, nil, 503, `{"status":"fail","reasons":["source a was due"]}`},
		{"late, but it moves", "127.0.0.1:1", "/livez", nil, late, nil, 200, `"ok"`},
		{"stuck", "127.0.0.1:1", "/livez", stuck, nil, nil, 503, `["stuck"]`},
		{"stuck and late", "127.0.0.1:1", "/healthz", stuck, late, nil, 503, `["stuck","source a was due"]`},
		{"no database", "127.0.0.1:1", "/healthz", nil, nil, errors.New("database is gone"), 503, `["database is gone"]`},
		{"figures", "127.0.0.1:1", "/metrics", nil, nil, nil, 200, "figures"},
		{"allowed", "192.0.2.7:1", "/metrics", nil, nil, nil, 200, "figures"},
		{"allowed, written as IPv6", "[::ffff:192.0.2.7]:1", "/metrics", nil, nil, nil, 200, "figures"},
		{"a stranger", "192.0.2.8:1", "/metrics", nil, nil, nil, 403, "forbidden"},
		{"a stranger asks for health", "203.0.113.1:1", "/healthz", nil, nil, nil, 403, "forbidden"},
		{"nothing there", "127.0.0.1:1", "/", nil, nil, nil, 404, ""},
	} {
		w := Watch{
			Live:    func() []string { return tt.live },
			Well:    func(context.Context) ([]string, error) { return tt.late, tt.err },
			Figures: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("figures")) }),
			Allow:   []netip.Prefix{netip.MustParsePrefix("192.0.2.7/32")},
		}
		r, a := httptest.NewRequest("GET", tt.path, nil), httptest.NewRecorder()
		r.RemoteAddr = tt.from
		w.Handler().ServeHTTP(a, r)
		if a.Code != tt.code || !strings.Contains(a.Body.String(), tt.body) {
			t.Errorf("%s: %d %s, want %d %s", tt.name, a.Code, a.Body, tt.code, tt.body)
		}
	}
}
