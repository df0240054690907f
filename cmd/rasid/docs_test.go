package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestDocumentation has that the manuals name only commands and flags that there are, and that the README lists every command.
func TestDocumentation(t *testing.T) {
	root := (&app{}).root()
	root.InitDefaultCompletionCmd()
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, path := range append(files, "../../README.md", "../../README.ar.md", "../../config/default.toml", "../../deploy/rasid.service", "../../deploy/rasid-alert@.service") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range invocations(string(text)) {
			n++
			if fault := unlike(root, line); fault != "" {
				t.Errorf("%s: rasid %s: %s", filepath.Base(path), line, fault)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d command lines found in the manuals", n)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "| command | does |")
	table, _, _ = strings.Cut(table, "\n\n")
	for _, c := range root.Commands() {
		if !c.Hidden && c.Name() != "help" && !regexp.MustCompile("[`|]"+c.Name()+"\\b").MatchString(table) {
			t.Errorf("README.md lists no rasid %s", c.Name())
		}
	}
}

// invocations returns what stands behind "rasid" in the code of a text: in its blocks, and between backticks.
func invocations(text string) (all []string) {
	call := regexp.MustCompile(`(?:^|[ (=])rasid ((?:[a-z-][^|;#\n]*)?)`)
	for i, part := range strings.Split(text, "```") {
		spans := strings.Split(part, "\n")
		if i%2 == 0 {
			spans = nil
			for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(part, -1) {
				spans = append(spans, m[1])
			}
		}
		for _, span := range spans {
			if strings.Contains(span, "ctl ") { // rasid is a unit there
				continue
			}
			for _, m := range call.FindAllStringSubmatch(span, -1) {
				all = append(all, m[1])
			}
		}
	}
	return all
}

// unlike says what of a command line there is not, "" = all is there.
func unlike(root *cobra.Command, line string) string {
	words := strings.Fields(line)
	c, _, err := root.Find(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return strings.HasPrefix(w, "-") }))
	if err != nil || len(words) > 0 && c == root && !strings.HasPrefix(words[0], "-") {
		return "no such command"
	}
	for _, w := range words {
		name, isFlag := strings.CutPrefix(w, "--")
		if name, _, _ = strings.Cut(strings.Trim(name, ",.)]"), "="); isFlag && name != "" && name != "help" && c.Flag(name) == nil && root.Flag(name) == nil {
			return "no flag --" + name
		}
	}
	return ""
}
