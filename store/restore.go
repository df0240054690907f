package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"rasid/news"
)

// A Restored says what became of a restore.
type Restored struct {
	Copy
	Aside string `json:"aside"` // where the database that was there before has gone, "" if there was none
	Held  int    `json:"held"`  // deliveries that wait for the operator
}

// Restore puts a backup in the place of the store, which no instance may have open. The backup is read whole and brought
// to this program's schema first; the database that was there is kept under another name. What the backup owes may have been
// sent since it was made, and so may what its next digests will carry: these deliveries are Held until the
// operator decides. A kill at any moment leaves the old database or the new one, under its name or Aside.
func Restore(ctx context.Context, o Options, backup string, now time.Time) (Restored, error) {
	r, err := restore(ctx, o, backup, now)
	return r, wrap(err, "restore store from", backup)
}

func restore(ctx context.Context, o Options, backup string, now time.Time) (r Restored, err error) {
	if r.Copy, err = examine(ctx, backup); err != nil {
		return r, err
	}
	path, err := place(o.Path)
	if err != nil {
		return r, err
	}
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return r, err
	}
	defer lock.Close()
	fresh := path + ".restoring"
	old := fmt.Sprintf("%s.schema-%d", fresh, r.Schema) // what an upgrade of fresh keeps, which the backup has
	if err := removeAll(fresh, fresh+"-wal", fresh+"-shm", old); err != nil {
		return r, err
	}
	if err := copyFile(backup, fresh); err != nil {
		return r, err
	}
	if r.Held, err = hold(ctx, fresh, filepath.Base(path), now); err != nil {
		return r, err
	}
	if err := removeAll(old); err != nil {
		return r, err
	}
	if err := inherit(fresh); err != nil {
		return r, err
	}
	if r.Aside, err = setAside(ctx, path, now); err != nil {
		return r, err
	}
	r.Copy.Path = path
	return r, settleFile(fresh, path)
}

// removeAll removes the files that are there.
func removeAll(files ...string) error {
	for _, file := range files {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	if info, err := os.Stat(from); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%w: %s", ErrOdd, from)
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// hold brings the schema of a restored database up to date and lets what it owes wait for the operator, who is told of
// it under the name that the database will have.
func hold(ctx context.Context, path, name string, now time.Time) (held int, err error) {
	db, err := open(ctx, Options{Path: path})
	if err != nil {
		return 0, err
	}
	err = db.change(ctx, false, func(w *writer) error {
		if err := w.exec(`INSERT OR IGNORE INTO restored (at) VALUES (?)`, ms(now)); err != nil {
			return err
		}
		held, err = w.affect(`UPDATE delivery SET state = 'held', err = 'held by a restore: it may have been sent before' WHERE ` + unsettled)
		if err != nil {
			return err
		}
		// An event and no matter: it is told once, and nothing ends it.
		err = w.exec(`INSERT INTO notice (key, at, kind, subject, text, back, open) VALUES (?, ?, ?, ?, ?, 0, 0)`,
			"restore/"+now.UTC().Format(time.RFC3339), ms(now), string(news.AboutStore), name,
			fmt.Sprintf("the database was restored from a backup; %d deliveries, and digests about the time before, are held: see rasid deliveries", held))
		return err
	})
	return held, errors.Join(err, db.Close(), os.Remove(path+".lock"))
}

// setAside gives the database at path a second name, under which it stays, and takes the files beside it away. It returns
// "" if there is none. The first name goes when the new database takes it, so that at no moment there is none.
func setAside(ctx context.Context, path string, now time.Time) (string, error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	aside := path + ".before-" + now.UTC().Format("20060102T150405Z")
	// Whoever restores may do so because this one cannot be read: then its log goes with it, for a recovery.
	if pool, err := openPool(path, "rw", []string{"busy_timeout(5000)"}, 1); err == nil {
		_, _ = pool.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		pool.Close()
	}
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Rename(path+end, aside+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return aside, os.Link(path, aside)
}

// held reports whether a digest of d's span may have reached its reader before the store was restored.
func (w *writer) held(d news.Digest) (bool, error) {
	if d.From.IsZero() {
		return false, nil
	}
	var held bool
	err := w.row(`SELECT EXISTS (SELECT 1 FROM restored WHERE at > ?)`, ms(d.From)).Scan(&held)
	return held, err
}
