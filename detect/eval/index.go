package eval

import (
	"cmp"
	"slices"

	"rasid/detect"
)

// An index finds alike articles of a corpus by the keys of their sketches, as the store does.
type index struct {
	keys  map[string][]int64
	under map[int64][]string // in order of publication
	place map[string]int     // in that order
}

// newestOfKey is the most articles that are looked at under one key, the last ones, as in the store.
const newestOfKey = 48

// newIndex returns an index of all documents.
func newIndex(docs map[string]Document) index {
	x := index{map[string][]int64{}, map[int64][]string{}, map[string]int{}}
	order := make([]string, 0, len(docs))
	for no := range docs {
		order = append(order, no)
	}
	slices.SortFunc(order, func(a, b string) int {
		return cmp.Or(docs[a].Published.Compare(docs[b].Published), cmp.Compare(a, b))
	})
	for i, no := range order {
		x.place[no], x.keys[no] = i, detect.Bands(detect.Sketch(docs[no].Title, docs[no].Text))
		for _, k := range x.keys[no] {
			x.under[k] = append(x.under[k], no)
		}
	}
	return x
}

// finds reports whether the later article of two finds the earlier one among the newest under a key of its own; false
// when b is the later.
func (x index) finds(a, b string) bool {
	return slices.ContainsFunc(x.keys[a], func(k int64) bool {
		under := x.under[k]
		end, _ := slices.BinarySearchFunc(under, x.place[a], func(no string, place int) int { return cmp.Compare(x.place[no], place) })
		return slices.Contains(under[max(0, end-newestOfKey):end], b)
	})
}
