package config

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"rasid/fetch"
	"rasid/notify"
)

// hidden matches a line of the sample that shows a key or a header, commented out.
var hidden = regexp.MustCompile(`(?m)^#(\[|[a-z_]+ = )`)

func TestSampleIsTheDefault(t *testing.T) {
	t.Setenv("STATE_DIRECTORY", "/var/lib/rasid")
	path := written(t, "rasid.toml", string(Sample()))
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	got.Path = ""
	want, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the sample gives\n%+v\nthe default is\n%+v", got, want)
	}
	if len(want.Sources) < 25 || len(want.Topics) != 1 || len(want.Digests) != 1 || len(want.Targets) != 1 {
		t.Errorf("the default has %d sources, %d topics", len(want.Sources), len(want.Topics))
	}
	for _, s := range want.Sources {
		if !strings.HasPrefix(s.URL, "https://") || s.Outlet == s.Name {
			t.Errorf("source %s: %s, outlet %s", s.Name, s.URL, s.Outlet)
		}
	}
}

func TestSampleShowsEveryKeyWithItsDefault(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("STATE_DIRECTORY", "/var/lib/rasid")
	t.Setenv("CREDENTIALS_DIRECTORY", folder)
	t.Setenv("TZ", "")
	certificate, err := os.ReadFile(filepath.Join("testdata", "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	shown := hidden.ReplaceAllString(string(Sample()), "$1")
	for name, text := range map[string]string{"rasid.toml": shown, "ca.pem": string(certificate), "smtp-password": "secret", "webhook-secret": "a-secret-long-enough", "feedback-secret": "a-secret-long-enough", "telegram-token": "123456789:hunter2hunter2hunter2",
		"dkim-key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := shownKeys(t, []byte(shown))
	for _, key := range keysOf(reflect.TypeFor[file](), "") {
		if !l[key] {
			t.Errorf("the sample does not show %s", key)
		}
	}
	c, err := Load(filepath.Join(folder, "rasid.toml"))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	o := fetch.Options{UserAgent: fetch.DefaultUserAgent, Timeout: fetch.DefaultTimeout, Retries: fetch.DefaultRetries, Pace: fetch.DefaultPace,
		PerHost: fetch.DefaultPerHost, MaxBytes: fetch.DefaultMaxBytes, MaxDepth: fetch.DefaultMaxDepth, MaxEntries: fetch.DefaultMaxEntries, Wayback: fetch.DefaultWayback}
	if !reflect.DeepEqual(c.Fetch, o) {
		t.Errorf("fetch: shown %+v, default %+v", c.Fetch, o)
	}
	for name, pair := range map[string][2]any{
		"read": {c.Read, plain.Read}, "store": {c.Store.Path, plain.Store.Path}, "sources": {c.Sources, plain.Sources}, "digests": {c.Digests[0].Schedule.String(), plain.Digests[0].Schedule.String()},
		"digest zone": {c.Digests[0].Zone, plain.Digests[0].Zone}, "language": {c.Digests[0].Language, plain.Digests[0].Language}, "empty": {c.Digests[0].Empty, plain.Digests[0].Empty},
		"title": {c.Digests[0].Title, plain.Digests[0].Title}, "cutoff": {c.Topics[0].Cutoff, plain.Topics[0].Cutoff}, "folder": {c.Topics[0].Folder, plain.Topics[0].Folder},
		"mail timeout": {c.Targets[2].Timeout, time.Duration(notify.DefaultMailTimeout)}, "dot timeout": {c.Targets[2].DotTimeout, time.Duration(notify.DefaultDotTimeout)},
		"hook timeout": {c.Targets[3].Timeout, time.Duration(notify.DefaultWebTimeout)},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: shown %v, default %v", name, pair[0], pair[1])
		}
	}
}

// shownKeys returns the keys of a file, without the numbers of tables.
func shownKeys(t *testing.T, text []byte) map[string]bool {
	t.Helper()
	var r reader
	r.report = func(line int, key, problem, remedy string) { t.Errorf("line %d: %s %s", line, key, problem) }
	if !r.read(text, &file{}) {
		t.Fatal("the sample with every key cannot be read")
	}
	keys := map[string]bool{}
	for key := range r.lines {
		keys[regexp.MustCompile(`\[\d+\]`).ReplaceAllString(key, "")] = true
	}
	return keys
}

// keysOf returns the keys of a type of file.go: "fetch", "fetch.timeout", "source.url".
func keysOf(t reflect.Type, path string) []string {
	var all []string
	for i := range t.NumField() {
		f := t.Field(i)
		key := join(path, f.Tag.Get("toml"))
		all = append(all, key)
		switch kindOf(f.Type) {
		case "table":
			all = append(all, keysOf(f.Type, key)...)
		case "tables":
			all = append(all, keysOf(f.Type.Elem(), key)...)
		}
	}
	return all
}

func TestSampleIsACopy(t *testing.T) {
	a := Sample()
	a[0] = 'x'
	if bytes.Equal(a, Sample()) {
		t.Error("a caller can change the sample")
	}
}
