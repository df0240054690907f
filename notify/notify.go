// Package notify renders a digest and hands it to a target: a mailbox, a webhook, a chat, a directory of files, a
// feed, the terminal. It is the only package that sends.
//
// Rendering and sending are apart. Render gives the bytes, one [news.Delivery] for each recipient; whoever
// keeps them hands the same value to Notify as often as it takes. A digest rendered again gives the same
// bytes, and an attempt never changes them, so that a receiver can tell a repetition by its id.
//
// From outside comes only text and http(s) links: every line is cleaned, escaped for the form it appears in,
// and isolated in direction from what stands around it.
package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"

	"rasid/news"
)

// A Target is one place that digests are delivered to. Its methods are safe for concurrent use.
type Target interface {
	// Render returns one Delivery for each recipient, pending and due when d is, with the bytes to send.
	// The same digest gives the same bytes.
	Render(d news.Digest) ([]news.Delivery, error)

	// Notify makes one attempt to hand over d.Body and returns nil once the other side has taken it. Any
	// error is a *Failure. Where an attempt can end in doubt (e-mail), dot is called after the last byte of
	// the body and before the mark that ends it; if dot fails, the message is not ended. Other targets never
	// call dot; it may be nil. A cancelled ctx ends the attempt.
	Notify(ctx context.Context, d news.Delivery, dot func() error) error
}

// A Checker is a Target that can be tried without sending a digest. The targets of this package all are.
type Checker interface {
	// Check returns nil if a delivery would be taken as far as can be told, and else a *Failure.
	Check(ctx context.Context) error
}

// kinds is the table of targets by the key that Options.Kind selects them with.
var kinds = []struct {
	name string
	make func(o Options, web *http.Client, out io.Writer) (Target, error)
}{
	{"smtp", func(o Options, _ *http.Client, _ io.Writer) (Target, error) { return newEmail(o) }},
	{"webhook", func(o Options, web *http.Client, _ io.Writer) (Target, error) { return newWebhook(o, web) }},
	{"slack", func(o Options, web *http.Client, _ io.Writer) (Target, error) { return newChat(o, web, newSlack) }},
	{"discord", func(o Options, web *http.Client, _ io.Writer) (Target, error) { return newChat(o, web, newDiscord) }},
	{"telegram", func(o Options, web *http.Client, _ io.Writer) (Target, error) { return newChat(o, web, newTelegram) }},
	{"teams", func(o Options, web *http.Client, _ io.Writer) (Target, error) { return newChat(o, web, newTeams) }},
	{"mattermost", func(o Options, web *http.Client, _ io.Writer) (Target, error) { return newChat(o, web, newMattermost) }},
	{"ntfy", func(o Options, web *http.Client, _ io.Writer) (Target, error) { return newChat(o, web, newNtfy) }},
	{"matrix", func(o Options, web *http.Client, _ io.Writer) (Target, error) { return newChat(o, web, newMatrix) }},
	{"file", func(o Options, _ *http.Client, _ io.Writer) (Target, error) { return newFiles(o) }},
	{"feed", func(o Options, _ *http.Client, _ io.Writer) (Target, error) { return newFeed(o) }},
	{"terminal", func(o Options, _ *http.Client, out io.Writer) (Target, error) { return newTerminal(o, out) }},
}

// Kinds returns the values that Options.Kind may have.
func Kinds() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// Posted reports whether targets of a kind are posted to over the web, so that a refusal is the receiver's own and may
// pass as it is mended.
func Posted(kind string) bool {
	return !slices.Contains([]string{"smtp", "file", "feed", "terminal"}, kind)
}

// New returns the Target that o describes. Webhooks and chats are posted to through web, whose redirects are not followed;
// the terminal writes to out; either may be nil where o needs none. The error joins one *OptionError for
// each fault of o.
func New(o Options, web *http.Client, out io.Writer) (Target, error) {
	for _, k := range kinds {
		if k.name == o.Kind {
			t, err := k.make(o, web, out)
			if err != nil {
				return nil, err
			}
			return t, nil
		}
	}
	return nil, &OptionError{o.Name, "kind", fmt.Sprintf("%q is not known", o.Kind), fmt.Sprintf("use one of %q", Kinds())}
}

// DeliveryID returns the identity of what is owed to one recipient of one target: 32 hex digits, the same
// over all attempts and restarts. to is "" where a target has just one recipient; of several messages to it the second
// has "#2", and so on.
func DeliveryID(digest, target, to string) string {
	h := sha256.New()
	for _, s := range []string{digest, target, to} {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// owed returns the pending Delivery of body to one recipient.
func owed(d news.Digest, target, to string, body []byte) news.Delivery {
	return news.Delivery{
		ID: DeliveryID(d.ID, target, to), Digest: d.ID, Target: target, To: to,
		Body: body, State: news.Pending, Due: d.Due,
	}
}
