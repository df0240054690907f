package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func FuzzLoad(f *testing.F) {
	// A folder of addresses only, so that no time goes into reading articles.
	folder := f.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "talks"), 0o700); err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "talks", "urls.txt"), []byte("https://example.org/1\n"), 0o600); err != nil {
		f.Fatal(err)
	}
	quick := strings.NewReplacer(`name = "dprk-russia"`, "name = 't'\nfolder = 'talks'")
	for table := range strings.SplitSeq(string(Sample()), "\n\n") {
		f.Add([]byte(quick.Replace(table)))
		f.Add([]byte(quick.Replace(base + hidden.ReplaceAllString(table, "$1"))))
	}
	for _, text := range []string{
		base, "\uFEFF" + base, base + "title = 1\r\nsources = 'a'\n[fetch]\nallow=[[1],{a=2},\n'x']",
		"source = [{name='a',url='https://x.org',every='1h'},{name=1}]", "a.b.c = 1\n[a]\n[[a.b]]\n[a.b.c]", "[[source]]\n[source.name]\n[[source.name]]",
		"x = '''\n\n", "[fetch]\nretries = 99999999999999999999\ntimeout = '9999999h'", "[[digest]]\ncron = '0 0 30 2 *'\nzone = '../UTC'",
	} {
		f.Add([]byte(quick.Replace(text)))
	}
	path := filepath.Join(folder, "rasid.toml")
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parse(path, data)
		if err == nil {
			if len(c.Sources) == 0 || len(c.Topics) == 0 || c.Store.Path == "" {
				t.Fatalf("no fault and not whole: %+v", c)
			}
			return
		}
		var faults Faults
		if !errors.As(err, &faults) || len(faults) == 0 {
			t.Fatalf("not Faults: %v", err)
		}
		lines := 1 + strings.Count(string(data), "\n")
		for _, fault := range faults {
			if fault.File == "" || fault.Problem == "" || fault.Line < 0 || fault.File == path && fault.Line > lines {
				t.Errorf("%d lines: %+v", lines, fault)
			}
			if strings.ContainsAny(fault.Error(), "\r\n\x1b") {
				t.Errorf("not one line: %q", fault.Error())
			}
		}
	})
}
