package eval

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"rasid/detect"
	"rasid/news"
)

// A ClusterReport says how well the stories of whole topics meet labelled clusters.
type ClusterReport struct {
	Topics    []ClusterFigures `json:"topics"`
	Precision float64          `json:"precision"` // B-cubed, mean over the topics
	Recall    float64          `json:"recall"`
	F1        float64          `json:"f1"` // mean of the F1 of the topics
	Unknown   int              `json:"unknown_docnos"`
}

// ClusterFigures are those of one topic.
type ClusterFigures struct {
	Name      string  `json:"name"`
	Articles  int     `json:"articles"`
	Clusters  int     `json:"clusters"` // of more than one article
	Stories   int     `json:"stories"`  // that the folding made, of any size
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Alone     float64 `json:"f1_unfolded"` // F1 if every article led a story of its own
	DayPairs  int     `json:"day_pairs"`   // pairs published on one day and labelled different
	Apart     float64 `json:"apart"`       // share of them that is in two stories
	Told      int     `json:"told"`        // stories that daily digests tell, one that goes on in each
	Again     int     `json:"told_again"`  // those of them whose event another story of the same digest tells
	Beside    int     `json:"told_beside"` // those of the latter that stand beside it, as of one context
	Wrong     []Pair  `json:"wrong"`       // joined to a report of another event: the article and the one it was found to be like
	Missed    []Pair  `json:"missed"`      // led a story although an earlier report of its event was there: the article and that report
}

// Clusters folds the labelled articles of each topic in order of publication, as a monitor that meets them one
// by one does, from an empty store, and compares the stories with the labels by B-cubed precision and recall.
// The labels are tab-separated with the columns topic, docno and cluster. Docnos that the corpus lacks are
// counted and left out.
func Clusters(ctx context.Context, labelsFile, corpusFile string) (ClusterReport, error) {
	rows, err := labelled(labelsFile)
	if err != nil {
		return ClusterReport{}, fmt.Errorf("measure clusters: %w", err)
	}
	docs, err := docsOf(Corpus(corpusFile))
	if err != nil {
		return ClusterReport{}, fmt.Errorf("measure clusters: %w", err)
	}
	var r ClusterReport
	rows = slices.DeleteFunc(rows, func(l ClusterLabel) bool {
		_, known := docs[l.DocNo]
		r.Unknown += b2i(!known)
		return !known
	})
	// In order of publication within each topic, the topics as they first stand in the file.
	place := map[string]int{}
	for _, l := range rows {
		if _, ok := place[l.Topic]; !ok {
			place[l.Topic] = len(place)
		}
	}
	slices.SortStableFunc(rows, func(a, b ClusterLabel) int {
		return cmp.Or(cmp.Compare(place[a.Topic], place[b.Topic]), docs[a.DocNo].Published.Compare(docs[b.DocNo].Published), cmp.Compare(a.DocNo, b.DocNo))
	})
	for len(rows) > 0 {
		n := len(rows)
		if i := slices.IndexFunc(rows, func(l ClusterLabel) bool { return l.Topic != rows[0].Topic }); i > 0 {
			n = i
		}
		f, err := clusterTopic(ctx, rows[:n], docs)
		if err != nil {
			return r, err
		}
		r.Topics, rows = append(r.Topics, f), rows[n:]
	}
	for _, f := range r.Topics {
		n := float64(len(r.Topics))
		r.Precision, r.Recall, r.F1 = r.Precision+f.Precision/n, r.Recall+f.Recall/n, r.F1+f.F1/n
	}
	return r, nil
}

// clusterTopic measures the rows of one topic, which are in order of publication.
func clusterTopic(ctx context.Context, rows []ClusterLabel, docs map[string]Document) (ClusterFigures, error) {
	f := ClusterFigures{Name: rows[0].Topic, Articles: len(rows)}
	p := press{folder: detect.NewFolder(detect.FoldOptions{}), topic: f.Name}
	said, labels, alone, first, sizes := map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]int{}
	for _, l := range rows {
		if err := ctx.Err(); err != nil {
			return f, err
		}
		fold := p.fold(whole(docs[l.DocNo]))
		said[l.DocNo], labels[l.DocNo], alone[l.DocNo] = fold.Story, l.Cluster, l.DocNo
		switch earlier := first[l.Cluster]; {
		case fold.Kind != news.Lead && labels[fold.Like] != l.Cluster:
			f.Wrong = append(f.Wrong, Pair{A: l.DocNo, B: fold.Like, Said: fold.Kind})
		case fold.Kind == news.Lead && earlier != "":
			f.Missed = append(f.Missed, Pair{A: l.DocNo, B: earlier, Said: fold.Kind})
		}
		first[l.Cluster] = cmp.Or(first[l.Cluster], l.DocNo)
		if sizes[l.Cluster]++; sizes[l.Cluster] == 2 {
			f.Clusters++
		}
	}
	f.Stories = len(p.stories)
	f.Precision, f.Recall = bcubed(said, labels)
	f.F1 = 2 * f.Precision * f.Recall / (f.Precision + f.Recall)
	p1, r1 := bcubed(alone, labels)
	f.Alone = 2 * p1 * r1 / (p1 + r1)
	f.days(rows, docs, said)
	f.tell(p, labels)
	return f, nil
}

// days counts the pairs of one day that are labelled different and those of them that are kept apart.
func (f *ClusterFigures) days(rows []ClusterLabel, docs map[string]Document, said map[string]string) {
	apart := 0
	for i, a := range rows {
		for _, b := range rows[:i] {
			if a.Cluster != b.Cluster && docs[a.DocNo].Published.YearDay() == docs[b.DocNo].Published.YearDay() {
				f.DayPairs++
				apart += b2i(said[a.DocNo] != said[b.DocNo])
			}
		}
	}
	f.Apart = ratio(apart, f.DayPairs)
}

// Table writes the report for readers.
func (r ClusterReport) Table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "topic\tarticles\tclusters\tstories\tprecision\trecall\tF1\tunfolded\tday pairs apart\ttold again")
	for _, f := range r.Topics {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%.3f\t%.3f\t%.3f\t%.3f\t%.4f of %d\t%d of %d, %d beside\n",
			f.Name, f.Articles, f.Clusters, f.Stories, f.Precision, f.Recall, f.F1, f.Alone, f.Apart, f.DayPairs, f.Again, f.Told, f.Beside)
	}
	fmt.Fprintf(t, "mean\t\t\t\t%.3f\t%.3f\t%.3f\t\t\t\n", r.Precision, r.Recall, r.F1)
	for _, f := range r.Topics {
		for _, p := range f.Wrong {
			fmt.Fprintf(t, "wrong %s\t%s\t%s\n", p.Said, p.A, p.B)
		}
		for _, p := range f.Missed {
			fmt.Fprintf(t, "missed\t%s\t%s\n", p.A, p.B)
		}
	}
	return t.Flush()
}
