package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rasid/news"
)

// TestBackup has a backup made while the store is written to, the same restored elsewhere and over a newer database, and
// that nothing is sent twice unasked after it.
func TestBackup(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	path, copied := filepath.Join(dir, "rasid.db"), filepath.Join(dir, "copy.db")
	db := openAt(t, path)
	for i := range 20 {
		read(t, db, listed("a", i), "s1", news.Rewrite)
	}
	first := digestOf(t, db, "d1", hour(24))
	must(t, db.SaveDigest(ctx, news.Tick{}, first, owed(first, "x@example.org")))

	writing, end := context.WithCancel(ctx)
	ended := make(chan error)
	go func() {
		for i := 100; writing.Err() == nil; i++ {
			if _, err := list(ctx, db, "b", []news.Entry{listed("b", i)}); err != nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	reader, err := OpenReader(ctx, Options{Path: path})
	must(t, err)
	made, err := reader.Backup(ctx, copied)
	must(t, err)
	must(t, reader.Close())
	end()
	must(t, <-ended)
	if made.Entries < 20 || made.Digests != 1 || made.Schema != newest() || made.Bytes == 0 {
		t.Errorf("the backup holds %+v", made)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if _, err := db.Backup(ctx, copied); !errors.Is(err, ErrExists) {
		t.Errorf("over a file: %v", err)
	}

	// Since the backup the digest was sent, and another cut.
	must(t, db.StartDelivery(ctx, "d1/x@example.org", hour(24)))
	must(t, db.SaveDelivery(ctx, news.Delivery{ID: "d1/x@example.org", State: news.Delivered, Sent: hour(24)}, "taken", hour(24)))
	read(t, db, listed("c", 30), "s2", news.Lead)
	if _, err := Restore(ctx, Options{Path: path}, copied, hour(40)); !errors.Is(err, ErrInUse) {
		t.Errorf("beside an instance: %v", err)
	}
	must(t, db.Close())
	restored, err := Restore(ctx, Options{Path: path}, copied, hour(40))
	must(t, err)
	if restored.Held != 1 || restored.Aside == "" {
		t.Errorf("%+v", restored)
	}
	again := openAt(t, path)
	if _, err := again.Why(ctx, listed("c", 30).URL); !errors.Is(err, ErrNotFound) {
		t.Errorf("what came after the backup is there: %v", err)
	}
	must(t, again.Check(ctx))
	second := digestOf(t, again, "d2", hour(48)) // its span began before the restore
	second.Stories = first.Stories[:0]
	must(t, again.SaveDigest(ctx, news.Tick{}, second, owed(second, "x@example.org")))
	for n, c := range []struct {
		days       time.Time
		owed, held int
	}{{hour(24), 1, 1}, {hour(41), 1, 0}, {hour(24), 0, 0}} { // of days before the restore, and after it; again
		past := news.Digest{ID: fmt.Sprint("past", c.days.Unix()), Name: news.PastName + "run", Topic: "t", From: c.days, To: c.days.Add(time.Hour), Due: c.days, Past: &news.Ledger{}}
		ds := owed(past, "past@example.org")
		if owed, held, err := again.SavePastDigest(ctx, past, ds); err != nil || owed != c.owed || held != c.held {
			t.Errorf("report %d of past days: %d owed, %d held, %v", n, owed, held, err)
		}
		_, err = again.Drop(ctx, []string{ds[0].ID}, hour(41))
		must(t, err)
	}
	third := digestOf(t, again, "d3", hour(72))
	must(t, again.SaveDigest(ctx, news.Tick{}, third, owed(third, "x@example.org")))
	due, err := again.OwedTo(ctx, "mail", hour(80))
	must(t, err)
	if len(due) != 1 || due[0].Digest != "d3" {
		t.Errorf("owed after the restore: %+v", due)
	}
	held, err := again.Deliveries(ctx, DeliveryFilter{States: []news.DeliveryState{news.Held}})
	must(t, err)
	if len(held) != 2 {
		t.Fatalf("held: %+v", held)
	}
	_, err = again.Drop(ctx, []string{held[0].ID}, hour(81))
	must(t, err)
	_, err = again.Retry(ctx, []string{held[1].ID}, hour(81))
	must(t, err)
	if due, err = again.OwedTo(ctx, "mail", hour(82)); err != nil || len(due) != 1 || due[0].ID != held[1].ID {
		t.Errorf("owed after the operator's word: %+v %v", due, err)
	}
	notices, err := again.UntoldNotices(ctx)
	must(t, err)
	if len(notices) != 1 || !strings.Contains(notices[0].Text, "held") {
		t.Errorf("notices %+v", notices)
	}
	old := openAt(t, restored.Aside)
	if _, err := old.Why(ctx, listed("c", 30).URL); err != nil {
		t.Errorf("the database before the restore: %v", err)
	}
}

// TestRestoreRefuses has backups that are not put in place, with what was there as it was.
func TestRestoreRefuses(t *testing.T) {
	ctx := t.Context()
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, backup string)
		want  error
	}{
		{"newer", execute("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"), ErrNewer},
		{"foreign", execute("PRAGMA application_id = 7"), ErrForeign},
		{"empty", func(t *testing.T, backup string) { must(t, os.Truncate(backup, 0)) }, ErrForeign},
		{"cut", func(t *testing.T, backup string) { must(t, os.Truncate(backup, 16<<10)) }, ErrCorrupt},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path, backup := filepath.Join(dir, "rasid.db"), filepath.Join(dir, "backup.db")
			db := openAt(t, path)
			a := read(t, db, listed("a", 1), "s1", news.Lead)
			_, err := db.Backup(ctx, backup)
			must(t, err)
			must(t, db.Close())
			c.spoil(t, backup)
			if _, err := Restore(ctx, Options{Path: path}, backup, hour(1)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if _, err := openAt(t, path).Why(ctx, a.URL); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestUpgrade opens a database of every schema there has been: it is copied as it was, also where an upgrade that was taken
// back left a copy, then brought up to date. Restored again, the copy leaves nothing but the database and what was there.
func TestUpgrade(t *testing.T) {
	ctx := t.Context()
	for version := 1; version < newest(); version++ {
		path := filepath.Join(t.TempDir(), "rasid.db")
		must(t, os.WriteFile(path, nil, 0o600))
		pool, err := openPool(path, "rw", writerPragmas, 1)
		must(t, err)
		p, err := migrator(pool)
		must(t, err)
		done, err := p.UpTo(ctx, int64(version))
		must(t, err)
		must(t, pool.Close())
		if len(done) == 0 || done[len(done)-1].Source.Version != int64(version) {
			continue // no migration has this number
		}
		for _, other := range []int{1, 7, version, newest(), newest() + 1} { // of upgrades before, also of such as were taken back
			must(t, os.WriteFile(fmt.Sprintf("%s.schema-%d", path, other), nil, 0o600))
		}
		db := openAt(t, path)
		read(t, db, listed("a", version), "s1", news.Lead)
		if copies, err := filepath.Glob(path + ".schema-*"); err != nil || len(copies) > keptOld {
			t.Errorf("schema %d: %q are kept: %v", version, copies, err)
		}
		kept, err := examine(ctx, fmt.Sprintf("%s.schema-%d", path, version))
		if err != nil || kept.Schema != version {
			t.Errorf("schema %d: kept %+v: %v", version, kept, err)
		}
		must(t, db.Close())
		_, err = Restore(ctx, Options{Path: path}, kept.Path, hour(version))
		must(t, err)
		if left, err := filepath.Glob(path + ".restoring*"); err != nil || len(left) > 0 {
			t.Errorf("schema %d: a restore leaves %q: %v", version, left, err)
		}
		notices, err := openAt(t, path).UntoldNotices(ctx)
		must(t, err)
		if len(notices) != 1 || notices[0].Subject != "rasid.db" {
			t.Errorf("schema %d: notices of a restore %+v", version, notices)
		}
	}
}
