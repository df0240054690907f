package detect

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// ErrBackground says that bytes are not a background this version can read.
var ErrBackground = errors.New("not a background of this version")

// magic begins a background; its last byte is the version of the format.
const magic = "rasidbg\x01"

// limits on what a background may claim, so that a damaged file cannot ask for all memory.
const (
	maxTerms  = 1 << 20
	maxDims   = 1 << 10
	maxSample = 1 << 22
	maxPacked = 1 << 28
)

// Write writes the background in the form ReadBackground reads. The same background gives the same bytes.
//
// The form is: magic; then as little-endian uint32 the number of documents, terms, dimensions and sampled
// documents and the length of the compressed part; then that part (a DEFLATE stream, which need not be compressed: per term five bytes of key, then
// per term its document frequency as uvarint, then the documents); then per term a float32 scale; then per term its
// vector, one signed byte a dimension.
func (b *Background) Write(w io.Writer) error {
	var part bytes.Buffer
	// It would become smaller by an eighth only, and inflating it was a tenth of the work of building a topic.
	z, err := flate.NewWriter(&part, flate.NoCompression)
	if err != nil {
		return fmt.Errorf("write background: %w", err)
	}
	buf := make([]byte, 0, 1<<16)
	for _, k := range b.vocab.keys {
		buf = appendKey(buf, k)
	}
	for _, n := range b.vocab.df {
		buf = binary.AppendUvarint(buf, uint64(n))
	}
	buf = append(buf, b.packed...)
	_, err = z.Write(buf)
	if err = errors.Join(err, z.Close()); err != nil {
		return fmt.Errorf("write background: %w", err)
	}
	out := []byte(magic)
	for _, n := range []int{b.vocab.docs, len(b.vocab.keys), b.dims, b.sample, part.Len()} {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	out = append(out, part.Bytes()...)
	for _, s := range b.scales {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(s))
	}
	out = append(out, b.vectors...)
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("write background: %w", err)
	}
	return nil
}

// ReadBackground reads what Write wrote and keeps data, which must not change after that. It returns an error that is ErrBackground when data is anything else.
func ReadBackground(data []byte) (*Background, error) {
	b, err := readBackground(data, versionOf(data))
	if err == nil && !checkDocs(b.packed, b.sample, len(b.vocab.keys)) {
		return badBackground("documents")
	}
	return b, err
}

func badBackground(what string) (*Background, error) {
	return nil, fmt.Errorf("read background: %s: %w", what, ErrBackground)
}

// readBackground does not look into the documents.
func readBackground(data []byte, version string) (*Background, error) {
	if len(data) < len(magic)+20 || string(data[:len(magic)]) != magic {
		return badBackground("header")
	}
	rest := data[len(magic):]
	var n [5]int
	for i := range n {
		n[i] = int(binary.LittleEndian.Uint32(rest[4*i:]))
	}
	docs, terms, dims, sample, part := n[0], n[1], n[2], n[3], n[4]
	rest = rest[20:]
	if terms > maxTerms || dims > maxDims || sample > maxSample || part > len(rest) {
		return badBackground("sizes")
	}
	inner, err := inflate(rest[:part])
	if err != nil {
		return badBackground("counts")
	}
	rest = rest[part:]
	if len(inner) < keyBytes*terms || len(rest) != 4*terms+dims*terms {
		return badBackground("length")
	}
	b := &Background{version: version, dims: dims, sample: sample}
	keys, df, inner, ok := readCounts(inner, terms, docs)
	if !ok {
		return badBackground("frequencies")
	}
	b.vocab, b.packed = newVocabulary(keys, df, docs), inner
	b.weigh()
	b.scales = make([]float32, terms)
	for i := range b.scales {
		b.scales[i] = math.Float32frombits(binary.LittleEndian.Uint32(rest[4*i:]))
	}
	rest = rest[4*terms:]
	b.vectors = rest
	return b, nil
}

// weigh fills the inverse document frequencies from the vocabulary.
func (b *Background) weigh() {
	b.idf = make([]float32, len(b.vocab.keys))
	for id := range b.idf {
		b.idf[id] = float32(b.vocab.idf(int32(id)))
	}
}

// readCounts reads the keys and document frequencies of terms and returns what follows them.
func readCounts(inner []byte, terms, docs int) (keys []uint64, df []int32, rest []byte, ok bool) {
	u := unpacker{rest: inner, ok: true}
	keys, df = make([]uint64, terms), make([]int32, terms)
	for i := range keys {
		keys[i] = u.key()
	}
	for i := range df {
		df[i] = int32(u.next(docs))
	}
	return keys, df, u.rest, u.ok
}

// versionOf returns the version of a background from its bytes.
func versionOf(data []byte) string { return fmt.Sprintf("%016x", digest(data)) }

// digest is hash over eight bytes at a time.
func digest(data []byte) uint64 {
	h := uint64(len(data))
	for len(data) >= 8 {
		h = mix(h*31 ^ binary.LittleEndian.Uint64(data))
		data = data[8:]
	}
	return mix(h*31 ^ hash(string(data)))
}
