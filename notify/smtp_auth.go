package notify

import (
	"errors"
	"fmt"
	"net"
	"slices"

	"github.com/wneessen/go-mail/smtp"
)

// errNoLogin is returned where the server offers no way to log in that this side knows.
var errNoLogin = errors.New("server offers no login that is known here")

// A login is what a mail server is told about who sends.
type login struct {
	host, user, secret string
	mechanism          string // "" = chosen from what the server offers
	bare               bool   // may be used without TLS: the server is on this machine
}

// mechanisms lists the logins by preference. A token is no password, so "XOAUTH2" is chosen unasked only
// where it is all that the server offers.
var mechanisms = []string{"SCRAM-SHA-256", "PLAIN", "LOGIN", "XOAUTH2"}

func newLogin(f *faults, o Options) *login {
	names := map[string]string{"": "", "plain": "PLAIN", "login": "LOGIN", "xoauth2": "XOAUTH2"}
	mechanism, known := names[o.Auth]
	if !known {
		f.add("auth", fmt.Sprintf("%q is not known", o.Auth), `use "plain", "login" or "xoauth2", or leave it out`)
	}
	switch {
	case o.User == "" && o.Password == "":
		return nil
	case o.User == "":
		f.add("user", "is missing", "name the user that the password belongs to")
	case o.Password == "":
		f.add("password", "is missing", "name a credential, a file or an environment variable that holds it")
	case o.TLS == "none" && !loopback(o.Host):
		f.add("tls", `"none" would send the password in the open`, `use "starttls" or "tls", or leave out user and password`)
	}
	return &login{o.Host, o.User, o.Password.Reveal(), mechanism, o.TLS == "none" && loopback(o.Host)}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// auth returns the login as go-mail's SMTP client takes it, for one connection.
func (l *login) auth() smtp.Auth { return &exchange{login: l} }

// An exchange is one login, of the kind that server and configuration allow.
type exchange struct {
	*login
	smtp.Auth
}

// Start chooses the mechanism by what the server offers and begins with it.
func (x *exchange) Start(server *smtp.ServerInfo) (proto string, toServer []byte, err error) {
	mechanism := x.mechanism
	for _, m := range mechanisms {
		if mechanism == "" && slices.Contains(server.Auth, m) {
			mechanism = m
		}
	}
	switch mechanism {
	case "SCRAM-SHA-256":
		x.Auth = smtp.ScramSHA256Auth(x.user, x.secret)
	case "PLAIN":
		x.Auth = smtp.PlainAuth("", x.user, x.secret, x.host, x.bare)
	case "LOGIN":
		x.Auth = smtp.LoginAuth(x.user, x.secret, x.host, x.bare)
	case "XOAUTH2":
		if !server.TLS && !x.bare {
			return "", nil, smtp.ErrUnencrypted
		}
		x.Auth = smtp.XOAuth2Auth(x.user, x.secret)
	default:
		return "", nil, errNoLogin
	}
	return x.Auth.Start(server)
}
