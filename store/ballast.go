package store

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// DefaultBallast is the size that Options.Ballast is given for a service: room for the outcomes of all deliveries that
// can be under way, and for the notices that tell of the full disk.
const DefaultBallast = 16 << 20

// regainEvery is how often room is looked for while the disk is full.
const regainEvery = 5 * time.Second

// A ballast is a file beside the database that is given up when the disk is full, so that what must be recorded has
// room: how a delivery under way ended, and that the disk is full. Everything else is refused from then on, until the
// file fits on the disk again. It is safe for concurrent use.
type ballast struct {
	path string
	size int64 // 0 = none is kept
	full atomic.Bool

	mu    sync.Mutex
	tried time.Time // by the machine's clock
}

// keep makes the file, unless it is there; without room for it the disk counts as full.
func (b *ballast) keep() error {
	if b.size == 0 {
		return nil
	}
	if err := checkPlain(b.path); err != nil {
		return err
	}
	if info, err := os.Lstat(b.path); err == nil && info.Size() == b.size {
		return nil
	}
	err := b.write(0)
	if noRoom(err) {
		b.full.Store(true)
		return nil
	}
	return err
}

// give gives the file up and reports whether that made room.
func (b *ballast) give() bool {
	if b.size == 0 || b.full.Swap(true) {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tried = time.Now()
	return os.Remove(b.path) == nil
}

// short reports whether the disk is full, after it has looked whether it still is.
func (b *ballast) short() bool {
	if !b.full.Load() {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.full.Load() || time.Since(b.tried) < regainEvery {
		return b.full.Load()
	}
	b.tried = time.Now()
	// A quarter more than is kept: what comes back to the brink must not go to and fro.
	if b.write(b.size/4) == nil {
		b.full.Store(false)
	}
	return b.full.Load()
}

// write makes the file anew where there is room for it and for some bytes more. What it holds cannot be compressed.
func (b *ballast) write(more int64) error {
	unfinished := b.path + ".unfinished"
	f, err := openPlain(unfinished, os.O_CREATE|os.O_TRUNC|os.O_WRONLY)
	if err != nil {
		return err
	}
	_, err = io.CopyN(f, rand.NewChaCha8([32]byte{}), b.size+more)
	err = errors.Join(err, f.Sync(), f.Truncate(b.size), f.Close())
	if err == nil {
		return os.Rename(unfinished, b.path)
	}
	return errors.Join(err, os.Remove(unfinished))
}

// noRoom reports whether err says that the disk, or what a user may have of it, is full.
func noRoom(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// Writable returns nil when the store takes writes, ErrFull or ErrBusy when it does not. It changes nothing.
func (db *DB) Writable(ctx context.Context) error {
	return wrap(db.change(ctx, false, func(*writer) error { return nil }), "write to store", "")
}
