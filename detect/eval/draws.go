package eval

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"slices"
	"text/tabwriter"
)

// Draws are figures over several draws of examples from the positives of each topic.
type Draws struct {
	Examples int      `json:"examples"` // in each draw
	Reports  []Report `json:"reports"`  // one for each draw, without the rows
}

// DrawnRelevance is Relevance with examples drawn from the positives instead of those of topics.json: so many draws,
// each of every size. The smaller sets of a draw are parts of the largest, which is left out of the rows, so that all
// sizes are measured on the same rows. The same sets and sizes give the same draws.
func DrawnRelevance(ctx context.Context, dir, corpus string, draws int, sizes []int, o Options) (DrawsBySize, error) {
	if len(sizes) == 0 || slices.Min(sizes) < 1 {
		return nil, fmt.Errorf("draw examples: %v are not numbers from 1 on", sizes)
	}
	topics, docs, err := withTexts(dir, corpus)
	if err != nil {
		return nil, err
	}
	var out DrawsBySize
	for _, size := range sizes {
		d := Draws{Examples: size}
		for n := range draws {
			drawn := make([]Topic, len(topics))
			for i, t := range topics {
				drawn[i] = t.draw(n, slices.Max(sizes))
				drawn[i].Examples = drawn[i].Examples[:min(size, len(drawn[i].Examples))]
			}
			r, err := Measure(ctx, drawn, docs, o)
			if err != nil {
				return nil, err
			}
			for i := range r.Topics {
				r.Topics[i].Scored = nil
			}
			d.Reports = append(d.Reports, r)
		}
		out = append(out, d)
	}
	return out, nil
}

// draw returns the topic with examples drawn from its positives, which leave the rows.
func (t Topic) draw(n, examples int) Topic {
	var positives []string
	for _, l := range t.Labels {
		if l.Relevant {
			positives = append(positives, l.DocNo)
		}
	}
	shuffle(positives, func(docno string) string { return fmt.Sprintf("%s %d %s %d", docno, n, t.Name, n) })
	t.Examples = positives[:min(examples, len(positives)/2)]
	t.Labels = slices.DeleteFunc(slices.Clone(t.Labels), func(l Label) bool { return slices.Contains(t.Examples, l.DocNo) })
	return t
}

// shuffle puts rows into an order by chance that their lots decide, the same for the same lots.
func shuffle(rows []string, lot func(docno string) string) {
	drawn := map[string]uint64{}
	for _, docno := range rows {
		h := fnv.New64a()
		io.WriteString(h, lot(docno)) //nolint:errcheck // a hash takes everything
		drawn[docno] = h.Sum64() * 0x9e3779b97f4a7c15
	}
	slices.SortFunc(rows, func(a, b string) int { return cmp.Or(cmp.Compare(drawn[a], drawn[b]), cmp.Compare(a, b)) })
}

// Table writes the mean over the draws for a reader, and how far they are apart.
func (d Draws) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "topic\tAP\tprecision\trecall\tF1\tdeviation\tbest F1\t\n")
	within := 0.0
	for i, f := range d.Reports[0].Topics {
		of := func(figure func(f Figures) float64) (mean, deviation float64) {
			return spread(d.Reports, func(r Report) float64 { return figure(r.Topics[i]) })
		}
		ap, _ := of(func(f Figures) float64 { return f.AP })
		precision, _ := of(func(f Figures) float64 { return f.Precision })
		recall, _ := of(func(f Figures) float64 { return f.Recall })
		f1, apart := of(func(f Figures) float64 { return f.F1 })
		best, _ := of(func(f Figures) float64 { return f.BestF1 })
		within += apart / float64(len(d.Reports[0].Topics))
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t\n", f.Name, ap, precision, recall, f1, apart, best)
	}
	ap, _ := spread(d.Reports, func(r Report) float64 { return r.Mean.AP })
	f1, apart := spread(d.Reports, func(r Report) float64 { return r.Mean.F1 })
	best, _ := spread(d.Reports, func(r Report) float64 { return r.Mean.BestF1 })
	fmt.Fprintf(t, "mean\t%.3f\t\t\t%.3f\t%.3f\t%.3f\t\n", ap, f1, apart, best)
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%d draws of %d examples; deviation of F1 within a topic %.3f, of the mean over topics %.3f\n", len(d.Reports), d.Examples, within, apart)
	return err
}

// DrawsBySize are draws of several sizes, judged on the same rows.
type DrawsBySize []Draws

// Table writes the draws of one size by topic, and those of several one under the other.
func (s DrawsBySize) Table(w io.Writer) error {
	for i, d := range s {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := d.Table(w); err != nil {
			return err
		}
	}
	return nil
}

// spread returns mean and standard deviation of a figure over reports.
func spread(reports []Report, figure func(r Report) float64) (mean, deviation float64) {
	n := float64(len(reports))
	for _, r := range reports {
		mean += figure(r) / n
	}
	for _, r := range reports {
		d := figure(r) - mean
		deviation += d * d / max(1, n-1)
	}
	return mean, math.Sqrt(deviation)
}
