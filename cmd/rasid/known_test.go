package main

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
)

// TestUnknown has that what cannot be meant is no empty answer: names that the configuration does not have, and bounds that are none.
func TestUnknown(t *testing.T) {
	d := newDesk(t)
	for _, args := range [][]string{{"search", "لافروف"}, {"entries"}, {"export"}, {"feedback"}, {"label", "--list"}} {
		d.has(d.run(exitUsage, append(args, "--topic", "dprk-rusia")...), `"dprk-rusia"`, "it has dprk-russia")
		d.run(0, append(args, "--topic", "dprk-russia")...)
	}
	d.has(d.run(exitUsage, "entries", "--source", "aa"), `source "aa"`, "it has a")
	d.has(d.run(0, "entries", "--source", "b"), "sent", address("b")) // not in the configuration, but it has entries
	d.has(d.run(exitUsage, "deliveries", "--target", "mail"), `target "mail"`, "it has none")
	d.has(d.run(exitUsage, "deliveries", "--state", "sent"), "use some of pending talking")
	d.has(d.run(exitUsage, "entries", "--since", "-3h"), `--since "-3h"`)
	d.run(0, "entries", "--since", "7d", present)
	for _, args := range [][]string{{"search", "لافروف"}, {"entries"}, {"deliveries"}} {
		d.has(d.run(exitUsage, append(args, "--limit", "-1")...), "--limit -1", "0 for all")
	}
	d.has(d.run(exitUsage, "judge", "sahifa.example/rss"), "no file sahifa.example/rss", "http://")
	d.has(d.run(exitUsage, "read", d.path, "--kind", "gopher"), `--kind "gopher"`, "sitemap")
	d.has(d.run(exitUsage, "read", d.path, "--zone", "Asia/Riad"), `--zone "Asia/Riad"`, "IANA name")
	d.has(d.run(exitUsage, "read", d.path, "--source", "aa"), `source "aa"`, "it has a")
	d.has(d.run(exitUsage, "deliveries", "on", "mail"), `target "mail"`, "it has none")
	d.has(d.run(exitUsage, "source", "release", "aa"), `source "aa"`, "it has a")
	d.has(d.run(exitUsage, "sourcs"), `no command "sourcs"; did you mean sources, source?`)
	d.has(d.run(exitUsage, "topic", "shwo"), `no command "shwo"; did you mean show?`)
	d.has(d.run(exitUsage, "why"), "takes one address, and was given none")
	d.has(d.run(exitUsage, "search", " "), "takes one word or more")
	d.has(d.run(exitFailed, "split", "x", address("b")), "rasid why URL")
	d.has(d.run(exitFailed, "merge", "x", theStory()), "rasid why URL")
	d.has(d.run(exitFailed, "digest", "show", "d9"), `no digest "d9"`, "rasid digest list")
	d.has(d.run(exitFailed, "digest", "resend", "d9"), `no digest "d9"`, "rasid digest list")
}

// A full is a place without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// TestCutShort has that an answer which cannot be printed whole is a failure, also of commands that print line by line.
func TestCutShort(t *testing.T) {
	d := newDesk(t)
	for _, args := range [][]string{{"entries"}, {"story", theStory()}, {"sources"}, {"topic", "show", "dprk-russia"}, {"digest", "list"}, {"why", address("b"), "--json"}, {"export"}, {"--help"}} {
		var diag bytes.Buffer
		if code := run(t.Context(), append(args, "--config", d.path, present), full{}, &diag); code != exitFailed || !strings.Contains(diag.String(), "no space left") {
			t.Errorf("%v: exit code %d, %q", args, code, diag.String())
		}
	}
}

// TestUnnamedFile has a configuration lie in the folder that nobody named: it is told that another one is read.
func TestUnnamedFile(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, c := range []struct {
		file, path string
		told       bool
	}{{"other.toml", "", false}, {"rasid.toml", "", true}, {"rasid.toml", "rasid.toml", false}} {
		if err := os.WriteFile(c.file, []byte("[read]\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		a := &app{diag: &said, path: c.path}
		_, _ = a.load()
		if told := strings.Contains(said.String(), "rasid.toml in this folder is not read"); told != c.told {
			t.Errorf("%+v: %q", c, said.String())
		}
	}
}

// TestWithoutSecrets asks where a secret is given to the service alone: what neither sends nor signs does without it, what
// sends names it, and a secret that is written out stays a fault for all.
func TestWithoutSecrets(t *testing.T) {
	d := newDesk(t)
	text, err := os.ReadFile(d.path)
	d.must(err)
	target := func(password string) {
		d.must(os.WriteFile(d.path, append(text, "\n[[target]]\nname = \"post\"\nkind = \"smtp\"\nfrom = \"a@b.example\"\nto = [\"c@d.example\"]\nhost = \"mail.example\"\nuser = \"a\"\npassword = \""+password+"\"\n"...), 0o600))
	}
	for _, away := range []string{"credential:for-the-service", "file:nowhere", "env:RASID_TEST_NOWHERE"} {
		target(away)
		for _, args := range [][]string{{"why", address("b")}, {"search", "لافروف"}, {"entries"}, {"story", theStory()}, {"deliveries", "--target", "post"}, {"digest", "list"}, {"topic", "list"}, {"label", "--list"}, {"feedback", "--apply", "--yes"}} {
			d.run(0, args...)
		}
		d.has(d.run(exitConfig, "config", "check"), ".password: ")
		d.has(d.run(exitConfig, "once"), ".password: ")
	}
	target("hunter2")
	d.has(d.run(exitConfig, "why", address("b")), "is written out")
}
