package fetch

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// guardedDialer returns a dialer that connects to public addresses on ports 80 and 443, and to those within
// allow on any port. Names are looked up by r, nil = as the system does. It judges the address dialled, after the name was looked up, so that redirects,
// several answers and answers that change between two look-ups are all covered.
func guardedDialer(allow []netip.Prefix, r *net.Resolver) *net.Dialer {
	guard := ssrf.New()
	return &net.Dialer{
		Timeout:   dialTimeout,
		KeepAlive: 30 * time.Second,
		Resolver:  r,
		Control: func(network, address string, raw syscall.RawConn) error {
			if at, err := netip.ParseAddrPort(address); err == nil && within(at.Addr(), allow) {
				return nil
			}
			if err := guard.Safe(network, address, raw); err != nil {
				return fmt.Errorf("%w: %s", ErrRefused, address)
			}
			return nil
		},
	}
}

func within(a netip.Addr, prefixes []netip.Prefix) bool {
	a = a.Unmap().WithZone("")
	for _, p := range prefixes {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// transport speaks HTTP/1.1 only: with one request at once to a host HTTP/2 would save nothing and add
// its frames to what a hostile server can play with. The environment's proxy is ignored, for a proxy
// would dial what the guard refuses.
func transport(o Options, d *net.Dialer) *http.Transport {
	return &http.Transport{
		DialContext:            d.DialContext,
		DisableCompression:     true, // decoded here, so that the decoded size is bounded
		MaxResponseHeaderBytes: maxHeader,
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  o.Timeout,
		MaxIdleConns:           maxIdle,
		MaxIdleConnsPerHost:    max(1, o.PerHost),
		IdleConnTimeout:        30 * time.Second,
	}
}

// Direct returns a client for addresses that the operator wrote himself, such as webhooks: it dials any
// address, follows no redirect, keeps no cookies, uses no proxy and ends after o.Timeout.
func Direct(o Options) *http.Client {
	o = o.filled()
	return &http.Client{
		Transport:     transport(o, &net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       o.Timeout,
	}
}
