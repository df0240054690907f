package monitor

import (
	"fmt"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify/notifytest"
)

// TestDeadEndpoints is H56: fifty receivers that take a request and never answer hold up no other target. The mail
// arrives while all of them are still silent.
func TestDeadEndpoints(t *testing.T) {
	box, mail := newMailbox(t, "a@rasid.example")
	reached, silent := make(chan struct{}), make(chan struct{})
	box.Script(notifytest.Answer{At: notifytest.AtData, Reached: reached})
	targets := map[string]Target{"mail": mail}
	for i := range 50 {
		name := fmt.Sprintf("dead-%02d", i)
		hook, to := hookNamed(t, name)
		hook.Script(notifytest.Reply{Wait: silent, Status: 503})
		targets[name] = to
	}
	w := owing(t, 1, targets)
	ended := make(chan error, 1)
	go func() {
		var r Round
		ended <- w.Deliver(t.Context(), &r)
	}()
	select {
	case <-reached:
	case err := <-ended:
		t.Fatalf("ended before the mail was reached: %v", err)
	case <-time.After(time.Minute):
		t.Error("the mail waits for receivers that never answer")
	}
	close(silent)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	for _, d := range w.deliveries() {
		if want := map[bool]news.DeliveryState{true: news.Delivered, false: news.Pending}[d.Target == "mail"]; d.State != want {
			t.Errorf("%s is %s, want %s", d.Target, d.State, want)
		}
	}
}
