package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rasid/store"
)

// An exportRequest is what rasid export is asked for.
type exportRequest struct {
	store.ExportFilter
	from, to, format string
	bom              bool
	file             string // "" = standard output
}

func (a *app) exportCommand() *cobra.Command {
	var r exportRequest
	c := &cobra.Command{
		Use:   "export [FILE]",
		Short: "Write the articles that were read, with all that is known of them",
		Long: `Writes one article per line as JSON (jsonl), or a table for spreadsheets (csv, RFC 4180) with a row for each article and topic that
it belongs to, in order of publication; to standard output without FILE. Works beside a running service. JSON is exact and is
what rasid import reads. In a table a cell that a spreadsheet would take for a formula begins with an apostrophe.
docs/store.md has the columns.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return exactly(1, "one file or none")(c, args)
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] != "-" {
				r.file = args[0]
			}
			if err := r.check(); err != nil {
				return err
			}
			return a.export(c.Context(), r)
		},
	}
	c.Flags().StringVar(&r.Topic, "topic", "", "only articles that belong to the topic with this `NAME`")
	c.Flags().StringVar(&r.from, "from", "", "only what was published on this `DAY` (UTC) or later")
	c.Flags().StringVar(&r.to, "to", "", "only what was published on this `DAY` or before")
	c.Flags().StringVar(&r.format, "format", "", "`FORMAT`: jsonl or csv; default: by the name of FILE, else jsonl")
	c.Flags().BoolVar(&r.bom, "bom", false, "begin a csv with a byte order mark, by which spreadsheets know that it is UTF-8")
	return c
}

// check completes the request.
func (r *exportRequest) check() (err error) {
	if r.format == "" {
		r.format = "jsonl"
		if strings.EqualFold(filepath.Ext(r.file), ".csv") {
			r.format = "csv"
		}
	}
	if r.format != "jsonl" && r.format != "csv" {
		return usageError{fmt.Errorf("--format %q: use jsonl or csv", r.format)}
	}
	if r.bom && r.format != "csv" {
		return usageError{errors.New("--bom is for csv: add --format csv")}
	}
	if r.from != "" {
		if r.From, err = day("--from", r.from); err != nil {
			return err
		}
	}
	if r.to != "" {
		if r.To, err = day("--to", r.to); err != nil {
			return err
		}
		r.To = r.To.AddDate(0, 0, 1) // a person means the last day too
		if !r.From.Before(r.To) {
			return usageError{fmt.Errorf("--to %s comes before --from %s", r.to, r.from)}
		}
	}
	return nil
}

func (a *app) export(ctx context.Context, r exportRequest) error {
	c, db, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := knownTopic(c, r.Topic); err != nil {
		return err
	}
	n := 0
	err = intoFile(r.file, a.out, func(w io.Writer) error {
		n, err = writeExport(ctx, db, r, w)
		return err
	})
	if err == nil && r.file != "" {
		fmt.Fprintf(a.out, "%s  %d articles\n", r.file, n)
	}
	return err
}

// intoFile has a new file written, which gets its name when it is whole; or out, where path is "".
func intoFile(path string, out io.Writer, write func(io.Writer) error) (err error) {
	if path == "" {
		return write(out)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("export to %s: %w", path, store.ErrExists)
	}
	unfinished := path + ".unfinished"
	f, err := os.OpenFile(unfinished, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer os.Remove(unfinished)
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(unfinished, path)
}

// writeExport writes what a request asks for and returns the number of articles.
func writeExport(ctx context.Context, db *store.DB, r exportRequest, w io.Writer) (n int, err error) {
	b := bufio.NewWriter(w)
	var put func(store.Exported) error
	finish := b.Flush
	if r.format == "csv" {
		if r.bom {
			b.WriteString("\uFEFF")
		}
		sheet := newSheet(b, r.Topic)
		put, finish = sheet.add, func() error { return errors.Join(sheet.flush(), b.Flush()) }
	} else {
		lines := json.NewEncoder(b)
		lines.SetEscapeHTML(false)
		put = func(e store.Exported) error { return lines.Encode(e) }
	}
	for e, err := range db.Export(ctx, r.ExportFilter) {
		if err == nil {
			err = put(e)
		}
		if err != nil {
			return n, err
		}
		n++
	}
	return n, finish()
}
