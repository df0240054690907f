package detect

import (
	"slices"
	"testing"
)

// TestPoolIndex has that each term is found in the documents that hold it, once in each.
func TestPoolIndex(t *testing.T) {
	back, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	p := newPool(back)
	docs, uses := make([][]int32, len(p.docs)), make([]int32, len(p.uses))
	for i, d := range p.bags {
		d.each(func(id int32) { docs[id] = append(docs[id], int32(i)) })
		for _, id := range slices.Concat(d.title, d.lead) {
			uses[id]++
		}
	}
	if !slices.Equal(uses, p.uses) || !slices.EqualFunc(docs, p.docs, slices.Equal[[]int32]) {
		t.Error("the index is not that of the documents")
	}
}

// TestBest has the first of many, and all that score as much as the last of them.
func TestBest(t *testing.T) {
	all := []ranked{{0, 1}, {1, 3}, {2, 2}, {3, 2}, {4, 0}}
	for n, want := range map[int][]ranked{1: {{1, 3}}, 2: {{1, 3}, {2, 2}, {3, 2}}, 4: all[:4], 9: all} {
		if got := best(slices.Clone(all), n); !slices.Equal(got, want) {
			t.Errorf("best %d: %v, want %v", n, got, want)
		}
	}
}
