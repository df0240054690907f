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

func (a *app) evalRelevance() *cobra.Command {
	var topics, corpus, text, background, read string
	var errors, draws, mix, not int
	var examples []int
	c := &cobra.Command{
		Use:   "relevance --topics DIR --corpus FILE",
		Short: "Average precision and F1 per topic, over topics.json and labels.tsv in DIR",
		Args:  exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			b, err := backgroundOf(background, read)
			if err != nil {
				return err
			}
			o := eval.Options{Text: text, Detect: detect.Options{Background: b}}
			if mix > 0 {
				r, err := eval.Mix(c.Context(), topics, corpus, mix, o.Detect)
				if err != nil {
					return err
				}
				return a.printEval(r)
			}
			if not > 0 {
				r, err := eval.Not(c.Context(), topics, corpus, not, max(1, draws), o.Detect)
				if err != nil {
					return err
				}
				return a.printEval(r)
			}
			if draws > 0 {
				d, err := eval.DrawnRelevance(c.Context(), topics, corpus, draws, examples, o)
				if err != nil {
					return err
				}
				return a.printEval(d)
			}
			r, err := eval.Relevance(c.Context(), topics, corpus, o)
			if err != nil {
				return err
			}
			if err := a.printEval(r); err != nil || errors == 0 {
				return err
			}
			return r.Errors(errors).Table(a.out)
		},
	}
	c.Flags().StringVar(&topics, "topics", "", "`DIR` with topics.json and labels.tsv")
	c.Flags().StringVar(&corpus, "corpus", "", "JSONL `FILE`[.gz] of articles")
	c.Flags().StringVar(&text, "text", "lead", "what is judged: title, lead (title and the first 400 characters) or full")
	c.Flags().StringVar(&background, "background", "", "a `FILE` of rasid background instead of the one inside")
	c.Flags().StringVar(&read, "read", "", "renew the background first, as if titles and leads of this JSONL `FILE`[.gz] had been read")
	c.Flags().IntVar(&errors, "errors", 0, "also print the `N` worst false alarms and misses over all topics")
	c.Flags().IntVar(&draws, "draws", 0, "instead of the examples of topics.json, `N` draws of others from the positives")
	c.Flags().IntSliceVar(&examples, "examples", []int{5}, "how many in each draw; of several `NUMBERS`, judged on the same rows, the smaller are parts of the largest")
	c.Flags().IntVar(&mix, "mix", 0, "put `N` examples of each topic and of the next into one topic, and measure both in it")
	c.Flags().IntVar(&not, "not", 0, "measure with and without `N` negative examples, drawn --draws times from the irrelevant rows next to the cut-off")
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
