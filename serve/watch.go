package serve

import (
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"slices"
)

// A Watch tells of the service to who watches it. Its functions must be safe for concurrent use.
type Watch struct {
	Live    func() []string                                    // why the service does not move; empty = it does
	Well    func(ctx context.Context) (late []string, _ error) // what is overdue, one line each
	Figures http.Handler                                       // answers /metrics
	Allow   []netip.Prefix                                     // other machines that are answered
}

// A Health is what /healthz and /livez answer as JSON.
type Health struct {
	Status  string   `json:"status"` // "ok", or "fail" with the status 503
	Reasons []string `json:"reasons"`
}

// Handler answers /livez (the service moves: 200, else 503), /healthz (it moves, and nothing is overdue) and /metrics. Who is
// not on this machine and not allowed is refused.
func (w Watch) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(rw http.ResponseWriter, _ *http.Request) { tell(rw, w.Live()) })
	mux.HandleFunc("GET /healthz", func(rw http.ResponseWriter, r *http.Request) {
		late, err := w.Well(r.Context())
		if err != nil {
			late = []string{err.Error()}
		}
		tell(rw, append(w.Live(), late...))
	})
	mux.Handle("GET /metrics", w.Figures)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !w.allowed(r.RemoteAddr) {
			http.Error(rw, "forbidden", http.StatusForbidden)
			return
		}
		rw.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(rw, r)
	})
}

// allowed reports whether a client is answered. Clients of a socket have no address: its mode says who they may be.
func (w Watch) allowed(client string) bool {
	at, err := netip.ParseAddrPort(client)
	if err != nil {
		return true
	}
	ip := at.Addr().Unmap()
	return ip.IsLoopback() || slices.ContainsFunc(w.Allow, func(p netip.Prefix) bool { return p.Contains(ip) })
}

func tell(w http.ResponseWriter, reasons []string) {
	h := Health{Status: "ok", Reasons: reasons}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if len(reasons) > 0 {
		h.Status = "fail"
		w.WriteHeader(http.StatusServiceUnavailable)
	} else {
		h.Reasons = []string{}
	}
	json.NewEncoder(w).Encode(h) //nolint:errcheck // nobody is there to be told
}
