package eval

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// TestTune holds the form of the report over a small set, for each who may choose the labels.
func TestTune(t *testing.T) {
	dir, corpus := write(t)
	for _, ask := range []string{"", Asked, Random, Wrong} {
		r, err := Tune(t.Context(), dir, corpus, TuneOptions{Labels: []int{1, 9}, Ask: ask})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Labels) != 3 || len(r.Topics) != 1 || len(r.Topics[0].F1) != 3 || len(r.Mean) != 3 {
			t.Errorf("asked %q: %+v", ask, r)
		}
		var b bytes.Buffer
		if err := r.Table(&b); err != nil || !strings.Contains(b.String(), "gained") {
			t.Errorf("asked %q: %v\n%s", ask, err, &b)
		}
	}
	if _, err := Tune(t.Context(), dir, corpus, TuneOptions{Ask: "all"}); err == nil {
		t.Error("asked by nobody known: no error")
	}
	if _, err := Tune(t.Context(), dir, corpus, TuneOptions{Labels: []int{9, 1}}); err == nil {
		t.Error("descending numbers of labels: no error")
	}
}

// TestTuneOnSharedTopics holds what twenty labels that the program asks for must bring on the ten development topics.
func TestTuneOnSharedTopics(t *testing.T) {
	dir := filepath.Dir(sharedFile(t, "eval/topics-dev/labels.tsv"))
	r, err := Tune(t.Context(), dir, sharedFile(t, "eval/ant.jsonl.gz"), TuneOptions{Labels: []int{20}})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("F1 %.3f, after 20 labels %.3f", r.Mean[0], r.Mean[1])
	if r.Mean[1] < r.Mean[0]+0.03 {
		t.Error("twenty labels bring less than 0.03")
	}
	for _, f := range r.Topics {
		if f.F1[1] < f.F1[0]-0.03 {
			t.Errorf("%s falls from %.3f to %.3f", f.Name, f.F1[0], f.F1[1])
		}
	}
}
