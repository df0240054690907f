package detect

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// setsOf returns two sets of n random shingles with the given Jaccard similarity.
func setsOf(rnd *rand.Rand, n int, jaccard float64) (a, b []uint64) {
	shared := int(2*float64(n)*jaccard/(1+jaccard) + 0.5)
	for i := range n {
		x := rnd.Uint64()
		a = append(a, x)
		if i >= shared {
			x = rnd.Uint64()
		}
		b = append(b, x)
	}
	slices.Sort(a)
	slices.Sort(b)
	return a, b
}

func meet(a, b []int64) bool {
	return slices.ContainsFunc(a, func(k int64) bool { return slices.Contains(b, k) })
}

// wordsOf returns a text of n words drawn from those of plainText.
func wordsOf(rnd *rand.Rand, n int) string {
	from := strings.Fields(plainText)
	out := make([]string, n)
	for i := range out {
		out[i] = from[rnd.IntN(len(from))]
	}
	return strings.Join(out, " ")
}

// BenchmarkSketch sketches an article of 3 KB.
func BenchmarkSketch(b *testing.B) {
	text := wordsOf(rand.New(rand.NewPCG(1, 2)), 300)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Sketch("عنوان الخبر", text)
	}
}
