package eval

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"rasid/news"
)

// A Pair is two articles of a corpus with what a labelled set says of them.
type Pair struct {
	A       string        `json:"docno_a"`
	B       string        `json:"docno_b"`
	Label   string        `json:"label,omitempty"`       // S same event, R related development, D different, U unsure; "" where the set has none
	Jaccard float64       `json:"jaccard5,omitempty"`    // of the shingles of five words, as the set gives it
	Within  bool          `json:"same_outlet,omitempty"` // both are of one outlet, as the set says
	Said    news.FoldKind `json:"said"`                  // what the folding said; "" = two stories
}

// Pairs reads a labelled set: tab-separated with a line of names, of which docno_a and docno_b must be there and label,
// jaccard5 and same_outlet (1 or 0) may.
func Pairs(file string) (out []Pair, err error) {
	err = table(file, func(column func(string) string) (err error) {
		p := Pair{A: column("docno_a"), B: column("docno_b"), Label: column("label"), Within: column("same_outlet") == "1"}
		if p.A == "" || p.B == "" {
			return errors.New("no docno_a or docno_b")
		}
		if j := column("jaccard5"); j != "" {
			if p.Jaccard, err = strconv.ParseFloat(j, 64); err != nil {
				return fmt.Errorf("jaccard5: %w", err)
			}
		}
		out = append(out, p)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read pairs %w", err)
	}
	return out, nil
}

// A ClusterLabel says which event of a topic an article reports.
type ClusterLabel struct{ Topic, DocNo, Cluster string }

// labelled reads the labels of clusters: tab-separated with the columns topic, docno and cluster.
func labelled(file string) (out []ClusterLabel, err error) {
	err = table(file, func(column func(string) string) error {
		l := ClusterLabel{column("topic"), column("docno"), column("cluster")}
		if l.Topic == "" || l.DocNo == "" || l.Cluster == "" {
			return errors.New("no topic, docno or cluster")
		}
		out = append(out, l)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read labels %w", err)
	}
	return out, nil
}

// docsOf returns all documents of a corpus by docno.
func docsOf(corpus iter.Seq2[Document, error]) (map[string]Document, error) {
	docs := map[string]Document{}
	for d, err := range corpus {
		if err != nil {
			return nil, err
		}
		docs[d.DocNo] = d
	}
	return docs, nil
}

// days returns the docnos of each day, as days since 1970, ascending; those of no known day are left out.
func days(docs map[string]Document) map[int64][]string {
	out := map[int64][]string{}
	for no, d := range docs {
		if !d.Published.IsZero() {
			day := d.Published.Unix() / 86400
			out[day] = append(out[day], no)
		}
	}
	for _, nos := range out {
		slices.Sort(nos)
	}
	return out
}

// whole returns a document as an article that was read.
func whole(d Document) news.Article {
	return news.Article{
		Entry:  news.Entry{URL: d.DocNo, Title: d.Title, Summary: d.Abstract, Published: d.Published},
		ID:     d.DocNo,
		Outlet: d.Outlet,
		Text:   d.Text,
		Basis:  news.OnPage,
	}
}
