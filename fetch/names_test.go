package fetch_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"rasid/fetch"
	"rasid/fetch/fetchtest"
	"rasid/news"
)

// TestNames is H50: whatever a name server answers, the client ends in time and says that the source is down, and what
// it knows how to read is read.
func TestNames(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(text(sound)))
	defer server.Close()
	home := netip.MustParseAddr("127.0.0.1")
	honest := fetchtest.Lead(func(string) netip.Addr { return home })
	more := func(kind dnsmessage.Type, body func(i int, name dnsmessage.Name) dnsmessage.ResourceBody, n int) func([]byte) []byte {
		return func(query []byte) []byte {
			var m dnsmessage.Message
			if m.Unpack(query) != nil {
				return nil
			}
			m.Response, m.Additionals = true, nil
			for i := range n {
				h := dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Type: kind, Class: dnsmessage.ClassINET}
				m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: body(i, m.Questions[0].Name)})
			}
			out, err := m.Pack()
			if err != nil {
				t.Error(err)
			}
			return out
		}
	}
	garbage := func(_ int, name dnsmessage.Name) dnsmessage.ResourceBody {
		return &dnsmessage.UnknownResource{Type: 64, Data: []byte("\x00\x01\xff\xff\xff")}
	}
	cases := []struct {
		name   string
		answer func([]byte) []byte
		ok     bool
	}{
		{"an honest one", honest, true},
		{"silence", func([]byte) []byte { return nil }, false},
		{"SERVFAIL at all times", fetchtest.Refuse, false},
		{"no such name", fetchtest.Lead(func(string) netip.Addr { return netip.Addr{} }), false},
		{"64 KB", more(dnsmessage.TypeTXT, func(int, dnsmessage.Name) dnsmessage.ResourceBody {
			return &dnsmessage.TXTResource{TXT: []string{strings.Repeat("a", 250)}}
		}, 250), false},
		{"a thousand names that lead to one another", more(dnsmessage.TypeCNAME, func(i int, name dnsmessage.Name) dnsmessage.ResourceBody {
			return &dnsmessage.CNAMEResource{CNAME: name}
		}, 1000), false},
		{"broken SVCB", more(64, garbage, 3), false},
		{"no message at all", func(query []byte) []byte { return append(query[:2:2], "\xff\xff\xff"...) }, false},
	}
	for _, k := range cases {
		names := fetchtest.NewNames(t, k.answer)
		o := loopback()
		o.Resolver, o.Timeout = names.Resolver, 2*time.Second
		c := fetch.New(o)
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		list, err := c.List(ctx, news.Source{Name: "x", URL: strings.Replace(server.URL, "127.0.0.1", "outlet.example", 1)}, news.Poll{})
		if (err == nil) != k.ok || ctx.Err() != nil || k.ok != (len(list.Entries) == 1) {
			t.Errorf("%s: %d entries, %v, %v", k.name, len(list.Entries), err, ctx.Err())
		}
		if err != nil && (fetch.Health(err) != news.Down || !fetch.Unreachable(err) || len(err.Error()) > 700) {
			t.Errorf("%s: %q, unreachable %t: %.300v", k.name, fetch.Health(err), fetch.Unreachable(err), err)
		}
		cancel()
		c.Close()
	}
}
