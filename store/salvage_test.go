package store

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"rasid/news"
)

// TestSalvage damages databases at a thousand random places: what is read of them is whole and in order, most rows are
// there, and the damaged file stays as it was.
func TestSalvage(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	path := filepath.Join(dir, "rasid.db")
	db := openAt(t, path)
	const entries = 3000
	var all []news.Entry
	for i := range entries { // some megabytes
		all = append(all, listed("a", i))
	}
	_, err := list(ctx, db, "a", all)
	must(t, err)
	for i := range 200 {
		read(t, db, listed("b", i), "s1", news.Rewrite, byte(i))
	}
	d := digestOf(t, db, "d1", hour(24))
	must(t, db.SaveDigest(ctx, news.Tick{}, d, owed(d, "x@example.org")))
	schema, err := collect(ctx, db.read, scanInt, `SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'`)
	must(t, err)
	must(t, db.Close())
	whole, err := os.ReadFile(path)
	must(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	for round, flips := range []int{0, 3, 20, 1000} {
		spoilt := bytes.Clone(whole)
		for range flips {
			// Without the schema there is nothing to be read.
			at := random.IntN(len(spoilt))
			for slices.Contains(schema, int64(at/4096+1)) {
				at = random.IntN(len(spoilt))
			}
			spoilt[at] ^= byte(1 + random.IntN(255))
		}
		damaged, fresh := filepath.Join(dir, "damaged.db"), filepath.Join(dir, string(rune('a'+round))+".db")
		must(t, os.WriteFile(damaged, spoilt, 0o600))
		found, err := Salvage(ctx, Options{Bands: bytesAsBands}, damaged, fresh)
		if flips == 1000 && errors.Is(err, ErrCorrupt) {
			continue // it has hit the names of the tables: only a backup helps
		}
		if err != nil {
			t.Fatalf("%d flips: %v", flips, err)
		}
		got, err := examine(ctx, fresh)
		if err != nil {
			t.Fatalf("%d flips: what was read is not whole: %v", flips, err)
		}
		t.Logf("%d flips: %d of %d entries, %+v", flips, got.Entries, entries+200, found)
		if least := map[int]int{0: entries + 200, 3: 3000, 20: 2400}[flips]; got.Entries < least {
			t.Errorf("%d flips: %d entries, want at least %d", flips, got.Entries, least)
		}
		if after, _ := os.ReadFile(damaged); !bytes.Equal(after, spoilt) {
			t.Errorf("%d flips: the damaged file was changed", flips)
		}
		if flips > 0 {
			continue
		}
		again := openAt(t, fresh)
		if hits, _, err := again.Search(ctx, "الكرملين", "", 300); err != nil || len(hits) != 200 {
			t.Errorf("%d articles found by their words, want 200: %v", len(hits), err)
		}
		if owed, err := again.OwedTo(ctx, "mail", hour(24)); err != nil || len(owed) != 1 {
			t.Errorf("owed: %+v %v", owed, err)
		}
	}
	if _, err := Salvage(ctx, Options{}, path, path); !errors.Is(err, ErrExists) {
		t.Errorf("over itself: %v", err)
	}
	// The name that the damaged database was given to keep it is not the place of a working copy.
	aside, fresh := filepath.Join(dir, "y.db.damaged"), filepath.Join(dir, "y.db")
	must(t, os.WriteFile(aside, whole, 0o600))
	if _, err := Salvage(ctx, Options{Bands: bytesAsBands}, aside, fresh); err != nil {
		t.Errorf("into the name it had before: %v", err)
	}
	if after, _ := os.ReadFile(aside); !bytes.Equal(after, whole) {
		t.Error("the database that was put aside is gone or changed")
	}
	alone := t.TempDir()
	must(t, os.WriteFile(filepath.Join(alone, "text.db"), bytes.Repeat([]byte("كيم "), 5000), 0o600))
	if _, err := Salvage(ctx, Options{}, filepath.Join(alone, "text.db"), filepath.Join(alone, "z.db")); !errors.Is(err, ErrCorrupt) {
		t.Errorf("no database: %v", err)
	}
	if left, err := os.ReadDir(alone); err != nil || len(left) != 1 {
		t.Errorf("where nothing could be read there are %v, want the damaged file alone: %v", left, err)
	}
}
