package news

import "time"

// NoticeKind is what a Notice is about.
type NoticeKind string

// The kinds of a Notice; in brackets what Subject names.
const (
	AboutDelivery NoticeKind = "delivery" // something owed that was given up or is in doubt (the target)
	AboutTarget   NoticeKind = "target"   // a target that fails or has ended (the target)
	AboutSource   NoticeKind = "source"   // a source that went dark (the source)
	AboutStore    NoticeKind = "store"    // disk, backup, restore (what it concerns)
	AboutService  NoticeKind = "service"  // the program itself: clock, memory, configuration (what it concerns)
)

// NoticesName is the Name of a Digest that carries notices.
const NoticesName = "notices"

// A Notice is one line for the operator: something needs him, or, where Back is set, no longer does. It is kept
// once for each matter: while that of a Key stands, another notice of the same Key says nothing new, and a Back
// of a matter that does not stand says nothing at all.
type Notice struct {
	ID      int64      `json:"id"`  // given by the store
	Key     string     `json:"key"` // of the matter: "source/bbc-arabic/dark", "delivery/0123…/dead"
	At      time.Time  `json:"at,omitzero"`
	Kind    NoticeKind `json:"kind"`
	Subject string     `json:"subject"` // name of the source, target …; a notice about a target is not sent to it
	Text    string     `json:"text"`    // one English line, no secrets
	Back    bool       `json:"back"`    // the matter of Key is over
}
