package detect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rasid/news"
)

// A labelled is one text of a quality set.
type labelled struct {
	name, title, text string
	relevant          bool
}

// qualitySet reads a file of testdata/quality: sections parted by blank lines, each a label and then a title
// and a text.
func qualitySet(t *testing.T, file string) (Topic, []labelled) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	topic := Topic{Name: strings.TrimSuffix(filepath.Base(file), ".txt")}
	var all []labelled
	for _, s := range strings.Split(string(data), "\n\n")[1:] {
		lines := strings.SplitN(strings.TrimSpace(s), "\n", 3)
		if len(lines) != 3 {
			t.Fatalf("%s: section %q", file, s)
		}
		if lines[0] == "example" {
			topic.Examples = append(topic.Examples, Example{Name: lines[1], Title: lines[1], Text: lines[2]})
			continue
		}
		all = append(all, labelled{lines[1], lines[1], lines[2], lines[0] == "yes"})
	}
	return topic, all
}

// demoSet reads the articles of the demo's press, labelled for the shipped topic.
func demoSet(t *testing.T) []labelled {
	t.Helper()
	data, err := os.ReadFile("../demo/articles.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []labelled
	for _, s := range strings.Split(string(data), "\n=== ")[1:] {
		head, body, ok := strings.Cut(s, "\n\n")
		if !ok {
			continue
		}
		name, fields, _ := strings.Cut(head, "\n")
		l := labelled{name: name, text: strings.TrimSpace(body)}
		kind := ""
		for _, line := range strings.Split(fields, "\n") {
			switch k, v, _ := strings.Cut(line, ": "); k {
			case "title":
				l.title = v
			case "kind":
				kind = v
			}
		}
		if kind == "copy" || kind == "edited" {
			continue
		}
		l.relevant = kind == "on-topic"
		all = append(all, l)
	}
	return all
}

// TestQuality holds the floors below which relevance must not fall on texts written for this project.
func TestQuality(t *testing.T) {
	type set struct {
		topic Topic
		texts []labelled
		f1    float64
	}
	sets := []set{{Topic{Name: "dprk-russia", Examples: seeds(t)}, demoSet(t), 0.93}}
	for _, f := range []string{"dam", "vaccine"} {
		topic, texts := qualitySet(t, "testdata/quality/"+f+".txt")
		sets = append(sets, set{topic, texts, 0.85})
	}
	for _, s := range sets {
		t.Run(s.topic.Name, func(t *testing.T) {
			d, err := New([]Topic{s.topic}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			hit, wrong, missed := 0, 0, 0
			for _, l := range s.texts {
				v := d.Judge(news.Article{Entry: news.Entry{Title: l.title}, Text: l.text})[0]
				switch {
				case v.Relevant && l.relevant:
					hit++
				case v.Relevant:
					wrong++
					t.Logf("false alarm %.3f %s %s", v.Score, l.name, l.title)
				case l.relevant:
					missed++
					t.Logf("missed %.3f %s %s", v.Score, l.name, l.title)
				}
			}
			if f1 := 2 * float64(hit) / float64(2*hit+wrong+missed); f1 < s.f1 {
				t.Errorf("F1 %.3f, floor %.2f", f1, s.f1)
			}
		})
	}
}
