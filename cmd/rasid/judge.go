package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/config"
	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
)

func (a *app) judgeCommand() *cobra.Command {
	var topic string
	c := &cobra.Command{
		Use:   "judge URL|FILE",
		Short: "Judge one article against the topics and give the reasons",
		Long:  `Reads the page at URL, or FILE (.html, or text with the headline in the first line), and judges it. Nothing is stored.`,
		Args:  exactly(1, "one address or file"),
		RunE:  func(c *cobra.Command, args []string) error { return a.judgeOne(c.Context(), args[0], topic) },
	}
	c.Flags().StringVar(&topic, "topic", "", "only the topic with this `NAME`")
	c.Flags().BoolVar(&a.json, "json", false, "print the verdicts as JSON")
	return c
}

func (a *app) judgeOne(ctx context.Context, what, topic string) error {
	c, err := a.loadToAsk()
	if err != nil {
		return err
	}
	judge, err := a.judge(ctx, c, topic)
	if err != nil {
		return err
	}
	article, err := a.article(ctx, c, what)
	if err != nil {
		return err
	}
	verdicts := judge.Judge(article)
	if topic != "" {
		verdicts = slices.DeleteFunc(verdicts, func(v news.Verdict) bool { return v.Topic != topic })
	}
	if a.json {
		return a.printJSON(verdicts)
	}
	style := a.style()
	fmt.Fprintf(a.out, "%s\n", style.bold(arabic.Isolate(article.Title)))
	for _, v := range verdicts {
		a.printVerdict(v, style)
	}
	return nil
}

// judge builds the detector over the examples on disk, the labels and the examples by address that the store has, and the
// background as it was last renewed; only names the topic that is asked about, "" for all. It knows the others all the same, as the
// service does: topics learn from each other how names are spelled.
func (a *app) judge(ctx context.Context, c config.Config, only string) (*detect.Detector, error) {
	topics, err := a.knownTopics(ctx, c)
	if err != nil {
		return nil, err
	}
	back, err := background(ctx, c)
	if err != nil {
		return nil, err
	}
	if only != "" {
		if _, err := topicOf(topics, only); err != nil {
			return nil, err
		}
	}
	return detect.New(topics, detect.Options{Background: back})
}

// topicOf returns the topic of a name; "" is the only one there is.
func topicOf(topics []detect.Topic, name string) (detect.Topic, error) {
	if name == "" && len(topics) == 1 {
		return topics[0], nil
	}
	var names []string
	for _, t := range topics {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	if name == "" {
		return detect.Topic{}, usageError{fmt.Errorf("say which topic with --topic: the configuration has %s", strings.Join(names, ", "))}
	}
	return detect.Topic{}, unknown("topic", name, names)
}

// article reads what, an address or a file.
func (a *app) article(ctx context.Context, c config.Config, what string) (news.Article, error) {
	if strings.HasPrefix(what, "http://") || strings.HasPrefix(what, "https://") {
		url, err := fetch.Canonical(what, "")
		if err != nil {
			return news.Article{}, err
		}
		web := fetch.New(c.Fetch)
		defer web.Close()
		return web.Article(ctx, news.Source{Name: "judge"}, news.Entry{URL: url})
	}
	raw, err := readFile(what)
	if err != nil {
		return news.Article{}, err
	}
	page, err := parseFile(what, raw)
	if err != nil {
		return news.Article{}, fmt.Errorf("read %s: %w", what, err)
	}
	e := news.Entry{URL: "file:" + filepath.ToSlash(what), Title: page.Title, Published: page.Published}
	return news.Article{Entry: e, ID: fetch.ID(e.URL), Author: page.Author, Agency: page.Agency, Text: page.Text, Basis: news.OnPage}, nil
}

// readFile reads a file named in the place of an address.
func readFile(what string) ([]byte, error) {
	raw, err := os.ReadFile(what)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usageError{fmt.Errorf("there is no file %s, and an address begins with http:// or https://", what)}
	}
	return raw, err
}

func parseFile(name string, raw []byte) (fetch.Page, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return fetch.ParsePage(raw, "text/html", "", news.Source{})
	}
	return fetch.ParseText(raw)
}

func (a *app) printVerdict(v news.Verdict, style style) {
	word := style.red("not relevant")
	switch {
	case v.Relevant:
		word = style.green("relevant")
	case v.Mention:
		word = style.yellow("mentions")
	case v.Ask:
		word = style.yellow("undecided without the page")
	}
	fmt.Fprintf(a.out, "\n%s: %s  score %.3f, cut-off %.3f (%+.3f), rests on the %s\n", style.bold(v.Topic), word, v.Score, v.Cutoff, v.Score-v.Cutoff, v.Basis)
	if v.Nearest != "" {
		fmt.Fprintf(a.out, "  nearest example  %s\n", v.Nearest)
	}
	for _, f := range v.Facets {
		if len(f.Terms) == 0 {
			fmt.Fprintf(a.out, "  %.2f  %s: %s\n", f.Score, arabic.Isolate(f.Name), style.yellow("missing"))
			continue
		}
		var terms []string
		for _, t := range f.Terms {
			terms = append(terms, arabic.Isolate(t.Text)+style.dim(" ("+t.Place+")"))
		}
		fmt.Fprintf(a.out, "  %.2f  %s: %s\n", f.Score, arabic.Isolate(f.Name), strings.Join(terms, ", "))
	}
}
