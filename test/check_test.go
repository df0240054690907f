package test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rasid/notify/notifytest"
)

// TestCheck gives rasid check a dead feed, a page in place of a feed, a feed whose times are three hours ahead, a wrong password and an unknown key,
// and expects each named in one line with its remedy.
func TestCheck(t *testing.T) {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "<!doctype html><html lang=\"ar\"><body><h1>الصفحة الرئيسية</h1><p>أهلا بكم</p></body></html>")
	}))
	defer page.Close()
	var ahead atomic.Int64
	ahead.Store(int64(3 * time.Hour))
	local := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<rss version="2.0"><channel><item><title>الخبر الأول من الصحيفة</title><link>https://local.example/1</link><pubDate>%s</pubDate></item></channel></rss>`,
			time.Now().UTC().Add(time.Duration(ahead.Load())).Format("Mon, 02 Jan 2006 15:04:05"))
	}))
	defer local.Close()
	mailbox, err := notifytest.NewMailbox(notifytest.MailboxOptions{User: "rasid", Password: "right"})
	if err != nil {
		t.Fatal(err)
	}
	defer mailbox.Close()
	dir := t.TempDir()
	write(t, dir, "password", "wrong")
	write(t, dir, "rasid.toml", fmt.Sprintf(`[[source]]
name = "dead"
outlet = "ميت"
url = "http://%s/rss.xml"

[[source]]
name = "page"
outlet = "صفحة"
url = "%s/"
colour = "green"

[[source]]
name = "local"
url = "%s/"

[[topic]]
name = "dprk-russia"

[[digest]]
name = "daily"
topic = "dprk-russia"
targets = ["mail"]

[[target]]
name = "mail"
kind = "smtp"
from = "rasid@rasid.example"
to = ["reader@rasid.example"]
host = %q
port = %d
user = "rasid"
password = "file:password"
ca = %q

[fetch]
allow = ["127.0.0.0/8"]
retries = 0
`, closedPort(t), page.URL, local.URL, mailbox.Host, mailbox.Port, mailbox.CA))

	out, code := rasid(t, dir, "check", "--config", "rasid.toml")
	t.Logf("exit %d\n%s", code, out)
	if code != 78 {
		t.Errorf("exit code %d, want 78", code)
	}
	for _, want := range []struct{ what, found, remedy string }{
		{"rasid.toml:10", "colour", ";"},
		{"dead", "down", "check the address"},
		{"page", "broken", "look for the feed's address"},
		{"local", "in the future", "set its zone"},
		{"mail", "535", "credential that password names"},
	} {
		line := lineWith(out, want.what, want.found)
		if line == "" || !strings.Contains(line, want.remedy) {
			t.Errorf("no line names %s with %q and the remedy %q", want.what, want.found, want.remedy)
		}
	}

	ahead.Store(int64(-time.Hour)) // the newest is four hours old, so nothing shows
	if out, _ = rasid(t, dir, "check", "--config", "rasid.toml"); lineWith(out, "local", "ok  1 entries", "by times that name no zone and are read as UTC") == "" {
		t.Errorf("nothing says that the times name no zone:\n%s", out)
	}
}

// lineWith returns the line of s that holds all words, "" if none does.
func lineWith(s string, words ...string) string {
	for line := range strings.Lines(s) {
		n := 0
		for _, w := range words {
			if strings.Contains(line, w) {
				n++
			}
		}
		if n == len(words) {
			return line
		}
	}
	return ""
}

// closedPort returns a loopback address at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
