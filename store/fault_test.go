package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"rasid/news"
)

// TestDiskFull has that a write for which there is no room leaves nothing behind, says why, and succeeds as
// soon as there is room.
func TestDiskFull(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	var pages int
	must(t, db.writer.row("PRAGMA page_count").Scan(&pages))
	limit := func(n int) { must(t, db.writer.exec(fmt.Sprintf("PRAGMA max_page_count = %d", n))) }
	limit(pages + 2)
	var es []news.Entry
	for i := range 500 {
		es = append(es, listed("a", i))
	}
	if _, err := db.SavePoll(ctx, poll("a"), es); !errors.Is(err, ErrFull) {
		t.Fatalf("on a full disk: %v", err)
	}
	if _, n, err := db.Tally(ctx, time.Time{}, time.Time{}); n != 0 || err != nil {
		t.Error(n, "entries are left", err)
	}
	limit(1 << 30)
	if n, err := db.SavePoll(ctx, poll("a"), es); n != 500 || err != nil {
		t.Errorf("with room again: %d %v", n, err)
	}
	must(t, db.Check(ctx))
}

// TestLocked has that a lock which another process holds too long is an error that says so, and that the
// write succeeds when it is gone.
func TestLocked(t *testing.T) {
	db, ctx := openTest(t), t.Context()
	db.writer.patience = 20 * time.Millisecond
	other, err := openPool(db.path, "rw", writerPragmas, 1)
	must(t, err)
	defer other.Close()
	_, err = other.Exec("BEGIN IMMEDIATE")
	must(t, err)
	var g errgroup.Group
	for i := range 8 {
		g.Go(func() error {
			_, err := db.SavePoll(ctx, poll("a"), []news.Entry{listed("a", i)})
			if !errors.Is(err, ErrBusy) {
				return fmt.Errorf("while locked: %v", err)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
	_, err = other.Exec("COMMIT")
	must(t, err)
	if n, err := db.SavePoll(ctx, poll("a"), []news.Entry{listed("a", 1)}); n != 1 || err != nil {
		t.Errorf("unlocked: %d %v", n, err)
	}
}

// TestFence has a group of which one change fails in its middle: the others are committed, in one transaction.
func TestFence(t *testing.T) {
	db := openTest(t)
	bad := errors.New("bad")
	beat := func(source string, failure error) *change {
		return &change{ctx: t.Context(), done: make(chan error, 1), do: func(w *writer) error {
			if _, err := w.sourceID(source); err != nil {
				return err
			}
			return failure
		}}
	}
	group := []*change{beat("a", nil), beat("b", bad), beat("c", nil)}
	db.writer.commit(group) // its goroutine has nothing to do meanwhile
	for i, want := range []error{nil, bad, nil} {
		if got := <-group[i].done; !errors.Is(got, want) {
			t.Errorf("change %d: %v, want %v", i, got, want)
		}
	}
	names, err := collect(t.Context(), db.read, scanString, `SELECT name FROM source ORDER BY name`)
	must(t, err)
	if fmt.Sprint(names) != "[a c]" {
		t.Errorf("committed %v", names)
	}
}
