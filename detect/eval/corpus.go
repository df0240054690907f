// Package eval measures relevance, how well topics given by example articles find their articles in a
// labelled corpus, and sameness, how well copies and reports of one event are told from others. Sets are
// read in the layouts that docs/relevance.md and docs/stories.md describe.
package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"time"

	"rasid/detect"
)

// A Document is one article of a corpus.
type Document struct {
	DocNo     string // unique in the corpus
	Outlet    string // "" if the corpus does not name it
	Title     string
	Abstract  string
	Text      string
	Published time.Time // zero if absent or not understood
}

// Corpus returns the documents of a JSONL file with the fields docno, src, title, abstract, text and time;
// a name that ends in .gz is decompressed. The first error ends the sequence.
func Corpus(file string) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		err := scan(file, func(d Document) bool { return yield(d, nil) })
		if err != nil {
			yield(Document{}, fmt.Errorf("read corpus %s: %w", file, err))
		}
	}
}

// Texts returns the documents of a corpus as a background is built from them.
func Texts(corpus iter.Seq2[Document, error]) iter.Seq2[detect.Document, error] {
	return func(yield func(detect.Document, error) bool) {
		for d, err := range corpus {
			if !yield(detect.Document{Title: d.Title, Text: d.Text}, err) {
				return
			}
		}
	}
}

func scan(file string, yield func(Document) bool) (err error) {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		z, err := gzip.NewReader(bufio.NewReaderSize(f, 1<<20))
		if err != nil {
			return err
		}
		r = z
	}
	dec := json.NewDecoder(bufio.NewReaderSize(r, 1<<20))
	for n := 1; ; n++ {
		var row struct{ DocNo, Src, Title, Abstract, Text, Time string }
		switch err := dec.Decode(&row); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("document %d: %w", n, err)
		}
		d := Document{DocNo: row.DocNo, Outlet: row.Src, Title: row.Title, Abstract: row.Abstract, Text: row.Text, Published: published(row.Time)}
		if !yield(d) {
			return nil
		}
	}
}

// published reads the forms of time that corpora of news feeds have; zero if it is none of them.
func published(s string) time.Time {
	for _, form := range []string{time.RFC1123Z, time.RFC1123, time.RFC3339, "02/01/2006"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
