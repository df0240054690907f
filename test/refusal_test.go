package test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// quietConfig follows one source that has nothing.
func quietConfig(t *testing.T) string {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>أخبار</title></channel></rss>`)
	}))
	t.Cleanup(web.Close)
	return fmt.Sprintf("[[source]]\nname = \"quiet\"\noutlet = \"صحيفة\"\nurl = \"%s/\"\n", web.URL) +
		"[store]\npath = \"state/rasid.db\"\n[fetch]\nallow = [\"127.0.0.0/8\"]\npace = \"0s\"\n[[topic]]\nname = \"dprk-russia\"\n"
}

// newer returns the program as it may be one day: with one migration more.
func newer(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "99999_future.sql", "-- +goose Up\nCREATE TABLE future (id INTEGER PRIMARY KEY) STRICT;\n")
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(root, "store/migrations/99999_future.sql"): filepath.Join(dir, "99999_future.sql")}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "overlay.json", string(overlay))
	bin := filepath.Join(dir, "rasid")
	cmd := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", bin, "./cmd/rasid")
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// TestRefusedStart has the real program refuse to start over databases that it must not touch: each with a text and exit code
// that tell the reason, and with no byte of the database changed (P11, O4, O13, H65).
func TestRefusedStart(t *testing.T) {
	texts := map[string]string{}
	for _, c := range []struct {
		name, says string
		code       int
		spoil      func(t *testing.T, dir, db string)
	}{
		{"newer schema", "upgrade the program", 78, func(t *testing.T, dir, db string) {
			cmd := exec.Command(newer(t), "once", "--config", "rasid.toml")
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
		}},
		{"second instance", "stop it first", 75, func(t *testing.T, dir, db string) { serviceIn(t, dir).said(t, "READY=1") }},
		{"symbolic link", "name the file it points to", 74, func(t *testing.T, dir, db string) {
			need(t, os.Rename(db, db+".real"))
			need(t, os.Symlink(db+".real", db))
		}},
		{"hard link", "second name", 74, func(t *testing.T, dir, db string) { need(t, os.Link(db, db+".2")) }},
		{"open to all", "chmod o-w", 74, func(t *testing.T, dir, db string) { need(t, os.Chmod(filepath.Dir(db), 0o777)) }},
		{"damaged", "rasid restore FILE", 74, func(t *testing.T, dir, db string) {
			b, err := os.ReadFile(db)
			need(t, err)
			for i := 40 << 10; i < len(b); i += 61 {
				b[i] ^= 0xff
			}
			need(t, os.WriteFile(db, b, 0o600))
		}},
		{"another program's", "name another file", 74, func(t *testing.T, dir, db string) {
			b, err := os.ReadFile(db)
			need(t, err)
			copy(b[68:72], "none") // the application id (SQLite file format, 1.3.13)
			need(t, os.WriteFile(db, b, 0o600))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "rasid.toml", quietConfig(t))
			if out, code := rasid(t, dir, "once", "--config", "rasid.toml"); code != 0 {
				t.Fatalf("exit %d: %s", code, out)
			}
			db := filepath.Join(dir, "state", "rasid.db")
			c.spoil(t, dir, db)
			before, err := os.ReadFile(db)
			need(t, err)
			out, code := rasid(t, dir, "run", "--config", "rasid.toml")
			if code != c.code || !strings.Contains(out, c.says) {
				t.Errorf("exit %d, want %d with %q:\n%s", code, c.code, c.says, out)
			}
			for name, text := range texts {
				if text == strings.ReplaceAll(out, dir, "") {
					t.Errorf("the text is that of %s: %s", name, out)
				}
			}
			texts[c.name] = strings.ReplaceAll(out, dir, "")
			if after, err := os.ReadFile(db); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the database was changed: %v", err)
			}
		})
	}
}

func need(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestDatabaseTaken takes the files of a running service away: it refuses to go on, with exit code 74 and the reason in the log (H66).
func TestDatabaseTaken(t *testing.T) {
	for _, c := range []struct {
		name string
		says []string // one of them: SQLite may find out first
		take func(t *testing.T, db string)
	}{
		{"log deleted", []string{"deleted or moved", "another file"}, func(t *testing.T, db string) { need(t, os.Remove(db+"-wal")) }},
		{"cut", []string{"somebody cut", "damaged"}, func(t *testing.T, db string) { need(t, os.Truncate(db, 4096)) }},
		{"replaced", []string{"another file"}, func(t *testing.T, db string) {
			need(t, os.WriteFile(db+".new", nil, 0o600))
			need(t, os.Rename(db+".new", db))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, "rasid.toml", quietConfig(t))
			if out, code := rasid(t, dir, "once", "--config", "rasid.toml"); code != 0 {
				t.Fatalf("exit %d: %s", code, out)
			}
			s := serviceIn(t, dir)
			s.said(t, "READY=1")
			c.take(t, filepath.Join(dir, "state", "rasid.db"))
			ended := make(chan error, 1)
			go func() { ended <- s.cmd.Wait() }()
			select {
			case err := <-ended:
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.ExitCode() != 74 || !slices.ContainsFunc(c.says, func(says string) bool { return strings.Contains(s.log.String(), says) }) {
					t.Errorf("%v\n%s", err, s.log)
				}
			case <-time.After(2 * time.Minute):
				t.Errorf("it goes on\n%s", s.log)
			}
		})
	}
}
