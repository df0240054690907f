package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// soundFor is how long a database counts as sound after it was read whole, as long as it lies as it was left.
const soundFor = 24 * time.Hour

// marker is the end of the name of the file that says how a database was left.
const marker = ".sound"

// Sound reports whether reading the file whole (Check) can wait: that was done less than a day ago, whoever worked on the file since
// has vouched for it (Vouch) and closed it in order, and neither has it been changed nor the machine been started since then.
func (db *DB) Sound() bool {
	whole := at(db.whole.Load())
	age := time.Since(whole)
	return !whole.IsZero() && age >= 0 && age < soundFor
}

// Vouch has Close note how it leaves the file, for the Sound of who opens it next. It is for those who found nothing wrong
// with it, and has no effect on a file that is not Sound.
func (db *DB) Vouch() { db.vouched.Store(true) }

// left returns when the database at path was last read whole (as ms), if it lies as it was left by one who vouched for it; 0 = it
// does not, or nobody knows. The note goes with that, so that who does not come to an end leaves none.
func left(path string) int64 {
	note := path + marker
	text, err := readPlain(note) // an error of what is no note of ours, too: nobody knows then
	if err != nil || os.Remove(note) != nil {
		return 0
	}
	state, known := stateOf(path)
	var whole int64
	var since, was string
	if _, err := fmt.Sscanf(string(text), "%d %s %s\n", &whole, &since, &was); err != nil || !known || was != state {
		return 0
	}
	if started, known := restarted(since, uptime(), time.Now()); started || !known {
		return 0
	}
	return whole
}

// leave notes how the database at path is left. Where that cannot be done, the next start reads the file whole.
func leave(path string, whole int64) {
	state, known := stateOf(path)
	if !known {
		return
	}
	note := path + marker
	f, err := os.OpenFile(note, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // what somebody has put there since the start is not ours to write into
	if err != nil {
		return
	}
	defer f.Close()
	text := fmt.Sprintf("%d %s %s\n", whole, moment(uptime(), time.Now()), state)
	// The times of files move in steps of some milliseconds, and a change within the step of the last one does not show in them.
	// So the note is written until it is younger by a step than what it speaks of.
	for range 20 {
		if _, err := f.WriteAt([]byte(text), 0); err == nil && inherit(note) == nil && younger(note, path) {
			return
		}
		time.Sleep(time.Millisecond)
	}
	os.Remove(note) //nolint:errcheck // as above
}

// stateOf says in one word which file lies at path and when it was changed last; known is false where the system does not
// tell, or where a log holds changes that are not in the file.
func stateOf(path string) (state string, known bool) {
	if log, err := os.Stat(path + "-wal"); !errors.Is(err, fs.ErrNotExist) && (err != nil || log.Size() > 0) {
		return "", false
	}
	info, err := os.Lstat(path)
	if err != nil {
		return "", false
	}
	changed, file, known := changeOf(info)
	return fmt.Sprintf("%s/%d/%d", file, info.Size(), changed.UnixNano()), known
}

// younger reports whether the first of two files was changed after the second.
func younger(first, second string) bool {
	a, err := os.Lstat(first)
	if err != nil {
		return false
	}
	b, err := os.Lstat(second)
	if err != nil {
		return false
	}
	one, _, _ := changeOf(a)
	two, _, _ := changeOf(b)
	return one.After(two)
}
