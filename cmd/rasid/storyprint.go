package main

import (
	"cmp"
	"fmt"
	"time"

	"rasid/arabic"
	"rasid/news"
)

func (a *app) printStory(v storyView, diff bool) {
	style := a.style()
	fmt.Fprintf(a.out, "story      %s of %s, %s, score %.3f\n", style.bold(v.ID), v.Topic, counted(len(v.Members), "article"), v.Score)
	fmt.Fprintf(a.out, "published  %s to %s\n", stamp(v.Opened), stamp(v.Updated))
	for _, d := range v.Digests {
		fmt.Fprintf(a.out, "digest     %s %s, due %s\n", d.Name, d.ID, stamp(d.Due))
	}
	if len(v.Digests) == 0 {
		fmt.Fprintln(a.out, "digest     none has carried it")
	}
	a.printDecisions(v.Decisions)
	for _, m := range v.Members {
		a.printMember(m, style)
		if diff {
			a.printDifference(v, m, style)
		}
	}
}

func (a *app) printMember(m memberView, style style) {
	place := style.green("first")
	if !m.First {
		place = "+" + delay(m.DelaySeconds)
	}
	outlet := arabic.Isolate(arabic.Clean(cmp.Or(m.Outlet, m.Source), 100))
	if m.Agency != "" {
		outlet += ", from " + arabic.Isolate(arabic.Clean(m.Agency, 100))
	}
	fmt.Fprintf(a.out, "\n%-8s  %s  %s\n", place, stamp(cmp.Or(m.Published, m.Seen)), outlet)
	if m.Published.IsZero() {
		fmt.Fprintln(a.out, style.dim("          when it was first listed: it gives no time"))
	}
	fmt.Fprintf(a.out, "          %s\n          %s\n          %s", style.bold(arabic.Isolate(arabic.Clean(m.Title, 300))), m.URL, m.Kind)
	if m.Why != "" {
		fmt.Fprintf(a.out, ": %s", m.Why)
	}
	fmt.Fprintln(a.out)
	for _, e := range m.Edits {
		fmt.Fprintf(a.out, "          edited %s: the headline was %s\n", stamp(e.At), arabic.Isolate(arabic.Clean(e.Was, 300)))
	}
	if m.Digest != "" {
		fmt.Fprintf(a.out, "          carried by digest %s\n", m.Digest)
	}
}

// printDifference prints the sentences of m that the lead has not, marked +, and those it leaves out, marked -.
func (a *app) printDifference(v storyView, m memberView, style style) {
	d := m.Difference
	switch {
	case m.URL == v.ComparedWith && len(v.Members) > 1:
		fmt.Fprintln(a.out, style.dim("          the others are compared with this one"))
	case m.Basis != news.OnPage && m.article.Text == "":
		fmt.Fprintln(a.out, style.dim("          its page was not read: nothing to compare"))
	case d == nil:
	case len(d.Added)+len(d.Missing) == 0:
		fmt.Fprintln(a.out, style.dim("          adds nothing and leaves nothing out"))
	default:
		for _, s := range d.Added {
			fmt.Fprintf(a.out, "        %s %s\n", style.green("+"), arabic.Isolate(s))
		}
		for _, s := range d.Missing {
			fmt.Fprintf(a.out, "        %s %s\n", style.red("-"), arabic.Isolate(s))
		}
	}
}

// delay prints a number of seconds, which may be 0, in days, hours and minutes.
func delay(seconds int64) string {
	d := time.Duration(seconds) * time.Second
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%dd%02dh", d/(24*time.Hour), d%(24*time.Hour)/time.Hour)
	case d >= time.Hour:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}
