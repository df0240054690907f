package eval

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes a labelled set of one topic in a folder of its own.
func write(t *testing.T) (dir, corpus string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range map[string]string{
		"topics.json": `[{"name":"dam","title_ar":"سد النهضة","examples":["e1","e2"]}]`,
		"labels.tsv":  "topic\tdocno\tlabel\tkind\ndam\tp1\t1\ton-topic\ndam\tn1\t0\teasy\ndam\tn2\t0\thard\ndam\tb1\tb\thard\n",
		"corpus.jsonl": `{"docno":"e1","title":"مفاوضات سد النهضة بين مصر وإثيوبيا","text":"انتهت جولة من مفاوضات سد النهضة بين مصر وإثيوبيا والسودان بلا اتفاق على ملء السد."}
{"docno":"e2","title":"إثيوبيا تبدأ ملء سد النهضة ومصر تحتج","text":"بدأت إثيوبيا ملء سد النهضة على النيل الأزرق واحتجت مصر لدى مجلس الأمن.","time":"Sun, 18 Feb 2018 21:35:43 +0400"}
{"docno":"p1","title":"السودان يتوسط بين مصر وإثيوبيا في خلاف سد النهضة","text":"عرض السودان وساطة بين مصر وإثيوبيا في الخلاف على سد النهضة."}
{"docno":"n1","title":"منتخب الشباب يفوز بهدفين","text":"فاز منتخب الشباب لكرة القدم بهدفين على ضيفه."}
{"docno":"n2","title":"افتتاح سد صغير في الجنوب","text":"افتتح الوزير سدا صغيرا للري في الجنوب."}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, filepath.Join(dir, "corpus.jsonl")
}

// TestRelevance holds the figures of a small set and the form of the JSON.
func TestRelevance(t *testing.T) {
	dir, corpus := write(t)
	for _, text := range []string{"", Title, Lead, Full} {
		r, err := Relevance(context.Background(), dir, corpus, Options{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if r.Mean.AP != 1 || r.Topics[0].Positives != 1 || r.Topics[0].BestF1 != 1 || len(r.Topics[0].Scored) != 3 {
			t.Errorf("text %q: %+v", text, r)
		}
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var form struct {
			Topics []map[string]any
			Mean   map[string]float64
		}
		if err := json.Unmarshal(data, &form); err != nil {
			t.Fatal(err)
		}
		for _, k := range []string{"name", "positives", "ap", "precision", "recall", "f1", "best_f1"} {
			if _, ok := form.Topics[0][k]; !ok || len(form.Topics[0]) != 7 {
				t.Errorf("topic in JSON: %v, want %s and six others", form.Topics[0], k)
			}
		}
		if _, ok := form.Mean["best_f1"]; !ok || len(form.Mean) != 3 {
			t.Errorf("mean in JSON: %v", form.Mean)
		}
	}
}

// TestRelevanceFaults holds that a set that cannot be measured is named.
func TestRelevanceFaults(t *testing.T) {
	dir, corpus := write(t)
	if _, err := Relevance(context.Background(), dir, corpus+".missing", Options{}); err == nil {
		t.Error("a missing corpus is no error")
	}
	labels := filepath.Join(dir, "labels.tsv")
	for content, want := range map[string]string{
		"dam\tx9\t1\teasy\n": "x9",
		"dom\tp1\t1\teasy\n": "dom",
		"dam p1 1\n":         "line 1",
	} {
		if err := os.WriteFile(labels, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Relevance(context.Background(), dir, corpus, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one that names %s", content, err, want)
		}
	}
}

// TestRelevanceOnSharedTopics holds the figures that must be reached on the ten development topics.
func TestRelevanceOnSharedTopics(t *testing.T) {
	dir := filepath.Dir(sharedFile(t, "eval/topics-dev/labels.tsv"))
	r, err := Relevance(t.Context(), dir, sharedFile(t, "eval/ant.jsonl.gz"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("AP %.3f, F1 %.3f, best F1 %.3f, false alarms %.1f per 10,000", r.Mean.AP, r.Mean.F1, r.Mean.BestF1, r.Mean.FalseAlarms)
	if r.Mean.AP < 0.955 || r.Mean.BestF1 < 0.91 || r.Mean.F1 < 0.88 || r.Mean.FalseAlarms > 10 {
		t.Error("below AP 0.955, best F1 0.91, F1 0.88 or above 10 false alarms")
	}
}
