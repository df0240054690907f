package notify

import (
	"encoding/base64"
	"log/slog"
	"net/url"
	"slices"
	"strings"
)

// mask stands wherever a secret would.
const mask = "[secret]"

// A Secret is a string that prints as "[secret]" through fmt, slog and JSON, and as "" where it is empty.
type Secret string

// Reveal returns the secret itself, for the one place that sends or signs with it.
func (s Secret) Reveal() string { return string(s) }

// String returns the mask.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return mask
}

// GoString returns the mask, for %#v.
func (s Secret) GoString() string { return `"` + s.String() + `"` }

// LogValue returns the mask, for slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns the mask, for JSON and TOML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// masked returns a text with the mask in place of secrets, as they are and as they go over the wire.
func masked(text string, secrets []string) string {
	for _, s := range secrets {
		if s == "" {
			continue
		}
		for _, form := range wireForms(s) {
			text = strings.ReplaceAll(text, form, mask)
		}
	}
	return text
}

// leastForm is how many letters of base64 are taken for a secret.
const leastForm = 6

// wireForms returns a secret as it is, escaped as in an address, and what of it shows in base64 at each of the three
// places that it may begin at: a login (RFC 4616) has the name before it.
func wireForms(s string) []string {
	forms := []string{s, url.QueryEscape(s), url.PathEscape(s)}
	for before := range 3 {
		padded := append(make([]byte, before), s...)
		first, end := (before*8+5)/6, len(padded)*8/6 // letters that hold bits of the secret alone
		for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if form := e.EncodeToString(padded)[first:end]; len(form) >= leastForm {
				forms = append(forms, form)
			}
		}
	}
	return slices.Compact(forms)
}
