package eval

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"rasid/detect"
)

// A MixReport says how well one topic finds two subjects whose examples lie in it together.
type MixReport struct {
	Examples int         `json:"examples"` // of each subject
	Pairs    []MixFigure `json:"pairs"`
	Alone    float64     `json:"f1_alone"` // mean over the pairs
	Mixed    float64     `json:"f1_mixed"`
}

// A MixFigure is that of one pair of subjects: mean F1 at the default cut-off over the rows of both.
type MixFigure struct {
	Names [2]string `json:"names"`
	Alone float64   `json:"f1_alone"` // each subject a topic of its own
	Mixed float64   `json:"f1_mixed"` // both in one topic
}

// Mix measures topics of two subjects: each topic in dir with the next of the list, by the first examples of both. Rows of
// one that belong to the other are left out. Texts are titles and first LeadRunes characters.
func Mix(ctx context.Context, dir, corpus string, examples int, o detect.Options) (MixReport, error) {
	r := MixReport{Examples: examples}
	topics, docs, err := withTexts(dir, corpus)
	if err != nil {
		return r, err
	}
	for i := range topics {
		topics[i].Examples = topics[i].Examples[:min(examples, len(topics[i].Examples))]
	}
	for i, a := range topics {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		f, err := mix(a, topics[(i+1)%len(topics)], docs, o)
		if err != nil {
			return r, err
		}
		n := float64(len(topics))
		r.Pairs, r.Alone, r.Mixed = append(r.Pairs, f), r.Alone+f.Alone/n, r.Mixed+f.Mixed/n
	}
	return r, nil
}

// mix measures one pair.
func mix(a, b Topic, docs map[string]Document, o detect.Options) (MixFigure, error) {
	f := MixFigure{Names: [2]string{a.Name, b.Name}}
	both := a.detect(docs)
	both.Examples = slices.Concat(both.Examples, b.detect(docs).Examples)
	together, err := detect.New([]detect.Topic{both}, o)
	if err != nil {
		return f, err
	}
	for _, pair := range [][2]Topic{{a, b}, {b, a}} {
		alone, err := detect.New([]detect.Topic{pair[0].detect(docs)}, o)
		if err != nil {
			return f, err
		}
		rows := without(pair[0].Labels, pair[1])
		f.Alone += f1(alone, rows, docs) / 2
		f.Mixed += f1(together, rows, docs) / 2
	}
	return f, nil
}

// without returns the rows that are neither examples of a topic nor belong to it.
func without(rows []Label, t Topic) (out []Label) {
	theirs := map[string]bool{}
	for _, n := range t.Examples {
		theirs[n] = true
	}
	for _, l := range t.Labels {
		theirs[l.DocNo] = theirs[l.DocNo] || l.Relevant
	}
	for _, l := range rows {
		if !theirs[l.DocNo] {
			out = append(out, l)
		}
	}
	return out
}

// Table writes the report for a reader.
func (r MixReport) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%d examples of each\tF1 alone\tF1 in one topic\n", r.Examples)
	for _, f := range r.Pairs {
		fmt.Fprintf(t, "%s, %s\t%.3f\t%.3f\n", f.Names[0], f.Names[1], f.Alone, f.Mixed)
	}
	fmt.Fprintf(t, "mean\t%.3f\t%.3f\n", r.Alone, r.Mixed)
	return t.Flush()
}
