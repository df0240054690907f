package monitor

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify"
	"rasid/notify/notifytest"
)

// counted counts the attempts at a target.
type counted struct {
	notify.Target
	attempts int
}

// Notify is that of the target.
func (c *counted) Notify(ctx context.Context, d news.Delivery, dot func() error) error {
	c.attempts++
	return c.Target.Notify(ctx, d, dot)
}

// outages are the ways in which a mail server may be away: what stands in its place for each connection; nil =
// nothing listens.
var outages = map[string]func(conn net.Conn){
	"refuses":    nil,
	"black hole": func(conn net.Conn) { io.Copy(io.Discard, conn) },
	"421":        func(conn net.Conn) { io.WriteString(conn, "421 mailbox.test shutting down\r\n") },
	"broken TLS": func(conn net.Conn) {
		lines := bufio.NewScanner(conn)
		for _, answer := range []string{"220 mailbox.test\r\n", "250-mailbox.test\r\n250 STARTTLS\r\n", "220 go ahead\r\n", "this is no handshake\r\n"} {
			io.WriteString(conn, answer)
			lines.Scan()
		}
	},
}

// stand puts something in the place of a mail server that is down, and returns what ends it.
func stand(t *testing.T, box *notifytest.Mailbox, serve func(net.Conn)) (end func()) {
	t.Helper()
	if serve == nil {
		return func() {}
	}
	l, err := net.Listen("tcp", fmt.Sprintf("%s:%d", box.Host, box.Port))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { defer conn.Close(); serve(conn) })
		}
	})
	return func() { l.Close(); wg.Wait() }
}

// TestServerDown has that a mail server which is away for a day, in whatever way, is not asked all the time, however many
// recipients there are; that the operator is told on another channel, once that it fails and once that it works again;
// that nothing is lost or comes twice; and that all of it is out, in order, within 65 minutes of its return. (O6)
func TestServerDown(t *testing.T) {
	if testing.Short() {
		t.Skip("days of requests are left to the run without -short")
	}
	for name, serve := range outages {
		t.Run(name, func(t *testing.T) { serverDown(t, serve, name == "black hole") })
	}
}

func serverDown(t *testing.T, serve func(net.Conn), silent bool) {
	box, err := notifytest.NewMailbox(notifytest.MailboxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	o := notify.Options{Name: "mail", Kind: "smtp", From: "rasid@rasid.example", Host: box.Host, Port: box.Port, CA: box.CA,
		To: []string{"a@rasid.example", "b@rasid.example", "c@rasid.example"}}
	if silent {
		o.Timeout = 100 * time.Millisecond // of each of some thirty attempts
	}
	mail := target(t, o)
	tries := &counted{Target: mail.Target}
	mail.Target = tries
	receiver, ops := hookNamed(t, "ops")
	w := owing(t, 0, map[string]Target{"mail": mail})
	w.o.Targets["ops"], w.o.Notices = ops, Notices{Targets: []string{"ops", "mail"}}
	w.restart()
	box.Down()
	end := stand(t, box, serve)
	began := w.now
	for ; !w.now.After(began.Add(24 * time.Hour)); w.now = w.now.Add(5 * time.Minute) {
		w.cuts()
		w.delivers()
		w.notes()
		if said := messagesOf(t, receiver); w.now.Sub(began) < 90*time.Minute && len(said) > 0 || w.now.Sub(began) > 100*time.Minute && len(said) != 1 {
			t.Fatalf("%v after the first digest could not be sent the operator was told %q", w.now.Sub(began)-time.Hour, said)
		}
	}
	if tries.attempts > 40 {
		t.Errorf("asked %d times in a day, want at most 40", tries.attempts)
	}
	t.Logf("asked %d times in a day", tries.attempts)
	end()
	w.must(box.Up())
	owed := mails(w)
	up := w.now
	if silent {
		w.o.Targets["mail"] = target(t, notify.Options{Name: o.Name, Kind: o.Kind, From: o.From, To: o.To, Host: o.Host, Port: o.Port, CA: o.CA})
		w.restart()
	}
	for len(box.Messages()) < len(owed) && w.now.Before(up.Add(65*time.Minute)) {
		w.delivers()
		w.now = w.now.Add(5 * time.Minute)
	}
	if len(owed) != 24*3 || len(box.Messages()) != len(owed) {
		t.Errorf("%d of %d mails came within %v of the return", len(box.Messages()), len(owed), w.now.Sub(up))
	}
	t.Logf("%d mails out %v after the return", len(owed), w.now.Sub(up))
	w.now = w.now.Add(time.Minute)
	w.notes()
	if got := fmt.Sprintf("%q", messagesOf(t, receiver)); got != `["target/mail/failing false," "target/mail/failing true,"]` {
		t.Errorf("the operator was told %s", got)
	}
	got := map[string]string{}
	for _, m := range box.Messages() {
		_, id, _ := strings.Cut(string(m.Raw), "\r\nMessage-ID: <")
		got[m.To] += strings.SplitN(id, "@", 2)[0] + " "
	}
	want := map[string]string{}
	for _, d := range owed {
		want[d.To] += d.ID + " "
	}
	if !maps.Equal(got, want) {
		t.Errorf("received\n%v\nowed\n%v", got, want)
	}
}

// mails returns what is owed to the mail target, the oldest first.
func mails(w *world) (ds []news.Delivery) {
	for _, d := range w.deliveries() {
		if d.Target == "mail" {
			ds = append(ds, d)
		}
	}
	return ds
}
