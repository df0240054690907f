package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"rasid/arabic"
	"rasid/news"
)

// By what a candidate is judged.
const (
	frozenAfter = 30 * 24 * time.Hour // a source whose newest entry is older is dead
	leastArabic = 0.5                 // of the letters listed
	leastOwn    = 0.5                 // of the links
	leastPage   = 25                  // words of an article page that was read as it should be
	leastBrief  = 12                  // words of a summary that says more than the title
)

// weigh measures c and gives it its grade. err is why it could not be read.
func (p *prober) weigh(ctx context.Context, c *Candidate, err error) {
	if err != nil {
		c.Grade, c.Reason = GradeUseless, useless(err)
		return
	}
	l := c.sample
	c.Entries, c.Newest = len(l.Entries), newest(l)
	p.links(c)
	if c.title != "" {
		p.names[feedSays] = append(p.names[feedSays], siteName(c.title))
	}
	brief := 0
	var words strings.Builder
	for _, e := range l.Entries {
		fmt.Fprintln(&words, e.Title, e.Summary)
		brief += len(strings.Fields(e.Summary))
	}
	c.Arabic = arabic.Share(words.String())
	if fault := p.fault(c, strings.TrimSpace(words.String()) != ""); fault != "" {
		c.Grade, c.Reason = GradeUseless, fault
		return
	}
	page := p.page(ctx, c)
	if strings.TrimSpace(words.String()) == "" {
		c.Arabic = arabic.Share(page.text)
	}
	switch brief /= max(1, c.Entries); {
	case page.words >= leastPage:
		c.Text, c.Words = "page", page.words
	case brief >= leastBrief:
		c.Text, c.Words = "summary", brief
	case strings.TrimSpace(words.String()) != "":
		c.Text = "title"
	}
	p.grade(c, page)
}

// fault says why c, which could be read, is of no use; "" = it is of some.
func (p *prober) fault(c *Candidate, worded bool) string {
	switch age := p.c.o.Now().Sub(c.Newest); {
	case c.Entries == 0:
		return "empty: lists nothing"
	case c.Own < leastOwn && !akin(c.foreign, p.sites):
		return "hijacked: links lead to " + cmp.Or(c.foreign, "other sites")
	case worded && c.Arabic < leastArabic:
		return fmt.Sprintf("not Arabic: %.0f %% of its letters are", 100*c.Arabic)
	case !c.Newest.IsZero() && age > frozenAfter:
		return fmt.Sprintf("frozen: nothing new for %d days", int(age.Hours()/24))
	}
	return ""
}

// grade sets the grade of what can be used.
func (p *prober) grade(c *Candidate, page tried) {
	var lacks []string
	if c.Own < leastOwn {
		lacks = append(lacks, "links lead to "+c.foreign+": see that it is the outlet's own")
	}
	if c.Newest.IsZero() {
		lacks = append(lacks, "no dates")
	}
	if c.Source.Kind == "listing" {
		lacks = append(lacks, "a page of headlines: breaks when the page is redesigned")
	}
	switch {
	case c.Text == "page":
	case c.Text == "":
		lacks = append(lacks, "no titles, and no article page could be read: "+page.reason())
	default:
		lacks = append(lacks, fmt.Sprintf("articles are judged by their %s, for no page could be read: %s", c.Text, page.reason()))
	}
	titled := slices.ContainsFunc(c.sample.Entries, func(e news.Entry) bool { return e.Title != "" })
	if !titled && c.Text == "page" {
		lacks = append(lacks, "no titles: every page must be read")
	}
	switch {
	case len(lacks) == 0:
		c.Grade, c.Reason = GradeGood, "all as it should be"
	case c.Text == "":
		c.Grade, c.Reason = GradeUseless, strings.Join(lacks, "; ")
	case len(lacks) > 1 && c.Text != "page":
		c.Grade, c.Reason = GradePoor, strings.Join(lacks, "; ")
	default:
		c.Grade, c.Reason = GradeLacking, strings.Join(lacks, "; ")
	}
}

// useless says in a line why an address is of no use.
func useless(err error) string {
	switch {
	case errors.Is(err, ErrRobots):
		return "blocked: robots.txt does not allow it"
	case errors.Is(err, ErrChallenge):
		return "blocked: " + ErrChallenge.Error()
	}
	return string(Health(err)) + ": " + shortReason(err)
}

// shortReason is an error in a few words: the status, or the innermost cause.
func shortReason(err error) string {
	var s *StatusError
	if errors.As(err, &s) {
		return fmt.Sprintf("%d %s", s.Status, http.StatusText(s.Status))
	}
	if errors.Is(err, errPage) {
		return errPage.Error()
	}
	text := err.Error()
	if i := strings.Index(text, "://"); i >= 0 {
		if _, after, ok := strings.Cut(text[i:], ": "); ok {
			text = after
		}
	}
	return arabic.Clean(text, 200)
}

// links measures how many entries lead into the outlet's own site, and where most of the others do.
func (p *prober) links(c *Candidate) {
	count := map[string]int{}
	own := 0
	for _, e := range c.sample.Entries {
		site := Site(e.URL)
		if count[site]++; p.sites[site] {
			own++
		} else if count[site] > count[c.foreign] {
			c.foreign = site
		}
	}
	c.Own = float64(own) / float64(max(1, c.Entries))
}

// akin reports whether a site seems to belong to one of sites although its domain is another:
// bbci.co.uk and bbc.com, aljazeera.net and aljazeera.com, sputniknews.com and sputnikarabic.ae.
func akin(site string, sites map[string]bool) bool {
	const least = 3 // letters of a name
	label := func(s string) string {
		suffix, _ := publicsuffix.PublicSuffix(s)
		return strings.TrimSuffix(s, "."+suffix)
	}
	a := label(site)
	for other := range sites {
		b := label(other)
		n := 0
		for n < min(len(a), len(b)) && a[n] == b[n] {
			n++
		}
		if n >= least && (n == len(a) || n == len(b) || n >= 2*least) {
			return true
		}
	}
	return false
}

// newest is when the newest entry was published, zero where none has a date.
func newest(l Listing) (t time.Time) {
	for _, e := range l.Entries {
		if e.Published.After(t) {
			t = e.Published
		}
	}
	return t
}

// tried is what came of reading one article page.
type tried struct {
	words int
	text  string
	err   error
}

func (t tried) reason() string {
	if t.err != nil {
		return shortReason(t.err)
	}
	if t.words > 0 {
		return fmt.Sprintf("only %d words on it", t.words)
	}
	return "none was tried"
}

// page reads the newest article of c, and the next where that has no text; one for each site.
func (p *prober) page(ctx context.Context, c *Candidate) tried {
	entries := slices.Clone(c.sample.Entries)
	slices.SortStableFunc(entries, func(a, b news.Entry) int { return b.Published.Compare(a.Published) })
	site := Site(entries[0].URL)
	if t, ok := p.pages[site]; ok && (t.words >= leastPage || t.err != nil) {
		return t
	}
	var best tried
	for i, e := range entries {
		if i == 2 || p.asked.Load() >= maxProbe-1 || ctx.Err() != nil {
			break
		}
		a, read, err := p.c.articlePage(ctx, c.Source, e)
		if err == nil {
			best = tried{words: len(strings.Fields(read.Text)), text: cmp.Or(e.Title, read.Title) + " " + read.Text}
			p.timedPage(a, c.Source, e.URL, read)
		} else if best.err == nil {
			best.err = err
		}
		if best.words >= leastPage {
			best.err = nil
			break
		}
	}
	p.pages[site] = best
	return best
}
