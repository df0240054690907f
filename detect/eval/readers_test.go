package eval

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"rasid/detect"
	"rasid/news"
)

// Two readers labelled the same articles by the same rules, neither knowing the other's labels. What parts them is what no
// program can meet for both: so far a grouping by one of them is from the other's, and so often it tells the other an event
// again. The program is measured by both.
func TestReaders(t *testing.T) {
	docs, err := docsOf(Corpus(sharedFile(t, "eval/ant.jsonl.gz")))
	if err != nil {
		t.Fatal(err)
	}
	var program, both, reader figuresOfReaders
	topics := 0
	for _, name := range []string{"clusters", "clusters-check", "clusters-more", "clusters-kept"} {
		first, second := labelsByTopic(t, name+".tsv"), labelsByTopic(t, name+"-second.tsv")
		for topic, a := range first {
			b := second[topic]
			if len(a) != len(b) {
				t.Fatalf("%s %s: %d articles labelled by one reader, %d by the other", name, topic, len(a), len(b))
			}
			topics++
			nos := slices.SortedFunc(maps.Keys(a), func(x, y string) int {
				return cmp.Or(docs[x].Published.Compare(docs[y].Published), cmp.Compare(x, y))
			})
			folded := press{folder: detect.NewFolder(detect.FoldOptions{}), topic: topic}
			said := map[string]string{}
			for _, no := range nos {
				said[no] = folded.fold(whole(docs[no])).Story
			}
			agreed := map[string]string{}
			for no := range a {
				agreed[no] = a[no] + " " + b[no]
			}
			program.add(folded, said, a, b)
			both.add(folded, said, agreed)
			reader.add(grouped(topic, nos, docs, a), a, b)
			reader.add(grouped(topic, nos, docs, b), b, a)
		}
	}
	t.Logf("program by each reader: F1 %.3f, %d of %d stories told again, %d of %d for both; each reader by the other: F1 %.3f, %d of %d",
		program.f1/float64(2*topics), program.again, program.told, both.again, both.told, reader.f1/float64(2*topics), reader.again, reader.told)
	if program.f1 < 0.9*float64(2*topics) || program.again*8 > program.told {
		t.Error("below the floor")
	}
}

// figuresOfReaders are sums over topics and readers.
type figuresOfReaders struct {
	f1          float64 // B-cubed
	told, again int     // stories in daily digests
}

// add counts a grouping by each of the labels of others.
func (r *figuresOfReaders) add(p press, said map[string]string, labels ...map[string]string) {
	for _, l := range labels {
		precision, recall := bcubed(said, l)
		r.f1 += 2 * precision * recall / (precision + recall)
		var f ClusterFigures
		f.tell(p, l)
		r.told, r.again = r.told+f.Told, r.again+f.Again
	}
}

// labelsByTopic returns the cluster of each article of each topic.
func labelsByTopic(t *testing.T, file string) map[string]map[string]string {
	rows, err := labelled(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	topics := map[string]map[string]string{}
	for _, r := range rows {
		if topics[r.Topic] == nil {
			topics[r.Topic] = map[string]string{}
		}
		topics[r.Topic][r.DocNo] = r.Cluster
	}
	return topics
}

// grouped returns the stories of one who folds by labels; nos are in order of publication.
func grouped(topic string, nos []string, docs map[string]Document, labels map[string]string) press {
	p := press{folder: detect.NewFolder(detect.FoldOptions{}), topic: topic}
	stories := map[string]*news.Story{}
	for _, no := range nos {
		s := stories[labels[no]]
		if s == nil {
			s = &news.Story{ID: labels[no], Topic: topic, Opened: docs[no].Published}
			stories[labels[no]], p.stories = s, append(p.stories, s)
		}
		s.Members = append(s.Members, news.Member{Article: whole(docs[no])})
	}
	return p
}
