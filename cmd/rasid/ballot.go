package main

import (
	"fmt"
	"slices"
	"strings"

	"rasid/arabic"
	"rasid/store"
)

// A ballot is what readers said of one article of a topic, with the label that it has.
type ballot struct {
	votes []store.Vote // the newest first
	label *store.Label // nil = none
}

// ballots returns the ballots of votes on one topic, that of the newest vote first.
func ballots(votes []store.Vote, labels []store.Label) (all []*ballot) {
	of := map[string]*ballot{}
	for _, v := range votes {
		b := of[v.URL]
		if b == nil {
			b = &ballot{}
			if i := slices.IndexFunc(labels, func(l store.Label) bool { return l.URL == v.URL }); i >= 0 {
				b.label = &labels[i]
			}
			of[v.URL], all = b, append(all, b)
		}
		b.votes = append(b.votes, v)
	}
	return all
}

// taken reports whether the label answers a vote: it was given since, or says the same.
func (b *ballot) taken(v store.Vote) bool {
	return b.label != nil && (!b.label.At.Before(v.At) || b.label.Relevant == v.Relevant)
}

// open returns the votes that no label answers.
func (b *ballot) open() []store.Vote {
	return slices.DeleteFunc(slices.Clone(b.votes), b.taken)
}

// split reports whether the open votes contradict another vote, or a label that others gave.
func (b *ballot) split() bool {
	open := b.open()
	if len(open) == 0 {
		return false
	}
	differs := func(v store.Vote) bool { return v.Relevant != open[0].Relevant }
	if slices.ContainsFunc(b.votes, differs) {
		return true
	}
	return b.label != nil && slices.ContainsFunc(strings.Split(b.label.By, ", "), func(giver string) bool {
		return !slices.ContainsFunc(open, func(v store.Vote) bool { return v.Reader == giver })
	})
}

// state says in one word how a vote stands.
func (b *ballot) state(v store.Vote) string {
	switch {
	case b.taken(v):
		return "taken"
	case b.split():
		return "contradicted"
	}
	return "open"
}

// givers are those who voted, as the label that comes of it names them.
func givers(votes []store.Vote) string {
	var names []string
	for _, v := range votes {
		names = append(names, v.Reader)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// line tells what was said, by whom and of what.
func (b *ballot) line() string {
	var said []string
	for _, relevant := range []bool{true, false} {
		votes := slices.DeleteFunc(slices.Clone(b.votes), func(v store.Vote) bool { return v.Relevant != relevant })
		if len(votes) > 0 {
			said = append(said, wordOf(relevant)+": "+givers(votes))
		}
	}
	if b.split() && b.label != nil {
		said = append(said, "label: "+wordOf(b.label.Relevant)+" since "+stamp(b.label.At))
	}
	v := b.votes[0]
	return fmt.Sprintf("%s\n    %s\n    %s", arabic.Isolate(v.Title), v.URL, strings.Join(said, "; "))
}
