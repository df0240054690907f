package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/monitor"
	"rasid/notify"
	"rasid/store"
)

// A feedbackRequest is what rasid feedback is asked to do.
type feedbackRequest struct {
	topic           string
	apply, yes, dry bool
}

func (a *app) feedbackCommand() *cobra.Command {
	var r feedbackRequest
	c := &cobra.Command{
		Use:   "feedback",
		Short: "List what readers said of articles by the links in their mail, and make labels of it",
		Long: `Lists the votes of readers, the newest first: "taken" by a label that was given since or says the same, "open", or
"contradicted" by another reader or by a label that others gave. They change nothing by themselves.

--apply makes labels of what is open: it shows what they would add and remove as rasid label does, asks, and applies
all in one step. Where readers contradict each other nothing is done; rasid label decides. A label that is taken back
(rasid label --undo) leaves its votes open.

  rasid feedback                       the votes there are
  rasid feedback --apply --topic T     show what they do, ask, apply
  rasid feedback --apply --yes         the same without asking, for one topic after the other`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case r.apply:
				return a.applyVotesOn(c.Context(), bufio.NewReader(c.InOrStdin()), r)
			case r.yes || r.dry:
				return usageError{fmt.Errorf("--yes and --dry-run go with --apply; without it the votes are only listed")}
			}
			return a.feedback(c.Context(), r.topic)
		},
	}
	c.Flags().StringVar(&r.topic, "topic", "", "only votes on the topic with this `NAME`; with --apply and --json it may be left out where there is one")
	c.Flags().BoolVar(&r.apply, "apply", false, "make labels of open votes")
	a.applyFlags(c, &r.yes, &r.dry)
	return c
}

// A castVote is a vote as it is listed.
type castVote struct {
	store.Vote
	State string `json:"state"` // taken, open or contradicted
}

func (a *app) feedback(ctx context.Context, topic string) error {
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := knownTopic(c, topic); err != nil {
		return err
	}
	votes, err := votesOn(ctx, c, db, topic)
	if err != nil {
		return err
	}
	cast, err := castVotes(ctx, db, votes)
	if err != nil {
		return err
	}
	return printList(a, cast, "no votes", []string{"at", "topic", "said", "state", "reader", "title", "address"}, func(v castVote) []string {
		return []string{stamp(v.At), v.Topic, wordOf(v.Relevant), v.State, v.Reader, v.Title, v.URL}
	})
}

// castVotes tells how votes on any topics stand.
func castVotes(ctx context.Context, db *store.DB, votes []store.Vote) ([]castVote, error) {
	cast := make([]castVote, len(votes))
	of := map[string][]*ballot{} // by topic
	for i, v := range votes {
		if of[v.Topic] == nil {
			labels, err := db.Labels(ctx, v.Topic)
			if err != nil {
				return nil, err
			}
			other := func(x store.Vote) bool { return x.Topic != v.Topic }
			of[v.Topic] = ballots(slices.DeleteFunc(slices.Clone(votes), other), labels)
		}
		k := slices.IndexFunc(of[v.Topic], func(b *ballot) bool { return b.votes[0].URL == v.URL })
		cast[i] = castVote{v, of[v.Topic][k].state(v)}
	}
	return cast, nil
}

// applyVotesOn is applyVotes for each topic in turn where none is named. The form for programs is about one.
func (a *app) applyVotesOn(ctx context.Context, in io.Reader, r feedbackRequest) error {
	if r.topic != "" || a.json {
		return a.applyVotes(ctx, in, r)
	}
	c, err := a.loadToAsk()
	if err != nil {
		return err
	}
	for _, t := range c.Topics {
		r.topic = t.Name
		if err := a.applyVotes(ctx, in, r); err != nil {
			return err
		}
	}
	return nil
}

// applyVotes makes labels of the open votes on one topic that nobody contradicts.
func (a *app) applyVotes(ctx context.Context, in io.Reader, r feedbackRequest) error {
	d, err := a.openDesk(ctx, r.topic, r.dry)
	if err != nil {
		return err
	}
	defer d.Close()
	votes, err := votesOn(ctx, d.config, d.db, d.topic.Name)
	if err != nil {
		return err
	}
	labels := slices.Clone(d.labels)
	given := 0
	for _, b := range ballots(votes, d.labels) {
		open := b.open()
		switch {
		case len(open) == 0:
			continue
		case b.split():
			d.left = append(d.left, b)
			continue
		}
		l, err := d.labelOf(ctx, open[0].URL, open[0].Relevant, givers(open))
		if err != nil {
			return err
		}
		l.At = open[0].At // what comes later stays open
		labels = append(slices.DeleteFunc(labels, func(x store.Label) bool { return x.URL == l.URL }), l)
		given++
		d.tell(b, d.sign(l.Relevant))
	}
	for _, b := range d.left {
		d.tell(b, d.style().yellow("?"))
	}
	if len(d.left) > 0 && !d.json {
		fmt.Fprintf(d.out, "? is contradicted and left; rasid label URL relevant|irrelevant --topic %s decides\n", d.topic.Name)
	}
	if given > 0 {
		return d.settle(ctx, in, labels, r.yes, r.dry)
	}
	if d.json {
		return d.printJSON(d.viewReplay(monitor.Replay{Topic: d.topic.Name}, d.labels, false))
	}
	fmt.Fprintf(d.out, "no open votes on topic %s to make labels of: nothing was changed\n", d.topic.Name)
	return nil
}

// tell prints what readers said of one article.
func (d *labelDesk) tell(b *ballot, sign string) {
	if !d.json {
		fmt.Fprintln(d.out, sign, b.line())
	}
}

// sign is how a label is shown.
func (d *labelDesk) sign(relevant bool) string {
	if relevant {
		return d.style().green("+")
	}
	return d.style().red("-")
}

// votesOn returns the votes on a topic, "" for all, with the addresses of those readers that the configuration knows.
func votesOn(ctx context.Context, c config.Config, db *store.DB, topic string) ([]store.Vote, error) {
	votes, err := db.Votes(ctx, topic)
	readers := readersOf(c)
	for i, v := range votes {
		if name := readers[v.Reader]; name != "" {
			votes[i].Reader = name
		}
	}
	return votes, err
}

// readersOf returns the addresses of the configuration by how votes name them.
func readersOf(c config.Config) map[string]string {
	names := map[string]string{}
	for _, t := range c.Targets {
		for _, to := range t.To {
			if i := strings.LastIndex(to, "<"); i >= 0 {
				to = strings.TrimSuffix(to[i+1:], ">")
			}
			names[notify.Reader(to)] = to
		}
	}
	return names
}
