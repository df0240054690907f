package eval

import (
	"bufio"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"

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
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read pairs: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	in := bufio.NewScanner(f)
	if !in.Scan() {
		return nil, fmt.Errorf("read pairs %s: it is empty", file)
	}
	names := strings.Split(strings.TrimSpace(strings.TrimPrefix(in.Text(), "\ufeff")), "\t")
	column := func(row []string, name string) string {
		if i := slices.Index(names, name); i >= 0 && i < len(row) {
			return row[i]
		}
		return ""
	}
	for n := 2; in.Scan(); n++ {
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		row := strings.Split(in.Text(), "\t")
		p := Pair{A: column(row, "docno_a"), B: column(row, "docno_b"), Label: column(row, "label"), Within: column(row, "same_outlet") == "1"}
		if p.A == "" || p.B == "" {
			return nil, fmt.Errorf("read pairs %s line %d: no docno_a or docno_b", file, n)
		}
		if j := column(row, "jaccard5"); j != "" {
			if p.Jaccard, err = strconv.ParseFloat(j, 64); err != nil {
				return nil, fmt.Errorf("read pairs %s line %d: jaccard5: %w", file, n, err)
			}
		}
		out = append(out, p)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read pairs %s: %w", file, err)
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
