package notify_test

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"rasid/notify"
	"rasid/notify/notifytest"
)

// sealed returns mail options with a new key, and the record that the DNS would have of it.
func sealed(t *testing.T, m *notifytest.Mailbox, algorithm string) (notify.Options, string) {
	t.Helper()
	var key crypto.Signer
	var err error
	var public []byte
	switch algorithm {
	case "rsa":
		var k *rsa.PrivateKey
		k, err = rsa.GenerateKey(rand.Reader, 2048)
		key, public = k, x509.MarshalPKCS1PublicKey(&k.PublicKey)
	case "ed25519":
		var k ed25519.PrivateKey
		public, k, err = ed25519.GenerateKey(rand.Reader)
		key = k
	}
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	o := mailOptions(m)
	o.DKIMSelector = "rasid"
	o.DKIMKey = notify.Secret(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	return o, fmt.Sprintf("v=DKIM1; k=%s; p=%s", algorithm, base64.StdEncoding.EncodeToString(public))
}

// TestSignature guards that another library than the one that signed finds every mail signed with either kind of key,
// the links for leaving the list among what is signed, and that a change on the way shows. The signature is part of
// the frozen bytes.
func TestSignature(t *testing.T) {
	for _, algorithm := range []string{"rsa", "ed25519"} {
		t.Run(algorithm, func(t *testing.T) {
			m := mailbox(t, notifytest.MailboxOptions{})
			o, record := sealed(t, m, algorithm)
			o.UnsubscribeURL = "https://example.org/leave?who={to}"
			n := target(t, o)
			d, again := render(t, n, sample())[0], render(t, n, sample())[0]
			if !bytes.Equal(d.Body, again.Body) {
				t.Error("signed again it differs")
			}
			if err := n.Notify(t.Context(), d, nil); err != nil {
				t.Fatal(err)
			}
			raw := m.Messages()[0].Raw
			read(t, raw)
			verify := func(raw []byte) *dkim.Verification {
				t.Helper()
				found, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(name string) ([]string, error) {
					if name != "rasid._domainkey.example.org" {
						return nil, fmt.Errorf("no such record %s", name)
					}
					return []string{record}, nil
				}})
				if err != nil || len(found) != 1 {
					t.Fatalf("%d signatures (%v)", len(found), err)
				}
				return found[0]
			}
			v := verify(raw)
			if v.Err != nil || v.Domain != "example.org" {
				t.Fatalf("signature of %q: %v", v.Domain, v.Err)
			}
			signed := strings.ToLower(strings.Join(v.HeaderKeys, " ") + " ")
			for _, h := range []string{"from", "to", "subject", "date", "content-type", "list-unsubscribe", "list-unsubscribe-post"} {
				if !strings.Contains(signed, h+" ") {
					t.Errorf("%s is not signed: %s", h, signed)
				}
			}
			for name, changed := range map[string][]byte{
				"body":        bytes.Replace(raw, []byte("\r\n\r\n--rasid-"), []byte("\r\n\r\nx--rasid-"), 1),
				"To":          bytes.Replace(raw, []byte("reader@"), []byte("other@"), 1),
				"unsubscribe": bytes.Replace(raw, []byte("List-Unsubscribe=One-Click"), []byte("List-Unsubscribe=Two-Click"), 1),
			} {
				if bytes.Equal(changed, raw) {
					t.Fatalf("%s was not changed", name)
				}
				if verify(changed).Err == nil {
					t.Errorf("a changed %s verifies", name)
				}
			}
		})
	}
}

// TestOneClick guards the headers of RFC 8058, and that a mailto stands beside the address.
func TestOneClick(t *testing.T) {
	o := mailOptions(mailbox(t, notifytest.MailboxOptions{}))
	o.To, o.UnsubscribeURL = []string{"a+b@example.org"}, "https://example.org/leave?who={to}"
	l := read(t, render(t, target(t, o), sample())[0].Body)
	if v := l.header.Get("List-Unsubscribe"); v != "<https://example.org/leave?who=a%2Bb%40example.org>, <mailto:rasid@example.org?subject=unsubscribe>" {
		t.Errorf("List-Unsubscribe is %q", v)
	}
	if v := l.header.Get("List-Unsubscribe-Post"); v != "List-Unsubscribe=One-Click" {
		t.Errorf("List-Unsubscribe-Post is %q", v)
	}
}
