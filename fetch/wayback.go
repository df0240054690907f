package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rasid/arabic"
	"rasid/news"
)

// Wayback is the Archive of a source whose past the Wayback Machine has, and the method by which it is listed.
const Wayback = "wayback"

const (
	waybackPace    = 3 * time.Second  // its limits have been as low as 24 requests a minute
	capturesAsked  = 2000             // rows of one answer of its index
	stampLayout    = "20060102150405" // of its moments
	waybackKeyHead = "wayback/"       // of the key of an entry that its index listed
)

// captures lists what the Wayback Machine captured of an outlet on a day, one entry for each address, by its CDX server
// (github.com/internetarchive/wayback, wayback-cdx-server/README.md). An address that names another day is left out. An
// entry has no title and no time of publication: a capture says only that the page was there.
func (c *Client) captures(ctx context.Context, s news.Source, place string, d day) (Listing, error) {
	place, err := waybackPlace(s, place)
	if err != nil {
		return Listing{}, err
	}
	ask := url.Values{
		"url": {place}, "output": {"json"}, "fl": {"timestamp,original"},
		"from": {d.from.Format(stampLayout)}, "to": {d.to().Add(-time.Second).Format(stampLayout)},
		"filter": {"statuscode:200", "mimetype:text/html"}, "collapse": {"urlkey"},
		"limit": {strconv.Itoa(capturesAsked)}, "showResumeKey": {"true"},
	}
	list := Listing{Method: Wayback}
	known := map[string]bool{}
	for {
		a, err := c.ask(ctx, request{url: c.o.Wayback + "/cdx/search/cdx?" + ask.Encode(), accept: acceptJSON, pace: c.waybackPace(), patient: true})
		if err != nil {
			return Listing{}, err
		}
		rows, resume, err := cdxRows(a.body)
		if err != nil {
			return Listing{}, err
		}
		for _, row := range rows {
			c.addCapture(&list, s, row, d, known)
		}
		if resume == "" || list.Left > 0 {
			return list, nil
		}
		ask.Set("resumeKey", resume)
	}
}

// waybackPlace is what the index is asked for: a beginning of addresses, or a domain with its hosts. Where none is
// named it is the host of the source.
func waybackPlace(s news.Source, place string) (string, error) {
	if place == "" {
		u, err := address(s.URL)
		if err != nil {
			return "", err
		}
		place = u.Host
	}
	if strings.HasPrefix(place, "*.") || strings.HasSuffix(place, "*") {
		return place, nil
	}
	if !strings.Contains(place, "/") {
		place += "/"
	}
	return place + "*", nil
}

// waybackPace is the time between two requests to the archive.
func (c *Client) waybackPace() time.Duration {
	if c.o.Pace < 0 {
		return c.o.Pace // no pace at all is wanted: a trial
	}
	return max(waybackPace, c.o.Pace)
}

// cdxRows reads an answer of the index: rows behind one that names the columns, and behind an empty row the key with which
// the next answer begins. The key comes escaped for a query.
func cdxRows(body []byte) (rows []capture, resume string, err error) {
	var all [][]string
	if len(strings.TrimSpace(string(body))) == 0 {
		return nil, "", nil
	}
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, "", fmt.Errorf("%w: index of the archive: %s", ErrUnread, arabic.Clean(err.Error(), 200))
	}
	stamp, original := -1, -1
	for i, row := range all {
		switch {
		case i == 0:
			for n, column := range row {
				switch column {
				case "timestamp":
					stamp = n
				case "original":
					original = n
				}
			}
			if stamp < 0 || original < 0 {
				return nil, "", fmt.Errorf("%w: index of the archive: no columns timestamp and original", ErrUnread)
			}
		case len(row) == 0:
			if i+1 < len(all) && len(all[i+1]) == 1 {
				resume, err = url.QueryUnescape(all[i+1][0])
			}
			return rows, resume, err
		case len(row) > max(stamp, original):
			rows = append(rows, capture{row[stamp], row[original]})
		}
	}
	return rows, "", nil
}

// A capture is one copy of a page.
type capture struct{ stamp, original string }

// namedDay finds a day in the path of an address: /2018/05/01/, /2018-05-01-.
var namedDay = regexp.MustCompile(`[/_-](20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:\D|$)`)

// addCapture adds what may be an article of the day to list.
func (c *Client) addCapture(list *Listing, s news.Source, row capture, d day, known map[string]bool) {
	if _, err := time.Parse(stampLayout, row.stamp); err != nil {
		list.Dropped++
		return
	}
	canonical, err := Canonical(row.original, "")
	if err != nil {
		list.Dropped++
		return
	}
	u, err := url.Parse(canonical)
	if err != nil || strings.Trim(u.Path, "/") == "" || known[canonical] {
		return // a front page is no article
	}
	known[canonical] = true
	if m := namedDay.FindStringSubmatch(u.Path); m != nil {
		year, _ := strconv.Atoi(m[1]) // digits, all three
		month, _ := strconv.Atoi(m[2])
		of, _ := strconv.Atoi(m[3])
		if day := time.Date(year, time.Month(month), of, 0, 0, 0, 0, time.UTC); month <= 12 && of <= 31 && d.from.Sub(day).Abs() > 24*time.Hour {
			return
		}
	}
	if len(list.Entries) >= c.o.MaxEntries {
		list.Left++
		return
	}
	list.Entries = append(list.Entries, news.Entry{Source: s.Name, URL: canonical, Key: waybackKeyHead + row.stamp + "/" + canonical})
}

// captured returns when the Wayback Machine captured an entry that its index listed; zero = another listed it.
func captured(e news.Entry) time.Time {
	rest, ok := strings.CutPrefix(e.Key, waybackKeyHead)
	stamp, _, cut := strings.Cut(rest, "/")
	if !ok || !cut {
		return time.Time{}
	}
	t, err := time.Parse(stampLayout, stamp)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Copy reads the Wayback Machine's copy of the page of e, as the outlet served it, that is nearest to the time of its
// capture, else of its publication. It is filled as by Article, with a Note that names the copy.
func (c *Client) Copy(ctx context.Context, s news.Source, e news.Entry) (news.Article, error) {
	at := captured(e)
	if at.IsZero() {
		at = e.Published
	}
	if at.IsZero() || isMark(e.URL) {
		return news.Article{}, fmt.Errorf("copy of %s: %w", e.URL, ErrNoPage)
	}
	copied := c.o.Wayback + "/web/" + at.UTC().Format(stampLayout) + "id_/" + e.URL
	a, err := c.ask(ctx, request{url: copied, accept: acceptPage, polite: true, fits: page, pace: c.waybackPace(), patient: true})
	if err != nil {
		return news.Article{}, fmt.Errorf("copy: %w", err)
	}
	if _, _, ok := copyOf(a.url); !ok {
		a.url = e.URL
	}
	p, err := c.parsed(s, a)
	if err != nil {
		return news.Article{}, fmt.Errorf("copy of %s: %w", e.URL, err)
	}
	out := c.filled(s, e, p)
	out.Note = "read from the copy " + copied
	return out, nil
}

// Lost reports whether err says that a page is no longer where it was: its server says so, or its host has no name.
func Lost(err error) bool {
	var s *StatusError
	if errors.As(err, &s) {
		return s.Status == http.StatusNotFound || s.Status == http.StatusGone
	}
	var dns *net.DNSError
	return errors.Is(err, ErrMissing) || errors.As(err, &dns) && dns.IsNotFound
}
