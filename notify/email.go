package notify

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"mime"
	"net"
	netmail "net/mail"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"rasid/news"
)

// email is the Target of kind "smtp": one message and one transaction for each recipient, so that no
// recipient's refusal touches another.
type email struct {
	name        string
	from        *netmail.Address
	to          []*netmail.Address
	unsubscribe string
	oneClick    string // address for a POST with {to} in it, "" = none
	seal        *seal  // nil = not signed
	votes       Votes
	host        string
	port        int
	mode        string // "starttls", "tls" or "none"
	tls         *tls.Config
	login       *login        // nil = no login
	timeout     time.Duration // for each command
	dotTimeout  time.Duration // for the answer to the end of a message
	grace       time.Duration // what is left of dotTimeout when ctx is cancelled: ending the wait makes a duplicate
}

// graceAfterDot lets a message whose end is on the wire be answered while the program stops.
const graceAfterDot = 20 * time.Second

func newEmail(o Options) (*email, error) {
	f := faults{target: o.Name}
	e := &email{
		name: o.Name, host: o.Host, mode: cmp.Or(o.TLS, "starttls"), from: f.address("from", o.From),
		votes: o.Votes, timeout: cmp.Or(o.Timeout, DefaultMailTimeout), dotTimeout: cmp.Or(o.DotTimeout, DefaultDotTimeout), grace: graceAfterDot,
	}
	e.unsubscribe = e.from.Address
	if o.Unsubscribe != "" {
		e.unsubscribe = f.address("unsubscribe", o.Unsubscribe).Address
	}
	if len(o.To) == 0 {
		f.add("to", "is missing", `list the recipients: ["name@example.org"]`)
	}
	for _, to := range o.To {
		e.to = append(e.to, f.address("to", to))
	}
	if o.Host == "" || strings.ContainsAny(o.Host, " /:@\r\n") && net.ParseIP(o.Host) == nil {
		f.add("host", "is not the name of a mail server", `set a name such as "mail.example.org", without a port`)
	}
	ports := map[string]int{"starttls": 587, "tls": 465, "none": 25}
	e.port = cmp.Or(o.Port, ports[e.mode])
	if ports[e.mode] == 0 {
		f.add("tls", strconv.Quote(o.TLS)+" is not known", `use "starttls", "tls" or "none"`)
	}
	if e.port < 0 || e.port > 65535 {
		f.add("port", "is out of range", "use 1 to 65535, or leave it out")
	}
	e.tls = &tls.Config{ServerName: o.Host, MinVersion: tls.VersionTLS12, RootCAs: trusted(&f, o.CA)}
	e.login = newLogin(&f, o)
	e.seal = newSeal(&f, o, e.domain())
	e.oneClick = o.UnsubscribeURL
	for _, to := range e.to {
		link := oneClick(e.oneClick, to.Address)
		if u, err := url.Parse(link); link != "" && (err != nil || u.Scheme != "https" || u.Host == "" || !strings.Contains(e.oneClick, "{to}")) {
			f.add("unsubscribe_url", "is not an https address with {to} in it", `write it as "https://example.org/leave?who={to}"`)
		} else if len(link) > maxOneClick {
			f.add("unsubscribe_url", fmt.Sprintf("is too long for a header with %s in it", to.Address), fmt.Sprintf("use an address that stays within %d bytes", maxOneClick))
		} else {
			continue
		}
		break
	}
	return e, f.err()
}

// String returns what may be shown of a mail target: fmt would print the password it holds.
func (e *email) String() string { return "mail " + e.name }

// GoString is String for %#v.
func (e *email) GoString() string { return e.String() }

// trusted returns the system's certificates with those of a PEM file, nil for the system's alone.
func trusted(f *faults, path string) *x509.CertPool {
	if path == "" {
		return nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	pem, err := os.ReadFile(path)
	if err != nil || !pool.AppendCertsFromPEM(pem) {
		f.add("ca", "holds no certificate that can be read", "name a PEM file that rasid may read")
	}
	return pool
}

// Render returns one message for each recipient.
func (e *email) Render(d news.Digest) ([]news.Delivery, error) {
	p := pageOf(d)
	ds := make([]news.Delivery, len(e.to))
	for i, to := range e.to {
		own := p.asking(e.votes, d, to.Address)
		if len(d.Notices) == 0 { // which are the operator's own
			own.Leave = "mailto:" + e.unsubscribe + "?subject=unsubscribe"
		}
		html, err := own.html()
		if err != nil {
			return nil, err
		}
		ds[i] = owed(d, e.name, to.Address, nil)
		if ds[i].Body, err = e.message(d, ds[i].ID, to, p.Subject, plain(own.blocks()), string(html)); err != nil {
			return nil, fmt.Errorf("render mail: %w", err)
		}
	}
	return ds, nil
}

// message returns the bytes of one mail. Everything in it that a mail library would choose by chance or by
// the clock is fixed here, so that a second rendering is the same: Message-ID, Date and boundary. Both parts are
// base64, in which no line of a body can be taken for the end of a message or grow too long.
func (e *email) message(d news.Digest, id string, to *netmail.Address, subject, text, html string) ([]byte, error) {
	host := e.domain()
	m := mail.NewMsg(mail.WithEncoding(mail.EncodingB64), mail.WithNoDefaultUserAgent(), mail.WithBoundary("rasid-"+id))
	for _, h := range [][2]string{
		{"From", headerAddress(e.from)}, // not through the library, which would encode names as quoted-printable
		{"To", headerAddress(to)},
		{"Subject", subject},
		{"Auto-Submitted", "auto-generated"}, // RFC 3834
		{"List-Id", mime.BEncoding.Encode("utf-8", unmarked(pageOf(d).Title)) + " <" + listID(d, host) + ">"}, // RFC 2919
		{"List-Unsubscribe", unsubscribe(e.unsubscribe, oneClick(e.oneClick, to.Address))},
		{"Content-Language", frameOf(d.Language).lang},
	} {
		m.SetGenHeader(mail.Header(h[0]), h[1])
	}
	if e.oneClick != "" {
		m.SetGenHeader(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	if e.seal != nil {
		m.SetDKIM(e.seal.signer(madeOf(d)))
	}
	m.SetMessageIDWithValue(id + "@" + host)
	m.SetDateWithValue(madeOf(d).UTC())
	m.SetBodyString(mail.TypeTextPlain, text)
	m.AddAlternativeString(mail.TypeTextHTML, html)
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// domain returns the sender's domain.
func (e *email) domain() string { return e.from.Address[strings.LastIndex(e.from.Address, "@")+1:] }

// unsubscribe returns the links of a List-Unsubscribe header (RFC 2369): the one for a POST, if there is one, and the
// mailto, without a subject where the line would grow too long for it.
func unsubscribe(address, post string) string {
	link := "<mailto:" + address + "?subject=unsubscribe>"
	if len(link) >= mail.MaxHeaderLength {
		link = "<mailto:" + address + ">"
	}
	if post != "" {
		return "<" + post + ">, " + link
	}
	return link
}

// maxOneClick is the longest address that fits into a line of a header, brackets, comma and blank around it.
const maxOneClick = mail.MaxHeaderLength - 4

// oneClick returns the address for a POST by which a recipient leaves the list.
func oneClick(address, to string) string {
	return strings.ReplaceAll(address, "{to}", url.QueryEscape(to))
}

// headerAddress returns an address as it stands in a header, its name B-encoded.
func headerAddress(a *netmail.Address) string {
	if a.Name == "" {
		return a.Address
	}
	if name := mime.BEncoding.Encode("utf-8", a.Name); name != a.Name {
		return name + " <" + a.Address + ">"
	}
	return a.String()
}

// listID returns the identity of the list that the digests of one schedule are: labels of ASCII letters,
// digits and hyphens under the sender's domain; where names would make it longer than a line of a header, their hash.
func listID(d news.Digest, host string) string {
	id := slug(d.Name) + "." + slug(d.Topic) + "." + host
	if len(id)+len(" <>") > mail.MaxHeaderLength {
		sum := sha256.Sum256([]byte(d.Name + "\n" + d.Topic))
		id = hex.EncodeToString(sum[:8]) + "." + host
	}
	return id
}

// slug returns s with everything but ASCII letters, digits and hyphens as a hyphen, at most 60 bytes.
func slug(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return r
		}
		return '-'
	}, s)
	if s = strings.Trim(s, "-"); s == "" {
		return "digest"
	}
	return s[:min(len(s), 60)]
}
