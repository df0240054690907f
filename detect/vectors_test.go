package detect

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFourAtOnce has that what is done to four vectors at once gives to the last bit what one after the other gives, whatever their number.
func TestFourAtOnce(t *testing.T) {
	back, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 11))
	at := make([]float32, back.dims)
	for j := range at {
		at[j] = r.Float32() - 0.5
	}
	for n := range 10 {
		together, single := slices.Clone(at), slices.Clone(at)
		var terms []entry
		for range n {
			terms = append(terms, entry{int32(r.IntN(len(back.vocab.keys))), r.Float32()})
		}
		back.addVectors(together, terms)
		for i := range terms {
			back.addVectors(single, terms[i:i+1])
		}
		if !slices.Equal(together, single) {
			t.Errorf("%d terms: %v, want %v", n, together, single)
		}
		var all []scaled
		var lessons []lesson
		for range n {
			v := make([]float32, back.dims)
			for j := range v {
				v[j] = r.Float32() - 0.5
			}
			all, lessons = append(all, scaled{v, r.Float32()}), append(lessons, lesson{x: impression{terms: terms, at: v}})
		}
		addAll(together, all)
		for i := range all {
			addAll(single, all[i:i+1])
		}
		if !slices.Equal(together, single) {
			t.Errorf("%d vectors: %v, want %v", n, together, single)
		}
		l := learnt{terms: make([]float32, len(back.vocab.keys)), at: at, bias: 0.3}
		scores := make([]float64, n)
		l.scoreAll(lessons, scores)
		for i, s := range lessons {
			if want := l.score(s.x); scores[i] != want {
				t.Errorf("score %d of %d: %v, want %v", i, n, scores[i], want)
			}
		}
	}
	for id, got := range back.along(at) {
		want := 0.0
		for j, x := range back.vectors[id*back.dims:][:back.dims] {
			want += float64(int8(x)) * float64(at[j])
		}
		if got != float32(want) {
			t.Fatalf("term %d: %v, want %v", id, got, float32(want))
		}
	}
}

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
