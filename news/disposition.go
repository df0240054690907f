package news

import "time"

// Disposition says where an Entry stands. Every entry has exactly one.
type Disposition string

// The dispositions.
const (
	Unread   Disposition = "unread"    // waits for a first look
	Wanted   Disposition = "wanted"    // may belong to a topic by its listing: its page is to be read, or tried again
	Outside  Disposition = "outside"   // published before the window that is followed
	OffTopic Disposition = "off-topic" // below every cut-off
	Mention  Disposition = "mention"   // on a topic in passing only
	Waiting  Disposition = "waiting"   // in a story that the next digest will carry
	Folded   Disposition = "folded"    // a copy in a story that a digest carried before: nothing new to send
	Sent     Disposition = "sent"      // carried by a digest
	Past     Disposition = "past"      // relevant, found by a backfill run: never enters a live digest
	Failed   Disposition = "failed"    // nothing could be had to judge
)

// A Settlement is the end, or the postponement, of reading one Entry.
type Settlement struct {
	URL         string      `json:"url"`
	Disposition Disposition `json:"disposition"`
	Reason      string      `json:"reason"`       // one line; "" where Disposition says all
	Topic       string      `json:"topic"`        // the topic that came nearest; "" = none
	Score       float64     `json:"score"`        // against that topic
	Cutoff      float64     `json:"cutoff"`       // of that topic
	Due         time.Time   `json:"due,omitzero"` // for Wanted: not to be tried before
	Words       int64       `json:"-"`            // of the Entry as it was judged; 0 = whatever it says
}
