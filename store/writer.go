package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
)

// maxGroup is the largest number of changes in one commit.
const maxGroup = 64

// A change is one write on its way into a commit.
type change struct {
	ctx     context.Context
	patient bool // may wait for others
	vital   bool // is written in the room of the ballast where there is no other
	do      func(*writer) error
	done    chan error // gets the outcome, after the commit
}

// A writer owns the one connection that writes and its prepared statements. Only its own goroutine uses
// them, so a change needs no lock.
type writer struct {
	conn      *sql.Conn
	prepared  map[string]*sql.Stmt
	lastEntry int64 // the highest entry.id given out
	gather    time.Duration
	patience  time.Duration // how long a commit waits for its turn
	operator  bool          // another process may give out entry.ids
	ballast   *ballast
	window    time.Duration // as Options.Window

	changes chan *change
	quit    chan struct{}
	ended   chan struct{}
}

func newWriter(ctx context.Context, pool *sql.DB, gather time.Duration, b *ballast) (*writer, error) {
	if gather == 0 {
		gather = DefaultGather
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{
		conn: conn, prepared: map[string]*sql.Stmt{}, gather: gather, patience: patience, ballast: b,
		changes: make(chan *change), quit: make(chan struct{}), ended: make(chan struct{}),
	}
	if err = w.exec(fmt.Sprintf("PRAGMA busy_timeout = %d", look.Milliseconds())); err == nil {
		err = w.row(`SELECT coalesce(max(id), 0) FROM entry`).Scan(&w.lastEntry)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	go w.run()
	return w, nil
}

// stop ends the goroutine after the commit under way.
func (w *writer) stop() error {
	close(w.quit)
	<-w.ended
	for _, s := range w.prepared {
		s.Close()
	}
	return w.conn.Close()
}

// change has do run inside a transaction and returns after its commit. do may run twice, the first time for
// nothing, so it sets what it gives anew each time. A ctx that ends while do waits its turn stops it; later the
// outcome is waited for, so that it is known.
func (db *DB) change(ctx context.Context, patient bool, do func(*writer) error) error {
	return db.put(&change{ctx: ctx, patient: patient, do: do})
}

// record is change for what must be written also when the disk is full, in the room of the ballast.
func (db *DB) record(ctx context.Context, do func(*writer) error) error {
	return db.put(&change{ctx: ctx, vital: true, do: do})
}

func (db *DB) put(c *change) error {
	w := db.writer
	switch {
	case w == nil:
		return ErrReader
	case !c.vital && w.ballast.short():
		return ErrFull
	}
	c.done = make(chan error, 1)
	select {
	case w.changes <- c:
		return <-c.done
	case <-c.ctx.Done():
		return c.ctx.Err()
	case <-w.quit:
		return ErrClosed
	}
}

func (w *writer) run() {
	defer close(w.ended)
	for {
		select {
		case c := <-w.changes:
			w.commit(w.gatherMore(c))
			w.giveWay()
		case <-w.quit:
			return
		}
	}
}

// gatherMore takes what waits already and, as long as all are patient, what comes within the time to gather.
func (w *writer) gatherMore(first *change) []*change {
	group := []*change{first}
	var late <-chan time.Time
	if first.patient && w.gather > 0 {
		t := time.NewTimer(w.gather)
		defer t.Stop()
		late = t.C
	}
	take := func(c *change) {
		group = append(group, c)
		if !c.patient {
			late = nil
		}
	}
	for len(group) < maxGroup {
		select {
		case c := <-w.changes:
			take(c)
			continue
		default:
		}
		if late == nil {
			return group
		}
		select {
		case c := <-w.changes:
			take(c)
		case <-late:
			late = nil
		case <-w.quit:
			return group
		}
	}
	return group
}

// commit writes a group and tells each its outcome. Failures are rare, so the group runs without fences at
// first; when one fails, all is undone and run again with each kept apart from the others. So a change may run
// twice, and only the second counts.
func (w *writer) commit(group []*change) {
	outcome := make([]error, len(group))
	if spoilt := w.attempt(group, outcome, false); spoilt && len(group) > 1 {
		clear(outcome)
		w.attempt(group, outcome, true)
	}
	w.makeRoom(group, outcome)
	for i, c := range group {
		c.done <- outcome[i]
	}
}

// makeRoom gives the ballast up when a write found the disk full, and tries once more what is vital.
func (w *writer) makeRoom(group []*change, outcome []error) {
	if !slices.ContainsFunc(outcome, func(err error) bool { return errors.Is(fault(err), ErrFull) }) || !w.ballast.give() {
		return
	}
	var vital []*change
	var at []int
	for i, c := range group {
		if c.vital && outcome[i] != nil {
			vital, at = append(vital, c), append(at, i)
		}
	}
	again := make([]error, len(vital))
	if len(vital) > 0 {
		w.attempt(vital, again, true)
	}
	for i, err := range again {
		outcome[at[i]] = err
	}
}

// attempt runs a group in one transaction; fenced lets it commit although some fail. What is not committed has
// an error as its outcome. spoilt says that one change was the reason, so that the others may yet succeed.
func (w *writer) attempt(group []*change, outcome []error, fenced bool) (spoilt bool) {
	err := w.begin(group)
	for i := 0; i < len(group) && err == nil; i++ {
		if fenced {
			outcome[i], err = w.fence(group[i])
			continue
		}
		if err = group[i].ctx.Err(); err == nil {
			err = group[i].do(w)
		}
		spoilt = err != nil
	}
	if err == nil {
		err = w.exec("COMMIT")
	}
	if err == nil {
		return false
	}
	// SQLite may have rolled back by itself, so an error here says nothing new.
	_, _ = w.conn.ExecContext(context.Background(), "ROLLBACK")
	for i := range outcome {
		if outcome[i] == nil {
			outcome[i] = err
		}
	}
	return spoilt
}

// fence runs one change so that its failure leaves the others alone; broken says that this did not work.
func (w *writer) fence(c *change) (failure, broken error) {
	if err := c.ctx.Err(); err != nil {
		return err, nil
	}
	if err := w.exec("SAVEPOINT one"); err != nil {
		return nil, err
	}
	if failure = c.do(w); failure != nil {
		if err := w.exec("ROLLBACK TO one"); err != nil {
			return failure, fmt.Errorf("a write in the same commit failed: %w", failure)
		}
	}
	return failure, w.exec("RELEASE one")
}

// prepare keeps every statement it was once asked for. The queries are constants of this package, so their
// number is small.
func (w *writer) prepare(query string) (*sql.Stmt, error) {
	if s := w.prepared[query]; s != nil {
		return s, nil
	}
	s, err := w.conn.PrepareContext(context.Background(), query)
	if err == nil {
		w.prepared[query] = s
	}
	return s, err
}

// exec runs a statement. Statements run without the caller's context: one cut in the middle would take the
// whole group with it.
func (w *writer) exec(query string, args ...any) error {
	_, err := w.affect(query, args...)
	return err
}

// affect is exec and returns the number of rows changed.
func (w *writer) affect(query string, args ...any) (int, error) {
	s, err := w.prepare(query)
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// row runs a query that gives one row.
func (w *writer) row(query string, args ...any) *sql.Row {
	s, err := w.prepare(query)
	if err != nil {
		return w.conn.QueryRowContext(context.Background(), query, args...) // fails alike and hands the error on
	}
	return s.QueryRowContext(context.Background(), args...)
}

// rows runs a query that gives many.
func (w *writer) rows(query string, args ...any) (*sql.Rows, error) {
	s, err := w.prepare(query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.Background(), args...)
}
