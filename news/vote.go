package news

import "time"

// A Vote is what a reader said of an article of a digest, by a link in it: it belongs to the topic or it does not.
type Vote struct {
	Topic    string    // Topic name
	Article  string    // Article.ID, 16 hex digits
	Relevant bool      // it belongs to the topic
	Reader   string    // the first 16 hex digits of the SHA-256 of the address that the digest went to
	Until    time.Time // from when on the link no longer counts; whole hours
	At       time.Time // when it was given; zero in a link
}
