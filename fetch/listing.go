package fetch

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/publicsuffix"
)

// What makes a link on a page of headlines a headline when no selector says so.
const (
	leastWords   = 4  // words of a headline outside a heading
	leastLetters = 15 // letters of a headline
)

// readListing reads a page of headlines: one entry for each element that Source.Item selects, or else for
// each link that reads like a headline and leads into the same site.
func readListing(r *reading) (Listing, error) {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(r.data))
	if err != nil {
		return Listing{}, fmt.Errorf("%w: %w", ErrUnread, err)
	}
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if to, err := r.at.canonical(href); err == nil {
			r.at = against(to)
		}
	}
	var found []listed
	if r.source.Item != "" {
		found = r.selected(doc)
	} else {
		found = r.headlines(doc)
	}
	list := Listing{}
	for _, l := range found {
		r.add(&list, l)
	}
	switch {
	case len(list.Entries) == 0 && r.source.Item != "" && doc.Find(r.source.Item).Length() > 0:
		return list, fmt.Errorf("%w: what item %q selects has no link that can be followed", ErrUnread, r.source.Item)
	case len(list.Entries) == 0 && r.source.Item != "":
		return list, fmt.Errorf("%w: no headline on the page matches item %q", ErrUnread, r.source.Item)
	case len(list.Entries) == 0:
		return list, fmt.Errorf("%w: no headlines on the page", ErrUnread)
	}
	return list, nil
}

// selected makes an entry of each element that Source.Item selects.
func (r *reading) selected(doc *goquery.Document) []listed {
	var found []listed
	doc.Find(r.source.Item).Each(func(_ int, item *goquery.Selection) {
		a := item.Filter("a[href]")
		if a.Length() == 0 {
			a = longest(item.Find("a[href]"))
		}
		href, _ := a.Attr("href")
		if href == "" {
			return
		}
		words := textIn(item.Find("h1, h2, h3, h4, h5").First())
		if words == "" {
			words = linkText(a)
		}
		about := textIn(item.Find("p").First())
		found = append(found, listed{link: href, title: words, summary: about, time: r.shown(item)})
	})
	return found
}

func longest(links *goquery.Selection) *goquery.Selection {
	best := links.First()
	links.Each(func(_ int, a *goquery.Selection) {
		if len(linkText(a)) > len(linkText(best)) {
			best = a
		}
	})
	return best
}

// headlines finds the links that read like headlines, each address once, with its longest text.
func (r *reading) headlines(doc *goquery.Document) []listed {
	doc.Find("nav, footer, aside, script, style, noscript, template, [hidden]").Remove()
	site := Site(r.at.raw)
	var found []listed
	place := map[string]int{}
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		words := linkText(a)
		heading := a.Closest("h1, h2, h3, h4, h5").Length() > 0 || a.Find("h1, h2, h3, h4, h5").Length() > 0
		if !headline(words, heading) {
			return
		}
		href, _ := a.Attr("href")
		to, err := r.at.canonical(href)
		if err != nil || Site(to) != site || !articleLike(to, heading) {
			return
		}
		if at, known := place[to]; known {
			if len(words) > len(found[at].title) {
				found[at].title = words
			}
			return
		}
		place[to] = len(found)
		found = append(found, listed{link: to, title: words, time: r.shown(card(a))})
	})
	return found
}

// linkText is what a link says: its heading, its text, or its title.
func linkText(a *goquery.Selection) string {
	if s := textIn(a.Find("h1, h2, h3, h4, h5").First()); s != "" {
		return s
	}
	if s := textIn(a); s != "" {
		return s
	}
	s, _ := a.Attr("title")
	return s
}

func textIn(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func headline(words string, heading bool) bool {
	letters := 0
	for _, c := range words {
		if unicode.IsLetter(c) {
			letters++
		}
	}
	count := len(strings.Fields(words))
	return letters >= leastLetters && (count >= leastWords || heading && count >= 2) && letters < maxTitle
}

// articleLike reports whether an address may be an article's and not a section's: it has a number, or a
// path of some length.
func articleLike(to string, heading bool) bool {
	u, err := url.Parse(to)
	if err != nil || len(strings.Trim(u.Path, "/")) == 0 && u.RawQuery == "" {
		return false
	}
	path := strings.Trim(u.Path, "/")
	last := path[strings.LastIndexByte(path, '/')+1:]
	return heading || strings.ContainsAny(path+u.RawQuery, "0123456789") || strings.Count(last, "-") >= 2 || len([]rune(last)) >= 25
}

// card is the nearest element around a link that holds a time of its own, within three steps.
func card(a *goquery.Selection) *goquery.Selection {
	at := a
	for range 4 {
		if at.Find("time, .time, .date, .when, [class*=date], [class*=time]").Length() > 0 {
			return at
		}
		if at.Parent().Find("a[href]").Length() > 4 {
			break // the next step out is the whole list
		}
		at = at.Parent()
	}
	return at
}

// shown is the time that an element shows.
func (r *reading) shown(item *goquery.Selection) time.Time {
	if stamp, ok := item.Find("time[datetime]").First().Attr("datetime"); ok {
		if t := r.stamp(stamp); !t.IsZero() {
			return t
		}
	}
	text := textIn(item.Find("time, .time, .date, .when, [class*=date], [class*=time]").First())
	if text == "" || len(text) > 200 {
		return time.Time{}
	}
	return r.date(text, nil)
}

// Site is the registrable domain of an address, or its host where there is none; "" for what is no address.
func Site(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	if d, err := publicsuffix.EffectiveTLDPlusOne(u.Hostname()); err == nil {
		return d
	}
	return u.Host
}
