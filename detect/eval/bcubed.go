package eval

import (
	"maps"
	"slices"
)

// bcubed returns precision and recall of a grouping against labels, each the mean over all documents: of those
// grouped with a document the share that is labelled with it, of those labelled with it the share that is
// grouped with it, itself counted (Bagga and Baldwin, COLING-ACL 1998). Both give a group to every document.
func bcubed(said, labels map[string]string) (precision, recall float64) {
	type cell struct{ said, label string }
	saidN, labelN, both := map[string]int{}, map[string]int{}, map[cell]int{}
	for no, label := range labels {
		saidN[said[no]]++
		labelN[label]++
		both[cell{said[no], label}]++
	}
	var p, r float64
	for _, no := range slices.Sorted(maps.Keys(labels)) { // sums in another order differ in their last bits
		n := float64(both[cell{said[no], labels[no]}])
		p += n / float64(saidN[said[no]])
		r += n / float64(labelN[labels[no]])
	}
	return p / float64(len(labels)), r / float64(len(labels))
}
