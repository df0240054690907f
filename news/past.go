package news

import "time"

// A PastDay is one row of the ledger of a backfill run: what one source gave for one day that has passed.
type PastDay struct {
	Run      string    `json:"run"`
	Source   string    `json:"source"`
	Day      time.Time `json:"day,omitzero"` // 00:00 UTC
	Method   string    `json:"method"`       // how the day was read: the kind of archive; "" = it was not
	Listed   int       `json:"listed"`       // entries that the archive listed for the day
	New      int       `json:"new"`          // of them, entries that were not known before
	Relevant int       `json:"relevant"`     // of the new ones, those that belong to the topic; counted when the ledger is read
	Missing  string    `json:"missing"`      // why the day is not covered; "" = it is
}
