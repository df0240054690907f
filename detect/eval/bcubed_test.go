package eval

import (
	"fmt"
	"testing"
)

// TestBCubedOrder: the same groups give the same bits each time.
func TestBCubedOrder(t *testing.T) {
	said, labels := map[string]string{}, map[string]string{}
	for i := range 400 {
		said[fmt.Sprint(i)], labels[fmt.Sprint(i)] = fmt.Sprint(i%37), fmt.Sprint(i%(1+i%23))
	}
	p, r := bcubed(said, labels)
	for range 30 {
		if q, s := bcubed(said, labels); p != q || r != s {
			t.Fatalf("%v and %v, then %v and %v", p, r, q, s)
		}
	}
}
