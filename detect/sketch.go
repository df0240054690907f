package detect

import (
	"encoding/binary"
	"math/bits"
)

// The form of a sketch. All of it is stored data: another value is another sketchVersion.
const (
	sketchVersion = 1
	sketchBins    = 64 // minima kept, four bits each
	sketchKeys    = 7  // smallest shingles kept whole, for the index
	sketchHead    = 1 + 2 + sketchBins/2
)

// Sketch returns what is kept of a text to find others like it: at most 63 bytes, nil when the text is too
// short to compare. The text is compared without its title, which every outlet writes anew, unless there is
// hardly any text. Vowel signs, letter shapes, stretched letters, invisible characters and the usual
// spellings of foreign names make no difference.
//
// A sketch is the version, the number of distinct shingles of five words, 64 minima of four bits (b-bit
// MinHash: Li and König, WWW 2010) and the seven smallest shingles (bottom-k: Cohen and Kaplan, PODC 2007).
func Sketch(title, text string) []byte {
	return sketch(shingles(title, text))
}

// sketch returns the sketch of a set of shingles.
func sketch(set []uint64) []byte {
	if len(set) < minShingles {
		return nil
	}
	out := make([]byte, sketchHead, sketchHead+4*sketchKeys)
	out[0] = sketchVersion
	binary.LittleEndian.PutUint16(out[1:], uint16(min(len(set), 1<<16-1)))
	var least [sketchBins]uint64
	for i := range least {
		least[i] = ^uint64(0)
	}
	for _, s := range set {
		x := s
		for i := range least {
			// Multiplying by powers of one odd number gives a family of permutations that is cheap and good
			// enough over inputs that are mixed already.
			x *= binStep
			least[i] = min(least[i], x)
		}
	}
	for i, x := range least {
		// The low bits of a product depend on few bits of its factors; the mix makes all of them count.
		out[3+i/2] |= byte(mix(x)&15) << (4 * (i & 1))
	}
	for _, s := range set[:min(sketchKeys, len(set))] {
		// Shingles ascend, so the upper half says little more than "small".
		out = binary.LittleEndian.AppendUint32(out, uint32(s))
	}
	return out
}

// binStep is the odd factor from one minimum to the next (Steele and Vigna, 2021, table 7).
const binStep = 0xd1342543de82ef95

// Bands returns the keys under which a sketch is indexed, ascending and each once: at most seven, of 32 bits
// with sign, so that SQLite keeps each in four bytes. Two texts of Jaccard 0.5 share one with a probability
// above 0.998: a shared shingle is missed only when seven of one text's own come before the first shared
// one, (1/3)^7 for each side. It returns nil for a sketch that is nil or of another version.
func Bands(sketch []byte) []int64 {
	if !readable(sketch) {
		return nil
	}
	var keys []int64
	for b := sketch[sketchHead:]; len(b) >= 4; b = b[4:] {
		keys = append(keys, int64(int32(binary.LittleEndian.Uint32(b))))
	}
	return set(keys)
}

// Alike returns the Jaccard similarity of two texts' shingles of five words as their sketches estimate it, in
// [0, 1] with a standard error of about 0.06 at one half; 0 when a sketch is nil or of another version.
func Alike(a, b []byte) (jaccard float64) {
	if !readable(a) || !readable(b) {
		return 0
	}
	equal := 0
	for i := 3; i < sketchHead; i++ {
		d := a[i] ^ b[i]
		equal += 2 - bits.OnesCount8(nibbles(d))
	}
	// Two different minima still agree in their four bits one time in sixteen.
	j := (float64(equal)/sketchBins - 1.0/16) / (1 - 1.0/16)
	return max(0, j)
}

// nibbles sets bits 0 and 4 where the lower and upper four bits of d are not zero.
func nibbles(d byte) byte {
	d |= d >> 2
	d |= d >> 1
	return d & 0x11
}

// readable reports whether s is a sketch of this version.
func readable(s []byte) bool { return len(s) > sketchHead && s[0] == sketchVersion }
