package notify

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"regexp"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// minRSA is the least length of an RSA key that verifiers take, in bits (RFC 8301 section 3.2).
const minRSA = 1024

// maxSigner is the longest domain that signs, in bytes: no tag of a signature may be folded within.
const maxSigner = 70

// domainName is what a domain or a selector of DKIM may be: labels of ASCII letters, digits and hyphens.
var domainName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$`)

// A seal is what mails are signed with (DKIM: RFC 6376, with Ed25519 RFC 8463).
type seal struct {
	domain, selector string
	key              crypto.Signer // an RSA or Ed25519 key
}

// newSeal returns nil where o asks for no signature.
func newSeal(f *faults, o Options, sender string) *seal {
	switch {
	case o.DKIMKey == "" && o.DKIMSelector == "" && o.DKIMDomain == "":
		return nil
	case o.DKIMKey == "":
		f.add("dkim_key", "is missing", "name a credential, a file or an environment variable that holds the private key")
		return nil
	}
	s := &seal{domain: o.DKIMDomain, selector: o.DKIMSelector}
	if s.domain == "" {
		s.domain = sender
	}
	if !domainName.MatchString(s.selector) || len(s.selector) > 63 {
		f.add("dkim_selector", "is not a selector", `write the name before "._domainkey" in the DNS, such as "rasid"`)
	}
	if len(s.domain) > maxSigner {
		f.add("dkim_domain", "is too long for a line of a header", "sign with a domain above it")
	} else if !domainName.MatchString(s.domain) || sender != "" && sender != s.domain && !strings.HasSuffix(sender, "."+s.domain) {
		f.add("dkim_domain", "is not the domain of the sender or one above it", "leave it out, or write that part of the sender's domain whose DNS holds the key")
	}
	key, err := mail.PrivKeyFromPEM([]byte(o.DKIMKey.Reveal()))
	if err != nil {
		f.add("dkim_key", "is not a private key", "make one: openssl genpkey -algorithm ed25519, or -algorithm rsa -pkeyopt rsa_keygen_bits:2048")
		return nil
	}
	switch k := key.(type) {
	case ed25519.PrivateKey:
	case *rsa.PrivateKey:
		if k.N.BitLen() < minRSA {
			f.add("dkim_key", "is too short to be believed", "make one of 2048 bits: openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048")
		}
	}
	s.key = key
	return s
}

// signer returns what signs one mail as at t. Both algorithms give the same bytes for the same mail.
func (s *seal) signer(t time.Time) *mail.DKIMSigner {
	d := mail.NewDKIMSigner(s.domain, s.selector, s.key)
	d.NowFunc = func() time.Time { return t }
	// No more than fit into one line: where the library folds this list within, other libraries find its signature
	// wrong. RFC 8058 section 4 asks for the last two; signing one that is not there keeps it from being added.
	d.SignHeaders("From", "To", "Subject", "Date", "Content-Type", "List-Unsubscribe", "List-Unsubscribe-Post")
	return d
}
