package eval

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"rasid/detect"
	"rasid/news"
)

// An EventReport says how well reports of one event are told from others.
type EventReport struct {
	Precision float64 `json:"precision"` // of the pairs said to be one story, the share labelled S
	Recall    float64 `json:"recall"`    // of the pairs labelled S, the share said to be one story
	F1        float64 `json:"f1"`        // harmonic mean of both
	Same      int     `json:"same"`      // pairs labelled S
	Other     int     `json:"other"`     // pairs labelled R or D
	Wrong     []Pair  `json:"wrong"`     // said to be one story, labelled R or D
	Missed    []Pair  `json:"missed"`    // labelled S, said to be two
	Unknown   int     `json:"unknown_docnos"`
}

// Events measures how well pairs of a labelled set are told apart: S is one story, R and D are two, others
// are left out. What else the corpus holds of the days around a pair is the setting it is judged in, as the
// open stories of a topic are when the program runs.
func Events(ctx context.Context, pairsFile, corpusFile string) (EventReport, error) {
	pairs, docs, err := open(pairsFile, corpusFile)
	if err != nil {
		return EventReport{}, fmt.Errorf("measure events: %w", err)
	}
	var r EventReport
	pairs = slices.DeleteFunc(pairs, func(p Pair) bool {
		_, okA := docs[p.A]
		_, okB := docs[p.B]
		known := okA && okB
		r.Unknown += b2i(!known)
		return !known || p.Label != "S" && p.Label != "R" && p.Label != "D"
	})
	// In order of time the readings of a day are made once.
	slices.SortStableFunc(pairs, func(p, q Pair) int { return docs[p.A].Published.Compare(docs[q.A].Published) })
	f, byDay := detect.NewFolder(detect.FoldOptions{}), days(docs)
	hit := 0
	for _, p := range pairs {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		a, b := docs[p.A], docs[p.B]
		p.Said = f.Compare(whole(a), whole(b), around(a, b, docs, byDay))
		switch same := p.Label == "S"; {
		case same && p.Said != "":
			hit++
		case same:
			r.Missed = append(r.Missed, p)
		case p.Said != "":
			r.Wrong = append(r.Wrong, p)
		}
		r.Same, r.Other = r.Same+b2i(p.Label == "S"), r.Other+b2i(p.Label != "S")
	}
	r.Precision, r.Recall = ratio(hit, hit+len(r.Wrong)), ratio(hit, r.Same)
	r.F1 = ratio(2*hit, 2*hit+len(r.Wrong)+len(r.Missed))
	return r, nil
}

// around returns what else was published from the day before the earlier of two articles to the day after
// the later, each as a story of its own.
func around(a, b Document, docs map[string]Document, byDay map[int64][]string) (near []news.Story) {
	if a.Published.IsZero() || b.Published.IsZero() {
		return nil
	}
	from, to := a.Published.Unix()/86400, b.Published.Unix()/86400
	if from > to {
		from, to = to, from
	}
	for day := from - 1; day <= min(to, from+7)+1; day++ {
		for _, no := range byDay[day] {
			if no != a.DocNo && no != b.DocNo {
				near = append(near, news.Story{ID: no, Members: []news.Member{{Article: whole(docs[no])}}})
			}
		}
	}
	return near
}

// Table writes the report for readers.
func (r EventReport) Table(w io.Writer) error {
	_, err := fmt.Fprintf(w, "one event: precision %.3f, recall %.3f, F1 %.3f (%d pairs of one event, %d of two)\n",
		r.Precision, r.Recall, r.F1, r.Same, r.Other)
	for _, p := range slices.Concat(r.Wrong, r.Missed) {
		if err == nil {
			_, err = fmt.Fprintf(w, "%s said %-7s %s %s\n", p.Label, cmp.Or(p.Said, "other"), p.A, p.B)
		}
	}
	return err
}
