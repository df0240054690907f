package eval

import (
	"strings"
	"testing"

	"rasid/detect"
)

// TestBreadthOnTopics: none of the labelled topics is taken for hardly more than a name; five articles with nothing else in common mostly are.
func TestBreadthOnTopics(t *testing.T) {
	corpus := sharedFile(t, "eval/ant.jsonl.gz")
	topics, docs, err := withTexts(sharedFile(t, "eval/topics-dev"), corpus)
	if err != nil {
		t.Fatal(err)
	}
	broad := func(topic detect.Topic) []detect.Breadth {
		d, err := detect.New([]detect.Topic{topic}, detect.Options{})
		if err != nil {
			t.Fatal(err)
		}
		p, _ := d.Profile(topic.Name)
		return p.Broad
	}
	for _, topic := range topics {
		if got := broad(topic.detect(docs)); len(got) > 0 {
			t.Errorf("%s: %+v", topic.Name, got)
		}
	}
	names := []string{"ماكرون", "ريال مدريد", "برشلونة", "ميركل", "غوغل", "نتنياهو", "ليفربول", "السودان"}
	with := map[string][]detect.Example{}
	for d, err := range Corpus(corpus) {
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.Contains(d.Title, name) && len(d.Text) > 1500 {
				with[name] = append(with[name], detect.Example{Name: d.DocNo, Title: d.Title, Text: d.Text})
			}
		}
	}
	found := 0
	for _, name := range names {
		all, topic := with[name], detect.Topic{Name: name}
		for i := range 5 {
			topic.Examples = append(topic.Examples, all[i*len(all)/5]) // of all months and outlets
		}
		got := broad(topic)
		t.Logf("%s: %+v", name, got)
		if len(got) > 0 {
			found++
		}
	}
	if found < 6 {
		t.Errorf("%d of %d names named as broad", found, len(names))
	}
}
