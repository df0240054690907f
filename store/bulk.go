package store

import "strings"

// bulkSizes are the numbers of rows that one statement takes; a longer list is cut into these.
var bulkSizes = [...]int{32, 8, 1}

// A bulk is an INSERT of many rows, ready for each of bulkSizes.
type bulk struct {
	columns int
	queries [len(bulkSizes)]string
}

// newBulk makes a bulk of a statement that ends before its rows, "INSERT INTO t (a, b) VALUES".
func newBulk(head string, columns int) bulk {
	b := bulk{columns: columns}
	row := ", (?" + strings.Repeat(", ?", columns-1) + ")"
	for i, n := range bulkSizes {
		b.queries[i] = head + strings.Repeat(row, n)[1:]
	}
	return b
}

// insert runs b over args, which has the columns of one row after those of the other.
func (w *writer) insert(b bulk, args []any) error {
	for i, n := range bulkSizes {
		for n *= b.columns; len(args) >= n && n > 0; args = args[n:] {
			if err := w.exec(b.queries[i], args[:n]...); err != nil {
				return err
			}
		}
	}
	return nil
}
