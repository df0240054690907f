package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A secret that is written once, beside the configuration, is found by the service and by the operator's commands.
func TestOneCredentialForServiceAndOperator(t *testing.T) {
	passed, folder := t.TempDir(), t.TempDir()
	write := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(folder, "rasid.toml")
	write(config, base+hookTable+"url='https://hooks.example.org/x'\nsecrets=['credential:hook']\n")
	for _, c := range []struct{ name, environment, file, want, fault string }{
		{"named by the unit", passed, filepath.Join(passed, "hook"), "from-the-unit-long-enough", ""},
		{"passed with its folder", passed, filepath.Join(passed, "rasid_hook"), "with-its-folder-long-enough", ""},
		{"in the folder beside", "", filepath.Join(folder, "credentials", "hook"), "beside-it-is-long-enough", ""},
		{"nowhere", t.TempDir(), filepath.Join(passed, "other"), "", filepath.Join(folder, "credentials", "hook")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("CREDENTIALS_DIRECTORY", c.environment)
			write(c.file, c.want+"\n")
			defer os.Remove(c.file)
			got, err := Load(config)
			if c.fault != "" {
				if err == nil || !strings.Contains(err.Error(), c.fault) {
					t.Fatalf("error %v does not name %s", err, c.fault)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if secrets := got.Targets[len(got.Targets)-1].Secrets; len(secrets) != 1 || string(secrets[0]) != c.want {
				t.Errorf("secret is not that of %s", c.file)
			}
		})
	}
}
