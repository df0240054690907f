package notifytest

import (
	"crypto/subtle"
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A session is one connection to a Mailbox.
type session struct {
	m    *Mailbox
	conn *smtp.Conn
	user string
	msg  Message
}

func (m *Mailbox) session(c *smtp.Conn) (smtp.Session, error) {
	return &session{m: m, conn: c}, nil
}

// play does what the script has for a moment; nil = go on. A message that the script takes is kept before the
// other side can see the answer.
func (s *session) play(at, to string) (kept bool, err error) {
	a, ok := s.m.next(at, to)
	if !ok {
		return false, nil
	}
	if a.Reached != nil {
		close(a.Reached)
	}
	if a.Wait != nil {
		<-a.Wait
	}
	if a.Keep {
		s.m.keep(s.msg)
	}
	if a.Drop {
		s.conn.Conn().Close()
		return a.Keep, errDropped
	}
	if a.Code == 0 {
		return a.Keep, nil
	}
	return a.Keep, &smtp.SMTPError{Code: a.Code, EnhancedCode: smtp.EnhancedCode{a.Code / 100, 0, 0}, Message: a.Text}
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.m.heard(AtMail, from)
	if s.m.o.Password != "" && s.user == "" {
		return smtp.ErrAuthRequired
	}
	_, encrypted := s.conn.TLSConnectionState()
	s.msg = Message{From: from, TLS: encrypted, User: s.user}
	_, err := s.play(AtMail, "")
	return err
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.m.heard(AtRcpt, to)
	s.msg.To = to
	_, err := s.play(AtRcpt, to)
	return err
}

func (s *session) Data(r io.Reader) error {
	if _, err := s.play(AtData, s.msg.To); err != nil {
		return err
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.msg.Raw = raw
	kept, err := s.play(AtEnd, s.msg.To)
	if err == nil && !kept {
		s.m.keep(s.msg)
	}
	return err
}

func (s *session) Reset()        { s.msg = Message{} }
func (s *session) Logout() error { return nil }

// AuthMechanisms returns the logins on offer, none where no password is wanted.
func (s *session) AuthMechanisms() []string {
	switch {
	case s.m.o.Password == "":
		return nil
	case s.m.o.Mechanisms != nil:
		return s.m.o.Mechanisms
	}
	return []string{"PLAIN", "LOGIN"}
}

// Auth begins a login.
func (s *session) Auth(mechanism string) (sasl.Server, error) {
	switch mechanism {
	case "PLAIN":
		return sasl.NewPlainServer(func(_, user, password string) error { return s.logIn(user, password) }), nil
	case "LOGIN":
		return &loginServer{check: s.logIn}, nil
	case "XOAUTH2":
		return &tokenServer{check: s.logIn}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (s *session) logIn(user, password string) error {
	want := s.m.o
	if user != want.User || subtle.ConstantTimeCompare([]byte(password), []byte(want.Password)) != 1 {
		return smtp.ErrAuthFailed
	}
	s.user = user
	return nil
}

// A loginServer asks for the name and then for the password (draft-murchison-sasl-login).
type loginServer struct {
	check func(user, password string) error
	step  int
	user  string
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	l.step++
	switch l.step {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.user = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.user, string(response))
}

// A tokenServer takes "user=U^Aauth=Bearer T^A^A" (Google, Microsoft: XOAUTH2).
type tokenServer struct {
	check func(user, token string) error
}

func (t *tokenServer) Next(response []byte) (challenge []byte, done bool, err error) {
	var user, token string
	for _, field := range strings.Split(string(response), "\x01") {
		if v, ok := strings.CutPrefix(field, "user="); ok {
			user = v
		}
		if v, ok := strings.CutPrefix(field, "auth=Bearer "); ok {
			token = v
		}
	}
	if user == "" {
		return nil, false, errors.New("no user")
	}
	return nil, true, t.check(user, token)
}
