package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocumentation has that docs/store.md has a row for each table, and names each method that writes with what it commits.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "store.md"))
	must(t, err)
	named := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "|") {
			cells := strings.Split(line, "|")
			for _, word := range regexp.MustCompile(`\w+`).FindAllString(cells[1]+" "+cells[2], -1) {
				named[word] = true
			}
		}
	}
	tables, err := collect(t.Context(), openTest(t).read, scanString, `SELECT name FROM pragma_table_list
		WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%'`)
	must(t, err)
	for _, name := range append(tables, writers(t)...) {
		if !named[name] {
			t.Errorf("docs/store.md has no row for %s", name)
		}
	}
	if len(tables) < 30 {
		t.Errorf("only %d tables found", len(tables))
	}
}

// writers returns the exported methods of DB that change something themselves.
func writers(t *testing.T) (names []string) {
	files, err := filepath.Glob("*.go")
	must(t, err)
	for _, path := range files {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		must(t, err)
		for _, d := range f.Decls {
			m, ok := d.(*ast.FuncDecl)
			if !ok || m.Recv == nil || !m.Name.IsExported() {
				continue
			}
			ast.Inspect(m, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && (s.Sel.Name == "change" || s.Sel.Name == "record" || s.Sel.Name == "repair") {
					names = append(names, m.Name.Name)
				}
				return true
			})
		}
	}
	if len(names) < 20 {
		t.Fatalf("only %v write", names)
	}
	return names
}
