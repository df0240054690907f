package notify_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rasid/news"
	"rasid/notify"
	"rasid/notify/notifytest"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// A place is a real receiver and the target that reaches it.
type place struct {
	target  notify.Target
	arrived func() [][]byte // what the receiver has, in order
	fail    func()          // lets the next attempt fail
}

func mailbox(t *testing.T, o notifytest.MailboxOptions) *notifytest.Mailbox {
	t.Helper()
	m, err := notifytest.NewMailbox(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

// mailOptions reach a Mailbox over STARTTLS.
func mailOptions(m *notifytest.Mailbox) notify.Options {
	return notify.Options{
		Name: "mail", Kind: "smtp", From: "راصد الأخبار <rasid@example.org>", To: []string{"reader@example.org"},
		Host: m.Host, Port: m.Port, CA: m.CA, Timeout: time.Minute, DotTimeout: time.Minute,
	}
}

func target(t *testing.T, o notify.Options) notify.Target {
	t.Helper()
	var out bytes.Buffer
	n, err := notify.New(o, &http.Client{}, &out)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A valve is a writer that can be shut.
type valve struct {
	bytes.Buffer
	shut bool
}

func (v *valve) Write(p []byte) (int, error) {
	if v.shut {
		v.shut = false
		return 0, errors.New("closed pipe")
	}
	return v.Buffer.Write(p)
}

var places = map[string]func(t *testing.T) place{
	"smtp": func(t *testing.T) place {
		m := mailbox(t, notifytest.MailboxOptions{User: "rasid", Password: "correct horse"})
		o := mailOptions(m)
		o.User, o.Password = "rasid", "correct horse"
		return place{target(t, o), func() (all [][]byte) {
			for _, msg := range m.Messages() {
				all = append(all, msg.Raw)
			}
			return all
		}, func() { m.Script(notifytest.Answer{At: notifytest.AtRcpt, Code: 451, Text: "try later"}) }}
	},
	"webhook": func(t *testing.T) place {
		h, err := notifytest.NewHook(hookSecret)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(h.Close)
		failed := 0
		return place{target(t, notify.Options{Name: "hook", Kind: "webhook", URL: notify.Secret(h.URL), Secrets: []notify.Secret{hookSecret}}),
			func() (all [][]byte) {
				for _, p := range h.Posts()[failed:] {
					all = append(all, p.Body)
				}
				return all
			}, func() { failed++; h.Script(notifytest.Reply{Status: 503}) }}
	},
	"slack": chatPlace("slack"), "discord": chatPlace("discord"), "telegram": chatPlace("telegram"), "teams": chatPlace("teams"),
	"mattermost": chatPlace("mattermost"), "ntfy": chatPlace("ntfy"), "matrix": chatPlace("matrix"),
	"file": func(t *testing.T) place {
		dir := filepath.Join(t.TempDir(), "digests")
		return place{target(t, notify.Options{Name: "files", Kind: "file", Path: dir}), func() (all [][]byte) {
			for _, ext := range []string{"html", "txt", "json"} {
				names, _ := filepath.Glob(filepath.Join(dir, "*."+ext))
				for _, name := range names {
					b, err := os.ReadFile(name)
					if err != nil {
						t.Fatal(err)
					}
					all = append(all, b)
				}
			}
			return all
		}, func() {
			if err := os.WriteFile(dir, nil, 0o600); err != nil { // a file where the directory should be
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Remove(dir) })
		}}
	},
	"feed": func(t *testing.T) place {
		dir := filepath.Join(t.TempDir(), "feeds")
		return place{target(t, notify.Options{Name: "feed", Kind: "feed", Path: dir}), func() (all [][]byte) {
			if b, err := os.ReadFile(filepath.Join(dir, "dprk-russia.json")); err == nil {
				all = append(all, b)
			}
			return all
		}, func() {
			if err := os.WriteFile(dir, nil, 0o600); err != nil { // a file where the directory should be
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Remove(dir) })
		}}
	},
	"terminal": func(t *testing.T) place {
		var out valve
		n, err := notify.New(notify.Options{Name: "screen", Kind: "terminal"}, nil, &out)
		if err != nil {
			t.Fatal(err)
		}
		return place{n, func() [][]byte {
			if out.Len() == 0 {
				return nil
			}
			return [][]byte{bytes.TrimSuffix(out.Bytes(), []byte("\n"))}
		}, func() { out.shut = true }}
	},
}

// TestTargets is the suite that every target passes.
func TestTargets(t *testing.T) {
	if len(places) != len(notify.Kinds()) {
		t.Fatalf("suite has %d targets, package has %d", len(places), len(notify.Kinds()))
	}
	for _, kind := range notify.Kinds() {
		t.Run(kind, func(t *testing.T) {
			t.Run("renders the same bytes again", func(t *testing.T) { sameBytes(t, places[kind](t)) })
			t.Run("delivers what it rendered", func(t *testing.T) { delivers(t, places[kind](t)) })
			t.Run("fails with a Failure", func(t *testing.T) { fails(t, places[kind](t)) })
			t.Run("returns when cancelled", func(t *testing.T) { cancelled(t, places[kind](t)) })
			t.Run("can be checked", func(t *testing.T) { checked(t, places[kind](t)) })
		})
	}
}

func render(t *testing.T, n notify.Target, d news.Digest) []news.Delivery {
	t.Helper()
	ds, err := n.Render(d)
	if err != nil {
		t.Fatal(err)
	}
	if len(ds) == 0 {
		t.Fatal("no deliveries")
	}
	return ds
}

func sameBytes(t *testing.T, p place) {
	first, again := render(t, p.target, sample()), render(t, p.target, sample())
	ids := map[string]bool{}
	for i, d := range first {
		if !bytes.Equal(d.Body, again[i].Body) {
			t.Errorf("delivery %d differs when rendered again", i)
		}
		if (i == 0 || d.To != first[0].To) && d.ID != notify.DeliveryID(sample().ID, d.Target, d.To) || d.ID != again[i].ID || ids[d.ID] {
			t.Errorf("delivery %d has id %q, again %q", i, d.ID, again[i].ID)
		}
		ids[d.ID] = true
		if d.State != news.Pending || !d.Due.Equal(due) || d.Digest != sample().ID {
			t.Errorf("delivery %d is not owed: %+v", i, d.State)
		}
	}
}

func delivers(t *testing.T, p place) {
	ds := render(t, p.target, sample())
	for _, d := range ds {
		if err := p.target.Notify(t.Context(), d, func() error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	got := p.arrived()
	if len(got) != len(ds) {
		t.Fatalf("%d arrived, want %d", len(got), len(ds))
	}
	for i, d := range ds {
		if !bytes.Equal(got[i], d.Body) {
			t.Errorf("delivery %d arrived changed:\n%q\nsent\n%q", i, got[i], d.Body)
		}
	}
}

func fails(t *testing.T, p place) {
	d := render(t, p.target, sample())[0]
	p.fail()
	err := p.target.Notify(t.Context(), d, func() error { return nil })
	var f *notify.Failure
	if !errors.As(err, &f) {
		t.Fatalf("error is %T %v, want *Failure", err, err)
	}
	if f.Permanent || f.Gone || f.Doubtful {
		t.Errorf("failure is %+v, want a plain temporary one", f)
	}
	if strings.Contains(err.Error(), "correct horse") || strings.Contains(err.Error(), hookSecret) {
		t.Errorf("error holds a secret: %v", err)
	}
	if n := len(p.arrived()); n != 0 {
		t.Errorf("%d arrived in spite of the failure", n)
	}
}

func cancelled(t *testing.T, p place) {
	d := render(t, p.target, sample())[0]
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := p.target.Notify(ctx, d, func() error { return nil })
	var f *notify.Failure
	if !errors.As(err, &f) || !errors.Is(err, context.Canceled) || f.Permanent || f.Doubtful {
		t.Errorf("error is %v (%+v), want a temporary Failure of context.Canceled", err, f)
	}
}

func checked(t *testing.T, p place) {
	c, ok := p.target.(notify.Checker)
	if !ok {
		t.Fatal("is no Checker")
	}
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if n := len(p.arrived()); n != 0 {
		t.Errorf("a check delivered %d", n)
	}
}
