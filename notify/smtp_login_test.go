package notify_test

import (
	"fmt"
	"strings"
	"testing"

	"rasid/notify"
	"rasid/notify/notifytest"
)

// TestLogin walks the ways to log in, the wrong password, and what must never be sent in the open.
func TestLogin(t *testing.T) {
	for name, c := range map[string]struct {
		offered  []string
		auth     string
		password notify.Secret
		status   string
	}{
		"plain":           {[]string{"PLAIN"}, "", "correct horse", ""},
		"login":           {[]string{"LOGIN"}, "", "correct horse", ""},
		"both":            {[]string{"LOGIN", "PLAIN"}, "", "correct horse", ""},
		"token alone":     {[]string{"XOAUTH2"}, "", "correct horse", ""},
		"token by choice": {[]string{"PLAIN", "LOGIN", "XOAUTH2"}, "xoauth2", "correct horse", ""},
		"login by choice": {[]string{"PLAIN", "LOGIN"}, "login", "correct horse", ""},
		"wrong password":  {nil, "", "battery staple", "535"},
		"wrong, by login": {[]string{"LOGIN"}, "", "battery staple", "535"},
		"wrong token":     {[]string{"XOAUTH2"}, "", "battery staple", "535"},
		"unknown to us":   {[]string{"GSSAPI"}, "", "correct horse", "none"},
	} {
		t.Run(name, func(t *testing.T) {
			m := mailbox(t, notifytest.MailboxOptions{User: "rasid", Password: "correct horse", Mechanisms: c.offered})
			o := mailOptions(m)
			o.User, o.Password, o.Auth = "rasid", c.password, c.auth
			n := target(t, o)
			err := n.Notify(t.Context(), render(t, n, sample())[0], nil)
			checked := n.(notify.Checker).Check(t.Context())
			if c.status == "" {
				if err != nil || checked != nil || len(m.Messages()) != 1 || m.Messages()[0].User != "rasid" {
					t.Fatalf("notify %v, check %v, %d messages", err, checked, len(m.Messages()))
				}
				return
			}
			for _, err := range []error{err, checked} {
				f := failure(t, err)
				if f.Permanent || c.status != "none" && !strings.HasPrefix(f.Status, c.status) {
					t.Errorf("failure is %v (%+v), want a temporary one of status %s: a password can be mended", f, f, c.status)
				}
				if s := fmt.Sprintf("%v %+v %#v", err, f, o); strings.Contains(s, "battery") || strings.Contains(s, "correct") {
					t.Errorf("the password is shown: %s", s)
				}
			}
		})
	}
}

// TestTLS guards that nothing is sent in the open unless it was asked for, nor to a server that cannot prove
// who it is (H57, H59).
func TestTLS(t *testing.T) {
	for name, c := range map[string]struct {
		server notifytest.MailboxOptions
		mode   string
		trust  bool
		ok     bool
	}{
		"starttls":                   {notifytest.MailboxOptions{}, "", true, true},
		"starttls, not trusted":      {notifytest.MailboxOptions{}, "", false, false},
		"starttls not offered":       {notifytest.MailboxOptions{NoTLS: true}, "", true, false},
		"tls":                        {notifytest.MailboxOptions{ImplicitTLS: true}, "tls", true, true},
		"tls, not trusted":           {notifytest.MailboxOptions{ImplicitTLS: true}, "tls", false, false},
		"tls from a starttls server": {notifytest.MailboxOptions{}, "tls", true, false},
		"none":                       {notifytest.MailboxOptions{NoTLS: true}, "none", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			m := mailbox(t, c.server)
			o := mailOptions(m)
			o.TLS = c.mode
			if !c.trust {
				o.CA = ""
			}
			n := target(t, o)
			err := n.Notify(t.Context(), render(t, n, sample())[0], nil)
			if c.ok != (err == nil) || c.ok != (len(m.Messages()) == 1) {
				t.Fatalf("error %v, %d messages", err, len(m.Messages()))
			}
			if c.ok && m.Messages()[0].TLS != (c.mode != "none") {
				t.Error("message came in the open")
			}
			if !c.ok {
				if f := failure(t, err); f.Permanent || f.Doubtful {
					t.Errorf("failure is %+v, want temporary", f)
				}
				if len(m.Commands()) != 0 {
					t.Errorf("commands in the open: %v", m.Commands())
				}
			}
		})
	}
}
