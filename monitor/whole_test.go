package monitor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// TestReadsWhole has that work on a database that was too large for its start to read whole does so, so that the next need not, and
// ends with what is wrong; and that work which failed leaves it to the next.
func TestReadsWhole(t *testing.T) {
	for _, damaged := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "rasid.db")
		open := func() *store.DB {
			db, err := store.Open(t.Context(), store.Options{Path: path, Gather: -1})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			return db
		}
		db := open()
		var entries []news.Entry
		var failed []news.Settlement
		for i := range 2000 {
			e := news.Entry{URL: fmt.Sprintf("https://paper.example/%d", i), Title: "جلسة مجلس الوزراء", Summary: "خبر من أخبار اليوم", Seen: start}
			entries, failed = append(entries, e), append(failed, news.Settlement{URL: e.URL, Disposition: news.Failed})
		}
		_, err := db.SavePoll(t.Context(), news.Poll{Source: "paper", State: news.Healthy}, entries)
		_, settling := db.Settle(t.Context(), failed)
		if err := errors.Join(err, settling, db.Close()); err != nil {
			t.Fatal(err)
		}
		if damaged {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			_, err = f.WriteAt(make([]byte, 4096), info.Size()/2/4096*4096)
			if err := errors.Join(err, f.Close()); err != nil {
				t.Fatal(err)
			}
		}
		db = open()
		m := New(db, fetch.New(fetch.Options{}), judge, Options{Unchecked: true})
		if err := m.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err = m.Once(t.Context()); errors.Is(err, store.ErrCorrupt) != damaged || !damaged && err != nil {
			t.Errorf("damaged %v: %v", damaged, err)
		}
		if db.Sound() == damaged {
			t.Errorf("damaged %v: the start of the next pass reads it whole: %v", damaged, damaged)
		}
	}
}

// TestVouched has that work without an error spares the next start the reading, where the system tells of changes, and that other work
// does not.
func TestVouched(t *testing.T) {
	for _, fails := range []error{nil, errors.New("work failed")} {
		path := filepath.Join(t.TempDir(), "rasid.db")
		for again := range 2 {
			db, err := store.Open(t.Context(), store.Options{Path: path, Gather: -1})
			if err != nil {
				t.Fatal(err)
			}
			if want := again == 1 && fails == nil && runtime.GOOS == "linux"; db.Sound() != want {
				t.Errorf("work that ended with %v: the next start counts the database as sound: %v", fails, db.Sound())
			}
			m := New(db, fetch.New(fetch.Options{}), judge, Options{Unchecked: true})
			if err := m.Checked(t.Context(), func(context.Context) error { return fails }); err != fails {
				t.Error(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
