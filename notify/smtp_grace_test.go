package notify

import (
	"context"
	"errors"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
)

// TestGrace guards that a program that stops does not wait ten minutes for the answer to the end of a message,
// and that what it then knows is doubt.
func TestGrace(t *testing.T) {
	m, err := notifytest.NewMailbox(notifytest.MailboxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	e, err := newEmail(Options{Name: "mail", From: "rasid@example.org", To: []string{"reader@example.org"}, Host: m.Host, Port: m.Port, CA: m.CA})
	if err != nil {
		t.Fatal(err)
	}
	if e.dotTimeout < 10*time.Minute || e.grace > 20*time.Second {
		t.Errorf("waits %v for the answer, %v of it when stopped", e.dotTimeout, e.grace)
	}
	e.grace = 50 * time.Millisecond
	never, whole := make(chan struct{}), make(chan struct{})
	defer close(never)
	m.Script(notifytest.Answer{At: notifytest.AtEnd, Wait: never, Reached: whole})
	ds, err := e.Render(news.Digest{ID: "1", Name: "morning"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-whole; cancel() }()
	var f *Failure
	if err := e.Notify(ctx, ds[0], nil); !errors.As(err, &f) || !f.Doubtful || f.Permanent || !errors.Is(err, context.Canceled) {
		t.Errorf("failure is %v (%+v), want doubt", err, f)
	}
}
