package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"rasid/news"
	"rasid/store"
)

// sheetColumns are the columns of an export as a table; docs/store.md says what they hold.
var sheetColumns = []string{
	"url", "outlet", "agency", "author", "title", "published", "seen", "disposition", "topic", "score", "cutoff", "relevant", "mention",
	"reasons", "story", "fold", "like", "why", "digests", "source", "basis", "note", "summary", "text",
}

// A sheet is an export as a table (RFC 4180).
type sheet struct {
	w     *csv.Writer
	topic string // "" = all that an article belongs to
	begun bool
}

func newSheet(w io.Writer, topic string) *sheet {
	s := &sheet{w: csv.NewWriter(w), topic: topic}
	s.w.UseCRLF = true
	return s
}

// add writes a row for each topic that an article belongs to or mentions; one without a topic where there is none.
func (s *sheet) add(e store.Exported) error {
	if err := s.begin(); err != nil {
		return err
	}
	written := false
	for _, t := range e.Topics {
		if !t.Relevant && !t.Mention || s.topic != "" && t.Topic != s.topic {
			continue
		}
		written = true
		if err := s.w.Write(sheetRow(e, &t)); err != nil {
			return err
		}
	}
	if written {
		return nil
	}
	return s.w.Write(sheetRow(e, nil))
}

// begin writes the names of the columns, once.
func (s *sheet) begin() error {
	if s.begun {
		return nil
	}
	s.begun = true
	return s.w.Write(sheetColumns)
}

func (s *sheet) flush() error {
	if err := s.begin(); err != nil {
		return err
	}
	s.w.Flush()
	return s.w.Error()
}

func sheetRow(e store.Exported, t *store.Standing) []string {
	standing := make([]string, 10)
	if t != nil {
		standing = []string{
			t.Topic, strconv.FormatFloat(t.Score, 'f', 4, 64), strconv.FormatFloat(t.Cutoff, 'f', 4, 64), strconv.FormatBool(t.Relevant), strconv.FormatBool(t.Mention),
			reasons(t.Reasons), t.Story, string(t.Fold), t.Like, t.Why,
		}
	}
	row := slices.Concat([]string{e.URL, e.Outlet, e.Agency, e.Author, e.Title, moment(e.Published), moment(e.Seen), string(e.Disposition)}, standing,
		[]string{strings.Join(e.Digests, " "), e.Source, string(e.Basis), e.Note, e.Summary, e.Text})
	for i, cell := range row {
		row[i] = plainCell(cell)
	}
	return row
}

// moment is a time as spreadsheets and programs read it; "" = unknown.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// reasons is what carried a score, in a cell: "كوريا 0.83 (كيم، بيونغ); روسيا 0.51 (الكرملين)".
func reasons(facets []news.Facet) string {
	var all []string
	for _, f := range facets {
		if len(f.Terms) == 0 {
			continue // a side that is missing carried nothing
		}
		var terms []string
		for _, t := range f.Terms {
			terms = append(terms, t.Text)
		}
		all = append(all, fmt.Sprintf("%s %.2f (%s)", f.Name, f.Score, strings.Join(terms, ", ")))
	}
	return strings.Join(all, "; ")
}

// plainCell is a cell that no spreadsheet takes for a formula: what is published by others must not be run
// (OWASP, CSV injection).
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
