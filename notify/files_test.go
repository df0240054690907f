package notify_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rasid/notify"
)

func unmarshal(t *testing.T, b []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

// TestFiles guards the names, the mode, and that writing again leaves one whole file and nothing else.
func TestFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	n := target(t, notify.Options{Name: "files", Kind: "file", Path: dir})
	for range 2 {
		for _, d := range render(t, n, sample()) {
			if err := n.Notify(t.Context(), d, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("%s: mode %v (%v)", e.Name(), info.Mode(), err)
		}
	}
	if got, want := strings.Join(names, " "), "20260304T040000Z-morning.html 20260304T040000Z-morning.json 20260304T040000Z-morning.txt"; got != want {
		t.Errorf("files %q, want %q", got, want)
	}
}

// TestFilesStayInside is H70: no name leads out of the directory.
func TestFilesStayInside(t *testing.T) {
	root := t.TempDir()
	n := target(t, notify.Options{Name: "files", Kind: "file", Path: filepath.Join(root, "digests")})
	d := sample()
	d.Name = "../../etc/cron.d/x"
	for _, owed := range render(t, n, d) {
		if err := n.Notify(t.Context(), owed, nil); err != nil {
			t.Fatal(err)
		}
	}
	one := render(t, n, sample())[0]
	for _, to := range []string{"", ".", "..", "../x.html", "/etc/x.html", "a/b.html", ".hidden"} {
		one.To = to
		if f := failure(t, n.Notify(t.Context(), one, nil)); !f.Permanent {
			t.Errorf("%q: %v", to, f)
		}
	}
	var files []string
	filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, strings.TrimPrefix(path, root))
		}
		return err
	})
	if len(files) != 3 || !strings.HasPrefix(files[0], "/digests/20260304T040000Z-etc-cron-d-x.") {
		t.Errorf("files %q", files)
	}
}
