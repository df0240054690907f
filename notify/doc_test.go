package notify_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rasid/news"
	"rasid/notify"
)

// block returns the first fenced block of a language in docs/webhook.md, below a heading.
func block(t *testing.T, heading, language string) string {
	t.Helper()
	b, err := os.ReadFile("../docs/webhook.md")
	if err != nil {
		t.Fatal(err)
	}
	_, below, _ := strings.Cut(string(b), "\n## "+heading+"\n")
	_, rest, ok := strings.Cut(below, "```"+language+"\n")
	code, _, closed := strings.Cut(rest, "\n```")
	if !ok || !closed {
		t.Fatalf("docs/webhook.md has no %s block under %q", language, heading)
	}
	return code
}

// A schema is the part of JSON Schema that docs/webhook.md uses.
type schema struct {
	Type                 string
	Required             []string
	Enum                 []string
	Const                any
	Properties           map[string]schema
	AdditionalProperties *schema
	Items                *schema
}

// faults returns how v differs from s. A field that the schema does not name is one.
func (s schema) faults(at string, v any) []string {
	var found []string
	kind := fmt.Sprintf("%T", v)
	switch v := v.(type) {
	case map[string]any:
		kind = "object"
		for _, k := range s.Required {
			if _, ok := v[k]; !ok {
				found = append(found, at+"."+k+" is required")
			}
		}
		for k, item := range v {
			if p, ok := s.Properties[k]; ok {
				found = append(found, p.faults(at+"."+k, item)...)
			} else if s.AdditionalProperties != nil {
				found = append(found, s.AdditionalProperties.faults(at+"."+k, item)...)
			} else {
				found = append(found, at+"."+k+" is not described")
			}
		}
	case []any:
		kind = "array"
		for i, item := range v {
			found = append(found, s.Items.faults(fmt.Sprintf("%s[%d]", at, i), item)...)
		}
	case string:
		kind = "string"
		if s.Enum != nil && !slices.Contains(s.Enum, v) {
			found = append(found, at+" is "+v)
		}
	case bool:
		kind = "boolean"
	case float64:
		if kind = "number"; s.Type == "integer" && v == math.Trunc(v) {
			kind = "integer"
		}
	}
	if kind != s.Type || s.Const != nil && s.Const != v {
		found = append(found, fmt.Sprintf("%s is %s %v, want %s %v", at, kind, v, s.Type, s.Const))
	}
	return found
}

// TestSchema guards that docs/webhook.md describes what is sent: every field, with its type.
func TestSchema(t *testing.T) {
	var s, ns schema
	unmarshal(t, []byte(block(t, "The payload", "json")), &s)
	unmarshal(t, []byte(block(t, "Notices", "json")), &ns)
	whole := sample()
	m := &whole.Stories[0].Members[1]
	m.Author, m.Agency, m.Like, m.Verdict.Nearest = "كاتب", "رويترز", "0000000000000001", "first.txt"
	m.Was, m.Edited = "عنوان سابق", due
	for name, d := range map[string]news.Digest{"whole": whole, "empty": empty(), "nothing": {}, "alert": alert(), "past": past(), "notices": notices(3)} {
		s := s
		if len(d.Notices) > 0 {
			s = ns
		}
		b, err := notify.JSON(d)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		unmarshal(t, b, &v)
		for _, f := range s.faults("digest", v) {
			t.Errorf("%s: %s", name, f)
		}
	}
}

// TestReceiver builds the receiver of docs/webhook.md and gives it one digest three times: it keeps one.
func TestReceiver(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(block(t, "A receiver", "go")), 0o600); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-o", "receiver", "main.go")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	receiver := exec.CommandContext(t.Context(), filepath.Join(dir, "receiver"), "127.0.0.1:0")
	receiver.Dir, receiver.Env = dir, append(os.Environ(), "WEBHOOK_SECRET="+hookSecret)
	out, err := receiver.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := receiver.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { receiver.Process.Kill(); receiver.Wait() }()
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + strings.TrimSpace(address) + "/"
	n := hookTarget(t, url)
	d := render(t, n, sample())[0]
	for range 3 {
		if err := n.Notify(t.Context(), d, nil); err != nil {
			t.Fatal(err)
		}
	}
	if f := failure(t, hookTarget(t, url, "another secret of 32 letters ...").Notify(t.Context(), d, nil)); !strings.HasPrefix(f.Status, "401") {
		t.Errorf("a wrong signature: %v", f)
	}
	kept, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(kept) != 1 || filepath.Base(kept[0]) != d.ID+".json" {
		t.Fatalf("kept %q (%v)", kept, err)
	}
	if b, err := os.ReadFile(kept[0]); err != nil || string(b) != string(d.Body) {
		t.Errorf("kept something else (%v)", err)
	}
}
