package notify_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rasid/notify"
)

// FuzzMail puts anything into a title, a text, an address and a reason: the mail stays one message that another
// library reads, and its page has no element, attribute or style but the template's own.
func FuzzMail(f *testing.F) {
	for i := 0; i < len(vectors); i += 4 { // TestNoMarkupFromOutside has them all
		f.Add(vectors[i], vectors[(i+1)%len(vectors)], "https://example.org/"+vectors[(i+2)%len(vectors)], vectors[(i+3)%len(vectors)])
	}
	f.Fuzz(func(t *testing.T, title, text, url, reason string) {
		d := sample()
		first := &d.Stories[0].Members[0]
		first.Title, first.Outlet, first.Text, first.URL = title, title, text, url
		d.Title, d.Coverage.Dark[0].Reason = title, reason
		n := target(t, notify.Options{Name: "mail", Kind: "smtp", From: "rasid@example.org", To: []string{"reader@example.org"}, Host: "mail.example.org"})
		l := read(t, render(t, n, d)[0].Body)
		if i := strings.IndexFunc(l.text, forbidden); i >= 0 {
			t.Errorf("text part holds a control character: %q", l.text[i:])
		}
		own := elements(parsed(t, sample()))
		for e := range elements(parsed(t, d)) {
			if !own[e] && !strings.HasPrefix(e, "href http") {
				t.Errorf("the page has a new %s", e)
			}
		}
		if b, err := notify.JSON(d); err != nil || !json.Valid(b) {
			t.Errorf("json is broken (%v)", err)
		}
	})
}
