package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"net/url"
	"time"
)

// What every connection is set to. FULL: a commit that returned survives a power cut. Few checkpoints of a
// log of at most 64 MiB: pages that many commits touch are copied into the database once.
var (
	writerPragmas = []string{
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"journal_size_limit(67108864)", "wal_autocheckpoint(12000)", "cache_size(-16000)", "temp_store(MEMORY)",
	}
	readerPragmas = []string{"busy_timeout(5000)", "query_only(1)", "cache_size(-4000)", "temp_store(MEMORY)"}
)

// readers is the number of connections that only read.
const readers = 4

// openPool opens connections to the file; mode is SQLite's: "rw" or "ro".
func openPool(path, mode string, pragmas []string, size int) (*sql.DB, error) {
	q := url.Values{"mode": {mode}, "_pragma": pragmas}
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	return pool, nil
}

// ms is a time as it is stored: UTC milliseconds, 0 = unknown.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// at is the inverse of ms.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// digits64 is the identity of some text: the first 64 bits of its SHA-256, so that nobody can make an address
// that hides another one. 0 is never returned.
func digits64(parts ...string) int64 {
	var room [1024]byte
	b := room[:0]
	for i, p := range parts {
		if i > 0 {
			b = append(b, 0)
		}
		b = append(b, p...)
	}
	sum := sha256.Sum256(b)
	if n := int64(binary.LittleEndian.Uint64(sum[:])); n != 0 {
		return n
	}
	return 1
}

// querier is what reads: the pool of readers, or one of its transactions.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// collect reads all rows of a query through scan.
func collect[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return scanAll(rows, scan)
}

// collectIn is collect within a commit.
func collectIn[T any](w *writer, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := w.rows(query, args...)
	if err != nil {
		return nil, err
	}
	return scanAll(rows, scan)
}

// scanAll reads rows to their end and closes them.
func scanAll[T any](rows *sql.Rows, scan func(*sql.Rows) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
