package config

import (
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"rasid/notify"
)

// minVoteSecret is the least that a secret has to sign links with, in bytes.
const minVoteSecret = 16

func (l *loader) feedback() {
	f := l.file.Feedback
	v := notify.Votes{URL: f.URL, Mail: f.Mail, Secret: l.secret("feedback.secret", f.Secret), Keep: l.duration("feedback.keep", f.Keep, time.Hour, 365*24*time.Hour)}
	if a, err := mail.ParseAddress(f.Mail); f.Mail != "" && (err != nil || a.Address != f.Mail || strings.ContainsAny(f.Mail, "?&%\"")) {
		l.fault("feedback.mail", "is not a mail address", `write it as "name@example.org"`)
	}
	if f.URL == "" && f.Listen == "" {
		l.config.Votes = v
		return
	}
	for _, part := range []struct{ key, text string }{{"feedback.url", f.URL}, {"feedback.listen", f.Listen}, {"feedback.secret", f.Secret}} {
		if part.text == "" {
			l.fault(part.key, "is missing", "url, listen and secret go together: leave all of them out or none")
		}
	}
	if u, err := url.Parse(f.URL); f.URL != "" && (err != nil || u.Scheme != "https" && !loopback(u.Host) || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "") {
		l.fault("feedback.url", quoted(f.URL)+" is not the https address of a folder", `write it as "https://host/path"`)
	}
	if f.Listen != "" && !listenable(f.Listen) {
		l.fault("feedback.listen", quoted(f.Listen)+" is not a port of this machine alone", `write "127.0.0.1:8377" or "unix:/run/rasid/feedback.sock" and let your web server pass requests on to it`)
	}
	if n := len(v.Secret.Reveal()); n > 0 && n < minVoteSecret {
		l.fault("feedback.secret", "is too short to sign with", "make one of 32 random bytes: head -c 32 /dev/urandom | base64")
	}
	l.config.Votes, l.config.Listen = v, f.Listen
}

// listenable reports whether an address is a port of this machine alone, or an absolute path after "unix:".
func listenable(address string) bool {
	if path, unix := strings.CutPrefix(address, "unix:"); unix {
		return filepath.IsAbs(path)
	}
	return port(address) && loopback(address)
}

// loopback reports whether the host of host:port is an address of this machine alone.
func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	a, wrong := netip.ParseAddr(host)
	return err == nil && wrong == nil && a.IsLoopback()
}
