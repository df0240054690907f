package eval

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
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

// TestDrawnRelevance holds a floor under the figures of forty examples on the development topics, whose rows keep half of
// the positives only, and that a draw of no examples is an error.
func TestDrawnRelevance(t *testing.T) {
	dir, corpus := write(t)
	if _, err := DrawnRelevance(t.Context(), dir, corpus, 1, []int{0, 5}, Options{}); err == nil {
		t.Error("draws of no examples: no error")
	}
	shared := filepath.Dir(sharedFile(t, "eval/topics-dev/labels.tsv"))
	sizes, err := DrawnRelevance(t.Context(), shared, sharedFile(t, "eval/ant.jsonl.gz"), 1, []int{40}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := sizes[0].Reports[0]
	t.Logf("F1 %.3f, AP %.3f", r.Mean.F1, r.Mean.AP)
	if r.Mean.F1 < 0.85 || r.Mean.AP < 0.94 {
		t.Error("below F1 0.85 or AP 0.94")
	}
	var b bytes.Buffer
	if err := append(sizes, sizes[0]).Table(&b); err != nil || strings.Count(b.String(), "1 draws of 40") != 2 {
		t.Errorf("table: %v\n%s", err, &b)
	}
}
