package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An article is one text of articles.txt.
type article struct {
	id, outlet, title, text string
	kind                    Kind
	story                   string
	at                      time.Time
	editedAt                time.Time // when the headline changes; zero = never
	retitled                string    // the headline from then on
	credit                  string    // put before the first paragraph of a copy
	refused                 bool      // its page answers 403
}

// parse reads the form of articles.txt: blocks that begin with "=== id", header lines "key: value", a blank
// line, paragraphs. A copy names the article it copies with "like:", may drop the last paragraphs with
// "drop: n" and need not repeat the text.
func parse(s string, start time.Time) ([]article, error) {
	var all []article
	byID := map[string]article{}
	for _, block := range strings.Split(s, "\n=== ")[1:] {
		a, err := parseBlock(block, start, byID)
		if err != nil {
			return nil, err
		}
		if _, twice := byID[a.id]; twice {
			return nil, fmt.Errorf("article %s is there twice", a.id)
		}
		byID[a.id] = a
		all = append(all, a)
	}
	slices.SortStableFunc(all, func(x, y article) int { return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.id, y.id)) })
	return all, nil
}

func parseBlock(block string, start time.Time, byID map[string]article) (article, error) {
	head, text, _ := strings.Cut(block, "\n\n")
	id, rest, _ := strings.Cut(head, "\n")
	a := article{id: strings.TrimSpace(id), text: strings.TrimSpace(text)}
	drop := 0
	for _, line := range strings.Split(strings.TrimSpace(rest), "\n") {
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		var err error
		switch key {
		case "outlet":
			a.outlet = value
		case "kind":
			a.kind = Kind(value)
		case "story":
			a.story = value
		case "title":
			a.title = value
		case "at":
			a.at, err = moment(value, start)
		case "edited":
			a.editedAt, err = moment(value, start)
		case "retitled":
			a.retitled = value
		case "credit":
			a.credit = value
		case "refused":
			a.refused = value == "yes"
		case "drop":
			_, err = fmt.Sscan(value, &drop)
		case "like":
			like, ok := byID[value]
			if !ok {
				return a, fmt.Errorf("article %s: like %q comes later or not at all", a.id, value)
			}
			a.text, a.story = like.text, like.story
		default:
			err = fmt.Errorf("unknown key %q", key)
		}
		if err != nil {
			return a, fmt.Errorf("article %s: %w", a.id, err)
		}
	}
	return a.trimmed(drop), a.fault()
}

// trimmed drops the last paragraphs and puts the credit before the first.
func (a article) trimmed(drop int) article {
	ps := strings.Split(a.text, "\n\n")
	ps = ps[:max(1, len(ps)-drop)]
	if a.credit != "" {
		ps[0] = a.credit + " " + ps[0]
	}
	a.text = strings.Join(ps, "\n\n")
	return a
}

func (a article) fault() error {
	if a.title == "" || a.text == "" || a.outlet == "" || a.at.IsZero() || a.kind == "" {
		return fmt.Errorf("article %s lacks its title, text, outlet, kind or time", a.id)
	}
	return nil
}

// moment reads "1d 05:30", the time of day on a day counted from start.
func moment(s string, start time.Time) (time.Time, error) {
	var day, hour, minute int
	if _, err := fmt.Sscanf(s, "%dd %d:%d", &day, &hour, &minute); err != nil {
		return time.Time{}, fmt.Errorf("time %q is not like \"1d 05:30\": %w", s, err)
	}
	return start.AddDate(0, 0, day).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute), nil
}

// summary is the first sentence of the text, as a feed would list it.
func (a article) summary() string {
	first, _, _ := strings.Cut(a.text, "\n")
	if i := strings.Index(first, ". "); i > 0 {
		return first[:i+1]
	}
	return first
}
