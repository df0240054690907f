package eval

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"rasid/detect"
)

// sharedFile returns the path of a file of the shared material; without it the test is skipped.
func sharedFile(t *testing.T, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED with -short: the corpus is read several times")
	}
	root := os.Getenv("RASID_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	file := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("RASID_REQUIRE") == "1" {
			t.Fatalf("required: %v", err)
		}
		t.Skipf("SKIPPED, not measured: %v; set RASID_SHARED to the shared material", err)
	}
	return file
}

func TestDuplicatesOnSharedPairs(t *testing.T) {
	r, err := Duplicates(t.Context(), sharedFile(t, "eval/near-duplicates.tsv"), sharedFile(t, "eval/ant.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("recall_05 %.4f of %d, recall_09 %.4f of %d, precision %.4f of %d, index %.4f",
		r.Recall05, r.Pairs05, r.Recall09, r.Pairs09, r.Precision, r.Random, r.Indexed)
	if r.Recall05 < 0.99 || r.Recall09 < 0.99 || r.Precision < 0.995 || r.Indexed < 0.99 {
		t.Errorf("below the floor; missed %v, wrong %v", r.Missed, r.Wrong)
	}
}

func TestEventsOnSharedPairs(t *testing.T) {
	r, err := Events(t.Context(), sharedFile(t, "eval/same-event.tsv"), sharedFile(t, "eval/ant.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("precision %.3f, recall %.3f, F1 %.3f of %d and %d", r.Precision, r.Recall, r.F1, r.Same, r.Other)
	if r.Precision < 0.93 || r.F1 < 0.9 {
		t.Errorf("below the floor; missed %v, wrong %v", r.Missed, r.Wrong)
	}
}

// The second set was labelled after the method was chosen and is harder: more of it is speech and
// counter-speech. Its floor guards against changes that only suit the first.
func TestEventsOnOwnPairs(t *testing.T) {
	r, err := Events(t.Context(), filepath.Join("testdata", "same-event.tsv"), sharedFile(t, "eval/ant.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("precision %.3f, recall %.3f, F1 %.3f of %d and %d", r.Precision, r.Recall, r.F1, r.Same, r.Other)
	if r.Precision < 0.84 || r.F1 < 0.84 {
		t.Errorf("below the floor; missed %v, wrong %v", r.Missed, r.Wrong)
	}
}

// The first set was labelled for improving the method, the second measured it until the numbers were chosen with both. The
// third, of thirty affairs, came when the method was done and moved what it needs; the last was left out of every fit, and only
// seen beside the others where variants were compared.
func TestClustersOnPress(t *testing.T) {
	sets := []struct {
		file          string
		precision, f1 float64 // floors
	}{
		{"clusters.tsv", 0.95, 0.89}, {"clusters-check.tsv", 0.95, 0.91},
		{"clusters-more.tsv", 0.945, 0.915}, {"clusters-kept.tsv", 0.94, 0.915},
	}
	var all sums
	for _, set := range sets {
		r, err := Clusters(t.Context(), filepath.Join("testdata", set.file), sharedFile(t, "eval/ant.jsonl.gz"))
		if err != nil {
			t.Fatal(err)
		}
		var s sums
		for _, f := range r.Topics {
			s.add(f)
			all.add(f)
		}
		t.Logf("%s: precision %.3f, recall %.3f, F1 %.3f; %s", set.file, r.Precision, r.Recall, r.F1, s)
		if r.F1 < set.f1 || r.Precision < set.precision || s.apart < 0.98*float64(s.pairs) {
			t.Errorf("%s: below the floor", set.file)
		}
	}
	t.Logf("all: mean F1 %.3f; %s", all.f1/float64(all.topics), all)
	if all.clusters < 60 || all.f1 < 0.9*float64(all.topics) || all.again*10 > all.told || all.beside*3 < all.again*2 {
		t.Error("all: below the floor")
	}
}

// sums are those of the figures of topics.
type sums struct {
	topics, clusters, told, again, beside, pairs int
	f1, apart                                    float64
}

func (s *sums) add(f ClusterFigures) {
	s.topics, s.clusters, s.f1 = s.topics+1, s.clusters+f.Clusters, s.f1+f.F1
	s.told, s.again, s.beside = s.told+f.Told, s.again+f.Again, s.beside+f.Beside
	s.pairs, s.apart = s.pairs+f.DayPairs, s.apart+f.Apart*float64(f.DayPairs)
}

func (s sums) String() string {
	return fmt.Sprintf("%d clusters of %d topics, %.4f of %d pairs of one day apart; of %d stories in daily digests %d tell an event again, %d beside it",
		s.clusters, s.topics, s.apart/float64(s.pairs), s.pairs, s.told, s.again, s.beside)
}

func TestBCubed(t *testing.T) {
	labels := map[string]string{"a": "1", "b": "1", "c": "1", "d": "2", "e": "2", "f": "3"}
	for _, c := range []struct {
		name      string
		said      map[string]string
		precision float64
		recall    float64
	}{
		{"as labelled", labels, 1, 1},
		{"each alone", map[string]string{"a": "a", "b": "b", "c": "c", "d": "d", "e": "e", "f": "f"}, 1, 0.5},
		{"all in one", map[string]string{"a": "x", "b": "x", "c": "x", "d": "x", "e": "x", "f": "x"}, (3*0.5 + 2.0/3 + 1.0/6) / 6, 1},
		{"one astray", map[string]string{"a": "x", "b": "x", "c": "y", "d": "y", "e": "z", "f": "w"}, (2 + 0.5 + 0.5 + 1 + 1) / 6, (2*2.0/3 + 1.0/3 + 0.5 + 0.5 + 1) / 6},
	} {
		p, r := bcubed(c.said, labels)
		if math.Abs(p-c.precision) > 1e-9 || math.Abs(r-c.recall) > 1e-9 {
			t.Errorf("%s: precision %.4f, recall %.4f, want %.4f, %.4f", c.name, p, r, c.precision, c.recall)
		}
	}
}

// Nearly equal texts that report different things never become one story.
func TestTemplatesStayApart(t *testing.T) {
	pairs, docs, err := open(filepath.Join("testdata", "templates.tsv"), sharedFile(t, "eval/ant.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if len(pairs) < 40 {
		t.Fatalf("only %d pairs", len(pairs))
	}
	f := detect.NewFolder(detect.FoldOptions{})
	for _, p := range pairs {
		a, b := docs[p.A], docs[p.B]
		if a.DocNo == "" || b.DocNo == "" {
			t.Fatalf("the corpus lacks %s or %s", p.A, p.B)
		}
		if said := f.Compare(whole(a), whole(b), nil); said != "" {
			t.Errorf("%s %s: %s", p.A, p.B, said)
		}
	}
}
