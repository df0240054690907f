package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/detect"
)

func (a *app) topicCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "topic",
		Short: "Show what the topics are made of, and tune them",
		Args:  subcommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	list := &cobra.Command{
		Use: "list", Short: "List the topics", Args: exactly(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error { return a.listTopics() },
	}
	show := &cobra.Command{
		Use: "show NAME", Short: "Print what was understood of a topic: examples, facets with their terms, the cut-off",
		Long: `Prints the examples with their counted words and the score that each reaches by the others, those of what does not belong, labels, the
facets that an article must show with the terms that carry them, whether that is hardly more than one name, and the score from which an article is relevant.`,
		Args: exactly(1, "the name of a topic"),
		RunE: func(c *cobra.Command, args []string) error { return a.showTopic(c.Context(), args[0]) },
	}
	for _, sub := range []*cobra.Command{list, show} {
		sub.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	}
	c.AddCommand(list, show, a.tuneCommand())
	return c
}

func (a *app) listTopics() error {
	c, err := a.loadToAsk()
	if err != nil {
		return err
	}
	topics, _, err := c.DetectTopics()
	if err != nil {
		return err
	}
	type row struct {
		Name     string `json:"name"`
		Title    string `json:"title"`
		Examples int    `json:"examples"`
	}
	var rows []row
	for _, t := range topics {
		rows = append(rows, row{t.Name, t.Title, len(t.Examples)})
	}
	return printList(a, rows, "no topics", []string{"topic", "examples", "title"}, func(r row) []string {
		return []string{r.Name, fmt.Sprint(r.Examples), r.Title}
	})
}

func (a *app) showTopic(ctx context.Context, name string) error {
	c, err := a.loadToAsk()
	if err != nil {
		return err
	}
	judge, err := a.judge(ctx, c, name)
	if err != nil {
		return err
	}
	p, _ := judge.Profile(name)
	if a.json {
		return a.printJSON(p)
	}
	a.printProfile(p)
	return nil
}

func (a *app) printProfile(p detect.Profile) {
	style := a.style()
	fmt.Fprintf(a.out, "%s\n\nexamples\n", style.bold(p.Topic))
	group := ""
	sub := func(name string) {
		if name != group {
			fmt.Fprintf(a.out, "  sub-subject %s\n", arabic.Isolate(name))
		}
		group = name
	}
	for _, e := range p.Examples {
		sub(e.Group)
		day := "no date   "
		if !e.Published.IsZero() {
			day = e.Published.Format(time.DateOnly)
		}
		fmt.Fprintf(a.out, "  %s  %5d words  %.3f  %s%s\n    %s\n", day, e.Words, e.Score, e.Name, alone(e, p), arabic.Isolate(e.Title))
	}
	if len(p.Not) > 0 {
		fmt.Fprintln(a.out, "\nexamples of what does not belong")
	}
	for _, e := range p.Not {
		fmt.Fprintf(a.out, "  %s\n    %s\n", e.Name, arabic.Isolate(e.Title))
	}
	if len(p.Labels) > 0 {
		fmt.Fprintln(a.out, "\nlabels")
	}
	for _, l := range p.Labels {
		fmt.Fprintf(a.out, "  %-10s  %s\n    %s\n", wordOf(l.Relevant), arabic.Isolate(l.Title), l.Name)
	}
	fmt.Fprintln(a.out, "\nfacets")
	group = ""
	for _, f := range p.Facets {
		sub(f.Group)
		var terms []string
		for _, t := range f.Terms {
			terms = append(terms, fmt.Sprintf("%s %.2f", arabic.Isolate(t.Text), t.Weight))
		}
		fmt.Fprintf(a.out, "  %s: %s\n", style.bold(arabic.Isolate(f.Name)), strings.Join(terms, ", "))
	}
	for _, b := range p.Broad {
		found, remedy := broad(b)
		fmt.Fprintf(a.out, "\nbroad\n  %s\n  %s\n", found, remedy)
	}
	fmt.Fprintf(a.out, "\ncut-off     %.3f, about %.1f false alarms in 10,000 articles of general news\n", p.Cutoff, p.FalseAlarms)
	fmt.Fprintf(a.out, "background  %s", p.Background)
	if p.Read > 0 {
		fmt.Fprintf(a.out, ", renewed from %d listings", p.Read)
	}
	fmt.Fprintf(a.out, "\nmodel       %s\n", p.Model)
}

// alone says of an example that the others would not find it, "" where they would.
func alone(e detect.ExampleView, p detect.Profile) string {
	if e.Score >= p.Cutoff {
		return ""
	}
	return "  below the cut-off: the others do not find it; give more like it, or take it away"
}

// broad says that examples have hardly more in common than one name, and what can be done about it.
func broad(b detect.Breadth) (found, remedy string) {
	found = fmt.Sprintf("what the examples have in common is hardly more than %s: %.0f %% of general news with it in the headline would be relevant", arabic.Isolate(b.Name), 100*b.Relevant)
	if b.Group != "" {
		found = fmt.Sprintf("sub-subject %s: %s", arabic.Isolate(b.Group), found)
	}
	return found, "if you follow less than that, give examples that have more in common, or put articles with it that do not belong into not/"
}
