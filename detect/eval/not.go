package eval

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"

	"rasid/detect"
)

// A NotReport says what negative examples bring.
type NotReport struct {
	Examples int         `json:"not"` // negative examples in each draw
	Draws    int         `json:"draws"`
	Topics   []NotFigure `json:"topics"`
	Without  float64     `json:"f1_without"` // mean over the topics
	With     float64     `json:"f1_with"`
}

// A NotFigure is that of one topic: mean F1 at the default cut-off over the draws, on the rows that are left.
type NotFigure struct {
	Name    string  `json:"name"`
	Without float64 `json:"f1_without"`
	With    float64 `json:"f1_with"`
	Worst   float64 `json:"worst"` // the least that a draw gained
}

// notAmong is how many times as many irrelevant rows next to the cut-off a negative example is drawn from.
const notAmong = 4

// Not measures the topics in dir with so many negative examples, drawn from the irrelevant rows that lie next to the
// cut-off, and without them, on the rows that are not drawn. Texts are titles and first LeadRunes characters. The same
// sets give the same draws.
func Not(ctx context.Context, dir, corpus string, examples, draws int, o detect.Options) (NotReport, error) {
	r := NotReport{Examples: examples, Draws: draws}
	topics, docs, err := withTexts(dir, corpus)
	if err != nil {
		return r, err
	}
	for _, t := range topics {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		f, err := not(t, docs, examples, draws, o)
		if err != nil {
			return r, err
		}
		n := float64(len(topics))
		r.Topics, r.Without, r.With = append(r.Topics, f), r.Without+f.Without/n, r.With+f.With/n
	}
	return r, nil
}

// not measures one topic.
func not(t Topic, docs map[string]Document, examples, draws int, o detect.Options) (NotFigure, error) {
	f := NotFigure{Name: t.Name, Worst: math.Inf(1)}
	plain, err := detect.New([]detect.Topic{t.detect(docs)}, o)
	if err != nil {
		return f, err
	}
	near := nextTo(plain, t.Labels, docs, notAmong*examples)
	for n := range draws {
		shuffle(near, func(docno string) string { return fmt.Sprintf("%d %s", n, docno) })
		drawn := slices.Clone(near[:min(examples, len(near))])
		topic := t.detect(docs)
		for _, docno := range drawn {
			d := docs[docno]
			topic.Not = append(topic.Not, detect.Example{Name: docno, Title: d.Title, Text: d.Text})
		}
		taught, err := detect.New([]detect.Topic{topic}, o)
		if err != nil {
			return f, err
		}
		rest := slices.DeleteFunc(slices.Clone(t.Labels), func(l Label) bool { return slices.Contains(drawn, l.DocNo) })
		without, with := f1(plain, rest, docs), f1(taught, rest, docs)
		f.Without, f.With = f.Without+without/float64(draws), f.With+with/float64(draws)
		f.Worst = min(f.Worst, with-without)
	}
	return f, nil
}

// nextTo returns the n irrelevant rows whose scores lie next to the cut-off.
func nextTo(det *detect.Detector, rows []Label, docs map[string]Document, n int) (near []string) {
	far := map[string]float64{}
	for _, l := range rows {
		if !l.Relevant {
			v := det.Judge(article(docs[l.DocNo], Lead))[0]
			far[l.DocNo] = math.Abs(v.Score - v.Cutoff)
			near = append(near, l.DocNo)
		}
	}
	slices.SortFunc(near, func(a, b string) int { return cmp.Or(cmp.Compare(far[a], far[b]), cmp.Compare(a, b)) })
	return near[:min(n, len(near))]
}

// Table writes the report for a reader.
func (r NotReport) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "%d negative examples, %d draws\tF1 without\twith\tgained\tworst draw\t\n", r.Examples, r.Draws)
	for _, f := range r.Topics {
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%+.3f\t%+.3f\t\n", f.Name, f.Without, f.With, f.With-f.Without, f.Worst)
	}
	fmt.Fprintf(t, "mean\t%.3f\t%.3f\t%+.3f\t\t\n", r.Without, r.With, r.With-r.Without)
	return t.Flush()
}
