package detect

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
)

// keyBytes is the length of the key of a term in a file.
const keyBytes = 5

// appendKey appends the key of a term.
func appendKey(buf []byte, k uint64) []byte {
	return append(buf, byte(k), byte(k>>8), byte(k>>16), byte(k>>24), byte(k>>32))
}

// inflate returns what DEFLATE packed into data, maxPacked bytes of it at most.
func inflate(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(3 * len(data))
	_, err := io.Copy(&buf, io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxPacked))
	return buf.Bytes(), err
}

// An unpacker reads from the beginning of rest; ok turns false when something is missing or too large.
type unpacker struct {
	rest []byte
	ok   bool
}

// next returns the next uvarint.
func (u *unpacker) next(most int) int {
	v, n := binary.Uvarint(u.rest)
	if n <= 0 || v > uint64(most) {
		u.ok = false
		return 0
	}
	u.rest = u.rest[n:]
	return int(v)
}

// bytes returns the next n bytes, nil if there are fewer.
func (u *unpacker) bytes(n int) []byte {
	if n > len(u.rest) {
		u.ok = false
		return nil
	}
	b := u.rest[:n:n]
	u.rest = u.rest[n:]
	return b
}

// key returns the next key of a term.
func (u *unpacker) key() uint64 {
	b := u.bytes(keyBytes)
	if b == nil {
		return 0
	}
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32
}
