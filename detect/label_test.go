package detect

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"rasid/news"
)

// vaccine is the quality set of that name, whose texts stand for what was read.
func vaccine(t *testing.T) (Topic, []labelled) {
	t.Helper()
	return qualitySet(t, "testdata/quality/vaccine.txt")
}

// labelFor is a label on a text of a quality set.
func labelFor(l labelled, relevant bool) Label {
	return Label{Example: Example{Name: "https://a.example/" + l.name, Title: l.title, Text: l.text}, Relevant: relevant}
}

func scoresOf(t *testing.T, topic Topic, texts []labelled) []float64 {
	t.Helper()
	d, err := New([]Topic{topic}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out []float64
	for _, l := range texts {
		out = append(out, d.Judge(news.Article{Entry: news.Entry{Title: l.title}, Text: l.text})[0].Score)
	}
	return out
}

// TestLabelMoves holds that a label moves its article and what is like it towards what was said, that it moves far texts
// little, and that the order of labels makes no difference.
func TestLabelMoves(t *testing.T) {
	topic, texts := vaccine(t)
	before := scoresOf(t, topic, texts)
	for _, relevant := range []bool{true, false} {
		i := slices.IndexFunc(texts, func(l labelled) bool { return l.relevant })
		topic.Labels = []Label{labelFor(texts[i], relevant)}
		after := scoresOf(t, topic, texts)
		if moved := after[i] - before[i]; relevant && moved < 0 || !relevant && moved > -0.05 {
			t.Errorf("labelled %v it moves by %+.3f", relevant, moved)
		}
		for j, l := range texts {
			if !l.relevant && before[j] < 0.1 && math.Abs(after[j]-before[j]) > 0.15 {
				t.Errorf("labelled %v, a far text moves from %.3f to %.3f: %s", relevant, before[j], after[j], l.title)
			}
		}
	}
	topic.Labels = nil
	for i, l := range texts[:6] {
		topic.Labels = append(topic.Labels, labelFor(l, i%2 == 0))
	}
	one := scoresOf(t, topic, texts)
	slices.Reverse(topic.Labels)
	if other := scoresOf(t, topic, texts); !slices.Equal(one, other) {
		t.Errorf("labels in another order: %v, not %v", other, one)
	}
}

// TestLabelledArticle holds that the word of a reader on an article is the verdict on it, whatever its score was.
func TestLabelledArticle(t *testing.T) {
	topic, texts := vaccine(t)
	for _, l := range texts[:4] {
		topic.Labels = append(topic.Labels, labelFor(l, !l.relevant))
	}
	d, err := New([]Topic{topic}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range texts[:4] {
		v := d.Judge(news.Article{Entry: news.Entry{URL: "https://a.example/" + l.name, Title: l.title}, Text: l.text})[0]
		if v.Relevant == l.relevant || v.Relevant != (v.Score >= v.Cutoff) || v.Mention || v.Ask {
			t.Errorf("%s: %+v, labelled relevant = %v", l.title, v, !l.relevant)
		}
	}
	p, _ := d.Profile(topic.Name)
	topic.Labels = nil
	plain, err := New([]Topic{topic}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if q, _ := plain.Profile(topic.Name); q.Model == p.Model || len(p.Labels) != 4 || len(q.Labels) != 0 {
		t.Errorf("models %s and %s, labels %v and %v", p.Model, q.Model, p.Labels, q.Labels)
	}
}

// TestTuner holds that no article is asked about twice or after its label, that nothing is left out, and that undoing an
// answer leaves no trace in what is asked next.
func TestTuner(t *testing.T) {
	topic, texts := vaccine(t)
	var pool []news.Article
	for _, l := range texts {
		pool = append(pool, news.Article{Entry: news.Entry{URL: "https://a.example/" + l.name, Title: l.title}, Text: l.text})
	}
	topic.Labels = []Label{labelFor(texts[0], texts[0].relevant)}
	u, err := NewTuner(topic, pool, Options{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{0: true}
	for n := 1; n < len(texts); n++ {
		i, ok := u.Next()
		if !ok || seen[i] {
			t.Fatalf("question %d: article %d (%v), seen %v", n, i, ok, seen)
		}
		if n%3 == 0 {
			must(t, u.Skip(i))
			seen[i] = true
			continue
		}
		must(t, u.Answer(i, !texts[i].relevant))
		wrong, _ := u.Next()
		if back, ok := u.Undo(); !ok || back != i {
			t.Fatalf("undo of %d: %d, %v", i, back, ok)
		}
		if again, _ := u.Next(); again != i {
			t.Fatalf("after the undo %d is asked, not %d (after the answer it was %d)", again, i, wrong)
		}
		must(t, u.Answer(i, texts[i].relevant))
		seen[i] = true
	}
	if i, ok := u.Next(); ok {
		t.Errorf("article %d is left", i)
	}
	if u.Answer(0, true) == nil {
		t.Error("an article that is not in the pool takes an answer")
	}
}

// TestTunerGroups holds that a topic of two sub-subjects is asked about both.
func TestTunerGroups(t *testing.T) {
	dam, texts := qualitySet(t, "testdata/quality/dam.txt")
	var pool []news.Article
	for _, l := range append(texts, demoSet(t)...) {
		pool = append(pool, news.Article{Entry: news.Entry{Title: l.title}, Text: l.text})
	}
	u, err := NewTuner(Topic{Name: "both", Examples: slices.Concat(dam.Examples, seeds(t))}, pool, Options{})
	if err != nil {
		t.Fatal(err)
	}
	asked := map[bool]int{}
	for range 6 {
		i, _ := u.Next()
		must(t, u.Answer(i, i%2 == 0))
		asked[i < len(texts)]++
	}
	if asked[true] < 2 || asked[false] < 2 {
		t.Errorf("of six questions %d are on one sub-subject, %d on the other", asked[true], asked[false])
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkLabels builds a topic with fifty labels and judges listings with it.
func BenchmarkLabels(b *testing.B) {
	topic := Topic{Name: "labels", Examples: seeds(b)}
	for i := range 50 {
		e := topic.Examples[i%len(topic.Examples)]
		e.Name = fmt.Sprint(i)
		topic.Labels = append(topic.Labels, Label{e, i%2 == 0})
	}
	b.Run("New", func(b *testing.B) {
		for b.Loop() {
			if _, err := New([]Topic{topic}, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	d, err := New([]Topic{topic}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	e := topic.Examples[0]
	summary := cut(e.Text, leadRunes)
	b.Run("Glance", func(b *testing.B) {
		for b.Loop() {
			d.Glance(e.Title, summary)
		}
	})
}
