package fetchtest

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// Names is a name server on loopback. It is safe for concurrent use.
type Names struct {
	Resolver *net.Resolver // asks this server

	mu     sync.Mutex
	answer func(query []byte) []byte
}

// NewNames answers queries with what answer returns, nil = silence, until t ends.
func NewNames(t testing.TB, answer func(query []byte) []byte) *Names {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	n := &Names{answer: answer}
	at := net.UDPAddrFromAddrPort(netip.MustParseAddrPort(pc.LocalAddr().String()))
	n.Resolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return net.DialUDP("udp", nil, at)
	}}
	go n.serve(pc)
	return n
}

func (n *Names) serve(pc net.PacketConn) {
	buf := make([]byte, 4096)
	for {
		k, from, err := pc.ReadFrom(buf)
		if err != nil {
			return
		}
		n.mu.Lock()
		answer := n.answer
		n.mu.Unlock()
		if out := answer(buf[:k]); out != nil {
			pc.WriteTo(out, from)
		}
	}
}

// Change has the server answer by another function from now on.
func (n *Names) Change(answer func(query []byte) []byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.answer = answer
}

// Lead answers every query for an address with the one that known returns for the name, without its last dot; where that
// is the zero Addr there is no such name.
func Lead(known func(name string) netip.Addr) func([]byte) []byte {
	return func(query []byte) []byte {
		m, q, ok := parsed(query)
		if !ok {
			return nil
		}
		name := q.Name.String()
		a := known(name[:max(0, len(name)-1)])
		switch h := (dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, Type: q.Type}); {
		case !a.IsValid():
			m.RCode = dnsmessage.RCodeNameError
		case q.Type == dnsmessage.TypeA && a.Is4():
			m.Answers = []dnsmessage.Resource{{Header: h, Body: &dnsmessage.AResource{A: a.As4()}}}
		case q.Type == dnsmessage.TypeAAAA && a.Is6():
			m.Answers = []dnsmessage.Resource{{Header: h, Body: &dnsmessage.AAAAResource{AAAA: a.As16()}}}
		}
		return packed(m)
	}
}

// Refuse answers every query with SERVFAIL.
func Refuse(query []byte) []byte {
	m, _, ok := parsed(query)
	if !ok {
		return nil
	}
	m.RCode = dnsmessage.RCodeServerFailure
	return packed(m)
}

// parsed reads a query and returns the beginning of an answer to it.
func parsed(query []byte) (dnsmessage.Message, dnsmessage.Question, bool) {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return m, dnsmessage.Question{}, false
	}
	m.Response, m.RecursionAvailable, m.Authoritative = true, true, true
	m.Additionals = nil
	return m, m.Questions[0], true
}

func packed(m dnsmessage.Message) []byte {
	out, err := m.Pack()
	if err != nil {
		return nil
	}
	return out
}
