package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestDocumentationHasEveryKey holds the tables of docs/config.md against the types.
func TestDocumentationHasEveryKey(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "config.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	top := reflect.TypeFor[file]()
	for i := range top.NumField() {
		table := top.Field(i)
		kind, inner := kindOf(table.Type), table.Type
		if kind == "tables" {
			inner = table.Type.Elem()
		}
		name := table.Tag.Get("toml")
		heading := "## " + header(name, kind == "tables") + " — " + table.Tag.Get("jsonschema_description")
		_, section, found := strings.Cut(string(text), heading+"\n")
		if !found {
			t.Errorf("missing: %s", heading)
			continue
		}
		section, _, _ = strings.Cut(section, "\n## ")
		for j := range inner.NumField() {
			row := rowOf(inner.Field(j))
			want[row] = true
			if !strings.Contains(section, row+"\n") {
				t.Errorf("missing under %s: %s", name, row)
			}
		}
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "| `") && !want[line] {
			t.Errorf("no such key: %s", line)
		}
	}
}

// rowOf returns the row of a key: name, type, default, meaning.
func rowOf(f reflect.StructField) string {
	kind := map[string]string{"text": "text", "duration": "duration", "integer": "integer", "number": "number", "texts": "list of texts"}[kindOf(f.Type)]
	otherwise := ""
	var words []string
	for option := range strings.SplitSeq(f.Tag.Get("jsonschema"), ",") {
		name, value, _ := strings.Cut(option, "=")
		switch name {
		case "required":
			otherwise = "required"
		case "default":
			otherwise = "`" + value + "`"
			if kind == "text" || kind == "duration" {
				otherwise = "`\"" + value + "\"`"
			}
		case "enum":
			words = append(words, value)
		case "minimum":
			kind += " ≥ " + value
		case "maximum":
			kind += ", ≤ " + value
		}
	}
	if len(words) > 0 {
		kind = choice(words)
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s |", f.Tag.Get("toml"), kind, otherwise, strings.ReplaceAll(f.Tag.Get("jsonschema_description"), "|", `\|`))
}

// TestDocumentationShowsEveryKey holds that the examples of docs/config.md are of the right form and leave nothing out.
func TestDocumentationShowsEveryKey(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "config.md"))
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	for _, block := range strings.Split(string(text), "```toml\n")[1:] {
		example, _, _ := strings.Cut(block, "```")
		examples.WriteString(example)
	}
	shown := shownKeys(t, []byte(examples.String()))
	for _, key := range keysOf(reflect.TypeFor[file](), "") {
		if !shown[key] {
			t.Errorf("no example of %s", key)
		}
	}
}
