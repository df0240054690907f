package news

import "time"

// A PastDay is one row of the ledger of a backfill run: what one source gave for one day that has passed.
type PastDay struct {
	Run      string
	Source   string
	Day      time.Time // 00:00 UTC
	Method   string    // how the day was read: the kind of archive; "" = it was not
	Listed   int       // entries that the archive listed for the day
	New      int       // of them, entries that were not known before
	Relevant int       // of the new ones, those that belong to the topic; counted when the ledger is read
	Missing  string    // why the day is not covered; "" = it is
}
