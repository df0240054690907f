package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const hookTable = "[[target]]\nname='h'\nkind='webhook'\n"

func TestSecretsAreReadWhereTheyAre(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("CREDENTIALS_DIRECTORY", folder)
	t.Setenv("RASID_TEST_HOOK", "https://hooks.example.org/canary-1")
	for name, text := range map[string]string{"webhook-secret": "canary-2-long-enough\n", "beside": "canary-3-long-enough\r\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "rasid.toml")
	text := base + hookTable + "url='env:RASID_TEST_HOOK'\nsecrets=['credential:webhook-secret', 'file:beside']\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	o := c.Targets[0]
	if o.URL.Reveal() != "https://hooks.example.org/canary-1" || len(o.Secrets) != 2 || o.Secrets[0].Reveal() != "canary-2-long-enough" || o.Secrets[1].Reveal() != "canary-3-long-enough" {
		t.Error("secrets differ from what was written")
	}
	if text := fmt.Sprintf("%v %+v %#v", c, c, c); strings.Contains(text, "canary") {
		t.Errorf("a secret is printed: %s", text)
	}
}

func TestSecretsAreNotPrintedByFaults(t *testing.T) {
	t.Setenv("RASID_TEST_HOOK", "ftp://canary/")
	t.Setenv("RASID_TEST_SECRET", "canary")
	for _, text := range []string{
		hookTable + "url='https://u:canary@x.org/'\nsecrets=['canary']",
		hookTable + "url='https://x.org/%zz/canary'\nsecrets=['whsec_canary', 'canary:1']",
		hookTable + "url='env:RASID_TEST_HOOK'\nsecrets=['env:RASID_TEST_SECRET']",
		hookTable + "url='canary'\nsecrets='canary'",
		hookTable + "url='https://x.org'\nsecrets=[canary]",
		hookTable + "url=\"canary\nsecrets='canary'",
		"[[source]]\nname='b'\nurl='https://u:canary@x.org/'",
		"[[source]]\nname='b'\nurl='ftp://u:canary@x.org/'",
	} {
		_, err := Load(written(t, "rasid.toml", base+text))
		if err == nil {
			t.Errorf("taken: %s", text)
		} else if strings.Contains(err.Error(), "canary") {
			t.Errorf("a secret is printed: %v", err)
		}
	}
}
