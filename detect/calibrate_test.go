package detect

import (
	"slices"
	"testing"
)

// TestCutOf holds that up to five examples the cut-off is what is supposed of their scores, and that with many it goes to
// what nearly all of them reach, whatever the others score.
func TestCutOf(t *testing.T) {
	close, wide := slices.Repeat([]float64{2.1}, 40), slices.Repeat([]float64{2.1}, 40)
	for i := range 8 {
		wide[5*i] = 1.2
	}
	for _, c := range []struct {
		name     string
		self     []float64
		from, to float64
	}{
		{"none", nil, 0.99, 1.01},
		{"five", close[:5], 1.73, 1.75},
		{"six", close[:6], 1.76, 1.84},
		{"forty that score alike", close, 2, 2.1},
		{"forty of which eight score low", wide, 1.2, 1.25},
	} {
		if cut := cutOf(c.self, 0); cut < c.from || cut > c.to {
			t.Errorf("%s: cut-off at %.3f, want %.2f to %.2f", c.name, cut, c.from, c.to)
		}
	}
	if got := quantile([]float64{3, 1, 2}, 0.25); got != 1.5 {
		t.Errorf("a quarter of 1, 2, 3 lies below %g, want 1.5", got)
	}
}
