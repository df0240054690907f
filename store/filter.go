package store

import (
	"context"
	"fmt"
	"rasid/news"
	"strings"
	"time"
)

// A DeliveryFilter picks deliveries; zero fields pick all.
type DeliveryFilter struct {
	Digest string
	Target string
	States []news.DeliveryState

	Undelivered bool // all but Delivered
	Limit       int
}

// notDelivered is the condition of the index delivery_undelivered, word for word.
const notDelivered = `state <> 'delivered'`

// Deliveries returns the deliveries that a filter picks without their bytes, the newest first.
func (db *DB) Deliveries(ctx context.Context, f DeliveryFilter) ([]news.Delivery, error) {
	var c conditions
	c.is("digest", f.Digest)
	c.is("target", f.Target)
	if f.Undelivered {
		c.text = append(c.text, notDelivered)
	}
	if len(f.States) > 0 {
		c.text = append(c.text, "state IN (?"+strings.Repeat(", ?", len(f.States)-1)+")")
		for _, s := range f.States {
			c.args = append(c.args, string(s))
		}
	}
	ds, err := collect(ctx, db.read, scanDelivery, deliveryColumns+`NULL FROM delivery`+c.where()+` ORDER BY seq DESC`+c.limit(f.Limit), c.args...)
	return ds, wrap(err, "list deliveries", "")
}

// conditions gathers what a filter asks for.
type conditions struct {
	text []string
	args []any
}

// is adds column = value, unless the value is "".
func (c *conditions) is(column, value string) {
	if value != "" {
		c.text = append(c.text, column+" = ?")
		c.args = append(c.args, value)
	}
}

// where is the clause, "" when nothing is asked for.
func (c *conditions) where() string {
	if len(c.text) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.text, " AND ")
}

// limit is the clause, "" for 0.
func (c *conditions) limit(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" LIMIT %d", n)
}

// An EntryFilter picks entries; zero fields pick all.
type EntryFilter struct {
	Disposition news.Disposition
	Topic       string    // that came nearest
	Source      string    // that listed it first
	Run         string    // backfill run
	Since       time.Time // first seen then or later
	Until       time.Time // first seen before
	Limit       int
}

// Entries returns the entries that a filter picks, the latest seen first.
func (db *DB) Entries(ctx context.Context, f EntryFilter) ([]Settled, error) {
	var c conditions
	c.is("entry.disposition", string(f.Disposition))
	c.is("entry.topic", f.Topic)
	c.is("source.name", f.Source)
	c.is("entry.run", f.Run)
	first, end := span(f.Since, f.Until)
	c.text = append(c.text, "entry.seen >= ?", "entry.seen < ?")
	c.args = append(c.args, first, end)
	es, err := collect(ctx, db.read, scanSettled,
		selectSettled+c.where()+` ORDER BY entry.seen DESC, listing.url`+c.limit(f.Limit), c.args...)
	return es, wrap(err, "list entries", "")
}
