package news

import "time"

// A Vote is what a reader said of an article of a digest, by a link in it: it belongs to the topic or it does not.
type Vote struct {
	Topic    string    `json:"topic"`          // Topic name
	Article  string    `json:"article"`        // Article.ID, 16 hex digits
	Relevant bool      `json:"relevant"`       // it belongs to the topic
	Reader   string    `json:"reader"`         // the first 16 hex digits of the SHA-256 of the address that the digest went to
	Until    time.Time `json:"until,omitzero"` // from when on the link no longer counts; whole hours
	At       time.Time `json:"at,omitzero"`    // when it was given; zero in a link
}
