package monitor

import (
	"reflect"
	"testing"
)

// TestRoundCountsAll has that no count of a round is left out where rounds are added and taken from one another.
func TestRoundCountsAll(t *testing.T) {
	var one, two Round
	for i := range reflect.TypeFor[Round]().NumField() {
		reflect.ValueOf(&one).Elem().Field(i).SetInt(int64(i + 1))
		reflect.ValueOf(&two).Elem().Field(i).SetInt(int64(2 * (i + 1)))
	}
	sum := one
	if sum.plus(one); sum != two {
		t.Errorf("twice %+v is %+v", one, sum)
	}
	if left := two.minus(one); left != one {
		t.Errorf("%+v without %+v is %+v", two, one, left)
	}
}
