package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/config"
	"rasid/fetch"
	"rasid/news"
)

func (a *app) probeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "probe URL",
		Short: "Find out what of an outlet can be followed, from any address",
		Long: `From a home page, a feed, a sitemap or an article: looks for feeds, sitemaps, wp-json and pages of headlines, tries
each and reads one article page. Prints what was found, best first, and a [[source]] block of the best, ready to be put
into the configuration. Obeys robots.txt and the pace of the configuration and asks at most 25 times, so it takes
up to half a minute. Nothing is stored. Exit code 1 means that nothing was found that can be followed.

Grades: A fresh, Arabic, its own links, and the text of its articles can be had; B usable with a lack; C usable for want of
a better one; X of no use.

Where times name no zone and that of the outlet can be told - articles whose time another document tells with its zone, or times
that as UTC would lie in the future - the block sets zone, and a line says by what; where it cannot, a line says so.`,
		Args: exactly(1, "one address"),
		RunE: func(c *cobra.Command, args []string) error { return a.probe(c.Context(), args[0]) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

func (a *app) probe(ctx context.Context, url string) error {
	c, err := a.understood()
	if err != nil {
		return err
	}
	f, err := a.findings(ctx, c, url)
	if err != nil {
		return err
	}
	if a.json {
		err = a.printFindingsJSON(f)
	} else {
		a.printFindings(f)
	}
	if _, ok := best(f, ""); !ok && err == nil {
		return verdict("nothing found that can be followed")
	}
	return err
}

// understood returns what can be understood of the configuration, for commands that need no more of it than how
// the web is asked: a secret that only the service can read is nothing to them.
func (a *app) understood() (config.Config, error) {
	c, err := a.loadToAsk()
	var faults config.Faults
	if errors.As(err, &faults) && c.Path != "" {
		return c, nil
	}
	return c, err
}

// findings probes url. The names of the sources found are free in the configuration, if there is one.
func (a *app) findings(ctx context.Context, c config.Config, url string) (fetch.Findings, error) {
	c.Fetch.Now = a.clock
	web := fetch.New(c.Fetch)
	defer web.Close()
	if terminal(a.diag) {
		fmt.Fprintln(a.diag, "asking politely, one thing after the other; this may take half a minute")
	}
	f, err := web.Probe(ctx, url)
	if err != nil {
		return f, err
	}
	if c.Path != "" {
		for i := range f.Candidates {
			s := &f.Candidates[i].Source
			s.Name = config.FreeName(s.Name, c.Sources)
		}
	}
	return f, nil
}

// best returns the best candidate that can be used, of the kind if one is given.
func best(f fetch.Findings, kind string) (fetch.Candidate, bool) {
	for _, c := range f.Candidates {
		if c.Grade != fetch.GradeUseless && (kind == "" || c.Source.Kind == kind) {
			return c, true
		}
	}
	return fetch.Candidate{}, false
}

func (a *app) printFindings(f fetch.Findings) {
	style := a.style()
	fmt.Fprintf(a.out, "%s  %s, %d requests\n", style.bold(arabic.Isolate(f.Outlet)), f.URL, f.Requests)
	var rows [][]string
	for _, c := range f.Candidates {
		row := []string{string(c.Grade), c.Source.Kind, c.How, "", "", "", "", "", c.Source.URL}
		if c.Entries > 0 {
			copy(row[3:], []string{fmt.Sprint(c.Entries), dated(c.Newest), percent(c.Arabic), percent(c.Own), judgedBy(c)})
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		printTable(a.out, []string{"grade", "kind", "found", "entries", "newest", "Arabic", "own links", "judged by", "address"}, rows)
	}
	for _, c := range f.Candidates {
		if c.Grade != fetch.GradeGood {
			fmt.Fprintf(a.out, "%s  %s: %s\n", c.Grade, c.Source.URL, c.Reason)
		}
		if c.Remark != "" {
			fmt.Fprintf(a.out, "%s  %s: %s\n", c.Grade, c.Source.URL, c.Remark)
		}
	}
	if len(f.Missing) > 0 {
		fmt.Fprintln(a.out, style.dim("tried in vain: "+strings.Join(grouped(f.Missing), "; ")))
	}
	if f.Delay > 0 {
		fmt.Fprintf(a.out, "robots.txt asks for %s between two pages\n", f.Delay)
	}
	c, ok := best(f, "")
	if !ok {
		fmt.Fprintln(a.out, "\nnothing found that can be followed; try the address of the outlet's page of latest news")
		return
	}
	fmt.Fprintf(a.out, "\n%s", config.Block(c.Source))
}

// grouped joins "/a: reason" and "/b: reason" to "/a /b: reason", where they follow each other.
func grouped(missing []string) []string {
	var all []string
	last := ""
	for _, m := range missing {
		path, reason, _ := strings.Cut(m, ": ")
		if n := len(all) - 1; n >= 0 && reason == last {
			all[n] = strings.TrimSuffix(all[n], ": "+reason) + " " + m
			continue
		}
		all, last = append(all, path+": "+reason), reason
	}
	return all
}

func dated(t time.Time) string {
	if t.IsZero() {
		return "no dates"
	}
	return stamp(t)
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

func judgedBy(c fetch.Candidate) string {
	if c.Words > 0 {
		return fmt.Sprintf("%s (%d words)", c.Text, c.Words)
	}
	return c.Text
}

// A finding is one candidate as rasid probe --json tells it.
type finding struct {
	Grade   fetch.Grade `json:"grade"`
	Reason  string      `json:"reason"`
	Found   string      `json:"found"`
	Status  int         `json:"status"`
	Allowed bool        `json:"allowed"` // by robots.txt
	Entries int         `json:"entries"`
	Newest  time.Time   `json:"newest,omitzero"`
	Arabic  float64     `json:"arabic"`
	Own     float64     `json:"own_links"`
	Text    string      `json:"judged_by,omitempty"`
	Words   int         `json:"words"`
	Kind    string      `json:"kind"`
	URL     string      `json:"url"`
	Archive string      `json:"archive,omitempty"`
	Zone    string      `json:"zone,omitempty"`   // of times that name none; left out: UTC
	Remark  string      `json:"remark,omitempty"` // on the zone
	Block   string      `json:"block"`
}

func (a *app) printFindingsJSON(f fetch.Findings) error {
	out := struct {
		URL        string    `json:"url"`
		Outlet     string    `json:"outlet"`
		Requests   int       `json:"requests"`
		Delay      string    `json:"crawl_delay,omitempty"`
		Missing    []string  `json:"missing,omitempty"`
		Candidates []finding `json:"candidates"`
	}{URL: f.URL, Outlet: f.Outlet, Requests: f.Requests, Missing: f.Missing, Candidates: []finding{}}
	if f.Delay > 0 {
		out.Delay = f.Delay.String()
	}
	for _, c := range f.Candidates {
		out.Candidates = append(out.Candidates, finding{
			Grade: c.Grade, Reason: c.Reason, Found: c.How, Status: c.Status, Allowed: c.Allowed, Entries: c.Entries, Newest: c.Newest, Arabic: c.Arabic, Own: c.Own,
			Text: c.Text, Words: c.Words, Kind: c.Source.Kind, URL: c.Source.URL, Archive: c.Source.Archive, Zone: c.Source.Zone, Remark: c.Remark, Block: config.Block(c.Source),
		})
	}
	return a.printJSON(out)
}

// sourceAt returns the source of the configuration at an address.
func sourceAt(c config.Config, url string) (news.Source, bool) {
	for _, s := range c.Sources {
		if strings.TrimSuffix(s.URL, "/") == strings.TrimSuffix(url, "/") {
			return s, true
		}
	}
	return news.Source{}, false
}
