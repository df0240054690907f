package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// TestDemo has that the demo comes out as planted, prints the digest that the README shows, begins anew in its own folder
// and touches no other.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	out, code := rasid(t, dir, "demo", "--dir", "demo")
	if code != 0 || !strings.Contains(out, "stories planted for the topic arrived once, and nothing else did.") {
		t.Fatalf("exit %d\n%s", code, out)
	}
	rest := undirected(out)
	for _, line := range shown(t) {
		_, after, found := strings.Cut(rest, strings.TrimSuffix(line, "…"))
		if !found {
			t.Errorf("README.md shows %q, which the demo does not print there", line)
			continue
		}
		rest = after
	}
	if out, code := rasid(t, dir, "status", "-c", "demo/rasid.toml"); !strings.Contains(out, "database") || !strings.Contains(out, "ramal") {
		t.Errorf("the demo cannot be asked about: exit %d\n%s", code, out)
	}
	if out, code := rasid(t, dir, "demo", "--dir", "demo"); code != 0 {
		t.Errorf("a second demo in its folder: exit %d\n%s", code, out)
	}
	write(t, dir, "mine/notes.txt", "ملاحظات")
	if out, code := rasid(t, dir, "demo", "--dir", "mine"); code != 64 || !strings.Contains(out, "name another folder") {
		t.Errorf("a demo in a folder of others: exit %d\n%s", code, out)
	}
}

// shown returns the lines of the digest in the README.
func shown(t *testing.T) (lines []string) {
	text, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(text), "of a digest from the demo:\n\n```\n")
	block, _, _ = strings.Cut(block, "```")
	for line := range strings.Lines(block) {
		if line = strings.TrimSpace(line); line != "" && line != "[…]" {
			lines = append(lines, line)
		}
	}
	if len(lines) < 8 {
		t.Fatalf("the README shows %d lines of a digest", len(lines))
	}
	return lines
}

// undirected is s without the signs that steer its direction, and with ordinary spaces.
func undirected(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case r != '\n' && unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
}
