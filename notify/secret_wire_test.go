package notify

import (
	"encoding/base64"
	"strings"
	"testing"
)

// TestWireForms has that a secret is masked in whatever stands before it in base64.
func TestWireForms(t *testing.T) {
	const secret = "hunter2-hunter2"
	for _, before := range []string{"", "\x00u\x00", "\x00us\x00", "\x00use\x00", "user=x\x01auth=Bearer "} {
		text := "535 not you: " + base64.StdEncoding.EncodeToString([]byte(before+secret+"\x01\x01"))
		got := masked(text, []string{secret})
		_, token, _ := strings.Cut(got, ": ")
		if !strings.Contains(token, mask) || len(token) > base64.StdEncoding.EncodedLen(len(before)+2)+len(mask)+8 {
			t.Errorf("after %q: %q became %q", before, text, got)
		}
	}
	if got := masked("path /a%2Fb+c and a%2Fb%20c", []string{"a/b c"}); strings.Contains(got, "a%2Fb") {
		t.Errorf("escaped: %q", got)
	}
	if got := masked("nothing", []string{""}); got != "nothing" {
		t.Errorf("%q", got)
	}
}
