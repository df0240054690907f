package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
)

// copyRows copies what can be read of a table. Where a page is damaged, reading goes on behind it.
func (w *writer) copyRows(ctx context.Context, from *sql.DB, t table, columns []string) (rows, gaps int, err error) {
	c := rowCopy{
		w: w, ctx: ctx, from: from, width: len(columns),
		insert: fmt.Sprintf(`INSERT OR IGNORE INTO %s (%s) VALUES (?%s)`, t.name, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1)),
	}
	list := strings.Join(columns, ", ")
	if t.key != nil {
		// Rows that have no number cannot be leapt over: they are read from both ends.
		if c.read(fmt.Sprintf(`SELECT 0, %s FROM %s ORDER BY %s`, list, t.name, strings.Join(t.key, ", "))) {
			return c.rows, 0, c.failed
		}
		c.read(fmt.Sprintf(`SELECT 0, %s FROM %s ORDER BY %s DESC`, list, t.name, strings.Join(t.key, " DESC, ")+" DESC"))
		return c.rows, 1, c.failed
	}
	query := fmt.Sprintf(`SELECT rowid, %s FROM %s WHERE rowid > ? ORDER BY rowid`, list, t.name)
	for !c.read(query, c.last) && c.failed == nil {
		gaps++
		if !c.leap(fmt.Sprintf(`SELECT rowid FROM %s WHERE rowid > ? ORDER BY rowid LIMIT 1`, t.name)) {
			break
		}
	}
	return c.rows, gaps, c.failed
}

// A rowCopy copies the rows of one table.
type rowCopy struct {
	w      *writer
	ctx    context.Context
	from   *sql.DB
	insert string
	width  int   // columns
	last   int64 // rowid of the last row read
	rows   int
	failed error // of writing, or the end of ctx
}

// read copies what a query gives until it fails, and reports whether it came to its end.
func (c *rowCopy) read(query string, args ...any) (whole bool) {
	rows, err := c.from.QueryContext(c.ctx, query, args...)
	if err != nil {
		c.failed = c.ctx.Err()
		return false
	}
	defer rows.Close()
	values, dest := make([]any, c.width), make([]any, c.width+1)
	var number int64
	dest[0] = &number
	for i := range values {
		dest[i+1] = &values[i]
	}
	for rows.Next() {
		if rows.Scan(dest...) != nil {
			return false
		}
		if number != 0 && number <= c.last {
			return false // damage leads back to where it came from
		}
		c.last = number
		// A value that damage has made impossible for its column is refused by the table: that row is lost.
		if n, err := c.w.affect(c.insert, values...); err == nil {
			c.rows += n
		}
	}
	c.failed = c.ctx.Err()
	return rows.Err() == nil
}

// leap moves last behind what cannot be read: first in steps that double, then back to the nearest place that can.
// It reports whether there is one.
func (c *rowCopy) leap(query string) bool {
	readable := func(after int64) bool {
		var id int64
		err := c.from.QueryRowContext(c.ctx, query, after).Scan(&id)
		return err == nil
	}
	bad, step := c.last, int64(1)
	for !readable(bad + step) {
		bad += step
		if step *= 2; step > math.MaxInt32 {
			return false
		}
	}
	good := bad + step
	for good-bad > 1 {
		if middle := bad + (good-bad)/2; readable(middle) {
			good = middle
		} else {
			bad = middle
		}
	}
	c.last = good
	return true
}
