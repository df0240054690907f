package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/detect"
	"rasid/fetch"
	"rasid/news"
	"rasid/store"
)

func (a *app) storyCommand() *cobra.Command {
	var diff bool
	c := &cobra.Command{
		Use:   "story ID|URL",
		Short: "Show a story: who had it first, who followed when, and why they are one",
		Long: `Shows the articles of a story in order of publication: the first, the delay of each other one, the agency it
names, whether it is a copy or a rewrite and why, and the digests that carried it. With --diff also the sentences
that each text adds to the lead or leaves out. The ID of a story is in rasid why and in every digest; the address of one of its articles does as well.`,
		Args: exactly(1, "the id of one story, or the address of an article in it"),
		RunE: func(c *cobra.Command, args []string) error { return a.story(c.Context(), args[0], diff) },
	}
	c.Flags().BoolVar(&diff, "diff", false, "show what each article adds to the lead or leaves out")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

func (a *app) story(ctx context.Context, id string, diff bool) error {
	_, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if id, err = storyOf(ctx, db, id); err != nil {
		return err
	}
	v, err := viewStory(ctx, db, id)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("no story %q; rasid why URL names the story of an article", id)
	}
	if err != nil {
		return err
	}
	if diff {
		v.compare()
	}
	if a.json {
		return a.printJSON(v)
	}
	a.printStory(v, diff)
	return nil
}

// storyOf returns the id of the story that the article with an address is in; what is no address is an id already.
func storyOf(ctx context.Context, db *store.DB, id string) (string, error) {
	url, err := fetch.Canonical(id, "")
	if err != nil {
		return id, nil
	}
	t, err := db.Why(ctx, url)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	switch len(t.Stories) {
	case 0:
		return "", fmt.Errorf("%s is in no story; rasid why tells what became of it", isolated(url))
	case 1:
		return t.Stories[0].ID, nil
	}
	var each []string
	for _, s := range t.Stories {
		each = append(each, s.ID+" of "+s.Topic)
	}
	return "", fmt.Errorf("%s is in %s: give one of these", isolated(url), strings.Join(each, " and "))
}

// A storyView is a story as it is shown.
type storyView struct {
	ID           string           `json:"id"`
	Topic        string           `json:"topic"`
	Opened       time.Time        `json:"opened,omitzero"`
	Updated      time.Time        `json:"updated,omitzero"`
	Score        float64          `json:"score"`
	Members      []memberView     `json:"members,omitempty"`       // in order of publication, the first had it first
	ComparedWith string           `json:"compared_with,omitempty"` // URL of the member that the others are compared with
	Decisions    []store.Decision `json:"decisions,omitempty"`     // of the operator about it, the oldest first
	Digests      []news.Digest    `json:"digests,omitempty"`       // that carried some of it, the oldest first, without stories
}

// A memberView is one article of a story as it is shown.
type memberView struct {
	URL          string             `json:"url"`
	Title        string             `json:"title"`
	Outlet       string             `json:"outlet"`
	Source       string             `json:"source"`
	Agency       string             `json:"agency"`
	Published    time.Time          `json:"published,omitzero"` // as the outlet says, zero = it does not
	Seen         time.Time          `json:"seen,omitzero"`      // first listed by Rasid; stands for Published where that is unknown
	First        bool               `json:"first"`              // had it first
	DelaySeconds int64              `json:"delay_seconds"`      // after the first
	Kind         news.FoldKind      `json:"kind"`
	Like         string             `json:"like"` // id of the article it joined by
	Why          string             `json:"why"`  // the reason
	Basis        news.Basis         `json:"basis"`
	Digest       string             `json:"digest"`               // that carried it, "" = none yet
	Edits        []edit             `json:"edits,omitempty"`      // of its headline, the oldest first
	Difference   *detect.Difference `json:"difference,omitempty"` // from ComparedWith; nil = not compared

	article news.Article
}

// viewStory reads a story and the digests that carried it.
func viewStory(ctx context.Context, db *store.DB, id string) (storyView, error) {
	s, err := findStory(ctx, db, id)
	if err != nil {
		return storyView{}, err
	}
	v := storyView{ID: s.ID, Topic: s.Topic, Opened: s.Opened, Updated: s.Updated, Score: s.Score}
	for i, m := range s.Members {
		vs, err := db.Versions(ctx, m.URL)
		if err != nil {
			return v, err
		}
		v.Members = append(v.Members, memberView{
			URL: m.URL, Title: m.Title, Outlet: m.Outlet, Source: m.Source, Agency: m.Agency, Published: m.Published, Seen: m.Seen,
			First: i == 0, DelaySeconds: int64(cmp.Or(m.Published, m.Seen).Sub(s.Opened) / time.Second),
			Kind: m.Kind, Like: m.Like, Why: m.Why, Basis: m.Basis, Digest: m.Digest, Edits: edits(vs, store.OnPage, m.Title), article: m.Article,
		})
	}
	if v.Decisions, err = db.Decisions(ctx, s.ID); err != nil {
		return v, err
	}
	v.Digests, err = db.StoryDigests(ctx, s.ID)
	return v, err
}

// findStory reads a story, also by an id that it has lost to a merge.
func findStory(ctx context.Context, db *store.DB, id string) (news.Story, error) {
	s, err := db.Story(ctx, id)
	for hops := 0; errors.Is(err, store.ErrNotFound) && hops < 20; hops++ {
		ds, failed := db.Decisions(ctx, id)
		if failed != nil {
			return s, failed
		}
		slices.Reverse(ds)
		last := slices.IndexFunc(ds, func(d store.Decision) bool { return d.Verb == store.Merge && d.From == id })
		if last < 0 {
			return s, err
		}
		id = ds[last].To
		s, err = db.Story(ctx, id)
	}
	return s, err
}

// compare holds the text of each member against that of the lead, or of the first whose page was read.
func (v *storyView) compare() {
	lead := slices.IndexFunc(v.Members, func(m memberView) bool { return m.Kind == news.Lead && m.article.Text != "" })
	if lead < 0 {
		lead = slices.IndexFunc(v.Members, func(m memberView) bool { return m.article.Text != "" })
	}
	if lead < 0 {
		return
	}
	v.ComparedWith = v.Members[lead].URL
	folder := detect.NewFolder(detect.FoldOptions{})
	for i := range v.Members {
		if m := &v.Members[i]; i != lead && m.article.Text != "" {
			d := folder.Diff(v.Members[lead].article, m.article)
			m.Difference = &d
		}
	}
}
