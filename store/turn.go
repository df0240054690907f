package store

import (
	"slices"
	"time"
)

// patience is how long the instance's writes wait for another process that writes, before they are ErrBusy; look is the
// part of it that SQLite waits by itself: it looks after 1, 3, 8, 18 and 20 ms.
const (
	patience = 5 * time.Second
	look     = 20 * time.Millisecond
)

// begin waits for the turn of this process to write. SQLite's own wait looks less and less often, ten times a second in
// the end, and so can miss each moment that another process leaves between two commits; so it is begun anew, again and again, as long
// as anybody waits for the group.
func (w *writer) begin(group []*change) error {
	for last := time.Now().Add(w.patience); ; {
		err := w.exec("BEGIN IMMEDIATE")
		if kindOf(err) != ErrBusy || time.Now().After(last) {
			return err
		}
		if !slices.ContainsFunc(group, func(c *change) bool { return c.ctx.Err() == nil }) {
			return group[0].ctx.Err()
		}
	}
}

// giveWay leaves the instance a moment after each decision of an operator, longer than its wait sleeps.
func (w *writer) giveWay() {
	if !w.operator {
		return
	}
	select {
	case <-time.After(look):
	case <-w.quit:
	}
}
