package fetch

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// reserved are the ranges that no page may lead to (IANA special-purpose address registries), among them those that hold
// an IPv4 address within an IPv6 one.
var reserved = []string{"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
	"192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"}

// FuzzDialer holds that no address of a special range is dialled, however it is written, and no port but 80 and 443.
func FuzzDialer(f *testing.F) {
	for _, s := range reserved {
		a := netip.MustParsePrefix(s).Addr().Next()
		b := a.As16()
		f.Add(b[:], uint16(80))
	}
	f.Add([]byte{8, 8, 8, 8}, uint16(443))
	f.Add([]byte{8, 8, 8, 8}, uint16(22))
	guard := guardedDialer(nil, nil).Control
	f.Fuzz(func(t *testing.T, raw []byte, port uint16) {
		a, ok := netip.AddrFromSlice(raw)
		if !ok {
			return
		}
		for _, at := range []netip.Addr{a, a.Unmap(), netip.AddrFrom16(a.As16())} {
			network := "tcp6"
			if at.Is4() {
				network = "tcp4"
			}
			if guard(network, netip.AddrPortFrom(at, port).String(), nil) != nil {
				continue
			}
			if port != 80 && port != 443 {
				t.Fatalf("port %d was let through", port)
			}
			for _, s := range reserved {
				if netip.MustParsePrefix(s).Contains(at.Unmap()) {
					t.Fatalf("%s of %s was let through", at, s)
				}
			}
		}
	})
}

// FuzzRobots holds that a wait stays within its bound, that a file that forbids nothing allows everything, and that of
// one that could not be had nothing is allowed.
func FuzzRobots(f *testing.F) {
	for _, s := range []string{"User-agent: *\nDisallow: /private%2f\nCrawl-delay: 120", "user-agent: rasid/1.0\nallow: /\ncrawl-delay: 1e9", "\xef\xbb\xbfUser-agent:*\n\nDisallow:/", "Sitemap: /s.xml\ncrawl-delay: NaN"} {
		f.Add([]byte(s), "/ar/خبر?x=1")
	}
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		u, err := url.Parse("https://example.com/" + path)
		if err != nil || len(body) > robotsBytes {
			return
		}
		r := newRules(body, "Rasid/1.0")
		if r.delay < 0 || r.delay > longestDelay {
			t.Fatalf("a wait of %v", r.delay)
		}
		lower := strings.ToLower(string(body))
		if ok := r.allow("Rasid/1.0", u); !ok && !strings.Contains(lower, "dis") {
			t.Fatalf("%q forbids %s", body, u)
		}
		if r.none = true; r.allow("Rasid/1.0", u) {
			t.Fatal("allowed though the file could not be had")
		}
	})
}
