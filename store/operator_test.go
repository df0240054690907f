package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"golang.org/x/sync/errgroup"

	"rasid/news"
)

// operatorAt opens the store at path for decisions.
func operatorAt(t *testing.T, path string) *DB {
	t.Helper()
	db, err := OpenOperator(t.Context(), Options{Path: path})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// TestOperator decides beside the instance that reads, judges and cuts: both see what the other wrote, and no article
// lands in a story that was merged away, or apart from the one it is like, between its fold and its commit.
func TestOperator(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "rasid.db")
	if _, err := OpenOperator(ctx, Options{Path: path}); !errors.Is(err, ErrMissing) {
		t.Fatalf("where nothing is: %v", err)
	}
	db := openAt(t, path)
	a := read(t, db, listed("a", 1), "s1", news.Lead)
	b := read(t, db, listed("b", 2), "s2", news.Lead)
	operator := operatorAt(t, path)
	if _, err := list(ctx, operator, "c", []news.Entry{listed("c", 3)}); !errors.Is(err, ErrOperator) {
		t.Errorf("an operator lists: %v", err)
	}
	c, d := folded(db, listed("c", 3), "s2", b), folded(db, listed("d", 4), "s1", a) // found like b and a, not saved yet
	_, err := operator.MergeStories(ctx, "s1", "s2", hour(5))
	must(t, err)
	must(t, c())
	wantSeats(t, db, "merged meanwhile", "s1: lead/a.example/1/waiting rewrite/b.example/2/waiting copy/c.example/3/waiting\n")
	_, err = operator.SplitMember(ctx, "s1", a.URL, nameStory, hour(6))
	must(t, err)
	must(t, d())
	wantSeats(t, db, "split meanwhile", `
		of a.example/1: lead/a.example/1/waiting copy/d.example/4/waiting
		s1: lead/b.example/2/waiting copy/c.example/3/waiting
	`)
	must(t, c()) // read again, it stays
	digest := digestOf(t, db, "d1", hour(24))
	must(t, db.SaveDigest(ctx, news.Tick{}, digest, owed(digest, "")))
	sent := news.Delivery{ID: "d1/", State: news.Delivered, Sent: hour(24)}
	must(t, db.SaveDelivery(ctx, sent, "taken", hour(5)))
	if n, err := operator.Resend(ctx, "d1", hour(25)); err != nil || n != 1 {
		t.Errorf("resend: %d %v", n, err)
	}
	if ds, err := db.OwedTo(ctx, "mail", hour(25)); err != nil || len(ds) != 1 {
		t.Errorf("owed to the instance: %v %v", ds, err)
	}
}

// folded returns what lists and saves an article that was found to be a copy of like, in a story.
func folded(db *DB, e news.Entry, story string, like news.Article) func() error {
	f := news.Fold{Topic: topic, Story: story, Kind: news.Copy, Like: like.ID, Why: "same text"}
	return func() error {
		ctx := context.Background()
		if _, err := list(ctx, db, e.Source, []news.Entry{e}); err != nil {
			return err
		}
		return db.SaveArticle(ctx, article(e), relevant(), []news.Fold{f}, waiting())
	}
}

// TestOperatorCrowd has an instance and two operators write at once without plan: every story is whole in the end.
func TestOperatorCrowd(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "rasid.db")
	db := openAt(t, path)
	lead := read(t, db, listed("p", 0), "s0", news.Lead)
	var g errgroup.Group
	g.Go(func() error {
		for n := range 60 {
			if err := folded(db, listed("p", n+1), "s0", lead)(); err != nil {
				return err
			}
		}
		return nil
	})
	for range 2 {
		operator := operatorAt(t, path)
		g.Go(func() error {
			for n := range 40 {
				url := fmt.Sprintf("https://p.example/%d", n)
				id, err := operator.SplitMember(ctx, "s0", url, nameStory, hour(n))
				if err == nil && n%2 == 0 {
					_, err = operator.MergeStories(ctx, id, "s0", hour(n))
				}
				if errors.Is(err, ErrBusy) || errors.Is(err, ErrCorrupt) {
					return err
				}
			}
			return nil
		})
	}
	must(t, g.Wait())
	for _, c := range brokenStories {
		var found int
		must(t, db.read.QueryRow(c.query).Scan(&found))
		if found != 0 {
			t.Errorf("%d %s\n%s", found, c.broken, seats(t, db))
		}
	}
	must(t, db.Check(ctx))
}

// TestOperatorGivesWay has an operator who decides without a pause: the instance comes to its turn between two decisions.
func TestOperatorGivesWay(t *testing.T) {
	const rounds, most = 5, 20
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "rasid.db")
	db := openAt(t, path)
	operator := operatorAt(t, path)
	for round := range rounds {
		held, wrote := make(chan struct{}), make(chan error, 1)
		go func() {
			<-held
			_, err := list(ctx, db, "a", []news.Entry{listed("a", round)})
			wrote <- err
		}()
		decided, done := 0, false
		for ; !done && decided < 100*most; decided++ {
			must(t, operator.change(ctx, false, func(w *writer) error {
				if decided == 0 {
					close(held)
				}
				_, err := w.sourceID(fmt.Sprintf("source-%d-%d", round, decided))
				return err
			}))
			select {
			case err := <-wrote:
				must(t, err)
				done = true
			default:
			}
		}
		if decided > most {
			t.Errorf("the instance wrote after %d decisions, want at most %d", decided, most)
		}
	}
}

// TestOperatorStopped has an operator who is stopped while another process writes: it waits no longer, and nothing was written.
func TestOperatorStopped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasid.db")
	db := openAt(t, path)
	operator := operatorAt(t, path)
	held, release, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- db.change(t.Context(), false, func(*writer) error {
			close(held)
			<-release
			return nil
		})
	}()
	<-held
	ctx, stop := context.WithCancel(t.Context())
	if err := operator.TurnOff(ending{ctx, stop}, "mail", "a@rasid.example", "test", hour(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	close(release)
	must(t, <-done)
	if since, _, err := db.Off(t.Context(), "mail", "a@rasid.example"); err != nil || !since.IsZero() {
		t.Errorf("off since %v (%v)", since, err)
	}
}

// An ending context ends when it is first asked whether it has.
type ending struct {
	context.Context
	stop func()
}

func (e ending) Err() error {
	e.stop()
	return e.Context.Err()
}
