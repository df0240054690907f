package eval

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"text/tabwriter"

	"rasid/detect"
	"rasid/news"
)

// TuneOptions of Tune. The zero value means the defaults.
type TuneOptions struct {
	Labels []int  // how many are given before each measurement, ascending; nil = 5, 10, 20, 40
	Ask    string // Asked, Random or Wrong; "" = Asked
	Detect detect.Options
}

// Who chooses what is labelled.
const (
	Asked  = "asked"  // the program, as rasid topic tune asks
	Random = "random" // nobody
	Wrong  = "wrong"  // a reader who labels only what he sees to be wrong, the worst first
)

// A TuneReport says what labels bring.
type TuneReport struct {
	Labels []int        `json:"labels"` // before each measurement
	Topics []TuneFigure `json:"topics"`
	Mean   []float64    `json:"mean"` // F1 by Labels
}

// A TuneFigure is that of one topic.
type TuneFigure struct {
	Name     string    `json:"name"`
	F1       []float64 `json:"f1"`       // at the default cut-off over the other half, by Labels
	Relevant int       `json:"relevant"` // of all labels given
}

// Tune measures what labels bring to the topics in dir: half of the rows, by a hash of their numbers, are the pool
// in which the program asks; F1 is measured on the other half, without labels and after each number of them. Texts are
// titles and first LeadRunes characters.
func Tune(ctx context.Context, dir, corpus string, o TuneOptions) (TuneReport, error) {
	if o.Labels == nil {
		o.Labels = []int{5, 10, 20, 40}
	}
	if !slices.IsSorted(o.Labels) || slices.Contains(o.Labels, 0) {
		return TuneReport{}, fmt.Errorf("measure labels: %v are not ascending numbers from 1 on", o.Labels)
	}
	topics, docs, err := withTexts(dir, corpus)
	if err != nil {
		return TuneReport{}, err
	}
	r := TuneReport{Labels: append([]int{0}, o.Labels...)}
	r.Mean = make([]float64, len(r.Labels))
	for _, t := range topics {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		f, err := tune(t, docs, r.Labels, o)
		if err != nil {
			return r, err
		}
		r.Topics = append(r.Topics, f)
		for i, x := range f.F1 {
			r.Mean[i] += x / float64(len(topics))
		}
	}
	return r, nil
}

// tune measures one topic after each number of labels.
func tune(t Topic, docs map[string]Document, steps []int, o TuneOptions) (TuneFigure, error) {
	topic := t.detect(docs)
	pool, rest := halves(t.Labels)
	asker, err := newAsker(topic, pool, docs, o)
	if err != nil {
		return TuneFigure{}, err
	}
	f := TuneFigure{Name: t.Name}
	for _, n := range steps {
		for len(topic.Labels) < n {
			i, ok := asker.next()
			if !ok {
				break
			}
			l := pool[i]
			if err := asker.answer(i, l.Relevant); err != nil {
				return f, err
			}
			d := docs[l.DocNo]
			topic.Labels = append(topic.Labels, detect.Label{Example: detect.Example{Name: l.DocNo, Title: d.Title, Text: d.Text}, Relevant: l.Relevant})
			f.Relevant += b2i(l.Relevant)
		}
		det, err := detect.New([]detect.Topic{topic}, o.Detect)
		if err != nil {
			return f, err
		}
		f.F1 = append(f.F1, f1(det, rest, docs))
	}
	return f, nil
}

// detect returns the topic as detect takes it.
func (t Topic) detect(docs map[string]Document) detect.Topic {
	topic := detect.Topic{Name: t.Name, Title: t.Title}
	for _, n := range t.Examples {
		d := docs[n]
		topic.Examples = append(topic.Examples, detect.Example{Name: n, Title: d.Title, Text: d.Text, Published: d.Published})
	}
	return topic
}

// halves parts rows by a hash of their numbers, so that a row is always in the same half.
func halves(rows []Label) (pool, rest []Label) {
	for _, l := range rows {
		h := fnv.New32a()
		io.WriteString(h, l.DocNo)
		if h.Sum32()>>halvesBit&1 == 0 {
			pool = append(pool, l)
		} else {
			rest = append(rest, l)
		}
	}
	for _, half := range [][]Label{pool, rest} {
		slices.SortFunc(half, func(a, b Label) int { return strings.Compare(a.DocNo, b.DocNo) })
	}
	return pool, rest
}

// halvesBit is the bit of the hash that says in which half a row is.
const halvesBit = 12

// f1 is that of the detector's verdicts on rows, at the default cut-off.
func f1(det *detect.Detector, rows []Label, docs map[string]Document) float64 {
	hits, said, positives := 0, 0, 0
	for _, l := range rows {
		relevant := det.Judge(article(docs[l.DocNo], Lead))[0].Relevant
		hits, said, positives = hits+b2i(relevant && l.Relevant), said+b2i(relevant), positives+b2i(l.Relevant)
	}
	return ratio(2*hits, said+positives)
}

// An asker chooses the rows that are labelled.
type asker struct {
	next   func() (row int, ok bool)
	answer func(row int, relevant bool) error
}

func newAsker(topic detect.Topic, pool []Label, docs map[string]Document, o TuneOptions) (asker, error) {
	var articles []news.Article
	for _, l := range pool {
		articles = append(articles, article(docs[l.DocNo], Lead))
	}
	silent := func(int, bool) error { return nil }
	switch o.Ask {
	case "", Asked:
		u, err := detect.NewTuner(topic, articles, o.Detect)
		if err != nil {
			return asker{}, err
		}
		return asker{u.Next, u.Answer}, nil
	case Random:
		return asker{inTurn(rand.New(rand.NewPCG(1, 2)).Perm(len(pool))), silent}, nil
	case Wrong:
		det, err := detect.New([]detect.Topic{topic}, o.Detect)
		if err != nil {
			return asker{}, err
		}
		return asker{inTurn(wrongRows(det, pool, articles)), silent}, nil
	}
	return asker{}, fmt.Errorf("choose labels: %q is none of %s, %s, %s", o.Ask, Asked, Random, Wrong)
}

// inTurn names the rows in the order given.
func inTurn(rows []int) func() (int, bool) {
	return func() (row int, ok bool) {
		if len(rows) == 0 {
			return 0, false
		}
		row, rows = rows[0], rows[1:]
		return row, true
	}
}

// wrongRows returns the rows judged wrongly, those furthest from the cut-off first.
func wrongRows(det *detect.Detector, pool []Label, articles []news.Article) []int {
	var wrong []Error
	place := map[string]int{}
	for i, l := range pool {
		place[l.DocNo] = i
		if v := det.Judge(articles[i])[0]; v.Relevant != l.Relevant {
			wrong = append(wrong, Error{Scored: Scored{Label: l, Verdict: v}})
		}
	}
	var rows []int
	for _, e := range worst(wrong, len(wrong)) {
		rows = append(rows, place[e.DocNo])
	}
	return rows
}

// Table writes the report for a reader.
func (r TuneReport) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "F1 after labels\t")
	for _, n := range r.Labels {
		fmt.Fprintf(t, "%d\t", n)
	}
	fmt.Fprintln(t, "relevant\t")
	for _, f := range r.Topics {
		fmt.Fprintf(t, "%s\t", f.Name)
		for _, x := range f.F1 {
			fmt.Fprintf(t, "%.3f\t", x)
		}
		fmt.Fprintf(t, "%d\t\n", f.Relevant)
	}
	fmt.Fprint(t, "mean\t")
	for _, x := range r.Mean {
		fmt.Fprintf(t, "%.3f\t", x)
	}
	fmt.Fprint(t, "\t\ngained\t")
	for _, x := range r.Mean {
		fmt.Fprintf(t, "%+.3f\t", x-r.Mean[0])
	}
	fmt.Fprintln(t, "\t")
	return t.Flush()
}
