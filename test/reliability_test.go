package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
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

// TestFuzzTargets has that docs/security.md names every fuzz target that there is, and no other.
func TestFuzzTargets(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard", "..").Output()
	if err != nil {
		t.Fatal(err)
	}
	var there, named []string
	for name := range strings.FieldsSeq(string(files)) {
		if text, err := os.ReadFile(name); err == nil && strings.HasSuffix(name, "_test.go") {
			for _, m := range regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`).FindAllSubmatch(text, -1) {
				there = append(there, string(m[1]))
			}
		}
	}
	for _, m := range regexp.MustCompile("`(Fuzz\\w+)`").FindAllSubmatch(page, -1) {
		named = append(named, string(m[1]))
	}
	slices.Sort(there)
	if slices.Sort(named); !slices.Equal(there, named) || len(there) < 8 {
		t.Errorf("there are %v, named are %v", there, named)
	}
}
