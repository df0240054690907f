package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/news"
	"rasid/store"
)

func (a *app) searchCommand() *cobra.Command {
	var topic string
	var limit int
	c := &cobra.Command{
		Use:   "search WORDS…",
		Short: "Search the articles that were read",
		Long: `Finds articles whose title or text holds all the words, whatever their spelling: hamza, vowels, ة and ه, ى and ي, digits. "…" finds a
run of words, كور* all words that begin so (two letters at least), -روسيا leaves out what holds the word.

The best match comes first (BM25, a word in the title counts four times), equal ones the newest first. Of words that more than
5,000 articles hold only the 5,000 articles listed last are ranked, and a line on standard error says so; --limit 0 ranks and prints all.`,
		Args: func(c *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, "")) == "" {
				return usageError{errors.New("rasid search takes one word or more; see rasid search --help")}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := atMost(limit); err != nil {
				return err
			}
			return a.search(c.Context(), strings.Join(args, " "), topic, limit)
		},
	}
	c.Flags().StringVar(&topic, "topic", "", "only articles of the topic with this `NAME`")
	c.Flags().IntVar(&limit, "limit", 20, "at most `N`; 0 = all")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

func (a *app) search(ctx context.Context, query, topic string, limit int) error {
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := knownTopic(c, topic); err != nil {
		return err
	}
	hits, older, err := db.Search(ctx, query, topic, limit)
	if errors.Is(err, store.ErrBroad) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	if older {
		fmt.Fprintf(a.diag, "more than %d articles hold these words: these are the best of the %[1]d listed last; --limit 0 ranks all\n", max(store.Ranked, limit))
	}
	return printList(a, hits, "nothing found", []string{"published", "outlet", "title", "address"}, func(h store.Hit) []string {
		return []string{stamp(h.Article.Published), h.Outlet, h.Title, h.URL}
	})
}

func (a *app) entriesCommand() *cobra.Command {
	var f store.EntryFilter
	var disposition string
	var since string
	c := &cobra.Command{
		Use:   "entries",
		Short: "List what sources listed and where each entry stands",
		Args:  exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if f.Disposition = news.Disposition(disposition); disposition != "" && !slices.Contains(dispositions(), disposition) {
				return usageError{fmt.Errorf("--disposition %q: use one of %s", disposition, strings.Join(dispositions(), ", "))}
			}
			if since != "" {
				span, err := config.Span(since)
				if err != nil || span <= 0 {
					return usageError{fmt.Errorf("--since %q: not a span of time like 36h or 7d", since)}
				}
				f.Since = a.clock().Add(-span)
			}
			if err := atMost(f.Limit); err != nil {
				return err
			}
			return a.entries(c.Context(), f)
		},
	}
	c.Flags().StringVar(&disposition, "disposition", "", "only `KIND`: "+strings.Join(dispositions(), ", "))
	c.Flags().StringVar(&f.Topic, "topic", "", "only entries nearest to the topic with this `NAME`")
	c.Flags().StringVar(&f.Source, "source", "", "only entries of the source with this `NAME`")
	c.Flags().StringVar(&since, "since", "", "only entries first seen within this `SPAN` before now, such as 36h or 7d")
	c.Flags().IntVar(&f.Limit, "limit", 0, "at most `N`, newest first; 0 = all")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

// dispositions returns the words for where an entry may stand.
func dispositions() []string {
	var all []string
	for _, d := range []news.Disposition{news.Unread, news.Wanted, news.Outside, news.OffTopic, news.Mention, news.Waiting, news.Folded, news.Sent, news.Past, news.Failed} {
		all = append(all, string(d))
	}
	return all
}

func (a *app) entries(ctx context.Context, f store.EntryFilter) error {
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := knownTopic(c, f.Topic); err != nil {
		return err
	}
	all, err := db.Entries(ctx, f)
	if err == nil && len(all) == 0 {
		err = knownSource(c, f.Source) // one that was taken out may have entries
	}
	if err != nil {
		return err
	}
	none := "no source has listed anything yet"
	if f.Disposition != "" || f.Topic != "" || f.Source != "" || !f.Since.IsZero() {
		none = "no such entries"
	}
	return printList(a, all, none, []string{"stands at", "score", "source", "title", "address", "reason"}, func(e store.Settled) []string {
		return []string{string(e.Disposition), fmt.Sprintf("%.2f", e.Score), e.Source, e.Title, e.URL, e.Reason}
	})
}
