package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"rasid/detect"
	"rasid/detect/eval"
)

// evalCommand measures against labelled articles. It is for those who change the program, so it stays out
// of the everyday help.
func (a *app) evalCommand() *cobra.Command {
	c := &cobra.Command{
		Use:    "eval",
		Short:  "Measure relevance and sameness against labelled articles",
		Args:   subcommand,
		Hidden: true,
		RunE:   func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.evalRelevance(), a.evalTune(),
		a.evalSet("duplicates", "pairs", "Recall of \"same text\" by Jaccard band, over a TSV of jaccard5, docno_a, docno_b",
			func(ctx context.Context, pairs, corpus string) (tabled, error) {
				return eval.Duplicates(ctx, pairs, corpus)
			}),
		a.evalSet("events", "pairs", "Precision, recall and F1 of \"same story\", over a TSV of label S/R/D/U, docno_a, docno_b",
			func(ctx context.Context, pairs, corpus string) (tabled, error) {
				return eval.Events(ctx, pairs, corpus)
			}),
		a.evalSet("clusters", "labels", "B-cubed precision, recall and F1 of stories, over a TSV of topic, docno, cluster",
			func(ctx context.Context, labels, corpus string) (tabled, error) {
				return eval.Clusters(ctx, labels, corpus)
			}))
	return c
}

// A relevanceMeasure is what "rasid eval relevance" is asked for, by its flags.
type relevanceMeasure struct {
	topics, corpus, text, background, read string

	worst, draws, mix, not int
	examples               []int
}

// figures measures what the flags ask for.
func (m relevanceMeasure) figures(ctx context.Context) (tabled, error) {
	b, err := backgroundOf(m.background, m.read)
	if err != nil {
		return nil, err
	}
	o := eval.Options{Text: m.text, Detect: detect.Options{Background: b}}
	switch {
	case m.mix > 0:
		return eval.Mix(ctx, m.topics, m.corpus, m.mix, o.Detect)
	case m.not > 0:
		return eval.Not(ctx, m.topics, m.corpus, m.not, max(1, m.draws), o.Detect)
	case m.draws > 0:
		return eval.DrawnRelevance(ctx, m.topics, m.corpus, m.draws, m.examples, o)
	}
	return eval.Relevance(ctx, m.topics, m.corpus, o)
}

func (a *app) evalRelevance() *cobra.Command {
	var m relevanceMeasure
	c := &cobra.Command{
		Use:   "relevance --topics DIR --corpus FILE",
		Short: "Average precision and F1 per topic, over topics.json and labels.tsv in DIR",
		Args:  exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			found, err := m.figures(c.Context())
			if err != nil {
				return err
			}
			if err := a.printEval(found); err != nil {
				return err
			}
			if r, ok := found.(eval.Report); ok && m.worst > 0 {
				return r.Errors(m.worst).Table(a.out)
			}
			return nil
		},
	}
	c.Flags().StringVar(&m.topics, "topics", "", "`DIR` with topics.json and labels.tsv")
	c.Flags().StringVar(&m.corpus, "corpus", "", "JSONL `FILE`[.gz] of articles")
	c.Flags().StringVar(&m.text, "text", "lead", "what is judged: title, lead (title and the first 400 characters) or full")
	c.Flags().StringVar(&m.background, "background", "", "a `FILE` of rasid background instead of the one inside")
	c.Flags().StringVar(&m.read, "read", "", "renew the background first, as if titles and leads of this JSONL `FILE`[.gz] had been read")
	c.Flags().IntVar(&m.worst, "errors", 0, "also print the `N` worst false alarms and misses over all topics")
	c.Flags().IntVar(&m.draws, "draws", 0, "instead of the examples of topics.json, `N` draws of others from the positives")
	c.Flags().IntSliceVar(&m.examples, "examples", []int{5}, "how many in each draw; of several `NUMBERS`, judged on the same rows, the smaller are parts of the largest")
	c.Flags().IntVar(&m.mix, "mix", 0, "put `N` examples of each topic and of the next into one topic, and measure both in it")
	c.Flags().IntVar(&m.not, "not", 0, "measure with and without `N` negative examples, drawn --draws times from the irrelevant rows next to the cut-off")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	c.MarkFlagsMutuallyExclusive("errors", "json")
	c.MarkFlagsMutuallyExclusive("not", "errors", "mix")
	c.MarkFlagsMutuallyExclusive("not", "text")
	c.MarkFlagsMutuallyExclusive("not", "examples")
	c.MarkFlagsMutuallyExclusive("errors", "draws", "mix")
	c.MarkFlagsMutuallyExclusive("text", "mix")
	require(c, "topics", "corpus")
	return c
}

func (a *app) evalTune() *cobra.Command {
	var topics, corpus string
	var o eval.TuneOptions
	c := &cobra.Command{
		Use:   "tune --topics DIR --corpus FILE",
		Short: "What labels bring: F1 on half of the rows after labels on the other half, as rasid topic tune asks for them",
		Args:  exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := eval.Tune(c.Context(), topics, corpus, o)
			if err != nil {
				return err
			}
			return a.printEval(r)
		},
	}
	c.Flags().StringVar(&topics, "topics", "", "`DIR` with topics.json and labels.tsv")
	c.Flags().StringVar(&corpus, "corpus", "", "JSONL `FILE`[.gz] of articles")
	c.Flags().IntSliceVar(&o.Labels, "labels", []int{5, 10, 20, 40}, "measure after these numbers of labels")
	c.Flags().StringVar(&o.Ask, "ask", eval.Asked, "who chooses what is labelled: asked (the program), random, or wrong (the worst errors)")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	require(c, "topics", "corpus")
	return c
}

// backgroundOf returns the background in a file ("" = the one inside), renewed from a corpus ("" = as it is).
func backgroundOf(file, read string) (*detect.Background, error) {
	b, err := detect.Shipped()
	if file != "" {
		var data []byte
		if data, err = os.ReadFile(file); err == nil {
			b, err = detect.ReadBackground(data)
		}
	}
	if err != nil || read == "" {
		return b, err
	}
	r, err := detect.NewRenewal(b, eval.Texts(eval.Corpus(read)))
	if err != nil {
		return nil, err
	}
	return b.Renewed(r)
}

// evalSet makes a command that measures with a labelled set, which the flag set names, over a corpus.
func (a *app) evalSet(name, set, short string, measure func(ctx context.Context, set, corpus string) (tabled, error)) *cobra.Command {
	var labels, corpus string
	c := &cobra.Command{
		Use:   name + " --" + set + " FILE --corpus FILE",
		Short: short,
		Args:  exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := measure(c.Context(), labels, corpus)
			if err != nil {
				return err
			}
			return a.printEval(r)
		},
	}
	c.Flags().StringVar(&labels, set, "", "TSV `FILE` of "+set)
	c.Flags().StringVar(&corpus, "corpus", "", "JSONL `FILE`[.gz] of articles")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	require(c, set, "corpus")
	return c
}

// tabled is what a measurement is: a table for people, JSON for programs.
type tabled interface{ Table(w io.Writer) error }

func (a *app) printEval(r tabled) error {
	if a.json {
		return json.NewEncoder(a.out).Encode(r)
	}
	return r.Table(a.out)
}

// backgroundCommand builds the background of general news that detect carries inside.
func (a *app) backgroundCommand() *cobra.Command {
	var corpus, out string
	c := &cobra.Command{
		Use:    "background --corpus FILE --out FILE",
		Short:  "Build the background of general news from a corpus: counts and vectors, no text",
		Args:   exactly(0, "no arguments"),
		Hidden: true,
		RunE: func(*cobra.Command, []string) error {
			b, err := detect.BuildBackground(eval.Texts(eval.Corpus(corpus)), detect.BuildOptions{})
			if err != nil {
				return err
			}
			f, err := os.Create(out)
			if err != nil {
				return err
			}
			if err := b.Write(f); err != nil {
				f.Close()
				return err
			}
			fmt.Fprintf(a.out, "%s: version %s, %d documents, %d terms\n", out, b.Version(), b.Docs(), b.Terms())
			return f.Close()
		},
	}
	c.Flags().StringVar(&corpus, "corpus", "", "JSONL `FILE`[.gz] of articles with title and text")
	c.Flags().StringVar(&out, "out", "detect/background.bin", "`FILE` to write")
	require(c, "corpus")
	return c
}
