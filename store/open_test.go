package store

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rasid/news"
)

// TestRefusals has each reason for which a database is refused, with its own error and remedy, and that the
// file is as it was.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		spoil  func(t *testing.T, path string) // of a good database
		want   error
		remedy string
	}{
		{"newer", execute("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"), ErrNewer, "upgrade the program"},
		{"foreign", execute("PRAGMA application_id = 7"), ErrForeign, "name another file"},
		{"second instance", func(t *testing.T, path string) { openAt(t, path) }, ErrInUse, "stop it first"},
		{"symbolic link", func(t *testing.T, path string) {
			must(t, os.Rename(path, path+".real"))
			must(t, os.Symlink(path+".real", path))
		}, ErrLink, "name the file it points to"},
		{"hard link", func(t *testing.T, path string) { must(t, os.Link(path, path+".2")) }, ErrLink, "copy it"},
		{"directory for all", func(t *testing.T, path string) { must(t, os.Chmod(filepath.Dir(path), 0o777)) }, ErrExposed, "chmod o-w"},
		{"not a database", func(t *testing.T, path string) {
			must(t, os.WriteFile(path, bytes.Repeat([]byte("كيم جونغ أون "), 1000), 0o600))
		}, ErrCorrupt, "put a backup in its place"},
		{"a directory", func(t *testing.T, path string) {
			must(t, os.Remove(path))
			must(t, os.Mkdir(path, 0o700))
		}, ErrForeign, "name another"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "rasid.db")
			db, err := Open(t.Context(), Options{Path: path})
			must(t, err)
			must(t, db.Close())
			c.spoil(t, path)
			before, _ := os.ReadFile(path)
			second, err := Open(t.Context(), Options{Path: path})
			if err == nil {
				second.Close()
			}
			if !errors.Is(err, c.want) || !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), c.remedy) {
				t.Errorf("got %v, want %v with %q", err, c.want, c.remedy)
			}
			if strings.Count(err.Error(), c.want.Error()) != 1 {
				t.Errorf("the reason is not said once: %v", err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

// execute runs a statement on a database that is not open.
func execute(statement string) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		t.Helper()
		pool, err := sql.Open("sqlite", path)
		must(t, err)
		_, err = pool.Exec(statement)
		must(t, err)
		must(t, pool.Close())
	}
}

// TestOpenFresh has that a store is made where there is none, and may be opened again.
func TestOpenFresh(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", "راصد #1?.db")
	db := openAt(t, path)
	for _, name := range []string{path, path + "-wal", path + ".lock"} {
		info, err := os.Stat(name)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
	for query, want := range map[string]string{
		"PRAGMA journal_mode": "wal", "PRAGMA synchronous": "2", "PRAGMA foreign_keys": "1", "PRAGMA busy_timeout": "20",
		"PRAGMA journal_size_limit": "67108864",
	} {
		var got string
		must(t, db.writer.row(query).Scan(&got))
		if got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	if _, err := db.read.Exec("DELETE FROM entry"); err == nil {
		t.Error("a reader may write")
	}
	must(t, db.Check(t.Context()))
	must(t, db.Close())
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("%d bytes are left in the log", info.Size())
	}
	again := openAt(t, path)
	read(t, again, listed("a", 1), "s1", news.Lead)
}

// TestHalfMade has a store whose maker was killed before the first migration was through.
func TestHalfMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasid.db")
	must(t, os.WriteFile(path, nil, 0o600))
	execute("PRAGMA journal_mode = WAL; CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now'))); INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1)")(t, path)
	read(t, openAt(t, path), listed("a", 1), "s1", news.Lead)
}

func TestReader(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "rasid.db")
	if _, err := OpenReader(ctx, Options{Path: path}); !errors.Is(err, ErrMissing) {
		t.Fatal(err)
	}
	db := openAt(t, path)
	reader := func() *DB {
		r, err := OpenReader(ctx, Options{Path: path})
		must(t, err)
		t.Cleanup(func() { r.Close() })
		return r
	}
	r := reader()
	a := read(t, db, listed("a", 1), "s1", news.Lead) // seen although it came later
	if _, err := r.Why(ctx, a.URL); err != nil {
		t.Error(err)
	}
	if _, err := r.Settle(ctx, []news.Settlement{{URL: a.URL, Disposition: news.OffTopic}}); !errors.Is(err, ErrReader) {
		t.Error(err)
	}
	must(t, r.Close())
	must(t, db.Close())
	if _, err := reader().Why(ctx, a.URL); err != nil {
		t.Error("with no instance running:", err)
	}
	execute("DELETE FROM goose_db_version WHERE version_id > 0")(t, path)
	if _, err := OpenReader(ctx, Options{Path: path}); !errors.Is(err, ErrOlder) {
		t.Error(err)
	}
}

func TestDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasid.db")
	db := openAt(t, path)
	for i := range 50 {
		read(t, db, listed("a", i), "s1", news.Lead)
	}
	must(t, db.Close())
	b, err := os.ReadFile(path)
	must(t, err)
	for i := 8 * 4096; i < len(b); i += 97 {
		b[i] ^= 0xff
	}
	must(t, os.WriteFile(path, b, 0o600))
	r, err := OpenReader(t.Context(), Options{Path: path})
	if err == nil {
		defer r.Close()
		err = r.Check(t.Context())
	}
	if !errors.Is(err, ErrCorrupt) {
		t.Errorf("a damaged file: %v", err)
	}
}
