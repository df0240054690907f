package notify

import "log/slog"

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
