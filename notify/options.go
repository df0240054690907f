package notify

import (
	"errors"
	"net/mail"
	"strings"
	"time"
	"unicode"
)

// Options describe one target. Which fields count depends on Kind.
type Options struct {
	Name string // unique among the targets, ASCII
	Kind string // one of Kinds

	// smtp
	From           string        // sender, with or without a name: "راصد <rasid@example.org>"
	To             []string      // recipients; each gets a message of its own
	Host           string        // name of the mail server
	Port           int           // 0 = 587, or 465 with TLS "tls", or 25 with TLS "none"
	TLS            string        // "starttls" (the default: refused where the server does not offer it), "tls" from the first byte, "none"
	CA             string        // path of a PEM file with certificates to trust besides the system's, "" = none
	User           string        // "" = no login
	Password       Secret        // or the access token where Auth is "xoauth2"
	Auth           string        // "" = the strongest that both sides know, "plain", "login", "xoauth2"
	UnsubscribeURL string        // https address that takes a POST (RFC 8058), {to} in it stands for the recipient; "" = none
	DKIMKey        Secret        // private key in PEM, RSA or Ed25519; "" = mails are not signed here
	DKIMSelector   string        // where the DNS has the public key: before "._domainkey."
	DKIMDomain     string        // and after it, "" = that of From
	Unsubscribe    string        // address that List-Unsubscribe names, "" = that of From
	Votes          Votes         // how readers say what belongs to a topic
	DotTimeout     time.Duration // wait for the answer to the end of a message, 0 = DefaultDotTimeout

	// webhook and chats
	URL     Secret   // where to post; treated as a secret because many carry a token. matrix: the server; telegram: the same, "" = DefaultTelegram
	Token   Secret   // telegram, matrix, ntfy ("" = none, or User and Password): what lets in
	Room    string   // telegram: "@channel" or the number of the chat; matrix: the identity of the room
	Secrets []Secret // for signing, newest first, at most two: "whsec_" and base64, or raw

	// file and feed
	Path string // directory, made if missing
	Keep int    // feed: entries, 0 = DefaultKeep

	Timeout time.Duration // wait for each answer: 0 = DefaultMailTimeout or DefaultWebTimeout
}

// The defaults of the times in Options.
const (
	DefaultMailTimeout = 2 * time.Minute  // for each command; RFC 5321 section 4.5.3.2 allows up to 5
	DefaultDotTimeout  = 10 * time.Minute // RFC 5321 section 4.5.3.2.6; a shorter wait makes duplicates
	DefaultWebTimeout  = 30 * time.Second
)

// maxSecrets is how many signatures a webhook carries while a secret is being changed.
const maxSecrets = 2

// faults collects what is wrong with the Options of one target.
type faults struct {
	target string
	found  []error
}

func (f *faults) add(key, problem, remedy string) {
	f.found = append(f.found, &OptionError{f.target, key, problem, remedy})
}

// err returns all faults joined, nil if there are none.
func (f *faults) err() error { return errors.Join(f.found...) }

// address parses one mail address and refuses what could leave the header or the command it stands in
// (RFC 5321 section 4.1.2 allows quoted local parts; nobody's digest needs one).
func (f *faults) address(key, s string) *mail.Address {
	a, err := mail.ParseAddress(s)
	switch {
	case strings.TrimSpace(s) == "":
		f.add(key, "is missing", `write an address such as "name@example.org"`)
	case err != nil || strings.ContainsFunc(s, unicode.IsControl):
		f.add(key, "is not a mail address", `write it as "name@example.org"`)
	case strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"(),:;<>[\]`, r) }):
		f.add(key, "has characters that mail servers refuse", "use ASCII letters, digits and . _ - + only, with the domain in its xn-- form")
	default:
		return a
	}
	return &mail.Address{}
}
