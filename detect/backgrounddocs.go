package detect

import (
	"encoding/binary"
	"slices"
)

// A bag is the terms of one document of the background: those of its title and those of its first lines,
// each ascending and once.
type bag struct{ title, lead []int32 }

// each yields every term of a document once.
func (d bag) each(yield func(id int32)) {
	for _, id := range d.title {
		yield(id)
	}
	for _, id := range d.lead {
		if _, twice := slices.BinarySearch(d.title, id); !twice {
			yield(id)
		}
	}
}

// packDocs writes bags one after the other: number of title terms, of lead terms, then the differences from
// term to term, all as uvarints.
func packDocs(bags []bag) []byte {
	var out []byte
	for _, b := range bags {
		out = binary.AppendUvarint(out, uint64(len(b.title)))
		out = binary.AppendUvarint(out, uint64(len(b.lead)))
		for _, ids := range [][]int32{b.title, b.lead} {
			last := int32(0)
			for _, id := range ids {
				out = binary.AppendUvarint(out, uint64(id-last))
				last = id
			}
		}
	}
	return out
}

// checkDocs reports whether packed holds n bags of terms below the given number.
func checkDocs(packed []byte, n, terms int) bool {
	seen := 0
	buf := make([]int32, 0, 256)
	for {
		b, rest, ok := nextDoc(packed, buf)
		if !ok {
			return seen == n && len(packed) == 0
		}
		for _, ids := range [][]int32{b.title, b.lead} {
			for _, id := range ids {
				if id < 0 || int(id) >= terms {
					return false
				}
			}
		}
		packed = rest
		seen++
	}
}

// eachDoc calls yield with every sampled document; the bag is only valid until yield returns.
func (b *Background) eachDoc(yield func(i int, d bag)) {
	packed, buf := b.packed, make([]int32, 0, 256)
	for i := 0; ; i++ {
		d, rest, ok := nextDoc(packed, buf)
		if !ok {
			return
		}
		yield(i, d)
		packed = rest
	}
}

// nextDoc reads one bag into buf.
func nextDoc(packed []byte, buf []int32) (d bag, rest []byte, ok bool) {
	var n [2]int
	for i := range n {
		v, k := binary.Uvarint(packed)
		if k <= 0 || v > uint64(len(packed)) {
			return bag{}, nil, false
		}
		n[i], packed = int(v), packed[k:]
	}
	buf = slices.Grow(buf[:0], n[0]+n[1])
	for _, m := range n {
		last := uint64(0)
		for range m {
			v, k := binary.Uvarint(packed)
			if k <= 0 || v > maxTerms {
				return bag{}, nil, false
			}
			last += v
			buf, packed = append(buf, int32(last&0x7fffffff)), packed[k:]
		}
	}
	return bag{buf[:n[0]], buf[n[0] : n[0]+n[1]]}, packed, true
}
