package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/demo"
	"rasid/notify/notifytest"
)

func (a *app) demoCommand() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "demo",
		Short: "Show the whole job on a small press of its own, without network or configuration",
		Long: `Starts seven Arabic outlets, a mail server and a webhook receiver on loopback, follows the shipped topic through
three virtual days, and prints what happens at each step, the digest with the most stories and where its mail lies.
Exit code 0 means that every story planted for the topic arrived once and nothing else did.`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.demo(c.Context(), dir) },
	}
	c.Flags().StringVar(&dir, "dir", "", "`DIR` for the demo's files; default: a new one among the temporary files")
	return c
}

// The virtual time of the demo: three days in steps of six hours.
const (
	demoStep  = 6 * time.Hour
	demoSteps = 12
)

func demoStart() time.Time { return time.Date(2026, 1, 10, 0, 0, 0, 0, time.UTC) }

// A stage is the world around the program in the demo.
type stage struct {
	dir     string
	press   *demo.Press
	mailbox *notifytest.Mailbox
	hook    *notifytest.Hook
}

// newStage starts the press and the receivers and writes a configuration for them into dir.
func newStage(dir string) (*stage, error) {
	var err error
	if dir == "" {
		dir, err = os.MkdirTemp("", "rasid-demo-")
	} else {
		err = os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		return nil, err
	}
	s := &stage{}
	if s.dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	const password, secret = "demo-password", "demo-secret-of-the-webhook"
	if s.press, err = demo.NewPress(demoStart()); err != nil {
		return nil, err
	}
	if s.mailbox, err = notifytest.NewMailbox(notifytest.MailboxOptions{User: "rasid", Password: password}); err != nil {
		return nil, errors.Join(err, s.press.Close())
	}
	if s.hook, err = notifytest.NewHook(secret); err != nil {
		s.mailbox.Close()
		return nil, errors.Join(err, s.press.Close())
	}
	// The mailbox takes its certificate away when it closes; the configuration must stay readable after that.
	ca, err := os.ReadFile(s.mailbox.CA)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, s.write(map[string]string{"rasid.toml": s.configuration(), "smtp-password": password, "hook-url": s.hook.URL, "hook-secret": secret, "ca.pem": string(ca)})
}

// demoMark is the file by which a demo knows a folder that an earlier one wrote.
const demoMark = ".rasid-demo"

// write puts the demo's files into its folder. It begins anew in the folder of an earlier demo and touches no
// other that holds anything.
func (s *stage) write(files map[string]string) error {
	there, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(s.dir, demoMark)); err != nil && len(there) > 0 {
		return usageError{fmt.Errorf("%s is not empty and no earlier demo wrote it: name another folder", s.dir)}
	}
	for _, name := range []string{"rasid.db", "rasid.db-wal", "rasid.db-shm"} {
		if err := os.Remove(filepath.Join(s.dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	files[demoMark] = ""
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) Close() error {
	s.mailbox.Close()
	s.hook.Close()
	return s.press.Close()
}

// configuration is the file a user would write for this press.
func (s *stage) configuration() string {
	var b strings.Builder
	for _, o := range s.press.Outlets() {
		fmt.Fprintf(&b, "# %s\n[[source]]\nname = %q\noutlet = %q\nkind = %q\nurl = %q\n\n", o.Habit, o.Name, o.Outlet, o.Kind, o.URL)
	}
	fmt.Fprintf(&b, `[[topic]]
name = "dprk-russia"
title = "روسيا وكوريا الشمالية"

[[digest]]
name = "daily"
topic = "dprk-russia"
cron = "0 6 * * *"
zone = "UTC"
targets = ["mail", "hook"]

[[target]]
name = "mail"
kind = "smtp"
from = "راصد <rasid@rasid.example>"
to = ["reader@rasid.example"]
host = %q
port = %d
user = "rasid"
password = "file:smtp-password"
ca = "ca.pem"

[[target]]
name = "hook"
kind = "webhook"
url = "file:hook-url"
secrets = ["file:hook-secret"]

[store]
path = "rasid.db"

[fetch]
allow = ["127.0.0.0/8"] # the press is on this machine
pace = "0s"
retries = 0
`, s.mailbox.Host, s.mailbox.Port)
	return b.String()
}

func (a *app) demo(ctx context.Context, dir string) error {
	s, err := newStage(dir)
	if err != nil {
		return err
	}
	defer s.Close()
	fmt.Fprintf(a.out, "Seven outlets, a mail server and a webhook receiver listen on loopback; the files are in %s\n", s.dir)
	for _, o := range s.press.Outlets() {
		fmt.Fprintf(a.out, "  %-7s %s  %s\n", o.Name, o.Habit, arabic.Isolate(o.Outlet))
	}
	if err := a.play(ctx, s); err != nil {
		return err
	}
	html, err := s.saveMail()
	if err != nil {
		return err
	}
	if err := a.printRichest(ctx); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\nThe mail with the most stories as received, for a browser: %s\nAsk on:  rasid status --config %s\n", html, a.path)
	return a.compare(s)
}

// play runs rasid once at each step of the virtual days.
func (a *app) play(ctx context.Context, s *stage) error {
	a.path = filepath.Join(s.dir, "rasid.toml")
	fmt.Fprintf(a.out, "\n%-17s %8s %8s %8s %8s %8s %9s\n", "virtual time", "answered", "listed", "read", "relevant", "digests", "delivered")
	for step := range demoSteps + 2 {
		now := demoStart().Add(time.Duration(step) * demoStep)
		s.press.SetClock(now)
		a.clock = func() time.Time { return now }
		p, err := a.open(ctx, a.quietly(), nil)
		if err != nil {
			return err
		}
		r, err := p.monitor.Once(ctx)
		if err := errors.Join(err, p.Close()); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%-17s %4d / %d %8d %8d %8d %8d %9d\n", stamp(now), r.Answered, r.Asked, r.Listed, r.Read, r.Relevant, r.Digests, r.Delivered)
	}
	return nil
}
