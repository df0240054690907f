package detect

import (
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// renewalMagic begins a Renewal; its last byte is the version of the format.
const renewalMagic = "rasidrn\x01"

// baseDigits is the length of a background's version.
const baseDigits = 16

// Write writes the renewal in the form ReadRenewal reads. The same renewal gives the same bytes.
//
// The form is: magic; the version of the background; then DEFLATE of, as uvarints, the number of the background's
// terms, its dimensions, the listings counted, the copies, the new words and the sampled listings; then per term of
// the background its listings; then per new word five bytes of key and its listings; then their vectors, one signed
// byte a dimension; then the sampled listings.
func (r *Renewal) Write(w io.Writer) error {
	z, err := flate.NewWriter(w, flate.DefaultCompression)
	if err != nil {
		return fmt.Errorf("write renewal: %w", err)
	}
	_, err = io.WriteString(w, renewalMagic+r.base)
	if err == nil {
		_, err = z.Write(r.inner())
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return fmt.Errorf("write renewal: %w", err)
	}
	return nil
}

// inner returns the content before it is compressed.
func (r *Renewal) inner() []byte {
	buf := make([]byte, 0, 2*len(r.df)+len(r.vectors)+len(r.packed)+8*len(r.fresh)+64)
	for _, n := range []int{r.terms, r.dims, r.docs, r.copies, len(r.fresh), r.sample} {
		buf = binary.AppendUvarint(buf, uint64(n))
	}
	for _, n := range r.df {
		buf = binary.AppendUvarint(buf, uint64(n))
	}
	for _, t := range r.fresh {
		buf = binary.AppendUvarint(appendKey(buf, t.key), uint64(t.df))
	}
	return append(append(buf, r.vectors...), r.packed...)
}

// digest returns a hash of the content, 16 hex digits.
func (r *Renewal) digest() string {
	return fmt.Sprintf("%016x", mix(digest(r.inner())^hash(r.base)))
}

// ReadRenewal reads what Write wrote. It returns ErrBackground when data is anything else.
func ReadRenewal(data []byte) (*Renewal, error) {
	bad := func(what string) (*Renewal, error) {
		return nil, fmt.Errorf("read renewal: %s: %w", what, ErrBackground)
	}
	const head = len(renewalMagic) + baseDigits
	if len(data) < head || string(data[:len(renewalMagic)]) != renewalMagic {
		return bad("header")
	}
	inner, err := inflate(data[head:])
	if err != nil {
		return bad("compression")
	}
	u := unpacker{rest: inner, ok: true}
	r := &Renewal{base: string(data[len(renewalMagic):head])}
	r.terms, r.dims, r.docs, r.copies = u.next(maxTerms), u.next(maxDims), u.next(maxSample), u.next(maxSample)
	fresh := u.next(freshTerms)
	r.sample = u.next(freshDocs)
	if !u.ok {
		return bad("sizes")
	}
	r.df = make([]int32, r.terms)
	for i := range r.df {
		r.df[i] = int32(u.next(r.docs))
	}
	r.fresh = make([]freshTerm, fresh)
	for i := range r.fresh {
		r.fresh[i] = freshTerm{u.key(), int32(u.next(r.docs))}
	}
	r.vectors = u.bytes(fresh * r.dims)
	if !u.ok || !checkDocs(u.rest, r.sample, r.terms+fresh) {
		return bad("length")
	}
	r.packed = u.rest
	r.version = r.digest()
	return r, nil
}
