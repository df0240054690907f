package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReliabilityNamesTests has that every test that docs/reliability.md gives as a proof is there.
func TestReliabilityNamesTests(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "reliability.md"))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	files, err := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard", "..").Output()
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for name := range strings.FieldsSeq(string(files)) {
		if !strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			continue // in the index, but gone
		}
		whole, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		room := filepath.Base(filepath.Dir(whole))
		for _, m := range declared.FindAllSubmatch(text, -1) {
			there[room+" "+string(m[1])] = true
		}
	}
	rows := regexp.MustCompile(`(?m)^\|(.*)\|$`).FindAllStringSubmatch(string(page), -1)
	named := regexp.MustCompile("([a-z]+)? ?`(Test\\w+)`")
	n := 0
	for _, row := range rows {
		room := ""
		for _, m := range named.FindAllStringSubmatch(row[1], -1) {
			if m[1] != "" {
				room = m[1]
			}
			if n++; !there[room+" "+m[2]] {
				t.Errorf("%s %s is named but not there", room, m[2])
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d tests are named", n)
	}
}
