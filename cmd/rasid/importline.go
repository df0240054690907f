package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rasid/arabic"
	"rasid/fetch"
	"rasid/news"
)

// An importLine is where an article stands in a file.
type importLine struct {
	number    int
	at        int64
	length    int
	published int64 // milliseconds since 1970; what is not known comes first
	url       string
}

// A record is an article as a line has it.
type record struct {
	URL       string `json:"url"`
	Source    string `json:"source"`
	Outlet    string `json:"outlet"`
	Agency    string `json:"agency"`
	Author    string `json:"author"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Text      string `json:"text"`
	Published string `json:"published"`
	Seen      string `json:"seen"`
	Note      string `json:"note"`
}

// index takes what orders an article from its line. The error says what is wrong with the line and what to do.
func (l *importLine) index(line []byte) (empty bool, err error) {
	if len(line) > maxLine {
		return false, fmt.Errorf("longer than %d MiB: write one article per line", maxLine>>20)
	}
	if l.number == 1 {
		line = bytes.TrimPrefix(line, []byte("\uFEFF"))
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return true, nil
	}
	a, err := parseRecord(line, time.Time{})
	if err != nil {
		return false, err
	}
	l.url = a.URL
	if t := a.Published; !t.IsZero() {
		l.published = t.UnixMilli()
	}
	return false, nil
}

// read reads the article of a line again.
func (l importLine) read(f io.ReaderAt, now time.Time) (news.Article, error) {
	line := make([]byte, l.length)
	if _, err := f.ReadAt(line, l.at); err != nil && !errors.Is(err, io.EOF) {
		return news.Article{}, err
	}
	return parseRecord(bytes.TrimPrefix(line, []byte("\uFEFF")), now)
}

// parseRecord returns the article of a line; now is when it is first seen where the line does not say.
func parseRecord(line []byte, now time.Time) (a news.Article, err error) {
	var r record
	if err := json.Unmarshal(line, &r); err != nil {
		return a, notRecord(line, err)
	}
	if r.URL == "" {
		return a, errors.New(`no url: give the address of the article, "url": "https://…"`)
	}
	if a.URL, err = fetch.Canonical(r.URL, ""); err != nil {
		return a, fmt.Errorf("url: %w; give an absolute http or https address", err)
	}
	a.Title, a.Summary, a.Text = arabic.Clean(r.Title, 300), printable(r.Summary), printable(r.Text)
	if a.Title == "" && a.Text == "" {
		return a, errors.New("neither title nor text: give one of them")
	}
	if a.Published, err = instant("published", r.Published); err != nil {
		return a, err
	}
	if a.Seen, err = instant("seen", r.Seen); err != nil {
		return a, err
	}
	if a.Seen.IsZero() || a.Seen.After(now) {
		a.Seen = now
	}
	host := strings.TrimPrefix(hostOf(a.URL), "www.")
	a.Outlet, a.Agency, a.Author, a.Note = arabic.Clean(r.Outlet, 200), arabic.Clean(r.Agency, 200), arabic.Clean(r.Author, 200), arabic.Clean(r.Note, 300)
	if a.Outlet == "" {
		a.Outlet = host
	}
	if a.Source = arabic.Clean(r.Source, 64); a.Source == "" {
		a.Source = host
	}
	return a, nil
}

// notRecord says why a line is no article.
func notRecord(line []byte, err error) error {
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mistyped) && mistyped.Field != "":
		return fmt.Errorf("%s is a JSON %s: write it as text between quotation marks", mistyped.Field, mistyped.Value)
	case bytes.HasPrefix(bytes.TrimSpace(line), []byte("[")):
		return errors.New("a JSON array: write one object per line (jq -c '.[]' FILE)")
	}
	return fmt.Errorf("not a JSON object (%w): write one article per line", err)
}

// instant is a time as a line has it: RFC 3339, or a day, which is 00:00 UTC.
func instant(key, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t, err = time.Parse(time.DateOnly, text)
	}
	if err != nil || t.Year() < 1990 || t.Year() > 9000 {
		return time.Time{}, fmt.Errorf("%s %q: not a time like 2026-03-04T10:00:00Z nor a day like 2026-03-04", key, arabic.Clean(text, 40))
	}
	return t.UTC(), nil
}

// printable is s without control characters other than tabs and line ends.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(norm.NFC.String(s))
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
