package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"rasid/arabic"
	"rasid/config"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

// An exampleURL is an example that is given by its address.
type exampleURL struct {
	topic config.Topic
	url   string
	kept  bool // it was read, and is in the store
}

// exampleURLs returns the examples of all topics that are given by address. db may be nil: then none is kept.
func exampleURLs(ctx context.Context, c config.Config, db *store.DB) (all []exampleURL, err error) {
	for _, t := range c.Topics {
		es, err := config.ReadExamples(t)
		if err != nil {
			continue // told among the faults of the configuration
		}
		known := map[string]bool{}
		if db != nil && len(es.URLs) > 0 {
			kept, err := db.Examples(ctx, t.Name)
			if err != nil {
				return nil, err
			}
			for _, e := range kept {
				known[e.URL] = true
			}
		}
		for _, u := range es.URLs {
			all = append(all, exampleURL{t, u, known[u]})
		}
	}
	return all, nil
}

// readExample reads the page of an example.
func readExample(ctx context.Context, web *fetch.Client, url string) (store.Example, error) {
	canonical, err := fetch.Canonical(url, "")
	if err != nil {
		return store.Example{}, err
	}
	article, err := web.Article(ctx, news.Source{Name: "example"}, news.Entry{URL: canonical})
	if err != nil {
		return store.Example{}, err
	}
	if lack := config.Unfit(article.Title, article.Text); lack != "" {
		return store.Example{}, errors.New("the page " + lack)
	}
	return store.Example{URL: url, Title: article.Title, Text: article.Text, Published: article.Published}, nil
}

// unreadExamples says of each example given by address that it has not been read, a line each.
func unreadExamples(ctx context.Context, c config.Config, db *store.DB) (lines []string, err error) {
	all, err := exampleURLs(ctx, c, db)
	for _, e := range all {
		if !e.kept {
			lines = append(lines, fmt.Sprintf("topic %s: example %s has not been read; rasid check tells why, and the next start or reload tries again", e.topic.Name, isolated(e.url)))
		}
	}
	return lines, err
}

// tryExamples reads each example that is given by address and not kept.
func (a *app) tryExamples(ctx context.Context, c config.Config, web *fetch.Client) (trials []trial) {
	db, err := store.OpenReader(ctx, store.Options{Path: c.Store.Path})
	if err == nil {
		defer db.Close()
	} else {
		db = nil // nothing has run yet; what else is wrong with it is not for this command to say
	}
	all, err := exampleURLs(ctx, c, db)
	if err != nil {
		return []trial{{What: "example", Name: c.Store.Path, State: "fault", Found: err.Error()}}
	}
	for _, e := range all {
		t := trial{What: "example", Name: e.url, State: "ok", Found: "was read, and is kept"}
		if !e.kept {
			read, err := readExample(ctx, web, e.url)
			t.Found = fmt.Sprintf("%d words", len(strings.Fields(read.Text)))
			if err != nil {
				t.State, t.Found = "fault", arabic.Clean(err.Error(), 300)
				t.Remedy = fmt.Sprintf("correct the address in %s, or save the article beside it as .txt", filepath.Join(e.topic.Folder, "urls.txt"))
			}
		}
		trials = append(trials, t)
	}
	return trials
}
