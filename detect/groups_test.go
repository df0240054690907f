package detect

import (
	"slices"
	"testing"

	"rasid/news"
)

// TestGroups holds that examples of two unlike subjects are parted, that each subject is then found and reported with its own
// sides, and that the examples of one subject stay whole.
func TestGroups(t *testing.T) {
	dam, texts := qualitySet(t, "testdata/quality/dam.txt")
	both := Topic{Name: "both", Examples: slices.Concat(dam.Examples, seeds(t))}
	d, err := New([]Topic{both, dam, {Name: "dprk-russia", Examples: seeds(t)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{2, 1, 1} {
		if got := len(d.models[i].groups()); got != want {
			t.Errorf("%s: %d sub-subjects, want %d", d.models[i].topic.Name, got, want)
		}
	}
	hits, wrong, alone := 0, 0, 0
	for _, l := range texts {
		v := d.Judge(news.Article{Entry: news.Entry{Title: l.title}, Text: l.text})
		switch {
		case v[0].Relevant && !l.relevant:
			wrong++
		case v[0].Relevant:
			hits++
		}
		if v[1].Relevant && l.relevant {
			alone++
		}
		if v[0].Model != d.models[0].others[0].hash {
			t.Fatal("the sub-subjects have another model each")
		}
	}
	if hits < alone || wrong > 1 {
		t.Errorf("in one topic %d are found and %d wrongly, alone %d", hits, wrong, alone)
	}
	p, _ := d.Profile("both")
	groups := map[string]int{}
	for _, e := range p.Examples {
		groups[e.Group]++
	}
	if len(groups) != 2 || groups[""] != 0 || len(p.Examples) != len(both.Examples) {
		t.Errorf("examples by sub-subject: %v", groups)
	}
	if p, _ := d.Profile("dam"); p.Examples[0].Group != "" {
		t.Errorf("one subject is named %q", p.Examples[0].Group)
	}
}
