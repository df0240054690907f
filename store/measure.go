package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"

	"rasid/news"
)

// A Measure is what a store holds in figures, for who watches it from outside. All of it costs little also when the store
// has grown for years: nothing is counted that takes reading all entries.
type Measure struct {
	Bytes      int64          // of the database file
	Log        int64          // of its write-ahead log, in bytes
	Relevant   map[string]int // articles on a topic, by topic
	Stories    map[string]int // by topic
	Digests    map[string]int // messages cut, by digest, alert or news.NoticesName
	Deliveries map[DeliveryKind]int
}

// A DeliveryKind is what deliveries are counted by.
type DeliveryKind struct {
	Target string
	State  news.DeliveryState
}

// Measure returns what the store holds.
func (db *DB) Measure(ctx context.Context) (Measure, error) {
	m, err := db.measure(ctx)
	return m, wrap(err, "measure store", db.path)
}

func (db *DB) measure(ctx context.Context) (m Measure, err error) {
	if m.Bytes, m.Log, err = db.sizes(); err != nil {
		return m, err
	}
	for _, one := range []struct {
		into  *map[string]int
		query string
	}{
		{&m.Relevant, `SELECT topic, count(*) FROM verdict WHERE relevant = 1 GROUP BY topic`},
		{&m.Stories, `SELECT topic, count(*) FROM story GROUP BY topic`},
		{&m.Digests, `SELECT name, count(*) FROM digest GROUP BY name`},
	} {
		if *one.into, err = countsBy(ctx, db.read, one.query); err != nil {
			return m, err
		}
	}
	m.Deliveries = map[DeliveryKind]int{}
	type row struct {
		kind DeliveryKind
		n    int
	}
	rows, err := collect(ctx, db.read, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.kind.Target, &r.kind.State, &r.n)
	}, countDeliveries)
	for _, r := range rows {
		m.Deliveries[r.kind] = r.n
	}
	return m, err
}

const countDeliveries = `SELECT target, state, count(*) FROM delivery GROUP BY target, state`

// countsBy returns what a query of names and numbers gives.
func countsBy(ctx context.Context, q querier, query string) (map[string]int, error) {
	type row struct {
		name string
		n    int
	}
	rows, err := collect(ctx, q, func(rows *sql.Rows) (r row, err error) { return r, rows.Scan(&r.name, &r.n) }, query)
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.name] = r.n
	}
	return counts, err
}

// sizes returns the bytes of the database file and of its write-ahead log.
func (db *DB) sizes() (file, log int64, err error) {
	info, err := os.Stat(db.path)
	if err != nil {
		return 0, 0, err
	}
	file = info.Size()
	info, err = os.Stat(db.path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return file, 0, nil
	}
	if err == nil {
		log = info.Size()
	}
	return file, log, err
}
