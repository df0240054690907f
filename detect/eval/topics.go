package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Topic is one labelled subject.
type Topic struct {
	Name     string   `json:"name"`
	Title    string   `json:"title_ar"`
	Examples []string `json:"examples"` // docno of each
	Labels   []Label  `json:"-"`
}

// A Label says whether one document belongs to a topic.
type Label struct {
	DocNo    string
	Relevant bool
	Kind     string // "on-topic", "hard" or "easy"
}

// Topics reads topics.json and labels.tsv from dir. Rows labelled b (borderline) are left out.
func Topics(dir string) ([]Topic, error) {
	data, err := os.ReadFile(filepath.Join(dir, "topics.json"))
	if err != nil {
		return nil, fmt.Errorf("read topics: %w", err)
	}
	var topics []Topic
	if err := json.Unmarshal(data, &topics); err != nil {
		return nil, fmt.Errorf("read topics %s: %w", dir, err)
	}
	f, err := os.Open(filepath.Join(dir, "labels.tsv"))
	if err != nil {
		return nil, fmt.Errorf("read labels: %w", err)
	}
	defer f.Close()
	place := map[string]int{}
	for i, t := range topics {
		place[t.Name] = i
	}
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		row := strings.Split(strings.TrimRight(s.Text(), "\r"), "\t")
		if n == 1 && row[0] == "topic" || len(row) == 1 && row[0] == "" {
			continue
		}
		if len(row) < 3 {
			return nil, fmt.Errorf("read labels: line %d: %d columns, want topic, docno, label, kind", n, len(row))
		}
		i, ok := place[row[0]]
		if !ok {
			return nil, fmt.Errorf("read labels: line %d: topic %q is not in topics.json", n, row[0])
		}
		l := Label{DocNo: row[1], Relevant: row[2] == "1"}
		if len(row) > 3 {
			l.Kind = row[3]
		}
		if row[2] == "1" || row[2] == "0" {
			topics[i].Labels = append(topics[i].Labels, l)
		}
	}
	return topics, s.Err()
}
