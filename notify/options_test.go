package notify_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rasid/notify"
)

// keys returns the keys that an error of New names.
func keys(err error) []string {
	var found []string
	var one *notify.OptionError
	var many interface{ Unwrap() []error }
	switch {
	case errors.As(err, &many):
		for _, e := range many.Unwrap() {
			found = append(found, keys(e)...)
		}
	case errors.As(err, &one):
		found = append(found, one.Key)
	}
	return found
}

// TestOptions guards that every fault is found at once and named by its key, with a remedy; H62 is the
// addresses.
func TestOptions(t *testing.T) {
	good := notify.Options{Name: "mail", Kind: "smtp", From: "rasid@example.org", To: []string{"reader@example.org"}, Host: "mail.example.org"}
	with := func(change func(o *notify.Options)) notify.Options {
		o := good
		change(&o)
		return o
	}
	to := func(s string) notify.Options { return with(func(o *notify.Options) { o.To = []string{s} }) }
	for name, c := range map[string]struct {
		o    notify.Options
		want string
	}{
		"good":                 {good, ""},
		"name of a reader":     {to("قارئ <reader@example.org>"), ""},
		"kind":                 {notify.Options{Name: "x", Kind: "pigeon"}, "kind"},
		"nothing":              {notify.Options{Name: "x", Kind: "smtp"}, "from to host"},
		"quoted recipient":     {to(`"a b"@example.org`), "to"},
		"recipient with space": {to("a b@example.org"), "to"},
		"injected recipient":   {to("a@example.org\r\nRCPT TO:<b@example.org>"), "to"},
		"injected name":        {to("\"x\r\nBcc: c@example.org\" <a@example.org>"), "to"},
		"two in one":           {to("a@example.org, b@example.org"), "to"},
		"Arabic local part":    {to("قارئ@example.org"), "to"},
		"empty recipient":      {to(" "), "to"},
		"sender":               {with(func(o *notify.Options) { o.From = "rasid" }), "from"},
		"host with port":       {with(func(o *notify.Options) { o.Host = "mail.example.org:587" }), "host"},
		"IPv6 host":            {with(func(o *notify.Options) { o.Host = "::1" }), ""},
		"port":                 {with(func(o *notify.Options) { o.Port = 70000 }), "port"},
		"tls":                  {with(func(o *notify.Options) { o.TLS = "maybe" }), "tls"},
		"ca":                   {with(func(o *notify.Options) { o.CA = "/nonexistent.pem" }), "ca"},
		"auth":                 {with(func(o *notify.Options) { o.User, o.Password, o.Auth = "u", "p", "ntlm" }), "auth"},
		"user alone":           {with(func(o *notify.Options) { o.User = "u" }), "password"},
		"password alone":       {with(func(o *notify.Options) { o.Password = "p" }), "user"},
		"password in the open": {with(func(o *notify.Options) { o.User, o.Password, o.TLS = "u", "p", "none" }), "tls"},
		"unsubscribe":          {with(func(o *notify.Options) { o.Unsubscribe = "https://example.org" }), "unsubscribe"},
		"one click":            {with(func(o *notify.Options) { o.UnsubscribeURL = "https://example.org/leave?who={to}" }), ""},
		"one click for all":    {with(func(o *notify.Options) { o.UnsubscribeURL = "https://example.org/leave" }), "unsubscribe_url"},
		"one click in a mail":  {with(func(o *notify.Options) { o.UnsubscribeURL = "mailto:{to}" }), "unsubscribe_url"},
		"one click too long":   {with(func(o *notify.Options) { o.UnsubscribeURL = "https://example.org/" + strings.Repeat("x", 60) + "{to}" }), "unsubscribe_url"},
		"selector alone":       {with(func(o *notify.Options) { o.DKIMSelector = "rasid" }), "dkim_key"},
		"no key":               {with(func(o *notify.Options) { o.DKIMKey, o.DKIMSelector = "secret", "rasid" }), "dkim_key"},
		"key alone":            {with(func(o *notify.Options) { o.DKIMKey = "secret" }), "dkim_selector dkim_key"},
		"foreign domain":       {with(func(o *notify.Options) { o.DKIMKey, o.DKIMSelector, o.DKIMDomain = "secret", "rasid", "example.net" }), "dkim_domain dkim_key"},
		"webhook":              {notify.Options{Name: "x", Kind: "webhook"}, "url secrets"},
		"webhook address":      {notify.Options{Name: "x", Kind: "webhook", URL: "ftp://example.org", Secrets: []notify.Secret{hookSecret}}, "url"},
		"webhook secret":       {notify.Options{Name: "x", Kind: "webhook", URL: "https://example.org", Secrets: []notify.Secret{"whsec_ليس أساس ٦٤ هنا"}}, "secrets"},
		"three secrets":        {notify.Options{Name: "x", Kind: "webhook", URL: "https://example.org", Secrets: []notify.Secret{hookSecret, hookSecret, hookSecret}}, "secrets"},
		"short secret":         {notify.Options{Name: "x", Kind: "webhook", URL: "https://example.org", Secrets: []notify.Secret{"abc"}}, "secrets"},
		"slack":                {notify.Options{Name: "x", Kind: "slack", URL: "hooks.slack.com"}, "url"},
		"discord":              {notify.Options{Name: "x", Kind: "discord", URL: "https://discord.com/api/webhooks/1/x?thread_id=2"}, ""},
		"telegram":             {notify.Options{Name: "x", Kind: "telegram", Token: "123456789:AAabcdefghijklmnopqrstuv", Room: "-1001234567890"}, ""},
		"telegram, nothing":    {notify.Options{Name: "x", Kind: "telegram", Room: "news"}, "token room"},
		"teams":                {notify.Options{Name: "x", Kind: "teams"}, "url"},
		"mattermost":           {notify.Options{Name: "x", Kind: "mattermost", URL: "https://example.org/api/v4"}, "url"},
		"mattermost below":     {notify.Options{Name: "x", Kind: "mattermost", URL: "https://example.org/chat/hooks/abc"}, ""},
		"ntfy without topic":   {notify.Options{Name: "x", Kind: "ntfy", URL: "https://ntfy.example.org/"}, "url"},
		"ntfy with both":       {notify.Options{Name: "x", Kind: "ntfy", URL: "https://ntfy.example.org/a", Token: "t", User: "u"}, "token"},
		"matrix":               {notify.Options{Name: "x", Kind: "matrix", URL: "https://m.example.org", Room: "#name:example.org"}, "token room"},
		"file":                 {notify.Options{Name: "x", Kind: "file"}, "path"},
		"feed":                 {notify.Options{Name: "x", Kind: "feed", Keep: -1}, "path keep"},
		"terminal":             {notify.Options{Name: "x", Kind: "terminal"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := notify.New(c.o, &http.Client{}, &strings.Builder{})
			if got := strings.Join(slices.Compact(keys(err)), " "); got != c.want || (err == nil) != (c.want == "") {
				t.Errorf("faults %q (%v), want %q", got, err, c.want)
			}
			if (n == nil) == (err == nil) {
				t.Errorf("target %v with error %v", n, err)
			}
		})
	}
}

func TestSecret(t *testing.T) {
	const hidden = "correct horse"
	o := notify.Options{Password: hidden, URL: hidden, Secrets: []notify.Secret{hidden}}
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "password", o.Password, "options", o)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "password", o.Password, "options", o)
	for _, s := range []string{fmt.Sprint(o), fmt.Sprintf("%v %+v %#v %s %q %x", o, o, o, o.Password, o.Password, o.Password), string(b), log.String()} {
		if strings.Contains(s, hidden) || strings.Contains(s, fmt.Sprintf("%x", hidden)) {
			t.Errorf("shown in %s", s)
		}
	}
	if o.Password.Reveal() != hidden || notify.Secret("").String() != "" {
		t.Error("a secret does not come back, or an empty one is masked")
	}
}
