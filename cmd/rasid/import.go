package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"rasid/monitor"
)

func (a *app) importCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "import FILE.jsonl",
		Short: "Take articles of another installation or archive into the database as past ones",
		Long: `Reads one article per line: what rasid export wrote, or JSON objects with url, title, text, published (RFC 3339, or a day) and outlet;
title or text must be there, other keys are left alone. The articles are judged and folded by the topics here, in order of
publication, and never enter a live digest or alert. What is known by its address stays as it is, so that a file may be read
twice. Lines that cannot be used are named and left out: mend them and read the file again. The service must be stopped.`,
		Args: exactly(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error { return a.importFile(c.Context(), args[0]) },
	}
	c.Flags().BoolVar(&a.json, "json", false, "print the counts as JSON")
	return c
}

// An imported counts what became of the lines of a file.
type imported struct {
	Articles int `json:"articles"` // taken in
	Relevant int `json:"relevant"` // of them, those that belong to a topic
	Known    int `json:"known"`    // that were there already
	Unusable int `json:"unusable"` // lines that were left out
}

// maxTold is how many unusable lines are named.
const maxTold = 200

func (a *app) importFile(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return usageError{fmt.Errorf("import %s: not a regular file, which is read twice", path)}
	}
	var n imported
	index, run, err := a.indexed(f, path, &n)
	if err != nil {
		return fmt.Errorf("import %s: %w", path, err)
	}
	bar := newProgress(a.diag)
	p, err := a.open(ctx, a.quiet(), bar.told)
	if err != nil {
		return err
	}
	defer p.Close()
	err = p.monitor.Checked(ctx, func(ctx context.Context) error {
		return a.importLines(ctx, p.monitor, f, index, run, bar, &n)
	})
	bar.end()
	if err != nil {
		return err
	}
	return a.printImported(n)
}

// importLines takes the articles of lines in as past ones of a run.
func (a *app) importLines(ctx context.Context, m *monitor.Monitor, f *os.File, lines []importLine, run string, bar *progress, n *imported) error {
	var r monitor.Round
	for i, l := range lines {
		article, err := l.read(f, a.clock().UTC())
		if err != nil {
			return fmt.Errorf("import %s: line %d: %w", f.Name(), l.number, err)
		}
		article.Run = run
		fresh, err := m.Import(ctx, article, &r)
		if err != nil {
			return err
		}
		if !fresh {
			n.Known++
		}
		bar.told("import", i+1, len(lines))
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	n.Articles, n.Relevant = r.Read, r.Relevant
	return nil
}

func (a *app) printImported(n imported) error {
	if a.json {
		if err := a.printJSON(n); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.out, "%d articles imported, %d of them relevant; %d were known; %d lines could not be used\n", n.Articles, n.Relevant, n.Known, n.Unusable)
	}
	if n.Unusable > 0 {
		return verdict("some lines could not be used")
	}
	return nil
}

// indexed finds the lines of a file that can be used, in order of publication and address, and names the others. The run is
// named by what the file holds.
func (a *app) indexed(f io.Reader, path string, n *imported) (index []importLine, run string, err error) {
	hash := sha256.New()
	in := bufio.NewReaderSize(io.TeeReader(f, hash), 1<<16)
	at := int64(0)
	for number := 1; ; number++ {
		line, length, err := nextLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, "", err
		}
		if length == 0 && err != nil {
			break
		}
		l := importLine{number: number, at: at, length: length}
		at += int64(length)
		empty, fault := l.index(line)
		switch {
		case fault != nil:
			if n.Unusable++; n.Unusable <= maxTold {
				fmt.Fprintln(a.diag, isolated(fmt.Sprintf("%s:%d: %v", path, number, fault)))
			}
		case !empty:
			index = append(index, l)
		}
	}
	if more := n.Unusable - maxTold; more > 0 {
		fmt.Fprintf(a.diag, "%s: %d more lines cannot be used\n", path, more)
	}
	slices.SortStableFunc(index, func(x, y importLine) int {
		return cmp.Or(cmp.Compare(x.published, y.published), cmp.Compare(x.url, y.url))
	})
	return index, "import-" + hex.EncodeToString(hash.Sum(nil)[:6]), nil
}

// maxLine is the length of the longest line that is read.
const maxLine = 4 << 20

// nextLine returns a line with its end, and how many bytes it takes; of one that is too long no more than maxLine+1 bytes. At
// the end of what can be read it returns io.EOF, with the rest that has no end of line.
func nextLine(in *bufio.Reader) (line []byte, length int, err error) {
	for {
		part, err := in.ReadSlice('\n')
		length += len(part)
		if room := maxLine + 1 - len(line); room > 0 {
			line = append(line, part[:min(room, len(part))]...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, length, err
		}
	}
}
