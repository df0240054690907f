// Package test holds what is checked of the whole program: the import table, doc comments, pinned
// versions, and runs of the built binary.
package test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const module = "rasid/"

// arrows says which rooms a room may import. A room that is missing may import nothing of the module.
var arrows = map[string][]string{
	"fetch":     {"news", "arabic"},
	"detect":    {"news", "arabic"},
	"store":     {"news", "arabic"},
	"notify":    {"news", "arabic"},
	"monitor":   {"news", "arabic", "schedule", "fetch", "detect", "store", "notify"},
	"config":    {"news", "arabic", "schedule", "fetch", "detect", "notify", "topics"},
	"demo":      {},
	"serve":     {"news", "arabic"},
	"cmd/rasid": {"*"},

	// Measuring is detect's own, over labelled data on disk.
	"detect/eval": {"news", "arabic", "detect"},
}

// reserved names the modules that only one room may import, with the reason.
var reserved = []struct{ path, room, reason string }{
	{"github.com/mmcdole/gofeed", "fetch", "only fetch reads the web"},
	{"github.com/PuerkitoBio/goquery", "fetch", "only fetch reads the web"},
	{"modernc.org/sqlite", "store", "only store knows SQL"},
	{"database/sql", "store", "only store knows SQL"},
	{"github.com/robfig/cron/v3", "schedule", "its specs need one wrapper: it panics on some and loses days where clocks move"},
	{"github.com/pelletier/go-toml/v2", "config", "only config knows the file"},
	{"github.com/prometheus/client_golang", "cmd/rasid", "figures are computed when they are asked for; no room counts for a dashboard"},
	{"github.com/spf13/cobra", "cmd/rasid", "only cmd knows the command line"},
}

type listed struct {
	ImportPath, Dir                    string
	Imports, TestImports, XTestImports []string
	GoFiles                            []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,TestImports,XTestImports,GoFiles", "rasid/...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 8 {
		t.Fatalf("go list found %d packages: the house is not whole", len(all))
	}
	return all
}

func TestArrows(t *testing.T) {
	for _, p := range packages(t) {
		room := strings.TrimPrefix(p.ImportPath, module)
		allowed := arrows[room]
		for _, path := range p.Imports {
			if other, ours := strings.CutPrefix(path, module); ours && !slices.Contains(allowed, other) && !slices.Contains(allowed, "*") {
				t.Errorf("%s imports %s: the house has no such arrow (docs/design.md)", room, other)
			}
			for _, r := range reserved {
				if (path == r.path || strings.HasPrefix(path, r.path+"/")) && room != r.room && !strings.HasPrefix(room, r.room+"/") {
					t.Errorf("%s imports %s: reserved for %s, %s", room, path, r.room, r.reason)
				}
			}
		}
		for _, path := range append(p.TestImports, p.XTestImports...) {
			other, ours := strings.CutPrefix(path, module)
			if ours && other != room && !strings.HasSuffix(other, "test") && !slices.Contains(allowed, other) && !slices.Contains(allowed, "*") && room != "test" && !strings.HasPrefix(room, "test/") {
				t.Errorf("tests of %s import %s: tests walk the same arrows (docs/design.md)", room, other)
			}
		}
	}
}

// TestOneWayOut guards that only fetch builds an HTTP transport and only fetch and the SMTP target dial:
// whatever reaches out anywhere else goes round the guard against private addresses.
func TestOneWayOut(t *testing.T) {
	dials := map[string]bool{"net.Dial": true, "net.DialTimeout": true, "net.Dialer": true, "tls.Dial": true, "tls.Dialer": true, "http.Transport": true, "http.DefaultClient": true, "http.DefaultTransport": true,
		"http.Get": true, "http.Post": true, "http.PostForm": true, "http.Head": true}
	for _, p := range packages(t) {
		room := strings.TrimPrefix(p.ImportPath, module)
		if room == "fetch" || strings.HasSuffix(room, "test") {
			continue
		}
		for _, name := range p.GoFiles {
			if room == "notify" && strings.HasPrefix(name, "smtp") {
				continue // the relay is the operator's own
			}
			f := parsed(t, filepath.Join(p.Dir, name))
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && dials[x.Name+"."+s.Sel.Name] {
						t.Errorf("%s/%s uses %s.%s: only fetch reaches out", room, name, x.Name, s.Sel.Name)
					}
				}
				return true
			})
		}
	}
}

// TestOneWayIn guards that only serve listens, and the demo, which is a small press on loopback.
func TestOneWayIn(t *testing.T) {
	listens := map[string]bool{"net.Listen": true, "net.ListenConfig": true, "net.ListenTCP": true, "net.ListenUnix": true, "tls.Listen": true, "http.Server": true,
		"http.ListenAndServe": true, "http.ListenAndServeTLS": true, "http.Serve": true, "http.DefaultServeMux": true, "http.Handle": true, "http.HandleFunc": true, "httptest.NewServer": true}
	for _, p := range packages(t) {
		room := strings.TrimPrefix(p.ImportPath, module)
		if room == "serve" || room == "demo" || strings.HasSuffix(room, "test") {
			continue
		}
		for _, name := range p.GoFiles {
			ast.Inspect(parsed(t, filepath.Join(p.Dir, name)), func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && listens[x.Name+"."+s.Sel.Name] {
						t.Errorf("%s/%s uses %s.%s: only serve listens", room, name, x.Name, s.Sel.Name)
					}
				}
				return true
			})
		}
	}
}

func TestDocComments(t *testing.T) {
	for _, p := range packages(t) {
		described := false
		for _, name := range p.GoFiles {
			path := filepath.Join(p.Dir, name)
			f := parsed(t, path)
			described = described || f.Doc != nil
			for _, d := range f.Decls {
				for _, missing := range undocumented(d) {
					t.Errorf("%s: exported %s has no doc comment", path, missing)
				}
			}
		}
		if !described && len(p.GoFiles) > 0 {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

func parsed(t *testing.T, path string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// undocumented returns the exported names that d declares without a comment. A comment over a group of
// constants or variables speaks for all of them.
func undocumented(d ast.Decl) []string {
	var names []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
					names = append(names, s.Name.Name)
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return names
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	x := d.Recv.List[0].Type
	if p, ok := x.(*ast.StarExpr); ok {
		x = p.X
	}
	id, ok := x.(*ast.Ident)
	return !ok || id.IsExported()
}

// TestNoInit guards that no package runs anything at start.
func TestNoInit(t *testing.T) {
	for _, p := range packages(t) {
		for _, name := range p.GoFiles {
			for _, d := range parsed(t, filepath.Join(p.Dir, name)).Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
					t.Errorf("%s/%s has an init function", p.ImportPath, name)
				}
			}
		}
	}
}

// TestFileLength guards that a file stays one a reader takes in at once.
func TestFileLength(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		if n := bytes.Count(b, []byte("\n")); n > 300 {
			t.Errorf("%s has %d lines: more than 300, does a name for a part exist?", path, n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestVersions guards the lowest versions that clear the known security records, and that libc is the
// one that SQLite's translation was made against.
func TestVersions(t *testing.T) {
	lowest := map[string]string{
		"golang.org/x/net": "v0.56.0", "golang.org/x/text": "v0.39.0", "modernc.org/sqlite": "v1.60.1",
		"github.com/wneessen/go-mail": "v0.7.1",
	}
	have := modules(t, "..")
	const lowestGo = "v1.26.6"
	if v := "v" + strings.TrimPrefix(runtime.Version(), "go"); older(v, lowestGo) {
		t.Errorf("built by Go %s: need %s or later", v, lowestGo)
	}
	manual, err := os.ReadFile(filepath.Join("..", "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(manual), "Go "+lowestGo[1:]) {
		t.Errorf("docs/security.md does not name Go %s", lowestGo)
	}
	for path, low := range lowest {
		if name := strings.TrimPrefix(path, "github.com/") + " " + low[1:]; !strings.Contains(string(manual), name) {
			t.Errorf("docs/security.md does not name %s", name)
		}
	}
	for path, low := range lowest {
		if v, ok := have[path]; !ok || older(v, low) {
			t.Errorf("go.mod has %s %s: need %s or later", path, v, low)
		}
	}
	out, err := exec.Command("go", "mod", "download", "-json", "modernc.org/sqlite@"+have["modernc.org/sqlite"]).Output()
	if err != nil {
		t.Skipf("SKIP: go mod download modernc.org/sqlite: %v: libc cannot be compared", err)
	}
	var mod struct{ Dir string }
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	if want := modules(t, mod.Dir)["modernc.org/libc"]; want != have["modernc.org/libc"] {
		t.Errorf("go.mod has modernc.org/libc %s: SQLite was made against %s", have["modernc.org/libc"], want)
	}
}

func modules(t *testing.T, dir string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require ")); len(f) >= 2 && strings.HasPrefix(f[1], "v") {
			have[f[0]] = f[1]
		}
	}
	return have
}

// older compares two plain versions vX.Y.Z.
func older(v, w string) bool {
	pad := func(s string) string {
		parts := strings.Split(strings.TrimPrefix(strings.SplitN(s, "-", 2)[0], "v"), ".")
		for i := range parts {
			parts[i] = strings.Repeat("0", 6-min(6, len(parts[i]))) + parts[i]
		}
		return strings.Join(parts, ".")
	}
	return pad(v) < pad(w)
}
