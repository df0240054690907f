package fetch

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"rasid/news"
)

// special are addresses that no source may lead to: the IANA special purpose registries, IPv4 within
// IPv6, and the services that clouds keep on link-local addresses.
const special = `127.0.0.1 127.1.2.3 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255
192.168.0.1 192.168.255.255 169.254.169.254 169.254.0.1 100.64.0.1 100.100.100.200 100.127.255.255 192.0.0.1 192.0.0.170
192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
::1 :: ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 ::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::7f00:1 64:ff9b:1::1
100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe:: 2002:c0a8:1:: 2620:4f:8000::1
3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 ff0e::1 4000::1`

// A tripwire is a name server that answers with what it is told, and counts what its listeners accept.
type tripwire struct {
	hits    atomic.Int64
	lookups atomic.Int64
	answers func(name string, n int64) []netip.Addr // n counts the look-ups
}

// serve answers DNS over UDP on loopback until the test ends.
func (w *tripwire) serve(t *testing.T) *net.Resolver {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	go func() {
		buf := make([]byte, 4096)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			if out := w.answer(buf[:n]); out != nil {
				pc.WriteTo(out, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
}

func (w *tripwire) answer(query []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Authoritative = true, true, true
	m.Additionals = nil
	if q.Type == dnsmessage.TypeA {
		w.lookups.Add(1)
	}
	for _, a := range w.answers(q.Name.String(), w.lookups.Load()) {
		h := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, Type: q.Type, TTL: 0}
		switch {
		case q.Type == dnsmessage.TypeA && a.Is4():
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: a.As4()}})
		case q.Type == dnsmessage.TypeAAAA && !a.Is4():
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: a.As16()}})
		}
	}
	out, err := m.Pack()
	if err != nil {
		return nil
	}
	return out
}

// strict returns a client whose every dial that gets past the guard is counted and goes nowhere else.
func strict(t *testing.T, w *tripwire, allow ...netip.Prefix) *Client {
	o := Options{Pace: NoPace, Retries: NoRetries, Timeout: 10 * time.Second, PerHost: 64, Allow: allow}
	c := New(o)
	d := guardedDialer(allow, w.serve(t))
	check := d.Control
	d.Control = func(network, address string, raw syscall.RawConn) error {
		if err := check(network, address, raw); err != nil {
			return err
		}
		if at, err := netip.ParseAddrPort(address); err == nil && within(at.Addr(), allow) {
			return nil
		}
		w.hits.Add(1)
		return errors.New("tripwire: would have been dialled")
	}
	c.web.Transport = transport(c.o, d)
	t.Cleanup(c.Close)
	return c
}

// TestSpecialAddresses is promise P7: sixty special addresses by six ways in, and not one of them dialled.
func TestSpecialAddresses(t *testing.T) {
	list := strings.Fields(special)
	if len(list) < 60 {
		t.Fatalf("%d addresses: too few", len(list))
	}
	var target atomic.Value
	target.Store("")
	redirect := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", target.Load().(string))
		w.WriteHeader(http.StatusFound)
	}))
	defer redirect.Close()
	front := netip.MustParseAddrPort(strings.TrimPrefix(redirect.URL, "http://"))
	own := netip.PrefixFrom(front.Addr(), 32)
	var now []netip.Addr
	var mu sync.Mutex
	public := netip.MustParseAddr("93.184.216.34")
	w := &tripwire{}
	w.answers = func(name string, n int64) []netip.Addr {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case strings.HasPrefix(name, "mixed"):
			return append([]netip.Addr{public}, now...)
		case strings.HasPrefix(name, "rebind") && n%2 == 1:
			return []netip.Addr{public}
		}
		return now
	}
	c := strict(t, w)
	through := strict(t, w, own)
	ask := func(c *Client, url string) error {
		_, err := c.List(context.Background(), news.Source{Name: "x", URL: url}, news.Poll{})
		return err
	}
	refused := func(way string, a netip.Addr, err error) {
		if err == nil || w.hits.Swap(0) != 0 {
			t.Errorf("%s to %s: %v, and it was dialled", way, a, err)
		}
	}
	var dials int64 // of the public address, which shows that the names are looked up
	for _, s := range list {
		a := netip.MustParseAddr(s)
		mu.Lock()
		now = []netip.Addr{a}
		mu.Unlock()
		literal := "http://" + netip.AddrPortFrom(a, 80).String() + "/"
		if !(own.Contains(a.Unmap())) {
			target.Store(literal)
			refused("redirect", a, ask(through, redirect.URL))
		}
		refused("literal", a, ask(c, literal))
		refused("name", a, ask(c, "http://name.test/"))
		// A public answer beside it may be dialled; the special one may not.
		err := ask(c, "http://mixed.test/")
		hits := w.hits.Swap(0)
		if dials += hits; err == nil || hits > 1 {
			t.Errorf("mixed answers with %s: %v, %d dials", a, err, hits)
		}
		for range 2 {
			err := ask(c, "http://rebind.test/")
			if hits := w.hits.Swap(0); err == nil || hits > 1 {
				t.Errorf("rebinding to %s: %v, %d dials", a, err, hits)
			}
		}
		if a.Is4() {
			b := a.As4()
			refused("number", a, ask(c, fmt.Sprintf("http://%d/", binary.BigEndian.Uint32(b[:]))))
		}
	}
	if dials == 0 {
		t.Error("the public address was never dialled: the test looks nothing up")
	}
}

// TestWaysOut holds the other rules of where a redirect may lead: H43 to H49.
func TestWaysOut(t *testing.T) {
	var hits atomic.Int64
	inner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { hits.Add(1) }))
	defer inner.Close()
	t.Setenv("HTTP_PROXY", inner.URL)
	t.Setenv("http_proxy", inner.URL)
	var location string
	var seen http.Header
	front := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Clone()
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusFound)
	}))
	defer front.Close()
	w := &tripwire{answers: func(string, int64) []netip.Addr { return nil }}
	at := netip.MustParseAddrPort(strings.TrimPrefix(front.URL, "https://"))
	c := strict(t, w, netip.PrefixFrom(at.Addr(), 32))
	c.web.Transport.(*http.Transport).TLSClientConfig = front.Client().Transport.(*http.Transport).TLSClientConfig
	for _, to := range []string{"http://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "javascript:alert(1)", "http://[::1%25.ok.example]/", "//", "\\\\127.0.0.1\\x"} {
		location = to
		_, err := c.List(context.Background(), news.Source{Name: "x", URL: front.URL}, news.Poll{})
		if err == nil || Health(err) == news.Healthy {
			t.Errorf("redirect to %s: %v", to, err)
		}
		if seen.Get("Cookie") != "" || seen.Get("Authorization") != "" || seen.Get("Referer") != "" {
			t.Errorf("redirect to %s carries %v", to, seen)
		}
	}
	for _, port := range []string{"22", "25", "6379", "8080"} {
		_, err := New(Options{Pace: NoPace, Retries: NoRetries}).List(context.Background(), news.Source{Name: "x", URL: "http://93.184.216.34:" + port + "/"}, news.Poll{})
		if !errors.Is(err, ErrRefused) {
			t.Errorf("port %s: %v", port, err)
		}
	}
	for _, url := range []string{"http://0x7f.1/", "http://2130706433/", "http://017700000001/", "http://127。0。0。1/", "http://１２７.0.0.1/", "http://xn--example-.com/", `http://INTERNAL:8888\@PUBLIC/`, "http://ok#@127.0.0.1/", "gopher://x/", "//x", ""} {
		_, err := c.List(context.Background(), news.Source{Name: "x", URL: url}, news.Poll{})
		if err == nil || w.hits.Load() != 0 {
			t.Errorf("%s: %v", url, err)
		}
	}
	if hits.Load() != 0 {
		t.Errorf("the environment's proxy was asked %d times", hits.Load())
	}
	if d := Direct(Options{}).Transport.(*http.Transport); d.Proxy != nil {
		t.Error("Direct uses a proxy")
	}
}

// TestAllow holds that a range the operator allows is allowed on any port, and nothing else is.
func TestAllow(t *testing.T) {
	d := guardedDialer([]netip.Prefix{netip.MustParsePrefix("127.0.0.16/28"), netip.MustParsePrefix("fd00::/16")}, nil)
	for address, ok := range map[string]bool{"127.0.0.21:8700": true, "127.0.0.1:8700": false, "127.0.0.21:22": true, "[fd00::1]:1": true, "[fd01::1]:80": false,
		"[::ffff:127.0.0.21]:80": true, "8.8.8.8:443": true, "8.8.8.8:22": false, "[2606:4700::1]:443": true, "nonsense": false} {
		network := "tcp4"
		if strings.HasPrefix(address, "[") {
			network = "tcp6"
		}
		if err := d.Control(network, address, nil); (err == nil) != ok || err != nil && !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v, want allowed = %t", address, err, ok)
		}
	}
}
