package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"rasid/news"
)

// work remembers which sources are in work, in a file beside the database that outlives the process: a line for each
// beginning and end, after one that says since when the machine is up. Only a process that dies by what a source sends is to
// be found out, not a machine that loses its power: what was in work then is no suspect, and the file is not synced, so a line
// costs a microsecond. What cannot be written is left out: it is no reason to stop. It is safe for concurrent use.
type work struct {
	path string
	left []string // in work when an earlier process ended

	mu   sync.Mutex
	file *os.File
	in   map[string]int // how often
}

// readWork returns what an earlier process left in work.
func readWork(path string) (*work, error) {
	w := &work{path: path, in: map[string]int{}}
	text, err := readPlain(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	left := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		name, whole := strings.CutSuffix(line, "\n")
		switch {
		case whole && strings.HasPrefix(name, "@"):
			if started, _ := restarted(name[1:], uptime(), time.Now()); started {
				return w, nil
			}
		case whole && strings.HasPrefix(name, "+"):
			left[name[1:]] = true
		case whole && strings.HasPrefix(name, "-"):
			delete(left, name[1:])
		}
	}
	w.left = slices.Sorted(maps.Keys(left))
	return w, nil
}

// moment says in one word for how long the machine has been up, and what time it was then.
func moment(up time.Duration, now time.Time) string {
	return fmt.Sprintf("%d/%d", up.Milliseconds(), now.UnixMilli())
}

// restarted reports whether the machine has been started since a moment: it has been up for less time than then, or from
// another time on. A clock that was set meanwhile looks like a start, too; nothing is suspected then. known is false where one of
// the two moments is not.
func restarted(since string, up time.Duration, now time.Time) (started, known bool) {
	const slack = 5 * time.Second
	var before, then int64
	if _, err := fmt.Sscanf(since, "%d/%d", &before, &then); err != nil || before == 0 || up == 0 {
		return false, false
	}
	ran := now.Sub(time.UnixMilli(then)) - (up - time.Duration(before)*time.Millisecond)
	return up.Milliseconds() < before || ran.Abs() > slack, true
}

// note writes a line, into an empty file when nothing was in work.
func (w *work) note(line string, empty bool) {
	if w.file == nil {
		f, err := openPlain(w.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY)
		if err != nil {
			return
		}
		w.file, empty = f, true
	}
	if empty {
		w.file.Truncate(0) //nolint:errcheck // see work
		line = "@" + moment(uptime(), time.Now()) + "\n" + line
	}
	w.file.WriteString(line + "\n") //nolint:errcheck // see work
}

// close removes the file: the process ends in order.
func (w *work) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.file == nil {
		return nil
	}
	return errors.Join(w.file.Close(), os.Remove(w.path))
}

// Begin notes that a source is in work until End is called as often: should the process die before, Unclean knows it.
func (db *DB) Begin(source string) {
	w := db.work
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.in[source]++; w.in[source] == 1 {
		w.note("+"+source, len(w.in) == 1)
	}
}

// End notes that a source is no longer in work.
func (db *DB) End(source string) {
	w := db.work
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.in[source]--; w.in[source] == 0 {
		delete(w.in, source)
		w.note("-"+source, false)
	}
}

// Unclean weighs how the process before this one ended: what it had in work is suspected of having ended it, and what was
// suspected already is Quarantined, with a notice. It returns the suspects, by name; they are to be worked on one at a time, so that
// the next such end tells which of them it is.
func (db *DB) Unclean(ctx context.Context, now time.Time) (suspects []string, err error) {
	err = db.record(ctx, func(w *writer) error {
		for _, name := range db.work.left {
			if err := w.suspect(name, now); err != nil {
				return err
			}
		}
		suspects, err = collectIn(w, scanString, `SELECT name FROM source WHERE suspect = 1 ORDER BY name`)
		return err
	})
	if err != nil {
		return nil, wrap(err, "weigh an unclean end", "")
	}
	db.work.left = nil
	return suspects, nil
}

func quarantineKey(source string) string { return "source/" + source + "/quarantine" }

// suspect notes that a source was in work at an unclean end.
func (w *writer) suspect(source string, now time.Time) error {
	const why = "in work at two crashes in a row: rasid source release "
	n, err := w.affect(`UPDATE source SET suspect = 0, state = ?2, reason = ?3 WHERE name = ?1 AND suspect = 1`, source, string(news.Quarantined), why+source)
	if err != nil {
		return err
	}
	if n == 0 {
		return w.exec(`UPDATE source SET suspect = 1 WHERE name = ? AND state <> ?`, source, string(news.Quarantined))
	}
	return w.noteAll([]news.Notice{{Key: quarantineKey(source), At: now, Kind: news.AboutSource, Subject: source, Text: "is asked no more; it was " + why + source}})
}

// Acquit ends all suspicions: the process has lived with them for long enough.
func (db *DB) Acquit(ctx context.Context) error {
	err := db.change(ctx, false, func(w *writer) error { return w.exec(`UPDATE source SET suspect = 0 WHERE suspect = 1`) })
	return wrap(err, "acquit sources", "")
}

// Release ends the quarantine of a source, which is due at once. ErrNotFound if it is in none.
func (db *DB) Release(ctx context.Context, source string, now time.Time) error {
	err := db.change(ctx, false, func(w *writer) error {
		n, err := w.affect(`UPDATE source SET state = '', reason = '', next = 0, suspect = 0 WHERE name = ? AND state = ?`, source, string(news.Quarantined))
		if err == nil && n == 0 {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		return w.noteAll([]news.Notice{{Key: quarantineKey(source), At: now, Kind: news.AboutSource, Subject: source, Text: "was released and is asked again", Back: true}})
	})
	return wrap(err, "release source", source)
}
