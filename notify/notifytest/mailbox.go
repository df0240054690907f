package notifytest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/emersion/go-smtp"
)

// A Mailbox is an SMTP server that takes mail for everyone and keeps it. It offers STARTTLS with a certificate
// of its own and, where it has a password, PLAIN, LOGIN and XOAUTH2 within TLS. Its methods are safe for
// concurrent use.
type Mailbox struct {
	Host string // "127.0.0.1"
	Port int
	CA   string // path of the PEM file with its certificate, for the client to trust

	o      MailboxOptions
	dir    string
	tls    *tls.Config
	mu     sync.Mutex
	server *smtp.Server // nil while down
	listen net.Listener
	kept   []Message
	script []Answer
	said   []Command
}

// MailboxOptions say what a Mailbox offers. The zero value takes mail from anyone over STARTTLS.
type MailboxOptions struct {
	User, Password string   // required of the client if set; Password is the token for XOAUTH2
	ImplicitTLS    bool     // TLS from the first byte
	NoTLS          bool     // STARTTLS is not offered, and login is open
	Mechanisms     []string // offered for login; nil = PLAIN, LOGIN
}

// A Message is one mail that was taken.
type Message struct {
	From, To string // of the envelope
	Raw      []byte // as received, with CRLF, without dot-stuffing
	TLS      bool
	User     string // who was logged in, "" for nobody
}

// The moments at which an Answer can stand.
const (
	AtMail = "mail" // MAIL FROM
	AtRcpt = "rcpt" // RCPT TO
	AtData = "data" // within the body, before its end is read
	AtEnd  = "end"  // after the end of the message
)

// An Answer is what the Mailbox does instead of taking a message.
type Answer struct {
	At      string // one of the moments
	To      string // only for this recipient, "" = for the next of any
	Code    int    // SMTP code; 0 = as if there were no Answer, once Wait is over
	Text    string
	Drop    bool          // close the connection instead of answering
	Keep    bool          // with AtEnd: take the message all the same
	Wait    chan struct{} // if not nil: answer when it is closed
	Reached chan struct{} // if not nil: closed when the moment has come, before Wait
}

// A Command is one MAIL or RCPT as the server saw it.
type Command struct{ At, Address string }

// NewMailbox starts a Mailbox on a free port. It is to be closed.
func NewMailbox(o MailboxOptions) (*Mailbox, error) {
	dir, err := os.MkdirTemp("", "mailbox-")
	if err != nil {
		return nil, fmt.Errorf("start mailbox: %w", err)
	}
	m := &Mailbox{Host: "127.0.0.1", CA: filepath.Join(dir, "ca.pem"), o: o, dir: dir}
	cert, pem, err := certificate(m.Host)
	if err == nil {
		err = os.WriteFile(m.CA, pem, 0o600)
	}
	if err == nil {
		m.tls = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
		err = m.Up()
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("start mailbox: %w", err)
	}
	return m, nil
}

// Up lets the Mailbox listen, on the port it had before.
func (m *Mailbox) Up() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.server != nil {
		return nil
	}
	l, err := net.Listen("tcp", fmt.Sprintf("%s:%d", m.Host, m.Port))
	if err != nil {
		return err
	}
	m.Port = l.Addr().(*net.TCPAddr).Port
	s := smtp.NewServer(smtp.BackendFunc(m.session))
	s.Domain, s.ErrorLog, s.AllowInsecureAuth = "mailbox.test", log.New(io.Discard, "", 0), m.o.NoTLS
	switch {
	case m.o.ImplicitTLS:
		l = tls.NewListener(l, m.tls)
	case !m.o.NoTLS:
		s.TLSConfig = m.tls
	}
	m.server, m.listen = s, l
	go s.Serve(l) //nolint:errcheck // ends when Down closes the listener
	return nil
}

// Down closes the port and every connection: the next client is refused.
func (m *Mailbox) Down() {
	m.mu.Lock()
	s, l := m.server, m.listen
	m.server, m.listen = nil, nil
	m.mu.Unlock()
	if s != nil {
		l.Close() // the server may not have taken it over yet
		s.Close()
	}
}

// Close ends the Mailbox and removes its certificate file.
func (m *Mailbox) Close() {
	m.Down()
	os.RemoveAll(m.dir)
}

// Script appends answers. Each is used once, at the first moment that it fits.
func (m *Mailbox) Script(answers ...Answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.script = append(m.script, answers...)
}

// Messages returns what was taken, oldest first.
func (m *Mailbox) Messages() []Message {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.kept)
}

// Commands returns every MAIL and RCPT, oldest first.
func (m *Mailbox) Commands() []Command {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.said)
}

// next takes the first answer of the script that stands at a moment.
func (m *Mailbox) next(at, to string) (Answer, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, a := range m.script {
		if a.At == at && (a.To == "" || a.To == to) {
			m.script = slices.Delete(m.script, i, i+1)
			return a, true
		}
	}
	return Answer{}, false
}

func (m *Mailbox) keep(msg Message) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = append(m.kept, msg)
}

func (m *Mailbox) heard(at, address string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.said = append(m.said, Command{at, address})
}

// errDropped ends a command whose connection is closed; nobody reads it.
var errDropped = errors.New("dropped")
