package notify_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"rasid/notify"
	"rasid/notify/notifytest"
)

// failure asserts that an error of Notify is a Failure and returns it.
func failure(t *testing.T, err error) *notify.Failure {
	t.Helper()
	var f *notify.Failure
	if !errors.As(err, &f) {
		t.Fatalf("error is %T %v, want *Failure", err, err)
	}
	return f
}

// TestAnswers walks the moments at which a mail server can refuse or fall silent (P5).
func TestAnswers(t *testing.T) {
	const temporary, permanent, doubtful = "temporary", "permanent", "doubtful"
	for name, c := range map[string]struct {
		answer notifytest.Answer
		want   string
		dots   int // calls of dot
		status string
		kept   int // messages at the server
	}{
		"sender put off":       {notifytest.Answer{At: notifytest.AtMail, Code: 451, Text: "busy"}, temporary, 0, "451", 0},
		"sender refused":       {notifytest.Answer{At: notifytest.AtMail, Code: 550, Text: "no"}, permanent, 0, "550", 0},
		"recipient put off":    {notifytest.Answer{At: notifytest.AtRcpt, Code: 450, Text: "greylisted"}, temporary, 0, "450", 0},
		"recipient refused":    {notifytest.Answer{At: notifytest.AtRcpt, Code: 550, Text: "no such user"}, permanent, 0, "550", 0},
		"mailbox full":         {notifytest.Answer{At: notifytest.AtRcpt, Code: 552, Text: "full"}, permanent, 0, "552", 0},
		"closing":              {notifytest.Answer{At: notifytest.AtRcpt, Code: 421, Text: "closing"}, temporary, 0, "421", 0},
		"dropped at recipient": {notifytest.Answer{At: notifytest.AtRcpt, Drop: true}, temporary, 0, "", 0},
		"message put off":      {notifytest.Answer{At: notifytest.AtEnd, Code: 451, Text: "later"}, temporary, 1, "451", 0},
		"message refused":      {notifytest.Answer{At: notifytest.AtEnd, Code: 554, Text: "spam"}, permanent, 1, "554", 0},
		"dropped after end":    {notifytest.Answer{At: notifytest.AtEnd, Drop: true}, doubtful, 1, "", 0},
		"taken, then dropped":  {notifytest.Answer{At: notifytest.AtEnd, Drop: true, Keep: true}, doubtful, 1, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			m := mailbox(t, notifytest.MailboxOptions{})
			m.Script(c.answer)
			n := target(t, mailOptions(m))
			d := render(t, n, sample())[0]
			dots := 0
			dot := func() error { dots++; return nil }
			f := failure(t, n.Notify(t.Context(), d, dot))
			got := temporary
			switch {
			case f.Doubtful && f.Permanent:
				got = "both"
			case f.Doubtful:
				got = doubtful
			case f.Permanent:
				got = permanent
			}
			if got != c.want || dots != c.dots || !strings.HasPrefix(f.Status, c.status) || (c.status == "") != (f.Status == "") {
				t.Errorf("%v: %s, dot called %d times, status %q; want %s, %d, %q", f, got, dots, f.Status, c.want, c.dots, c.status)
			}
			if n := len(m.Messages()); n != c.kept {
				t.Errorf("server kept %d messages, want %d", n, c.kept)
			}
			// The server turned good again: the same bytes and the same id go through.
			if err := n.Notify(t.Context(), d, dot); err != nil {
				t.Fatal(err)
			}
			all := m.Messages()
			if l := read(t, all[len(all)-1].Raw); l.header.Get("Message-Id") != "<"+d.ID+"@example.org>" || string(all[len(all)-1].Raw) != string(d.Body) {
				t.Error("the second attempt sent another message")
			}
		})
	}
}

// TestRecipients is T4: one recipient's refusal touches no other.
func TestRecipients(t *testing.T) {
	m := mailbox(t, notifytest.MailboxOptions{})
	codes := map[string]int{"a@example.org": 250, "b@example.org": 450, "c@example.org": 550, "d@example.org": 552, "e@example.org": 421}
	o := mailOptions(m)
	o.To = []string{"a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org"}
	for to, code := range codes {
		if code != 250 {
			m.Script(notifytest.Answer{At: notifytest.AtRcpt, To: to, Code: code})
		}
	}
	n := target(t, o)
	for round := range 2 {
		for _, d := range render(t, n, sample()) {
			err := n.Notify(t.Context(), d, nil)
			if code := codes[d.To]; round == 0 && code != 250 {
				if f := failure(t, err); f.Permanent != (code >= 500) {
					t.Errorf("%s: %v is permanent: %v", d.To, f, f.Permanent)
				}
			} else if round == 0 && err != nil {
				t.Errorf("%s: %v", d.To, err)
			}
			if codes[d.To] >= 500 || codes[d.To] == 250 {
				m.Script(notifytest.Answer{At: notifytest.AtRcpt, To: d.To, Code: 550}) // settled: must not come again
			}
		}
	}
	got := map[string]int{}
	for _, msg := range m.Messages() {
		got[msg.To]++
	}
	if want := map[string]int{"a@example.org": 1, "b@example.org": 1, "e@example.org": 1}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("messages by recipient %v, want %v", got, want)
	}
}

// TestDot guards the order that bounds duplicates: the mark is made when the server has the whole body and not
// yet its end, and a mark that cannot be made ends the attempt without a message.
func TestDot(t *testing.T) {
	m := mailbox(t, notifytest.MailboxOptions{})
	n := target(t, mailOptions(m))
	d := render(t, n, sample())[0]
	err := n.Notify(t.Context(), d, func() error {
		if len(m.Commands()) != 2 || len(m.Messages()) != 0 {
			t.Errorf("at the mark the server has %d commands and %d messages", len(m.Commands()), len(m.Messages()))
		}
		return errors.New("disk full")
	})
	if f := failure(t, err); f.Doubtful || f.Permanent || !strings.Contains(f.Error(), "disk full") {
		t.Errorf("failure is %+v", f)
	}
	if err := n.Notify(t.Context(), d, nil); err != nil {
		t.Fatal(err)
	}
	if got := len(m.Messages()); got != 1 {
		t.Errorf("%d messages, want the one of the second attempt", got)
	}
}

func TestServerDown(t *testing.T) {
	m := mailbox(t, notifytest.MailboxOptions{})
	n := target(t, mailOptions(m))
	d := render(t, n, sample())[0]
	m.Down()
	if f := failure(t, n.Notify(t.Context(), d, nil)); f.Permanent || f.Doubtful {
		t.Errorf("failure is %+v, want temporary", f)
	}
	if err := m.Up(); err != nil {
		t.Fatal(err)
	}
	if err := n.Notify(t.Context(), d, nil); err != nil || len(m.Messages()) != 1 {
		t.Errorf("after it came up: %v, %d messages", err, len(m.Messages()))
	}
}

// TestCancelledAtEnd guards that stopping the program while the server thinks about a message neither ends the
// wait at once, which would make a duplicate, nor is needed for the answer to count.
func TestCancelledAtEnd(t *testing.T) {
	m := mailbox(t, notifytest.MailboxOptions{})
	think, whole := make(chan struct{}), make(chan struct{})
	m.Script(notifytest.Answer{At: notifytest.AtEnd, Wait: think, Reached: whole})
	n := target(t, mailOptions(m))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- n.Notify(ctx, render(t, n, sample())[0], func() error { return nil }) }()
	select {
	case <-whole: // the server has the whole message
	case err := <-done:
		t.Fatalf("ended early: %v", err)
	}
	cancel()
	close(think)
	if err := <-done; err != nil {
		t.Errorf("the answer came after the cancel and was not taken: %v", err)
	}
}

// evil listens once and plays a server that does not keep to the protocol.
func evil(t *testing.T, wait time.Duration, play func(c net.Conn, r *bufio.Reader)) notify.Target {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		play(c, bufio.NewReader(c))
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return target(t, notify.Options{Name: "mail", Kind: "smtp", From: "rasid@example.org", To: []string{"reader@example.org"},
		Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: "none", Timeout: wait, DotTimeout: short})
}

// short is a wait that ends in a test.
const short = 300 * time.Millisecond

// TestEvilServers is H58 and the rest of H59: the attempt ends, in bounds, as what it is.
func TestEvilServers(t *testing.T) {
	hear := func(r *bufio.Reader, n int) {
		for range n {
			if _, err := r.ReadString('\n'); err != nil {
				return
			}
		}
	}
	for name, c := range map[string]struct {
		play     func(c net.Conn, r *bufio.Reader)
		doubtful bool
	}{
		"greeting of 4 MB": {play: func(c net.Conn, _ *bufio.Reader) { io.WriteString(c, "220 "+strings.Repeat("x", 4<<20)+"\r\n") }},
		"endless greeting": {play: func(c net.Conn, _ *bufio.Reader) {
			for {
				if _, err := io.WriteString(c, "220-more\r\n"); err != nil {
					return
				}
			}
		}},
		"endless reply to EHLO": {play: func(c net.Conn, r *bufio.Reader) {
			io.WriteString(c, "220 hi\r\n")
			hear(r, 1)
			for {
				if _, err := io.WriteString(c, "250-X-MORE\r\n"); err != nil {
					return
				}
			}
		}},
		"nonsense":        {play: func(c net.Conn, _ *bufio.Reader) { io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n") }},
		"silence":         {play: func(_ net.Conn, r *bufio.Reader) { hear(r, 1) }},
		"hangs up":        {play: func(net.Conn, *bufio.Reader) {}},
		"refuses to talk": {play: func(c net.Conn, _ *bufio.Reader) { io.WriteString(c, "554 go away\r\n") }},
		"silence after the end": {play: func(c net.Conn, r *bufio.Reader) {
			io.WriteString(c, "220 hi\r\n")
			for _, answer := range []string{"250 ok", "250 ok", "250 ok", "354 go"} {
				hear(r, 1)
				io.WriteString(c, answer+"\r\n")
			}
			io.Copy(io.Discard, r)
		}, doubtful: true},
		"nonsense after the end": {play: func(c net.Conn, r *bufio.Reader) {
			io.WriteString(c, "220 hi\r\n")
			for _, answer := range []string{"250 ok", "250 ok", "250 ok", "354 go"} {
				hear(r, 1)
				io.WriteString(c, answer+"\r\n")
			}
			for line := ""; line != ".\r\n"; line, _ = r.ReadString('\n') {
			}
			io.WriteString(c, "what?\r\n")
		}, doubtful: true},
	} {
		t.Run(name, func(t *testing.T) {
			wait := time.Minute
			if name == "silence" {
				wait = short
			}
			n := evil(t, wait, c.play)
			f := failure(t, n.Notify(t.Context(), render(t, n, sample())[0], func() error { return nil }))
			if f.Doubtful != c.doubtful || f.Permanent {
				t.Errorf("failure is %v (%+v), want doubtful %v", f, f, c.doubtful)
			}
			if len(f.Error()) > 600 {
				t.Errorf("error has %d bytes", len(f.Error()))
			}
		})
	}
}
