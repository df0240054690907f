package eval

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"text/tabwriter"

	"rasid/detect"
	"rasid/news"
)

// What of an article is judged.
const (
	Title = "title" // the headline
	Lead  = "lead"  // headline and the first LeadRunes characters of the text, as a listing shows them
	Full  = "full"  // headline and text
)

// LeadRunes is how many characters of a text Lead takes.
const LeadRunes = 400

// Options of Relevance. The zero value means the defaults.
type Options struct {
	Text   string         // Title, Lead or Full; "" = Lead
	Detect detect.Options // how topics are built
}

// A Report holds the figures of every topic and their mean.
type Report struct {
	Topics []Figures `json:"topics"`
	Mean   Mean      `json:"mean"`
}

// Figures are those of one topic.
type Figures struct {
	Name      string  `json:"name"`
	Positives int     `json:"positives"`
	AP        float64 `json:"ap"`        // average precision of the order by score
	Precision float64 `json:"precision"` // at the default cut-off
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	BestF1    float64 `json:"best_f1"` // at the cut-off that is best for these very rows

	FalseAlarms float64  `json:"-"` // per 10,000 easy negatives at the default cut-off
	Expected    float64  `json:"-"` // what the detector itself expects
	Facets      int      `json:"-"`
	Scored      []Scored `json:"-"` // every judged row, best first
}

// Mean is the mean of each figure over the topics.
type Mean struct {
	AP     float64 `json:"ap"`
	F1     float64 `json:"f1"`
	BestF1 float64 `json:"best_f1"`

	FalseAlarms float64 `json:"-"`
}

// Scored is one labelled document with its verdict.
type Scored struct {
	Label
	Title   string
	Verdict news.Verdict
}

// Relevance judges the labelled documents of the topics in dir, whose texts and examples are in the corpus
// file, and reports how well the verdicts meet the labels.
func Relevance(ctx context.Context, dir, corpus string, o Options) (Report, error) {
	topics, docs, err := withTexts(dir, corpus)
	if err != nil {
		return Report{}, err
	}
	return Measure(ctx, topics, docs, o)
}

// withTexts returns the topics in dir and the documents of a corpus that they name, by docno.
func withTexts(dir, corpus string) ([]Topic, map[string]Document, error) {
	topics, err := Topics(dir)
	if err != nil {
		return nil, nil, err
	}
	docs, err := load(Corpus(corpus), topics)
	return topics, docs, err
}

// load returns the documents that the topics name, by docno.
func load(corpus iter.Seq2[Document, error], topics []Topic) (map[string]Document, error) {
	docs := map[string]Document{}
	for _, t := range topics {
		for _, n := range t.Examples {
			docs[n] = Document{}
		}
		for _, l := range t.Labels {
			docs[l.DocNo] = Document{}
		}
	}
	for d, err := range corpus {
		if err != nil {
			return nil, err
		}
		if _, ok := docs[d.DocNo]; ok {
			docs[d.DocNo] = d
		}
	}
	for n, d := range docs {
		if d.DocNo == "" {
			return nil, fmt.Errorf("corpus: document %s is not in it", n)
		}
	}
	return docs, nil
}

// Measure is Relevance over topics and documents at hand.
func Measure(ctx context.Context, topics []Topic, docs map[string]Document, o Options) (Report, error) {
	var r Report
	for _, t := range topics {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		f, err := measure(t, docs, o)
		if err != nil {
			return Report{}, err
		}
		r.Topics = append(r.Topics, f)
		n := float64(len(topics))
		r.Mean.AP += f.AP / n
		r.Mean.F1 += f.F1 / n
		r.Mean.BestF1 += f.BestF1 / n
		r.Mean.FalseAlarms += f.FalseAlarms / n
	}
	return r, nil
}

func measure(t Topic, docs map[string]Document, o Options) (Figures, error) {
	det, err := detect.New([]detect.Topic{t.detect(docs)}, o.Detect)
	if err != nil {
		return Figures{}, err
	}
	p, _ := det.Profile(t.Name)
	f := Figures{Name: t.Name, Expected: p.FalseAlarms, Facets: len(p.Facets)}
	for _, l := range t.Labels {
		d := docs[l.DocNo]
		f.Scored = append(f.Scored, Scored{l, d.Title, det.Judge(article(d, o.Text))[0]})
	}
	slices.SortStableFunc(f.Scored, func(a, b Scored) int {
		return cmp.Or(cmp.Compare(b.Verdict.Score, a.Verdict.Score), cmp.Compare(a.DocNo, b.DocNo))
	})
	f.count()
	return f, nil
}

// article returns what of a document is judged.
func article(d Document, text string) news.Article {
	a := news.Article{Entry: news.Entry{Title: d.Title, Published: d.Published}, Basis: news.OnTitle}
	switch text {
	case Title:
	case Full:
		a.Text, a.Basis = d.Text, news.OnPage
	default:
		a.Summary, a.Basis = first(d.Text, LeadRunes), news.OnSummary
	}
	return a
}

// count fills the figures from the scored rows.
func (f *Figures) count() {
	easy, alarms, hits, relevant := 0, 0, 0, 0
	for _, s := range f.Scored {
		f.Positives += b2i(s.Relevant)
		relevant += b2i(s.Verdict.Relevant)
		hits += b2i(s.Relevant && s.Verdict.Relevant)
		easy += b2i(s.Kind == "easy")
		alarms += b2i(s.Kind == "easy" && s.Verdict.Relevant && !s.Relevant)
	}
	f.Precision, f.Recall, f.F1 = ratio(hits, relevant), ratio(hits, f.Positives), ratio(2*hits, relevant+f.Positives)
	f.FalseAlarms = 10000 * ratio(alarms, easy)
	found := 0
	for i, s := range f.Scored {
		if s.Relevant {
			found++
			f.AP += ratio(found, i+1) / float64(max(1, f.Positives))
		}
		if i+1 < len(f.Scored) && f.Scored[i+1].Verdict.Score == s.Verdict.Score {
			continue // no cut-off parts equals
		}
		f.BestF1 = max(f.BestF1, ratio(2*found, i+1+f.Positives))
	}
}

// Table writes the report for a reader.
func (r Report) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "topic\tpositive\tAP\tprecision\trecall\tF1\tbest F1\talarms/10,000\texpected\tfacets\t")
	for _, f := range r.Topics {
		fmt.Fprintf(t, "%s\t%d\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.1f\t%.1f\t%d\t\n",
			f.Name, f.Positives, f.AP, f.Precision, f.Recall, f.F1, f.BestF1, f.FalseAlarms, f.Expected, f.Facets)
	}
	fmt.Fprintf(t, "mean\t\t%.3f\t\t\t%.3f\t%.3f\t%.1f\t\t\t\n", r.Mean.AP, r.Mean.F1, r.Mean.BestF1, r.Mean.FalseAlarms)
	return t.Flush()
}

func first(s string, runes int) string {
	for i := range s {
		if runes == 0 {
			return s[:i]
		}
		runes--
	}
	return s
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
