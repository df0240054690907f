package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"rasid/news"
)

const (
	maxAnswers = 1 << 20         // bytes that a server may send in one session, TLS included
	quitWait   = 5 * time.Second // for the farewell, which decides nothing
)

// errRefused is what failed where the server answered; Failure.Status holds its answer.
var errRefused = errors.New("refused")

// errTooMuch ends a session in which the server talks without end.
var errTooMuch = fmt.Errorf("server sent more than %d bytes", maxAnswers)

// Notify sends one frozen message in a session of its own.
//
// What the server says to the message decides: 4xx is temporary, 5xx permanent. A refusal before the message is
// named (greeting, TLS, login) concerns the server and not the message, and is temporary whatever its code,
// as Postfix has it (smtp_sasl_auth_soft_bounce). Once the end of the message may be on the wire, only an answer
// settles it; without one the Failure is doubtful.
func (e *email) Notify(ctx context.Context, d news.Delivery, dot func() error) error {
	s, err := e.open(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.offer(ctx, e.from.Address, d.To, d.Body, e.timeout); err != nil {
		s.leave()
		return err
	}
	if dot != nil {
		if err := dot(); err != nil {
			return &Failure{Err: fmt.Errorf("mark end of message: %w", err)}
		}
	}
	if err := s.end(ctx, e.dotTimeout, e.grace); err != nil {
		return err
	}
	s.leave() // the message is taken, whatever comes now
	return nil
}

// Check opens a session, logs in and leaves.
func (e *email) Check(ctx context.Context) error {
	s, err := e.open(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.client.Noop(); err != nil {
		return s.failure(ctx, "ask mail server", err)
	}
	s.leave()
	return nil
}

// A session is one connection to the mail server.
type session struct {
	server string // for messages
	secret string // never to be repeated
	client *smtp.Client
	conn   net.Conn
	body   io.WriteCloser // open between 354 and the end of the message
	stop   func() bool    // ends the watch over ctx
}

// open connects, greets, goes over to TLS and logs in, through go-mail. The connection is kept at hand so
// that a cancelled ctx or a failure half way closes it.
func (e *email) open(ctx context.Context) (*session, error) {
	s := &session{server: net.JoinHostPort(e.host, fmt.Sprint(e.port)), stop: func() bool { return true }}
	if e.login != nil {
		s.secret = e.login.secret
	}
	options := []mail.Option{
		mail.WithPort(e.port), mail.WithTimeout(e.timeout), mail.WithTLSConfig(e.tls.Clone()), mail.WithTLSPolicy(mail.TLSMandatory),
		mail.WithHELO(e.from.Address[strings.LastIndex(e.from.Address, "@")+1:]), mail.WithoutSMTPUTF8(),
		mail.WithDialContextFunc(func(short context.Context, network, _ string) (net.Conn, error) {
			return s.dial(ctx, short, network, e) // go-mail ends short as soon as the session is open
		}),
	}
	if e.mode != "starttls" {
		options = append(options, mail.WithTLSPolicy(mail.NoTLS)) // from the first byte, by dial, or not at all
	}
	if e.login != nil {
		options = append(options, mail.WithSMTPAuthCustom(e.login.auth()))
	}
	c, err := mail.NewClient(e.host, options...)
	if err != nil {
		return nil, &Failure{Err: fmt.Errorf("mail server %s: %w", s.server, err)}
	}
	s.client, err = c.DialToSMTPClientWithContext(ctx)
	if err != nil {
		s.close()
		f := s.failure(ctx, "open mail server", err)
		f.Permanent, f.Away = false, true
		return nil, f
	}
	return s, nil
}

// dial connects within short and sees to it that a cancelled ctx closes the connection.
func (s *session) dial(ctx, short context.Context, network string, e *email) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(short, network, s.server)
	if err != nil {
		return nil, err
	}
	s.conn = &boundedConn{conn, maxAnswers}
	s.stop = context.AfterFunc(ctx, func() { conn.Close() })
	if e.mode == "tls" {
		return tls.Client(s.conn, e.tls.Clone()), nil
	}
	return s.conn, nil
}

// close ends the session without a farewell: a message whose end was not sent is dropped by the server.
func (s *session) close() {
	s.stop()
	if s.conn != nil {
		s.conn.Close()
	}
}

// offer names sender and recipient and sends the message up to its last byte.
func (s *session) offer(ctx context.Context, from, to string, body []byte, wait time.Duration) error {
	steps := []struct {
		name string
		do   func() error
	}{
		{"name sender", func() error { return s.client.Mail("<" + from + ">") }},
		{"name recipient", func() error { return s.client.Rcpt("<" + to + ">") }},
		{"offer message", func() (err error) { s.body, err = s.client.Data(); return err }},
		{"send message", func() error { _, err := s.body.Write(body); return err }},
		{"send message", func() error { return s.client.Text.W.Flush() }},
	}
	for _, step := range steps {
		_ = s.client.UpdateDeadline(wait)
		if err := step.do(); err != nil {
			return s.failure(ctx, step.name, err)
		}
	}
	return nil
}

// end sends the mark that ends the message and waits for the answer. From here on a cancelled ctx shortens
// the wait only: to close the connection now would leave the message in doubt.
func (s *session) end(ctx context.Context, wait, grace time.Duration) error {
	if !s.stop() {
		return s.failure(ctx, "end message", ctx.Err()) // closed before the mark: the server has dropped it
	}
	_ = s.client.UpdateDeadline(wait)
	defer context.AfterFunc(ctx, func() { _ = s.conn.SetDeadline(time.Now().Add(grace)) })()
	err := s.body.Close()
	s.body = nil
	if err == nil {
		return nil
	}
	f := s.failure(ctx, "end message", err)
	f.Doubtful = f.Status == ""
	return f
}

// leave says farewell where that is still possible; its answer decides nothing.
func (s *session) leave() {
	if s.body != nil {
		return // within a message a farewell would be taken for a part of it
	}
	_ = s.client.UpdateDeadline(quitWait)
	_ = s.client.Quit()
}

// failure returns what an error of one step means.
func (s *session) failure(ctx context.Context, step string, err error) *Failure {
	f := &Failure{}
	var answer *textproto.Error
	switch {
	case errors.As(err, &answer) && answer.Code >= 400:
		f.Permanent = answer.Code >= 500
		f.Status = status(answer.Code, answer.Msg, s.secret)
		err = errRefused
	case ctx.Err() != nil:
		err = ctx.Err()
	}
	f.Err = fmt.Errorf("%s at %s: %w", step, s.server, err)
	return f
}

// A boundedConn ends a session in which the server sends more than left bytes.
type boundedConn struct {
	net.Conn
	left int
}

// Read reads from the connection until its bound is reached.
func (c *boundedConn) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errTooMuch
	}
	n, err := c.Conn.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}
