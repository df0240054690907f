package eval

import (
	"fmt"
	"slices"
	"testing"
)

// TestDraw has that a draw is of positives, the same each time, another for another number, and leaves the rows.
func TestDraw(t *testing.T) {
	topic := Topic{Name: "t"}
	for i := range 40 {
		topic.Labels = append(topic.Labels, Label{DocNo: fmt.Sprint(i), Relevant: i < 20})
	}
	a, again, b := topic.draw(0, 5), topic.draw(0, 5), topic.draw(1, 5)
	if len(a.Examples) != 5 || !slices.Equal(a.Examples, again.Examples) || slices.Equal(a.Examples, b.Examples) {
		t.Errorf("drawn %v, %v, then %v", a.Examples, again.Examples, b.Examples)
	}
	if len(a.Labels) != 35 || len(topic.Labels) != 40 {
		t.Errorf("%d rows are left of %d", len(a.Labels), len(topic.Labels))
	}
	for _, l := range topic.Labels {
		if drawn := slices.Contains(a.Examples, l.DocNo); drawn && (!l.Relevant || slices.Contains(a.Labels, l)) {
			t.Errorf("%s was drawn: relevant %v, or is still a row", l.DocNo, l.Relevant)
		}
	}
}
