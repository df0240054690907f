package news

import "time"

// DeliveryState is where a Delivery stands.
type DeliveryState string

// The states of a Delivery.
const (
	Pending   DeliveryState = "pending"   // to be sent when due
	Talking   DeliveryState = "talking"   // an attempt is under way
	Dot       DeliveryState = "dot"       // e-mail only: the end of the message may have reached the server
	Delivered DeliveryState = "delivered" // the other side took it
	Dead      DeliveryState = "dead"      // given up, with the reason in Err
	Unknown   DeliveryState = "unknown"   // MaxDoubts attempts ended in doubt: the operator decides
	Held      DeliveryState = "held"      // may have been sent before the store was restored: the operator decides
)

// MaxDoubts is the number of attempts at one delivery that may end in doubt before the operator is asked: nobody
// gets more copies of a mail unasked.
const MaxDoubts = 2

// Dropped is the Err of a delivery that the operator gave up.
const Dropped = "dropped by the operator"

// A Delivery is a Digest owed to, or taken by, one recipient of one target. Its bytes are rendered once
// and never change.
type Delivery struct {
	ID        string        `json:"id"`             // stable over all attempts: hash of digest, target and recipient; the webhook-id and the left part of the Message-ID
	Digest    string        `json:"digest"`         // Digest.ID
	Target    string        `json:"target"`         // name of the target
	To        string        `json:"to"`             // recipient: address, or "" where the target has just one
	Body      []byte        `json:"body,omitempty"` // what is sent, byte for byte
	State     DeliveryState `json:"state"`
	Attempts  int           `json:"attempts"`
	Ambiguous int           `json:"ambiguous"` // attempts that ended in doubt
	Due       time.Time     `json:"due,omitzero"`
	Sent      time.Time     `json:"sent,omitzero"` // when the other side took it
	Err       string        `json:"err"`           // of the last attempt, one line, no secrets
}

// A Tick is one moment at which a schedule is due.
type Tick struct {
	Schedule string    `json:"schedule"`
	Due      time.Time `json:"due,omitzero"`
	From     time.Time `json:"from,omitzero"` // start of what it covers: the end of what the tick before covered
	Done     bool      `json:"done"`
}
