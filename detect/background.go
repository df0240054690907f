package detect

import (
	_ "embed"
	"sync"
)

// A Background is what general news looks like: how many of its documents hold each term, which terms each
// of a sample of documents holds, and a vector of latent meaning for each term. It holds counts and vectors
// only, no text and no words. It is read-only and safe for concurrent use.
type Background struct {
	version string // hash of the file, 16 hex digits
	vocab   *vocabulary
	idf     []float32 // inverse document frequency of each term
	dims    int
	vectors []byte    // dims for each term, each a signed byte
	scales  []float32 // by which a term's vector is multiplied
	packed  []byte    // the documents, as packDocs writes them
	sample  int       // number of them
	read    int       // listings it was renewed from
	fresh   int32     // the first term that came with them; 0 = none did
}

// Version returns a hash of the background's content, 16 hex digits.
func (b *Background) Version() string { return b.version }

// Read returns the number of listings it was renewed from; 0 means that it stands as it was built.
func (b *Background) Read() int { return b.read }

// Docs returns the number of documents that were counted when it was built.
func (b *Background) Docs() int { return b.vocab.docs }

// Terms returns the number of terms in the vocabulary.
func (b *Background) Terms() int { return len(b.vocab.keys) }

//go:embed background.bin
var embedded []byte

// shipped reads the embedded background once. That its documents are whole is for a test: to look into them takes as long as to use them.
var shipped = sync.OnceValues(func() (*Background, error) { return readBackground(embedded, shippedVersion) })

// Shipped returns the background that is inside the program. The error is ErrBackground.
func Shipped() (*Background, error) { return shipped() }

// shippedVersion is written down, for hashing six megabytes takes longer than a poll of fifty feeds. A test holds it to the file.
const shippedVersion = "98d3628a86eeceb5"

// ShippedVersion returns the version of that background without reading it.
func ShippedVersion() string { return shippedVersion }

// orShipped is b, or the background inside the program where b is nil.
func (b *Background) orShipped() (*Background, error) {
	if b == nil {
		return shipped()
	}
	return b, nil
}
