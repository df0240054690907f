package eval

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"rasid/detect"
	"rasid/news"
)

// A DuplicateReport says how well copies of one text are found.
type DuplicateReport struct {
	Recall05  float64 `json:"recall_05"` // of the pairs of two outlets with Jaccard 0.5 and more, the share found to be one text
	Recall09  float64 `json:"recall_09"` // the same with 0.9 and more
	Precision float64 `json:"precision"` // share of random pairs of one day that are rightly not found to be one text
	Pairs05   int     `json:"pairs_05"`
	Pairs09   int     `json:"pairs_09"`
	Random    int     `json:"random_pairs"`
	Unlisted  int     `json:"unlisted"`       // random pairs left out because they are copies: their sketches are alike
	Indexed   float64 `json:"index_05"`       // share of the pairs behind Recall05 of which the index finds one for the other
	Within    int     `json:"within_outlet"`  // pairs of one outlet with Jaccard 0.5 and more
	Folded    int     `json:"within_folded"`  // of them, found to be one text; many are new word on an old background
	Missed    []Pair  `json:"missed"`         // behind Recall05
	Wrong     []Pair  `json:"wrong"`          // random pairs found to be one text
	Unknown   int     `json:"unknown_docnos"` // pairs left out because the corpus lacks an article
}

const (
	randomPairs  = 20000 // of one day
	randomPerDay = 200   // and at most so many of each, so that readings of a day are made once
	unlisted     = 0.6   // estimated Jaccard from which on a random pair is a copy that the set does not list
)

// Duplicates measures how well pairs of a labelled set are found to be one text. A pair counts as found when the
// index, holding the whole corpus, finds one for the other and the folding says that one is a copy of the other. Docnos that the corpus
// lacks are counted and left out.
func Duplicates(ctx context.Context, pairsFile, corpusFile string) (DuplicateReport, error) {
	pairs, docs, err := open(pairsFile, corpusFile)
	if err != nil {
		return DuplicateReport{}, fmt.Errorf("measure duplicates: %w", err)
	}
	var r DuplicateReport
	f, index := detect.NewFolder(detect.FoldOptions{}), newIndex(docs)
	var indexed, found, found09 int
	listed := map[[2]string]bool{}
	for _, p := range pairs {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		listed[[2]string{p.A, p.B}], listed[[2]string{p.B, p.A}] = true, true
		a, okA := docs[p.A]
		b, okB := docs[p.B]
		switch {
		case !okA || !okB:
			r.Unknown++
			continue
		case p.Jaccard < 0.5:
			continue
		}
		keys := index.finds(p.A, p.B) || index.finds(p.B, p.A)
		p.Said = f.Compare(whole(a), whole(b), nil)
		copied := keys && p.Said == news.Copy
		if p.Within || a.Outlet != "" && a.Outlet == b.Outlet {
			r.Within, r.Folded = r.Within+1, r.Folded+b2i(copied)
			continue
		}
		r.Pairs05, indexed, found = r.Pairs05+1, indexed+b2i(keys), found+b2i(copied)
		if p.Jaccard >= 0.9 {
			r.Pairs09, found09 = r.Pairs09+1, found09+b2i(copied)
		}
		if !copied {
			r.Missed = append(r.Missed, p)
		}
	}
	r.Recall05, r.Recall09, r.Indexed = ratio(found, r.Pairs05), ratio(found09, r.Pairs09), ratio(indexed, r.Pairs05)
	r.random(ctx, f, docs, listed)
	return r, ctx.Err()
}

// random judges random pairs of one day that the set does not list.
func (r *DuplicateReport) random(ctx context.Context, f *detect.Folder, docs map[string]Document, listed map[[2]string]bool) {
	rnd := rand.New(rand.NewPCG(1, 2))
	byDay := days(docs)
	all := make([]int64, 0, len(byDay))
	for day := range byDay {
		all = append(all, day)
	}
	slices.Sort(all)
	rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, day := range all {
		nos := byDay[day]
		if len(nos) < 2 {
			continue
		}
		for range min(randomPerDay, len(nos)*(len(nos)-1)/2) {
			p := Pair{A: nos[rnd.IntN(len(nos))], B: nos[rnd.IntN(len(nos))]}
			if p.A == p.B || listed[[2]string{p.A, p.B}] {
				continue
			}
			if r.Random == randomPairs || ctx.Err() != nil {
				break
			}
			a, b := docs[p.A], docs[p.B]
			p.Said = f.Compare(whole(a), whole(b), nil)
			if p.Said == news.Copy && detect.Alike(detect.Sketch(a.Title, a.Text), detect.Sketch(b.Title, b.Text)) >= unlisted {
				r.Unlisted++
				continue
			}
			r.Random++
			if p.Said == news.Copy {
				r.Wrong = append(r.Wrong, p)
			}
		}
	}
	r.Precision = ratio(r.Random-len(r.Wrong), r.Random)
}

// Table writes the report for readers.
func (r DuplicateReport) Table(w io.Writer) error {
	_, err := fmt.Fprintf(w, `one text, two outlets, Jaccard 0.5 and more   recall %.4f of %d (index %.4f)
one text, two outlets, Jaccard 0.9 and more   recall %.4f of %d
random pairs of one day                       precision %.4f of %d
one outlet, Jaccard 0.5 and more              %d of %d folded
`, r.Recall05, r.Pairs05, r.Indexed, r.Recall09, r.Pairs09, r.Precision, r.Random, r.Folded, r.Within)
	for _, p := range r.Missed {
		if err == nil {
			_, err = fmt.Fprintf(w, "missed %.2f %s %s\n", p.Jaccard, p.A, p.B)
		}
	}
	return err
}

// open reads a labelled set and its corpus.
func open(pairsFile, corpusFile string) ([]Pair, map[string]Document, error) {
	pairs, err := Pairs(pairsFile)
	if err != nil {
		return nil, nil, err
	}
	docs, err := docsOf(Corpus(corpusFile))
	return pairs, docs, err
}
