package test

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestLogLines has that each line of the log begins with words that never change, that its keys are plain words, and that
// docs/operations.md has it.
func TestLogLines(t *testing.T) {
	manual, err := os.ReadFile(filepath.Join("..", "docs", "operations.md"))
	if err != nil {
		t.Fatal(err)
	}
	levels := map[string]int{"Debug": 0, "Info": 0, "Warn": 0, "Error": 0, "Log": 2} // arguments before the words
	key := regexp.MustCompile(`^[a-z_]+$`)
	lines := 0
	for _, p := range packages(t) {
		for _, name := range p.GoFiles {
			path := filepath.Join(p.Dir, name)
			ast.Inspect(parsed(t, path), func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				method, ok := call.Fun.(*ast.SelectorExpr)
				if !ok || !logs(method.X) {
					return true
				}
				before, known := levels[method.Sel.Name]
				if !known {
					return true
				}
				lines++
				words := literal(call.Args[before])
				if words == "" || !strings.Contains(string(manual), "`"+words+"`") {
					t.Errorf("%s: docs/operations.md has no line `%s`", path, words)
				}
				for i := before + 1; i < len(call.Args); i += 2 {
					if k := literal(call.Args[i]); !key.MatchString(k) {
						t.Errorf("%s: %s: key %q", path, words, k)
					}
				}
				return true
			})
		}
	}
	if lines < 20 {
		t.Errorf("%d lines found: they are written in another way now", lines)
	}
}

// logs reports whether an expression is a logger: log, or a field Log.
func logs(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name == "log"
	case *ast.SelectorExpr:
		return slices.Contains([]string{"Log", "log"}, x.Sel.Name)
	}
	return false
}

func literal(x ast.Expr) string {
	if l, ok := x.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, err := strconv.Unquote(l.Value)
		if err == nil {
			return s
		}
	}
	return ""
}
