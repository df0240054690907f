package eval

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
)

// Errors are the verdicts that the labels contradict, the worst first: those furthest from the cut-off.
type Errors struct {
	Alarms []Error // judged relevant, labelled not
	Misses []Error // labelled relevant, judged not
}

// An Error is one row that was judged wrongly on a topic.
type Error struct {
	Topic string
	Scored
}

// Errors returns the n worst false alarms and the n worst misses over all topics. Equals stand in the order
// of topics and document numbers.
func (r Report) Errors(n int) Errors {
	var e Errors
	for _, f := range r.Topics {
		for _, s := range f.Scored {
			switch {
			case s.Verdict.Relevant && !s.Relevant:
				e.Alarms = append(e.Alarms, Error{f.Name, s})
			case s.Relevant && !s.Verdict.Relevant:
				e.Misses = append(e.Misses, Error{f.Name, s})
			}
		}
	}
	e.Alarms, e.Misses = worst(e.Alarms, n), worst(e.Misses, n)
	return e
}

func worst(e []Error, n int) []Error {
	slices.SortStableFunc(e, func(a, b Error) int {
		return cmp.Or(cmp.Compare(b.distance(), a.distance()), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.DocNo, b.DocNo))
	})
	return e[:min(max(n, 0), len(e))]
}

func (e Error) distance() float64 { return math.Abs(e.Verdict.Score - e.Verdict.Cutoff) }

// Table writes the errors for a reader: document, topic, label, kind, score and distance to the cut-off.
func (e Errors) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, part := range []struct {
		name string
		rows []Error
	}{{"false alarm", e.Alarms}, {"miss", e.Misses}} {
		fmt.Fprintf(t, "\n%s\ttopic\tlabel\tkind\tscore\tfrom cut-off\n", part.name)
		for _, x := range part.rows {
			fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%.3f\t%+.3f\n", x.DocNo, x.Topic, b2i(x.Relevant), x.Kind, x.Verdict.Score, x.Verdict.Score-x.Verdict.Cutoff)
		}
	}
	return t.Flush()
}
