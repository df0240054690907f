package detect

// A vocabulary numbers the terms of a background, the most frequent first.
type vocabulary struct {
	keys  []uint64 // by id
	df    []int32  // documents that hold the term, by id
	docs  int      // documents counted
	slots []int32  // open addressing; id+1, 0 = empty
}

func newVocabulary(keys []uint64, df []int32, docs int) *vocabulary {
	n := 1
	for n < 2*len(keys) {
		n *= 2
	}
	v := &vocabulary{keys: keys, df: df, docs: docs, slots: make([]int32, n)}
	for id, k := range keys {
		i := k & uint64(n-1)
		for v.slots[i] != 0 {
			i = (i + 1) & uint64(n-1)
		}
		v.slots[i] = int32(id) + 1
	}
	return v
}

// id returns the number of the term with this key, -1 when the vocabulary has none.
func (v *vocabulary) id(key uint64) int32 {
	key &= keyMask
	n := uint64(len(v.slots) - 1)
	for i := key & n; ; i = (i + 1) & n {
		id := v.slots[i] - 1
		if id < 0 || v.keys[id] == key {
			return id
		}
	}
}

// keyMask keeps the 40 bits of a key that a background stores. Two of 60,000 terms collide with a
// probability of 0.2 %, and a word that is in no background is taken for one with 0.000005 %.
const keyMask = 1<<40 - 1
